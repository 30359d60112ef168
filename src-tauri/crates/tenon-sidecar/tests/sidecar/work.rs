//! Embeddings, and what can go wrong with them.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use rustix::process::Signal;
use tenon_core::Code;
use tenon_sidecar::{
    Collection, Condition, Engine, Likeness, Rules, SidecarError, VectorsFilter, VectorsSearch,
};

use crate::fake::{self, Fake, Watched, config, rules, signal, wait_until};

#[test]
fn many_texts_come_back_in_order_through_several_requests_each_with_an_id() {
    let fake = Fake::new("ready");
    let watched = Watched::start(config(&fake.program(), rules()));
    watched.until_state(Condition::Ready);
    let texts: Vec<String> = (0..150).map(|length| "x".repeat(length)).collect();
    let made = watched.supervisor.embed(texts).expect("vectors");
    assert_eq!((made.model.as_str(), made.dimensions), ("fake", 2));
    let expected: Vec<_> = (0..150u16)
        .map(|length| vec![f32::from(length), 0.5])
        .collect();
    assert_eq!(made.vectors, expected, "one vector for each text, in order");
    let requests = fake.notes("requests");
    let sizes: Vec<_> = requests
        .iter()
        .filter_map(|request| request["texts"].as_u64())
        .collect();
    assert_eq!(sizes, [64, 64, 22], "at most 64 texts at once");
    let ids: std::collections::HashSet<_> = requests
        .iter()
        .filter_map(|request| request["id"].as_str())
        .collect();
    assert_eq!(ids.len(), 3, "each request can be found in the log");
    let none = watched.supervisor.embed(vec![]).expect("no texts are fine");
    assert!(none.vectors.is_empty());
}

#[test]
fn a_refusal_is_told_with_its_code_and_an_endless_answer_is_not_read() {
    let fake = Fake::new("refuses");
    let watched = Watched::start(config(&fake.program(), rules()));
    watched.until_state(Condition::Ready);
    match watched.supervisor.embed(vec!["x".into()]) {
        Err(SidecarError::Answered {
            status: 422,
            code,
            message,
            retryable,
            ..
        }) => {
            assert_eq!((code, retryable), (Code::Invalid, false));
            assert_eq!(message, "texts.0: too long");
        }
        other => panic!("expected a refusal, got {other:?}"),
    }
    fake.be("endless");
    let endless = watched
        .supervisor
        .embed(vec!["x".into()])
        .expect_err("too long");
    assert!(matches!(endless, SidecarError::Malformed(_)), "{endless}");
    assert_eq!(
        watched.supervisor.status().state,
        Condition::Ready,
        "neither is a crash"
    );
}

#[test]
fn work_that_never_ends_is_a_hang() {
    let fake = Fake::new("hangs");
    let rules = Rules {
        embed_timeout: Duration::from_millis(200),
        ..rules()
    };
    let watched = Watched::start(config(&fake.program(), rules));
    watched.until_state(Condition::Ready);
    let late = watched
        .supervisor
        .embed(vec!["x".into()])
        .expect_err("no answer");
    assert!(
        matches!(
            late,
            SidecarError::TimedOut(_) | SidecarError::Unavailable(_)
        ),
        "the caller is not kept waiting: {late}"
    );
    let degraded = watched.until_state(Condition::Degraded);
    assert!(
        degraded
            .reason
            .is_some_and(|reason| reason.contains("does not finish")),
        "why"
    );
    watched.until_state(Condition::Ready);
}

#[test]
fn a_slow_program_of_the_person_s_is_no_hang() {
    let fake = Fake::new("hangs");
    let rules = Rules {
        embed_timeout: Duration::from_millis(200),
        program_timeout: Duration::from_millis(300),
        ..rules()
    };
    let mut config = config(&fake.program(), rules);
    config.engines = Engine::Ollama {
        url: "http://127.0.0.1:11434".into(),
        model: "slow".into(),
    }
    .into();
    let watched = Watched::start(config);
    let before = watched.until_state(Condition::Ready);
    let late = watched
        .supervisor
        .embed(vec!["x".into()])
        .expect_err("no answer");
    let waited = Duration::from_millis(300);
    assert!(
        matches!(late, SidecarError::TimedOut(w) if w == waited),
        "{late}"
    );
    fake.be("ready");
    watched
        .supervisor
        .embed(vec!["x".into()])
        .expect("the same process answers");
    assert_eq!(watched.supervisor.status().pid, before.pid);
    assert_eq!(fake.notes("launches").len(), 1);
}

#[test]
fn a_program_of_the_person_s_may_take_long_to_start() {
    let fake = Fake::new("loading");
    let rules = Rules {
        loading_start: Duration::from_millis(100),
        program_timeout: fake::PATIENCE,
        ..rules()
    };
    let mut config = config(&fake.program(), rules);
    config.engines = Engine::OpenAi {
        url: "http://127.0.0.1:8080".into(),
        model: "large".into(),
    }
    .into();
    let watched = Watched::start(config);
    // One answer every 10 ms.
    wait_until("it has said often that it loads", || {
        fake.notes("loads").len() > 30
    });
    fake.be("ready");
    watched.until_state(Condition::Ready);
    assert_eq!(fake.notes("launches").len(), 1, "it was left alone");
}

#[test]
fn a_question_has_the_time_that_its_asker_has_and_its_end_is_no_hang() {
    let fake = Fake::new("ready slow_search");
    let watched = Watched::start(config(&fake.program(), rules()));
    let before = watched.until_state(Condition::Ready);
    let search = VectorsSearch {
        from: Collection {
            workspace: "0123456789abcdef".into(),
            collection: "fake".into(),
        },
        near: Likeness::Text("doors".into()),
        model: None,
        limit: 1,
        filter: VectorsFilter::default(),
        exact: false,
    };
    let within = Duration::from_millis(150);
    let late = watched
        .supervisor
        .vectors_search(&search, Some(within))
        .expect_err("no answer in time");
    assert!(
        matches!(late, SidecarError::TimedOut(w) if w == within),
        "{late}"
    );
    assert_eq!(watched.supervisor.status().pid, before.pid);
    assert_eq!(watched.supervisor.status().state, Condition::Ready);

    std::thread::scope(|scope| {
        let asked = scope.spawn(|| watched.supervisor.vectors_search(&search, None));
        wait_until("it is asked again", || fake.notes("vectors").len() == 2);
        signal(before.pid.expect("a process"), Signal::KILL);
        let ended = asked.join().expect("no panic").expect_err("it ended");
        assert!(
            matches!(
                ended,
                SidecarError::Unavailable(_) | SidecarError::Unreachable(_)
            ),
            "who waits longer hears of the end at once: {ended}"
        );
    });
}

#[test]
fn a_sidecar_that_dies_at_work_fails_the_work_at_once() {
    let fake = Fake::new("hangs");
    let watched = Watched::start(config(&fake.program(), rules()));
    let pid = watched
        .until_state(Condition::Ready)
        .pid
        .expect("a process");
    std::thread::scope(|scope| {
        let work = scope.spawn(|| watched.supervisor.embed(vec!["x".into()]));
        wait_until("the work has begun", || !fake.notes("requests").is_empty());
        signal(pid, Signal::KILL);
        let lost = work
            .join()
            .expect("no panic")
            .expect_err("the work is lost");
        assert!(
            matches!(
                lost,
                SidecarError::Unavailable(_) | SidecarError::Unreachable(_)
            ),
            "{lost}"
        );
    });
}

#[test]
fn killed_at_random_moments_under_work_it_always_comes_back_and_no_work_hangs_or_is_wrong() {
    let seed = RandomState::new().hash_one("seed");
    println!("seed {seed}");
    let fake = Fake::new("ready");
    let rules = Rules {
        stable: Duration::ZERO,
        ..rules()
    };
    let watched = Watched::start(config(&fake.program(), rules));
    let mut last = None;
    for round in 0..20u32 {
        let status = watched.until("another process that is ready", |status| {
            status.state == Condition::Ready && status.pid != last
        });
        last = status.pid;
        std::thread::scope(|scope| {
            let work = scope.spawn(|| {
                loop {
                    match watched.supervisor.embed(vec!["abc".into(); 100]) {
                        Ok(made) => assert_eq!(made.vectors, vec![vec![3.0, 0.5]; 100]),
                        Err(SidecarError::Unavailable(_) | SidecarError::Unreachable(_)) => return,
                        Err(error) => panic!("seed {seed}, round {round}: {error}"),
                    }
                }
            });
            let done = fake.notes("requests").len();
            let more = (seed.rotate_left(round * 3) % 7) as usize;
            wait_until("some work is done", || {
                fake.notes("requests").len() >= done + more
            });
            signal(last.expect("a process"), Signal::KILL);
            work.join()
                .expect("each answer is right or a plain failure");
        });
    }
    assert_eq!(
        fake.notes("launches").len(),
        20,
        "one launch for each kill but the last"
    );
}
