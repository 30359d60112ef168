//! Tables over the supervisor's decisions: what happens, when, and what is seen and done.

use super::*;
use crate::status::Condition::{Degraded, Failed, Ready, Starting, Stopped};

/// A supervisor without a process or a clock.
struct World {
    rules: Rules,
    state: State,
}

impl World {
    fn new() -> Self {
        Self {
            rules: Rules::default(),
            state: State::default(),
        }
    }

    /// Feeds one input `at` milliseconds and returns what is to be done.
    fn feed(&mut self, at: u64, input: Input) -> Vec<Action> {
        let moment = Moment {
            at: Duration::from_millis(at),
            chance: 0,
        };
        let (state, actions) = step(&self.rules, &self.state, input, moment);
        self.state = state;
        actions
    }

    /// A supervisor whose launch 1 is ready at 100 ms.
    fn ready() -> Self {
        let mut world = Self::new();
        world.play(&[
            (
                0,
                Input::Start,
                Starting,
                vec![Action::Launch { launch: 1 }],
            ),
            (10, spawned(1), Starting, vec![probe(1, 0)]),
            (
                100,
                healthy(1, EngineReport::Ready),
                Ready,
                vec![probe(1, 2_000)],
            ),
        ]);
        world
    }

    fn play(&mut self, table: &[(u64, Input, Condition, Vec<Action>)]) {
        for (at, input, condition, actions) in table {
            let done = self.feed(*at, input.clone());
            assert_eq!(&done, actions, "what is done after {input:?} at {at} ms");
            assert_eq!(
                self.state.condition(),
                *condition,
                "what is seen after {input:?} at {at} ms"
            );
        }
    }

    fn reason(&self) -> &str {
        self.state.trouble().map_or("", |trouble| &trouble.reason)
    }

    fn hint(&self) -> &str {
        let trouble = self.state.trouble();
        trouble
            .and_then(|trouble| trouble.hint.as_deref())
            .unwrap_or("")
    }
}

fn spawned(launch: u64) -> Input {
    Input::Spawned {
        launch,
        pid: 4_000 + launch as u32,
    }
}

fn healthy(launch: u64, report: EngineReport) -> Input {
    Input::Healthy {
        launch,
        engine: "minilm".into(),
        report,
    }
}

fn missed(launch: u64) -> Input {
    missed_while(launch, Activity::Idle)
}

fn missed_while(launch: u64, seen: Activity) -> Input {
    Input::Missed {
        launch,
        what: "no answer within 800 ms".into(),
        seen,
    }
}

fn exited(launch: u64) -> Input {
    let ending = Ending {
        how: "by signal 11".into(),
        killed: false,
        last_words: vec![],
        broken: None,
    };
    Input::Exited { launch, ending }
}

fn probe(launch: u64, millis: u64) -> Action {
    Action::Probe {
        launch,
        after: Duration::from_millis(millis),
    }
}

fn kill(launch: u64) -> Vec<Action> {
    vec![Action::Kill { launch }]
}

fn launch(launch: u64) -> Vec<Action> {
    vec![Action::Launch { launch }]
}

#[test]
fn it_is_ready_only_when_the_engine_answers() {
    let mut world = World::new();
    world.play(&[
        (0, Input::Start, Starting, launch(1)),
        (5, spawned(1), Starting, vec![probe(1, 0)]),
        (50, missed(1), Starting, vec![probe(1, 100)]),
        (
            200,
            healthy(1, EngineReport::Loading),
            Starting,
            vec![probe(1, 100)],
        ),
        (
            300,
            healthy(1, EngineReport::Ready),
            Ready,
            vec![probe(1, 2_000)],
        ),
        (
            2_300,
            healthy(1, EngineReport::Ready),
            Ready,
            vec![probe(1, 2_000)],
        ),
        (2_400, Input::Start, Ready, vec![]),
    ]);
    assert_eq!(
        (world.state.pid(), world.state.engine()),
        (Some(4_001), Some("minilm"))
    );
}

#[test]
fn an_engine_that_failed_leaves_the_process_up_and_says_why() {
    let mut world = World::new();
    let report = |hint: Option<&str>| EngineReport::Failed {
        reason: "No model.".into(),
        hint: hint.map(str::to_owned),
    };
    let failed = || healthy(1, report(Some("Get one.")));
    world.play(&[
        (0, Input::Start, Starting, launch(1)),
        (5, spawned(1), Starting, vec![probe(1, 0)]),
        (50, failed(), Degraded, vec![probe(1, 2_000)]),
        (2_050, failed(), Degraded, vec![probe(1, 2_000)]),
    ]);
    assert_eq!(world.reason(), "No model.");
    assert_eq!(world.hint(), "Get one.");
    assert_eq!(world.state.pid(), Some(4_001), "the process stays");
    world.play(&[(
        4_050,
        healthy(1, report(None)),
        Degraded,
        vec![probe(1, 2_000)],
    )]);
    assert!(world.hint().contains("log"), "{}", world.hint());
}

#[test]
fn healthy_after_exited_and_every_report_of_an_old_launch_change_nothing() {
    let mut world = World::new();
    world.play(&[
        (0, Input::Start, Starting, launch(1)),
        (5, spawned(1), Starting, vec![probe(1, 0)]),
        (50, exited(1), Degraded, vec![]),
        (51, healthy(1, EngineReport::Ready), Degraded, vec![]),
        (52, missed(1), Degraded, vec![]),
        (53, Input::Stranger { launch: 1 }, Degraded, vec![]),
        (54, exited(1), Degraded, vec![]),
        (424, Input::Tick, Degraded, vec![]),
        (425, Input::Tick, Starting, launch(2)),
        (426, exited(1), Starting, vec![]),
        (430, spawned(2), Starting, vec![probe(2, 0)]),
        (431, healthy(1, EngineReport::Ready), Starting, vec![]),
        (432, Input::Stuck { launch: 1 }, Starting, vec![]),
        (
            440,
            healthy(2, EngineReport::Ready),
            Ready,
            vec![probe(2, 2_000)],
        ),
        // The other order of the race: healthy came first, and the end is still an end.
        (441, exited(2), Degraded, vec![]),
    ]);
    assert_eq!(world.state.restarts(), 2);
}

#[test]
fn a_hang_is_a_crash_and_the_next_launch_waits_for_the_old_process_to_be_gone() {
    let mut world = World::ready();
    world.play(&[
        (2_900, missed(1), Ready, vec![probe(1, 100)]),
        (
            3_000,
            healthy(1, EngineReport::Ready),
            Ready,
            vec![probe(1, 2_000)],
        ),
        (5_800, missed(1), Ready, vec![probe(1, 100)]),
        (6_700, missed(1), Degraded, kill(1)),
        (7_000, Input::Tick, Degraded, vec![]),
        (7_100, exited(1), Starting, launch(2)),
    ]);
    assert_eq!(
        world.state.wake_at(&world.rules),
        Some(Duration::from_millis(22_100))
    );
}

#[test]
fn one_that_is_at_work_may_be_silent_for_longer_but_not_for_ever() {
    let mut world = World::ready();
    let mut at = 2_100;
    for _ in 1..world.rules.working_misses {
        world.play(&[(
            at,
            missed_while(1, Activity::Working),
            Ready,
            vec![probe(1, 100)],
        )]);
        at += 900;
    }
    let mut stopped = World {
        rules: world.rules.clone(),
        state: world.state.clone(),
    };
    world.play(&[(at, missed_while(1, Activity::Working), Degraded, kill(1))]);
    assert!(
        world.reason().contains("12 times in a row"),
        "{}",
        world.reason()
    );

    // It answered again, and is stopped in the middle of some work.
    stopped.play(&[
        (
            at,
            healthy(1, EngineReport::Ready),
            Ready,
            vec![probe(1, 2_000)],
        ),
        (
            at + 2_800,
            missed_while(1, Activity::Working),
            Ready,
            vec![probe(1, 100)],
        ),
        (at + 3_700, missed(1), Ready, vec![probe(1, 100)]),
        (at + 4_600, missed(1), Degraded, kill(1)),
    ]);
}

#[test]
fn work_that_never_ends_and_a_stranger_are_killed() {
    for input in [Input::Stuck { launch: 1 }, Input::Stranger { launch: 1 }] {
        let mut world = World::ready();
        world.play(&[
            (500, input, Degraded, kill(1)),
            (501, missed(1), Degraded, vec![]),
        ]);
        assert!(!world.reason().is_empty());
    }
}

#[test]
fn a_start_that_never_answers_ends_after_15_s_and_one_that_loads_after_60() {
    let mut silent = World::new();
    silent.play(&[
        (0, Input::Start, Starting, launch(1)),
        (5, spawned(1), Starting, vec![probe(1, 0)]),
        (14_000, missed(1), Starting, vec![probe(1, 100)]),
        (15_000, Input::Tick, Degraded, kill(1)),
    ]);
    assert_eq!(
        silent.reason(),
        "The sidecar did not answer after 15000 ms (at last no answer within 800 ms)."
    );
    let mut loading = World::new();
    loading.play(&[
        (0, Input::Start, Starting, launch(1)),
        (5, spawned(1), Starting, vec![probe(1, 0)]),
        (
            14_000,
            healthy(1, EngineReport::Loading),
            Starting,
            vec![probe(1, 100)],
        ),
        (59_999, Input::Tick, Starting, vec![]),
        (60_000, Input::Tick, Degraded, kill(1)),
    ]);
    assert!(
        loading.reason().contains("still loading"),
        "{}",
        loading.reason()
    );
}

#[test]
fn a_start_that_is_slow_because_the_machine_is_loaded_has_as_long_as_one_that_loads() {
    let mut world = World::new();
    world.play(&[
        (0, Input::Start, Starting, launch(1)),
        (5, spawned(1), Starting, vec![probe(1, 0)]),
        (
            14_000,
            missed_while(1, Activity::Working),
            Starting,
            vec![probe(1, 100)],
        ),
        (15_000, Input::Tick, Starting, vec![]),
        // From here on it does nothing.
        (20_000, missed(1), Starting, vec![probe(1, 100)]),
        (28_999, Input::Tick, Starting, vec![]),
        (29_000, Input::Tick, Degraded, kill(1)),
    ]);
    let mut busy = World::new();
    busy.feed(0, Input::Start);
    busy.feed(5, spawned(1));
    for at in (0..59).map(|second| second * 1_000 + 900) {
        busy.feed(at, missed_while(1, Activity::Working));
        assert_eq!(busy.state.condition(), Starting, "at {at}");
    }
    busy.play(&[(60_000, Input::Tick, Degraded, kill(1))]);
}

#[test]
fn a_start_that_somebody_stops_ends_after_two_answers() {
    let stopped = || missed_while(1, Activity::Stopped);
    let mut world = World::new();
    world.play(&[
        (0, Input::Start, Starting, launch(1)),
        (5, spawned(1), Starting, vec![probe(1, 0)]),
        // It had worked until then, so that it would have 15 s more.
        (
            900,
            missed_while(1, Activity::Working),
            Starting,
            vec![probe(1, 100)],
        ),
        (1_800, stopped(), Starting, vec![probe(1, 100)]),
        (2_700, stopped(), Degraded, kill(1)),
    ]);
    assert!(world.reason().contains("stopped"), "{}", world.reason());
    // One that loads its engine would have a minute; one that goes on is left alone.
    let mut loading = World::new();
    loading.play(&[
        (0, Input::Start, Starting, launch(1)),
        (5, spawned(1), Starting, vec![probe(1, 0)]),
        (
            500,
            healthy(1, EngineReport::Loading),
            Starting,
            vec![probe(1, 100)],
        ),
        (1_400, stopped(), Starting, vec![probe(1, 100)]),
        (
            1_500,
            healthy(1, EngineReport::Loading),
            Starting,
            vec![probe(1, 100)],
        ),
        (2_400, stopped(), Starting, vec![probe(1, 100)]),
        (3_300, stopped(), Degraded, kill(1)),
    ]);
}

#[test]
fn after_three_restarts_it_is_given_up_with_the_reason_until_someone_asks() {
    let mut world = World::new();
    let words = Ending {
        how: "with status 1".into(),
        killed: false,
        last_words: ["a", "b", "c", "d"].map(String::from).to_vec(),
        broken: None,
    };
    world.play(&[
        (0, Input::Start, Starting, launch(1)),
        (100, exited(1), Degraded, vec![]),
        (475, Input::Tick, Starting, launch(2)),
        (500, exited(2), Degraded, vec![]),
        (1_250, Input::Tick, Starting, launch(3)),
        (1_300, exited(3), Degraded, vec![]),
        (2_800, Input::Tick, Starting, launch(4)),
        (
            2_900,
            Input::Exited {
                launch: 4,
                ending: words,
            },
            Failed,
            vec![],
        ),
        (99_000, Input::Tick, Failed, vec![]),
    ]);
    assert_eq!(
        world.reason(),
        "The sidecar was given up after 3 restarts. The sidecar ended with status 1 before it was ready; \
         its last words: b | c | d"
    );
    assert_eq!(
        world.state.wake_at(&world.rules),
        None,
        "nothing is waited for: no busy loop"
    );
    world.play(&[(99_001, Input::Restart, Starting, launch(5))]);
    assert_eq!(world.state.restarts(), 0, "a person's restart begins anew");
}

#[test]
fn one_that_others_kill_while_it_works_is_never_given_up() {
    let killed = |launch| {
        let ending = Ending {
            how: "by signal 9".into(),
            killed: true,
            last_words: vec!["200 8.9 ms".into()],
            broken: None,
        };
        Input::Exited { launch, ending }
    };
    let mut world = World::ready();
    let mut at = 3_000;
    for number in 1..=200 {
        world.play(&[(at, killed(number), Degraded, vec![])]);
        assert_eq!(
            world.reason(),
            "The sidecar was ended by signal 9 from outside."
        );
        // Two seconds at most, and a quarter.
        at += 2_500;
        let next = number + 1;
        world.play(&[
            (at, Input::Tick, Starting, launch(next)),
            (at, spawned(next), Starting, vec![probe(next, 0)]),
            (
                at + 50,
                healthy(next, EngineReport::Ready),
                Ready,
                vec![probe(next, 2_000)],
            ),
        ]);
        at += 1_000;
    }
    assert_eq!(world.state.restarts(), 200);
    // Kills before it is ready are forgiven once it is; as long as it never is, nobody can tell whose
    // fault they are.
    let mut start = World::new();
    start.play(&[
        (0, Input::Start, Starting, launch(1)),
        (1, killed(1), Degraded, vec![]),
        (1_000, Input::Tick, Starting, launch(2)),
        (1_001, killed(2), Degraded, vec![]),
        (3_000, Input::Tick, Starting, launch(3)),
        (3_001, killed(3), Degraded, vec![]),
        (6_000, Input::Tick, Starting, launch(4)),
        (6_001, spawned(4), Starting, vec![probe(4, 0)]),
        (
            6_100,
            healthy(4, EngineReport::Ready),
            Ready,
            vec![probe(4, 2_000)],
        ),
        (7_000, killed(4), Degraded, vec![]),
        (10_000, Input::Tick, Starting, launch(5)),
        (10_001, killed(5), Degraded, vec![]),
        (13_000, Input::Tick, Starting, launch(6)),
        (13_001, killed(6), Degraded, vec![]),
        (16_000, Input::Tick, Starting, launch(7)),
        (16_001, killed(7), Degraded, vec![]),
        (19_000, Input::Tick, Starting, launch(8)),
        (19_001, killed(8), Failed, vec![]),
    ]);
}

#[test]
fn a_minute_of_health_forgets_the_restarts() {
    let mut world = World::ready();
    world.play(&[
        (200, exited(1), Degraded, vec![]),
        (600, Input::Tick, Starting, launch(2)),
        (610, spawned(2), Starting, vec![probe(2, 0)]),
        (
            700,
            healthy(2, EngineReport::Ready),
            Ready,
            vec![probe(2, 2_000)],
        ),
        (
            60_699,
            healthy(2, EngineReport::Ready),
            Ready,
            vec![probe(2, 2_000)],
        ),
    ]);
    assert_eq!(world.state.restarts(), 1, "a millisecond short");
    world.feed(60_700, healthy(2, EngineReport::Ready));
    assert_eq!(world.state.restarts(), 0, "the minute is full");

    let mut late = World::ready();
    late.feed(200, exited(1));
    late.feed(600, Input::Tick);
    late.feed(700, healthy(2, EngineReport::Ready));
    late.feed(61_000, exited(2));
    assert_eq!(
        late.state.restarts(),
        1,
        "the end itself comes after the minute, so it counts anew"
    );
}

#[test]
fn stop_ends_the_process_from_every_state_and_nothing_is_started_any_more() {
    let mut world = World::ready();
    world.play(&[
        (200, Input::Stop, Stopped, vec![Action::End { launch: 1 }]),
        (201, healthy(1, EngineReport::Ready), Stopped, vec![]),
        (202, missed(1), Stopped, vec![]),
        (300, exited(1), Stopped, vec![]),
        (99_000, Input::Tick, Stopped, vec![]),
        (99_001, Input::Stop, Stopped, vec![]),
    ]);
    let mut waiting = World::ready();
    waiting.feed(200, exited(1));
    waiting.play(&[
        (300, Input::Stop, Stopped, vec![]),
        (9_000, Input::Tick, Stopped, vec![]),
    ]);
}

#[test]
fn a_restart_by_hand_works_from_every_state_and_never_runs_two_at_once() {
    let mut world = World::ready();
    world.play(&[
        (
            200,
            Input::Restart,
            Starting,
            vec![Action::End { launch: 1 }],
        ),
        (250, Input::Tick, Starting, vec![]),
        (300, exited(1), Starting, launch(2)),
        (
            301,
            Input::Restart,
            Starting,
            vec![Action::End { launch: 2 }],
        ),
        // The process of launch 2 was being made when it was given up.
        (302, spawned(2), Starting, vec![]),
        (303, exited(2), Starting, launch(3)),
        (304, Input::Stop, Stopped, vec![Action::End { launch: 3 }]),
        (305, Input::Start, Starting, vec![]),
        (306, exited(3), Starting, launch(4)),
        (307, exited(4), Degraded, vec![]),
        (308, Input::Restart, Starting, launch(5)),
    ]);
}

#[test]
fn a_python_that_cannot_run_it_is_not_tried_again_without_a_person() {
    let trouble = Trouble::new("There is no Python.", "Run `make setup`.");
    let missing = Input::NotStarted {
        launch: 1,
        trouble: trouble.clone(),
        lasting: true,
    };
    let ending = Ending {
        how: "with status 1".into(),
        killed: false,
        last_words: vec!["ImportError: x".into()],
        broken: Some(trouble.clone()),
    };
    for input in [
        missing,
        Input::Exited {
            launch: 1,
            ending: ending.clone(),
        },
    ] {
        let mut world = World::new();
        world.play(&[
            (0, Input::Start, Starting, launch(1)),
            (5, input, Degraded, vec![]),
            (99_000, Input::Tick, Degraded, vec![]),
        ]);
        assert_eq!(
            world.state.trouble(),
            Some(&trouble),
            "the reason and the fix"
        );
        assert_eq!(world.state.pid(), None);
        world.play(&[(99_001, Input::Restart, Starting, launch(2))]);
    }
    let mut up = World::ready();
    up.play(&[(200, Input::Exited { launch: 1, ending }, Degraded, vec![])]);
    assert_eq!(
        up.state.restarts(),
        1,
        "one that has been up is worth another try"
    );
}

#[test]
fn a_process_that_could_not_be_made_just_now_is_tried_again() {
    let mut world = World::new();
    let trouble = Trouble {
        reason: "No memory.".into(),
        hint: None,
    };
    world.play(&[
        (0, Input::Start, Starting, launch(1)),
        (
            5,
            Input::NotStarted {
                launch: 1,
                trouble,
                lasting: false,
            },
            Degraded,
            vec![],
        ),
        (380, Input::Tick, Starting, launch(2)),
    ]);
}
