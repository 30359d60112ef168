//! `tenon log` and `tenon forget`.

use std::io::{BufRead, BufReader};

use serde_json::Value;
use sha2::{Digest, Sha256};
use tenon_api::ops;
use tenon_api::wire::{DocumentOpenParams, DocumentSaveParams, TrustParams};
use tenon_testkit::wait_until;

use crate::bench::{Bench, Reaped, Serve, below};
use crate::serve::client;

/// A bench without a sidecar, whose state would be an event at any moment.
fn quiet(files: &[(&str, &str)]) -> Bench {
    let bench = Bench::new(files);
    let config = bench.home.path().join(".config/tenon");
    std::fs::create_dir_all(&config).expect("a folder");
    let off = r#"{ "sidecar.enabled": false }"#;
    std::fs::write(config.join("settings.json"), off).expect("written");
    bench
}

fn serve(bench: &Bench) -> Serve {
    Serve::start(&mut bench.command(["serve", "--json"]))
}

/// Saves a file through the owner.
fn save(bench: &Bench, path: &str) -> String {
    let client = client(bench);
    let open = DocumentOpenParams {
        path: path.into(),
        encoding: None,
    };
    let doc = client
        .call::<ops::document_open>(&open)
        .expect("opened")
        .doc;
    let save = DocumentSaveParams {
        doc,
        counter: 0,
        path: None,
        encoding: None,
        line_end: None,
        overwrite: false,
    };
    client.call::<ops::document_save>(&save).expect("saved");
    doc.to_string()
}

fn log(bench: &Bench, more: &[&str]) -> Vec<Value> {
    let ran = bench.run([&["log", "--json"], more].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.lines()
}

fn kinds(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["kind"].as_str().expect("a kind"))
        .collect()
}

#[test]
fn a_row_is_the_header_and_anybody_can_compute_its_leaf() {
    let bench = quiet(&[("a.txt", "a")]);
    let server = serve(&bench);
    save(&bench, "a.txt");
    wait_until("the event", || log(&bench, &[]).len() == 3);
    for row in log(&bench, &[]) {
        let mut header = row.as_object().expect("an object").clone();
        let leaf = header.remove("leaf").expect("a leaf");
        let salt = header.remove("salt").expect("a salt");
        let payload = header.remove("payload").expect("a payload");
        header.remove("seq").expect("a place");
        // Keys of the wire are plain letters, so that sorting them by bytes is RFC 8785's order.
        let sorted: std::collections::BTreeMap<_, _> = header.iter().collect();
        let text = serde_json::to_string(&sorted).expect("JSON");
        let made = Sha256::new()
            .chain_update([0])
            .chain_update(&text)
            .finalize();
        assert_eq!(leaf, hex(&made), "{text}");
        let salt = bytes(salt.as_str().expect("hex"));
        let text = serde_json::to_string(&payload).expect("JSON");
        let made = Sha256::new()
            .chain_update(salt)
            .chain_update(text)
            .finalize();
        assert_eq!(header["payloadHash"], hex(&made));
    }
    drop(server);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
    (0..hex.len()).step_by(2).map(byte).collect()
}

#[test]
fn reading_with_and_without_an_owner_gives_the_same_and_adds_nothing() {
    let bench = quiet(&[("a.txt", "a"), ("b.txt", "b")]);
    assert_eq!(
        log(&bench, &[]),
        [] as [Value; 0],
        "a folder that nobody opened"
    );
    let server = serve(&bench);
    let doc = save(&bench, "a.txt");
    save(&bench, "b.txt");
    client(&bench)
        .call::<ops::workspace_trust>(&TrustParams { trusted: true })
        .expect("an answer");
    wait_until("all events", || log(&bench, &[]).len() == 5);
    let all = log(&bench, &[]);
    assert_eq!(
        kinds(&all),
        [
            "workspace.bound",
            "workspace.opened",
            "document.saved",
            "document.saved",
            "workspace.trusted"
        ]
    );
    let filters: &[(&[&str], usize)] = &[
        (&["--kind", "document.saved"], 2),
        (&["--kind", "document", "--kind", "workspace.opened"], 3),
        (&["--subject", &format!("file:{doc}")], 1),
        (&["--since", "1h"], 5),
        (&["--since", "2000-01-01T00:00:00Z"], 5),
        (&["--since", "99999999999999"], 0),
    ];
    let check = || {
        for (more, count) in filters {
            assert_eq!(log(&bench, more).len(), *count, "{more:?}");
        }
        let proof = bench.run(["log", "--verify", "--json"]).value();
        assert_eq!((&proof["ok"], &proof["events"]), (&true.into(), &5.into()));
    };
    check();
    server.signal(rustix::process::Signal::TERM);
    assert_eq!(server.ended(), Some(0));
    check();
    assert_eq!(log(&bench, &[]), all);
    let text = bench.run(["log", "--kind", "document"]).text();
    assert_eq!(text.lines().count(), 2, "one line an event: {text}");
    for (odd, code) in [
        (["log", "--kind", "nonsense"], 2),
        (["log", "--since", "yesterday"], 2),
        (["log", "--subject", "planet:mars"], 2),
        (["log", "--verify", "--follow"], 2),
    ] {
        assert_eq!(bench.run(odd).code, Some(code), "{odd:?}");
    }
}

#[test]
fn following_goes_on_over_an_owner_that_comes_and_goes() {
    let bench = quiet(&[("a.txt", "a")]);
    let mut following = bench.command(["log", "--follow", "--json"]);
    let mut following = Reaped(following.spawn().expect("it starts"));
    let out = following.0.stdout.take().expect("a pipe");
    let mut lines = BufReader::new(out).lines();
    let mut next = || -> Value {
        let line = lines.next().expect("a line").expect("UTF-8");
        serde_json::from_str(&line).expect("JSON")
    };
    let mut place = 0;
    for _ in 0..2 {
        let server = serve(&bench);
        save(&bench, "a.txt");
        loop {
            let row = next();
            assert_eq!(row["seq"], place, "each once, in order");
            place += 1;
            if row["kind"] == "document.saved" {
                break;
            }
        }
        server.signal(rustix::process::Signal::TERM);
        assert_eq!(server.ended(), Some(0));
    }
}

#[test]
fn a_changed_byte_is_named_by_its_place() {
    let bench = quiet(&[("a.txt", "a")]);
    let server = serve(&bench);
    save(&bench, "a.txt");
    wait_until("the event", || log(&bench, &[]).len() == 3);
    server.signal(rustix::process::Signal::TERM);
    server.ended();
    let files = below(bench.home.path());
    let database = files
        .iter()
        .find(|file| file.ends_with("workspace.db"))
        .expect("a database");
    let bytes = std::fs::read(database).expect("read");
    let at = |text: &[u8]| {
        bytes
            .windows(text.len())
            .position(|part| part == text)
            .expect("there")
    };
    let mut changed = bytes.clone();
    changed[at(b"\"a.txt\"") + 1] = b'b';
    std::fs::write(database, changed).expect("written");
    let ran = bench.run(["log", "--verify", "--json"]);
    assert_eq!(ran.code, Some(1));
    let proof = &ran.lines()[0];
    assert_eq!((&proof["ok"], &proof["seq"]), (&false.into(), &2.into()));
    assert!(ran.err.contains("seq 2"), "{}", ran.err);
    let ran = bench.run(["log", "--verify"]);
    assert!(
        ran.err.contains("seq 2") && ran.code == Some(1),
        "{}",
        ran.err
    );
}

#[test]
fn forgetting_is_scripted_and_leaves_nothing() {
    let bench = quiet(&[("operation-teacup.md", "a"), ("b.txt", "b")]);
    let server = serve(&bench);
    save(&bench, "operation-teacup.md");
    let b = save(&bench, "b.txt");
    wait_until("the events", || log(&bench, &[]).len() == 4);
    let done = bench
        .run(["forget", "--match", "operation-teacup", "--json"])
        .value();
    assert_eq!(
        (&done["events"], &done["wiped"]),
        (&1.into(), &true.into()),
        "{done}"
    );
    assert_eq!(done["left"], serde_json::json!([]));
    let holds = |text: &[u8]| {
        let files = below(bench.home.path())
            .into_iter()
            .filter(|file| file.is_file());
        let mut files = files.filter(|file| {
            let bytes = std::fs::read(file).unwrap_or_default();
            bytes.windows(text.len()).any(|part| part == text)
        });
        files.next()
    };
    assert_eq!(holds(b"operation-teacup"), None);
    server.signal(rustix::process::Signal::TERM);
    server.ended();
    let done = bench
        .run(["forget", &format!("file:{b}"), "--json"])
        .value();
    assert_eq!(done["events"], 1, "also without an owner");
    let gone = log(&bench, &["--kind", "document"]);
    assert!(
        gone.iter()
            .all(|row| row["payload"].is_null() && row["salt"].is_null())
    );
    assert!(
        gone.iter().all(|row| row["leaf"].is_string()),
        "the leaves stay"
    );
    let done = bench.run(["forget", "--since", "1h", "--json"]).value();
    assert!(done["events"].as_i64() >= Some(1), "{done}");
    assert_eq!(bench.run(["log", "--verify", "--json"]).value()["ok"], true);
    for odd in [
        vec!["forget"],
        vec!["forget", "file:a", "--match", "text"],
        vec!["forget", "--match", "text", "--since", "1h"],
    ] {
        assert_eq!(bench.run(&odd).code, Some(2), "{odd:?}");
    }
    for unheard in [
        "run:nope",
        "run:0190e3b4-0000-7000-8000-000000000001",
        "file:0190e3b4-0000-7000-8000-000000000001",
        "event:0190e3b4-0000-7000-8000-000000000001",
    ] {
        let ran = bench.run(["forget", unheard, "--json"]);
        let error = ran.error();
        assert_eq!((ran.code, &error["code"]), (Some(1), &"notFound".into()));
        let message = error["message"].as_str().expect("text");
        assert!(message.contains(unheard), "{message}");
    }
    let again = bench.run(["forget", &format!("file:{b}"), "--json"]);
    assert_eq!(again.code, Some(0), "it was heard of: {}", again.err);
    let short = bench.run(["forget", "--match", "abc"]);
    assert_eq!(short.code, Some(2), "{}", short.err);
    assert!(short.err.contains("at least 4 bytes"), "{}", short.err);
    let odd: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"teacup\xff");
    let refused = bench.run([
        "forget".as_ref(),
        "--match".as_ref(),
        odd,
        "--json".as_ref(),
    ]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.error()["hint"].is_string(), "{}", refused.err);
}

#[test]
fn a_file_is_named_by_its_path_with_and_without_an_owner() {
    let bench = quiet(&[("a.txt", "a"), ("b.txt", "b")]);
    let server = serve(&bench);
    let doc = save(&bench, "a.txt");
    save(&bench, "b.txt");
    wait_until("the events", || {
        log(&bench, &["--kind", "document"]).len() == 2
    });
    let named = |bench: &Bench| {
        let rows = log(bench, &["--subject", "file:./a.txt"]);
        let subjects: Vec<_> = rows.iter().map(|row| row["subject"].clone()).collect();
        assert_eq!(subjects, [Value::from(format!("file:{doc}"))]);
        for verb in [&["log", "--subject"][..], &["forget"]] {
            let ran = bench.run([verb, &["file:no.txt", "--json"]].concat());
            assert_eq!(
                (ran.code, &ran.error()["code"]),
                (Some(1), &"notFound".into())
            );
        }
    };
    named(&bench);
    server.signal(rustix::process::Signal::TERM);
    assert_eq!(server.ended(), Some(0));
    named(&bench);
    bench.run(["forget", "file:a.txt", "--json"]).value();
    let about = format!("file:{doc}");
    assert_eq!(
        log(&bench, &["--subject", &about])[0]["payload"],
        Value::Null
    );
    let by_name = bench.run(["log", "--subject", "file:a.txt", "--json"]);
    assert_eq!(
        by_name.error()["code"],
        "notFound",
        "its name is forgotten too"
    );
}
