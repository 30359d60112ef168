//! `tenon sessions`, and what the next owner finds of the one before.

use rustix::process::Signal;
use serde_json::{Value, json};
use tenon_api::ops;
use tenon_api::wire::{
    LayoutParams, Nothing, SessionListParams, SessionOpenParams, TerminalStartParams,
    TerminalWriteParams,
};
use tenon_testkit::wait_until;

use crate::bench::{Bench, Serve};
use crate::serve::client;

fn serve(bench: &Bench) -> Serve {
    Serve::start(&mut bench.command(["serve", "--json"]))
}

fn layout(file: &str) -> String {
    let leaf = json!({ "type": "leaf", "data": { "id": "1", "views": ["e"], "activeView": "e" } });
    let panel = json!({ "kind": "editor", "title": file, "preview": false,
        "state": { "path": { "path": file }, "doc": null } });
    json!({
        "version": 1,
        "center": {
            "grid": { "grid": { "root": { "type": "branch", "data": [leaf] } } },
            "panels": { "e": panel },
        },
    })
    .to_string()
}

fn sessions(bench: &Bench) -> Vec<Value> {
    let ran = bench.run(["sessions", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.lines()
}

#[test]
fn a_run_that_was_killed_is_listed_with_what_it_had_open_and_is_put_back() {
    let bench = Bench::new(&[("a.txt", ""), ("b.txt", "")]);
    assert_eq!(
        sessions(&bench),
        Vec::<Value>::new(),
        "nothing was open yet"
    );
    let killed = serve(&bench);
    let save = |file: &str| {
        let params = LayoutParams {
            window: Some("main".into()),
            layout: layout(file),
        };
        client(&bench)
            .call::<ops::layout_save>(&params)
            .expect("it is kept");
    };
    save("a.txt");
    let now = sessions(&bench);
    assert_eq!(now.len(), 1);
    assert_eq!(now[0]["current"], true);
    assert_eq!(
        now[0]["tabs"],
        json!([{ "title": "a.txt", "path": "a.txt" }])
    );
    killed.signal(Signal::KILL);
    assert_eq!(killed.ended(), None, "a signal ended it");

    let _next = serve(&bench);
    save("b.txt");
    let both = sessions(&bench);
    let titles: Vec<_> = both.iter().map(|one| &one["tabs"][0]["title"]).collect();
    assert_eq!(titles, ["b.txt", "a.txt"], "this run first");
    assert_eq!(both[1]["id"], now[0]["id"]);
    assert_eq!(
        (&both[1]["current"], &both[1]["endedAt"]),
        (&json!(false), &json!(null)),
        "it did not end in order"
    );
    let text = bench.run(["sessions"]).text();
    assert!(
        text.contains("(now)  b.txt") && text.contains("a.txt"),
        "{text}"
    );
    let client = client(&bench);
    let list = client
        .call::<ops::session_list>(&SessionListParams { limit: 1 })
        .expect("a list");
    assert_eq!(list.sessions.len(), 1, "no more than was asked for");
    let id = serde_json::from_value(both[1]["id"].clone()).expect("an identity");
    let opened = client
        .call::<ops::session_open>(&SessionOpenParams {
            window: Some("main".into()),
            id,
        })
        .expect("it is put back");
    assert!(opened.layout.expect("a layout").contains("a.txt"));
    let all = sessions(&bench);
    assert_eq!(all.len(), 3, "what was open is a run of its own: {all:?}");
    assert_eq!(bench.run(["sessions", "--limit", "0"]).code, Some(2));
}

#[test]
fn a_run_without_a_window_is_listed_with_the_files_it_worked_with() {
    let bench = Bench::new(&[("a.txt", "text"), ("b.txt", "text"), (".env", "")]);
    let edit = |path: &str| {
        let mut child = bench
            .command(["edit", path, "--save", "--json"])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .expect("it starts");
        let line = b"{\"changes\": [[0, 0, \"more \"]]}\n";
        let mut input = child.stdin.take().expect("a pipe");
        std::io::Write::write_all(&mut input, line).expect("written");
        drop(input);
        assert_eq!(crate::bench::end(child).code, Some(0));
    };
    edit("a.txt");
    assert_eq!(sessions(&bench), Vec::<Value>::new(), "one call is no run");
    let first = serve(&bench);
    edit("a.txt");
    edit("b.txt");
    // The journal leaves it out, and so does what is told of a run.
    edit(".env");
    let files = |one: &Value| one["files"].clone();
    let now = sessions(&bench);
    assert_eq!(now.len(), 1);
    assert_eq!(
        (&now[0]["current"], &now[0]["tabs"]),
        (&json!(true), &json!([]))
    );
    assert_eq!(
        files(&now[0]),
        json!([{ "path": "b.txt" }, { "path": "a.txt" }])
    );
    first.signal(Signal::TERM);
    assert_eq!(first.ended(), Some(0));
    let text = bench.run(["sessions"]).text();
    assert!(text.contains("  b.txt, a.txt"), "{text}");
    let _second = serve(&bench);
    let after = sessions(&bench);
    assert_eq!(after.len(), 1, "nothing was done in the second one");
    assert_eq!(after[0]["current"], json!(false));
}

#[test]
fn a_terminal_of_the_owner_before_is_in_its_folder_again() {
    let bench = Bench::new(&[("sub/", "")]);
    let first = serve(&bench);
    let before = client(&bench);
    let start = TerminalStartParams {
        restore: None,
        cwd: None,
        name: Some("build".into()),
        cols: 80,
        rows: 24,
    };
    let id = before
        .call::<ops::terminal_start>(&start)
        .expect("it starts")
        .id;
    let write = |client: &tenon_api::socket::client::Client, data: &str| {
        let data = data.to_owned();
        client
            .call::<ops::terminal_write>(&TerminalWriteParams { id, data })
            .expect("it types");
    };
    write(&before, "cd sub; touch moved\n");
    let folder = bench.workspace.path().join("sub");
    wait_until("the shell to be there", || folder.join("moved").exists());
    first.signal(Signal::TERM);
    assert_eq!(first.ended(), Some(0));

    let _second = serve(&bench);
    let after = client(&bench);
    let list = after
        .call::<ops::terminal_list>(&Nothing {})
        .expect("a list");
    assert_eq!(list.terminals, []);
    assert_eq!(
        list.kept
            .iter()
            .map(|kept| (kept.id, kept.name.as_str()))
            .collect::<Vec<_>>(),
        [(id, "build")]
    );
    let again = TerminalStartParams {
        restore: Some(id),
        ..start
    };
    let terminal = after
        .call::<ops::terminal_start>(&again)
        .expect("it begins again");
    assert_eq!((terminal.id, terminal.name.as_str()), (id, "build"));
    write(&after, "touch again\n");
    wait_until("a shell in the same folder", || {
        folder.join("again").exists()
    });
}
