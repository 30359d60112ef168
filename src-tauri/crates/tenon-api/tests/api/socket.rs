//! The owner's socket, spoken by hand and through the client.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tenon_api::ApiResult;
use tenon_api::command::{Answer, COMMANDS};
use tenon_api::link::Link;
use tenon_api::ops::{self, Op};
use tenon_api::owner::Caller;
use tenon_api::socket::client::Client;
use tenon_api::wire::{
    DocumentOpenParams, FileReadParams, LogLine, Nothing, PathParams, TerminalAckParams,
    TerminalParams, TerminalWriteParams, UiEvent, Whole,
};
use tenon_testkit::{PATIENCE, wait_until};

use crate::desk::{Desk, Heard};
use crate::terminals::{Screen, size};

/// A client that speaks by hand.
struct Raw {
    reader: BufReader<UnixStream>,
    stream: UnixStream,
}

impl Raw {
    fn connect(desk: &Desk) -> Self {
        let stream = UnixStream::connect(desk.socket()).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a bound");
        stream.set_write_timeout(Some(PATIENCE)).expect("a bound");
        let reader = BufReader::new(stream.try_clone().expect("a second handle"));
        Self { reader, stream }
    }

    fn send(&mut self, line: &[u8]) {
        self.stream
            .write_all(&[line, b"\n"].concat())
            .expect("it takes a line");
    }

    /// The next reply; events are passed over.
    fn reply(&mut self) -> Value {
        loop {
            let mut line = String::new();
            let read = self
                .reader
                .read_line(&mut line)
                .expect("a line within its time");
            assert!(read > 0, "the owner hung up");
            let reply: Value = serde_json::from_str(&line).expect("a line is JSON");
            assert_eq!(reply["v"], 1, "every line names the version: {reply}");
            if reply.get("event").is_none() {
                return reply;
            }
        }
    }

    fn ask(&mut self, id: u64, method: &str, params: Value) -> Value {
        self.send(
            json!({ "v": 1, "id": id, "method": method, "params": params })
                .to_string()
                .as_bytes(),
        );
        let reply = self.reply();
        assert_eq!(reply["id"], id, "{reply}");
        reply
    }

    /// Reads until the owner hangs up.
    fn read_to_end(&mut self) -> bool {
        let mut rest = Vec::new();
        match self.reader.read_to_end(&mut rest) {
            Ok(_) => true,
            Err(e) => e.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }
}

fn connect(desk: &Desk) -> Client {
    let uid = desk.app.surroundings.uid;
    Client::connect(&desk.socket(), uid)
        .expect("no fault")
        .expect("it listens")
}

fn works(raw: &mut Raw) {
    let reply = raw.ask(77, "workspace_current", json!({}));
    assert!(
        reply["result"]["root"].is_string(),
        "it still answers: {reply}"
    );
}

#[test]
fn the_socket_is_ours_alone() {
    let desk = Desk::new(&[]);
    let mode =
        |path: &std::path::Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    let socket = desk.socket();
    assert_eq!(mode(&socket), 0o600);
    assert_eq!(mode(socket.parent().expect("a folder")), 0o700);
    assert!(socket.as_os_str().len() <= 107);
    assert!(
        Client::connect(&socket, desk.app.surroundings.uid + 1).is_err(),
        "another user's owner is none"
    );
}

#[test]
fn every_command_answers_over_the_socket() {
    let desk = Desk::new(&[("a.txt", "a")]);
    let mut raw = Raw::connect(&desk);
    for (id, spec) in (1..).zip(COMMANDS) {
        let reply = raw.ask(id, spec.name, json!({}));
        let (result, error) = (&reply["result"], &reply["error"]);
        assert!(
            result.is_null() != error.is_null(),
            "{}: one of both: {reply}",
            spec.name
        );
        let code = error["code"].as_str().unwrap_or("none");
        match (spec.answer, spec.params) {
            (Answer::Shell, _) => assert_eq!(code, "preconditionFailed", "{reply}"),
            (_, "Nothing") if spec.name == "history_undo" => {
                assert_eq!(code, "notFound", "nothing was restored: {reply}");
            }
            (
                _,
                "Nothing"
                | "DocumentNewParams"
                | "WindowParams"
                | "RaiseParams"
                | "RunImportParams"
                | "LinkListParams"
                | "TaskListParams"
                | "TaskBoardParams"
                | "TaskRepairParams"
                | "TaskCandidatesParams"
                | "NoteDailyParams"
                | "NoteFoldersParams",
            ) => {
                assert_eq!(code, "none", "{}: {reply}", spec.name)
            }
            _ => assert_eq!(
                code, "invalid",
                "{}: it takes parameters: {reply}",
                spec.name
            ),
        }
        if !error.is_null() {
            let keys: BTreeSet<_> = error
                .as_object()
                .expect("an object")
                .keys()
                .map(String::as_str)
                .collect();
            let shape = BTreeSet::from(["code", "message", "retryable"]);
            assert!(
                shape.is_subset(&keys)
                    && keys.is_subset(&shape.iter().copied().chain(["hint"]).collect()),
                "{reply}"
            );
        }
    }
    let reply = raw.ask(0, "file_read", json!({ "path": { "path": "a.txt" } }));
    assert_eq!(reply["result"]["base64"], "YQ==", "bytes travel as base64");
}

#[test]
fn what_is_no_request_is_answered_and_does_no_harm() {
    let desk = Desk::new(&[]);
    let mut raw = Raw::connect(&desk);
    let unknown = raw.ask(u64::MAX, "no_such", json!({}));
    assert_eq!(unknown["error"]["code"], "notFound");
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let deep_params = [
        &br#"{"v":1,"id":5,"method":"tree_list","params":"#[..],
        &deep,
        b"}",
    ]
    .concat();
    let lines: &[(&[u8], &str)] = &[
        (b"", "invalid"),
        (b"hello", "invalid"),
        (b"{}", "invalid"),
        (b"[1,2]", "invalid"),
        (b"null", "invalid"),
        (br#"{"v":1,"id":-1,"method":"tree_list"}"#, "invalid"),
        (br#"{"v":1,"id":1,"method":"tree_list","params":{},"more":1}"#, "invalid"),
        (b"{\"v\":1,\"id\":1,\"method\":\"\xff\xfe\"}", "invalid"),
        (b"{\"v\":1,\"id\":1,\"method\":\"tree_list\",\"params\":{\"path\":{\"path\":\"\xff\"}}}", "invalid"),
        (&deep, "invalid"),
        (&deep_params, "invalid"),
        (br#"{"v":2,"id":3,"method":"workspace_current"}"#, "preconditionFailed"),
        (br#"{"v":1,"id":3,"method":"workspace_current","params":[]}"#, "none"),
        (br#"{"v":1,"id":3,"method":"workspace_current","params":{"odd":1}}"#, "invalid"),
        (br#"{"v":1,"id":3,"method":"workspace_current"}"#, "none"),
        (br#"{"v":1,"id":3,"method":"workspace_current","params":null}"#, "none"),
        (b"{\"v\":1,\"id\":3,\"method\":\"workspace_current\"}\r", "none"),
    ];
    for (line, code) in lines {
        let shown = String::from_utf8_lossy(&line[..line.len().min(80)]).into_owned();
        raw.send(line);
        let reply = raw.reply();
        let got = reply["error"]["code"].as_str().unwrap_or("none");
        assert_eq!(got, *code, "{shown}: {reply}");
    }
    works(&mut raw);
}

#[test]
fn a_thousand_requests_at_once_are_answered_in_order() {
    let desk = Desk::new(&[("a.txt", "a")]);
    let mut raw = Raw::connect(&desk);
    let mut out = raw.stream.try_clone().expect("a second handle");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for id in 1..=1_000 {
                let request = json!({ "v": 1, "id": id, "method": "tree_list", "params": { "path": { "path": "" } } });
                out.write_all(format!("{request}\n").as_bytes()).expect("it takes them");
            }
        });
        for id in 1..=1_000 {
            let reply = raw.reply();
            assert_eq!(
                (
                    &reply["id"],
                    reply["result"]["entries"].as_array().map(Vec::len)
                ),
                (&json!(id), Some(1))
            );
        }
    });
}

#[test]
fn a_line_that_never_ends_is_cut_off_and_others_are_served() {
    let desk = Desk::new(&[]);
    let (mut large, mut other) = (Raw::connect(&desk), Raw::connect(&desk));
    let block = vec![b'x'; 1 << 20];
    let taken = (0..65)
        .take_while(|_| large.stream.write_all(&block).is_ok())
        .count();
    assert!(
        taken >= 60,
        "a long line is taken up to its limit: {taken} MiB"
    );
    assert!(large.read_to_end(), "it is cut off");
    works(&mut other);
    wait_until("the one that was cut off to be forgotten", || {
        desk.owner.clients() == 1
    });
}

#[test]
fn half_a_request_and_half_a_connection_do_no_harm() {
    let desk = Desk::new(&[]);
    let mut half = Raw::connect(&desk);
    half.stream
        .write_all(br#"{"v":1,"id":1,"me"#)
        .expect("it takes it");
    drop(half);
    let mut deaf = Raw::connect(&desk);
    deaf.send(br#"{"v":1,"id":9,"method":"workspace_current"}"#);
    deaf.stream
        .shutdown(Shutdown::Write)
        .expect("it speaks no more");
    assert_eq!(deaf.reply()["id"], 9, "what was asked is still answered");
    assert!(deaf.read_to_end(), "then the owner hangs up too");
    let mut raw = Raw::connect(&desk);
    works(&mut raw);
    wait_until("the others to be forgotten", || desk.owner.clients() == 1);
}

#[test]
fn one_that_reads_nothing_is_cut_off_while_others_hear_everything() {
    let desk = Desk::new(&[]);
    let mut slow = Raw::connect(&desk);
    let client = connect(&desk);
    let heard = Heard::on(client.hub());
    wait_until("both to be connected", || desk.owner.clients() == 2);
    client
        .call::<ops::workspace_current>(&Nothing {})
        .expect("it listens");
    works(&mut slow);
    let mut sent = 0;
    while desk.owner.clients() == 2 {
        assert!(
            sent < 20_000,
            "a client that reads nothing is cut off at some time"
        );
        for _ in 0..200 {
            sent += 1;
            let line = LogLine {
                seq: sent,
                at: Whole::size(0),
                level: "info".into(),
                target: "test".into(),
                message: "x".repeat(1_000),
            };
            desk.owner
                .hub()
                .emit(UiEvent::LogGrew { lines: vec![line] });
        }
        heard.wait("what was sent", |event| match event {
            UiEvent::LogGrew { lines } if lines[0].seq == sent && lines[0].target == "test" => {
                Some(())
            }
            _ => None,
        });
    }
    assert!(!client.closed(), "who reads stays");
    client
        .call::<ops::workspace_current>(&Nothing {})
        .expect("and is answered");
    let seqs = heard
        .all()
        .into_iter()
        .filter_map(|event| match event.event {
            UiEvent::LogGrew { lines } if lines[0].target == "test" => Some(lines[0].seq),
            _ => None,
        });
    assert_eq!(
        seqs.collect::<Vec<_>>(),
        (1..=sent).collect::<Vec<_>>(),
        "nothing was left out"
    );
    assert!(slow.read_to_end(), "the slow one sees the end");
}

#[test]
fn one_that_asks_and_never_reads_does_not_keep_the_owner() {
    let desk = Desk::new(&[]);
    let raw = Raw::connect(&desk);
    let mut out = raw.stream.try_clone().expect("a second handle");
    out.set_write_timeout(Some(Duration::from_millis(500)))
        .expect("a bound");
    let request = json!({ "v": 1, "id": 1, "method": "settings_read" }).to_string() + "\n";
    // Until nothing more is taken: the answers have nowhere to go.
    while out.write_all(request.as_bytes()).is_ok() {}
    let owner = Arc::downgrade(&desk.owner);
    let Desk { owner: last, .. } = desk;
    drop(last);
    wait_until("the owner to end", || owner.strong_count() == 0);
}

#[test]
fn clients_are_told_when_the_owner_ends() {
    let desk = Desk::new(&[]);
    let (client, mut raw) = (connect(&desk), Raw::connect(&desk));
    works(&mut raw);
    desk.owner.close();
    wait_until("the client to know", || client.closed());
    assert!(
        raw.read_to_end(),
        "a client that speaks by hand sees the end too"
    );
    let gone = client
        .call::<ops::workspace_current>(&Nothing {})
        .expect_err("nobody is there");
    assert!(gone.retryable, "the next one may become the owner");
}

#[test]
fn events_reach_every_client_and_every_window() {
    let desk = Desk::new(&[("a.txt", "a")]);
    let (first, second) = (connect(&desk), connect(&desk));
    let all = [desk.hear(), Heard::on(first.hub()), Heard::on(second.hub())];
    for client in [&first, &second] {
        client
            .call::<ops::workspace_current>(&Nothing {})
            .expect("it listens");
    }
    desk.workspace.put(b"new.txt", b"");
    desk.app.log.write("info", "test", "of the process");
    for heard in &all {
        heard.wait("a change of the workspace", |event| {
            matches!(event, UiEvent::FilesChanged { .. }).then_some(())
        });
        heard.wait("news of the process", |event| match event {
            UiEvent::LogGrew { lines } if lines[0].target == "test" => Some(()),
            _ => None,
        });
    }
}

fn same<O: Op>(links: &[Link; 2], params: O::Params)
where
    O::Params: Clone,
{
    let caller = Caller::window("main");
    let answers = links.each_ref().map(|link| {
        let answer: ApiResult<O::Output> = link.call::<O>(&caller, params.clone());
        let mut answer = answer.map(|answer| serde_json::to_value(answer).expect("plain data"));
        if let Ok(answer) = &mut answer {
            // When the sidecar is looked at is no part of the answer.
            answer.as_object_mut().expect("an object").remove("since");
        }
        answer
    });
    assert_eq!(answers[0], answers[1], "{}", O::NAME);
}

#[test]
fn an_owner_elsewhere_answers_what_one_here_does() {
    let desk = Desk::new(&[("src/a.rs", "fn main() {}\n")]);
    desk.workspace.add_odd_names();
    wait_until("the files", || desk.find("").0.len() > 10);
    let links = [
        Link::Local(desk.owner.clone()),
        Link::Remote(Arc::new(connect(&desk))),
    ];
    same::<ops::workspace_current>(&links, Nothing {});
    same::<ops::workspace_recent>(&links, Nothing {});
    same::<ops::profile_list>(&links, Nothing {});
    same::<ops::settings_read>(&links, Nothing {});
    same::<ops::sidecar_status>(&links, Nothing {});
    same::<ops::git_status>(&links, Nothing {});
    for path in ["", "src", "odd", "none", "../x", "src/a.rs"] {
        same::<ops::tree_list>(&links, PathParams { path: path.into() });
        same::<ops::document_open>(
            &links,
            DocumentOpenParams {
                path: path.into(),
                encoding: None,
            },
        );
        let read = links.each_ref().map(|link| {
            link.raw::<ops::file_read>(
                &Caller::window("main"),
                FileReadParams { path: path.into() },
            )
        });
        assert_eq!(read[0], read[1], "{path}");
    }
    let find = tenon_api::wire::FileFindParams {
        query: "a".into(),
        limit: 10,
    };
    same::<ops::file_find>(&links, find);
}

#[test]
fn a_terminal_s_bytes_arrive_exactly_over_the_socket() {
    let desk = Desk::new(&[]);
    let every: Vec<u8> = (0..=255).cycle().take(256 * 256).collect();
    desk.workspace.put(b"every.bin", &every);
    let client = connect(&desk);
    let terminal = client
        .call::<ops::terminal_start>(&size(80, 24))
        .expect("it starts");
    let screen = Screen::default();
    let params = TerminalParams { id: terminal.id };
    let attached = client
        .call_stream::<ops::terminal_attach>(&params, Box::new(screen.take()))
        .expect("it attaches");
    let type_in = |text: &str| {
        let params = TerminalWriteParams {
            id: terminal.id,
            data: text.into(),
        };
        client
            .call::<ops::terminal_write>(&params)
            .expect("it types");
    };
    type_in("stty -opost; echo rea''dy\n");
    wait_until("the shell", || screen.shows("ready"));
    type_in("cat every.bin; echo do''ne\n");
    let mut returned = 0;
    wait_until("all of it", || {
        let have = screen.bytes().len();
        let bytes = u32::try_from(have - returned).expect("not that much");
        returned = have;
        let params = TerminalAckParams {
            id: terminal.id,
            attachment: attached.attachment,
            bytes,
            view: None,
        };
        client
            .call::<ops::terminal_ack>(&params)
            .expect("credit is taken");
        screen.shows("done")
    });
    let bytes = screen.bytes();
    assert!(
        bytes.windows(every.len()).any(|part| part == every),
        "every byte, in order"
    );
    drop(client);
    wait_until("the client to be forgotten", || desk.owner.clients() == 0);
    let list = desk
        .call::<ops::terminal_list>(Nothing {})
        .expect("a list")
        .terminals;
    assert_eq!(list.len(), 1, "the terminal stays: it is the owner's");
}
