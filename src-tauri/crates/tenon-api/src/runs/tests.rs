//! What terminals tell of, as it is kept, told and forgotten.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tempfile::TempDir;
use tenon_core::{Code, RunId, TerminalId};
use tenon_store::{
    DirHints, JournalQuery, NewRun, RunSource, RunState as StoredState, SystemEntropy,
};
use tenon_terminal::{Ended, Output, Started, TerminalEvent};
use tenon_testkit::TempWorkspace;
use uuid::Uuid;

use crate::app::App;
use crate::ops::{self, Op, RawOp};
use crate::owner::{Caller, Claim, Owner};
use crate::run_source::RunsSource;
use crate::surroundings::{Surroundings, SystemClock, SystemIds};
use crate::wire::{
    JournalForgetParams, RunInfo, RunListParams, RunParams, RunState, SearchMode, SearchQuery,
    SearchRankedParams, SettingsUpdateParams, TerminalParams, UiEvent,
};

const SECRET: &str = concat!("ghp_", "0123456789abcdefghijABCDEFGHIJ012345");

/// An owner that stays, over data of its own.
struct Desk {
    owner: Arc<Owner>,
    workspace: TempWorkspace,
    home: TempDir,
}

fn app(home: &Path) -> Arc<App> {
    let surroundings = Surroundings {
        dirs: DirHints {
            home: home.into(),
            data_dir: Some(home.join("data")),
            ..DirHints::default()
        },
        environment: Vec::new(),
        cwd: home.into(),
        uid: rustix::process::getuid().as_raw(),
        program: "/nowhere/tenon".into(),
        keeper: None,
        launcher: None,
        command: Arc::new(|program| std::process::Command::new(program)),
        ambient: tenon_store::Ambient {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            entropy: Arc::new(SystemEntropy),
        },
    };
    App::open(surroundings, true).expect("the app opens")
}

fn own(app: &Arc<App>, folder: &Path) -> Arc<Owner> {
    match Owner::claim(app, folder, None).expect("it can be claimed") {
        Claim::Owned(owner) => owner,
        Claim::Taken(_) => panic!("nobody else owns it"),
    }
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let workspace = TempWorkspace::with(&[("a.txt", "")]);
        let owner = own(&app(home.path()), workspace.path());
        Self {
            owner,
            workspace,
            home,
        }
    }

    /// Ends the owner and makes the next one.
    fn again(self) -> Self {
        let Self {
            owner,
            workspace,
            home,
        } = self;
        owner.close();
        drop(owner);
        let owner = own(&app(home.path()), workspace.path());
        owner.runs.flush();
        Self {
            owner,
            workspace,
            home,
        }
    }

    fn set(&self, key: &str, value: &Value) {
        let params = SettingsUpdateParams {
            key: key.into(),
            value: value.to_string(),
        };
        self.owner.app.settings.update(&params).expect("it is set");
    }

    fn started(&self, n: u128, command: &str) {
        let run = Started {
            run: id(n),
            command: command.into(),
            cwd: Some(self.workspace.path().into()),
            at: 1_000 * n as i64,
        };
        let id = terminal();
        let event = TerminalEvent::RunStarted { id, run };
        self.owner.runs.hear(&self.owner, &event);
    }

    fn ended(&self, n: u128, exit: Option<i32>, output: &str) {
        let run = Ended {
            run: id(n),
            exit,
            at: 1_000 * n as i64 + 250,
            output: Output {
                head: output.into(),
                ..Output::default()
            },
            binary: false,
        };
        let id = terminal();
        let event = TerminalEvent::RunEnded { id, run };
        self.owner.runs.hear(&self.owner, &event);
    }

    fn call<O: Op>(&self, params: O::Params) -> O::Output {
        O::run(&self.owner, &Caller::window("main"), params).expect("it answers")
    }

    fn list(&self, params: RunListParams) -> Vec<RunInfo> {
        let params = RunListParams {
            limit: 100,
            ..params
        };
        self.call::<ops::run_list>(params).runs
    }

    fn commands(&self) -> Vec<String> {
        let runs = self.list(RunListParams::default());
        runs.into_iter().map(|run| run.command).collect()
    }

    /// Kind, subject and payload of the journal's events about runs.
    fn events(&self) -> Vec<(String, String, Value)> {
        let query = JournalQuery {
            kinds: vec!["run".into()],
            ..JournalQuery::default()
        };
        let rows = self.owner.db.read(&query).expect("its rows");
        let event = |row: tenon_store::JournalRow| {
            let payload = row.payload.unwrap_or_default();
            (row.header.kind, row.header.subject.to_string(), payload)
        };
        rows.into_iter().map(event).collect()
    }
}

fn id(n: u128) -> RunId {
    RunId(Uuid::from_u128((7 << 76) | (2 << 62) | n))
}

fn terminal() -> TerminalId {
    TerminalId(Uuid::from_u128(9))
}

fn forget(desk: &Desk, params: JournalForgetParams) {
    let done = desk.call::<ops::journal_forget>(params);
    assert!(done.wiped && done.left.is_empty(), "{done:?}");
}

#[test]
fn a_run_becomes_a_masked_row_two_events_and_news() {
    let desk = Desk::new();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = heard.clone();
    let _heard = desk.owner.hub().subscribe(move |event| {
        if let UiEvent::RunStarted { run, .. } | UiEvent::RunEnded { run, .. } = &event.event {
            ear.lock().expect("no panic").push(run.clone());
        }
    });
    desk.started(1, &format!("curl -H {SECRET} x\n"));
    desk.ended(1, Some(2), &format!("token {SECRET}\nerror: no\n"));
    let runs = desk.list(RunListParams::default());
    let [run] = &runs[..] else { panic!("{runs:?}") };
    assert!(run.command.starts_with("curl -H <REDACTED:"), "{run:?}");
    assert!(run.command.ends_with("> x"), "{run:?}");
    assert_eq!((run.state, run.exit), (RunState::Ended, Some(2)));
    assert_eq!(run.cwd.as_deref(), desk.workspace.path().to_str());
    assert_eq!(run.session, Some(desk.owner.db.session_id().to_string()));
    assert_eq!(run.first_error.as_ref().map(|error| error.line), Some(2));
    let heard = heard.lock().expect("no panic").clone();
    assert_eq!(heard.len(), 2, "{heard:?}");
    assert_eq!(heard[0].state, RunState::Running);
    assert_eq!(&heard[1], run);
    let params = RunParams { id: id(1) };
    let output = ops::run_output::run(&desk.owner, &Caller::window("main"), params);
    let output = String::from_utf8(output.expect("it answers")).expect("UTF-8");
    assert!(output.starts_with("token <REDACTED:"), "{output}");
    let of_terminal = desk.call::<ops::terminal_runs>(TerminalParams { id: terminal() });
    assert_eq!(of_terminal.runs, runs);
    desk.owner.close();
    let events = desk.events();
    assert_eq!(events.len(), 2, "{events:?}");
    assert_eq!(events[0].0, "run.started");
    assert_eq!(events[0].1, format!("run:{}", id(1)));
    assert_eq!(events[0].2["command"], run.command.as_str());
    let bytes = output.len() - (output.find('\n').expect("a line") - 6) + SECRET.len();
    assert_eq!(
        events[1].2,
        json!({ "exit": 2, "durationMs": 250, "outputBytes": bytes })
    );
    for entry in walk(desk.home.path()) {
        let held = fs::read(&entry).expect("a file");
        let found = held
            .windows(SECRET.len())
            .any(|part| part == SECRET.as_bytes());
        assert!(!found, "{}", entry.display());
    }
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => walk(&path),
            false => vec![path],
        })
        .collect()
}

#[test]
fn what_is_not_to_be_kept_leaves_nothing() {
    let desk = Desk::new();
    desk.set("terminal.history.exclude", &json!(["^pass "]));
    for (n, command) in [(1, " ls"), (2, "pass show"), (3, "\n"), (4, "pwd")] {
        desk.started(n, command);
        desk.ended(n, Some(0), "");
    }
    assert_eq!(desk.commands(), ["pwd"]);
    desk.set("terminal.history.enabled", &json!(false));
    desk.started(5, "make");
    desk.ended(5, Some(0), "");
    assert_eq!(desk.commands(), ["pwd"]);
    desk.owner.close();
    assert_eq!(desk.events().len(), 2, "of the one that was kept");
}

#[test]
fn how_a_command_ended_is_asked_for() {
    let desk = Desk::new();
    for (n, command, exit) in [
        (1, "make all", Some(0)),
        (2, "make test", Some(2)),
        (3, "make run", Some(130)),
        (4, "make watch", None),
    ] {
        desk.started(n, command);
        desk.ended(n, exit, "");
    }
    let of = |exit: &str| {
        let runs = desk.list(RunListParams {
            exit: Some(exit.into()),
            ..RunListParams::default()
        });
        let commands = runs.into_iter().map(|run| run.command);
        commands.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(of("0"), "make all");
    assert_eq!(
        of("!0"),
        "make run, make test",
        "one without a status fits neither"
    );
    assert_eq!(of("!2"), "make run, make all");
    let odd = RunListParams {
        exit: Some("bad".into()),
        limit: 1,
        ..RunListParams::default()
    };
    let refused = ops::run_list::run(&desk.owner, &Caller::window("main"), odd);
    assert_eq!(refused.expect_err("it is no status").code, Code::Invalid);
    let ranked = |text: &str| {
        let found = desk.call::<ops::search_ranked>(SearchRankedParams {
            search: SearchQuery {
                text: text.into(),
                mode: SearchMode::Lexical,
                ..SearchQuery::default()
            },
            limit: 10,
            front: None,
            like: None,
            like_run: None,
        });
        let rows = found.hits.into_iter();
        rows.map(|hit| (hit.text, hit.lists.join(" ")))
            .collect::<Vec<_>>()
    };
    let text = |command: &str| (command.to_owned(), "text".to_owned());
    assert_eq!(ranked("make exit:2"), [text("make test")]);
    assert_eq!(
        ranked("kind:command exit:!0"),
        [text("make run"), text("make test")],
        "also without a word"
    );
}

#[test]
fn what_still_ran_ended_with_its_owner() {
    let desk = Desk::new();
    desk.started(1, "sleep 1000");
    let running = desk.list(RunListParams::default());
    assert_eq!(running[0].state, RunState::Running);
    let profile = desk.owner.row().profile;
    desk.owner.close();
    let reader = desk.owner.app.read_runs(profile);
    let reader = reader.expect("it opens").expect("there is a history");
    let written = reader.run(id(1)).expect("it is read").expect("it is there");
    assert_eq!(
        (written.state, written.exit, written.ended),
        (StoredState::Lost, None, None),
        "the next owner need not come"
    );
    let events = desk.events();
    assert_eq!(events[1].0, "run.ended");
    assert_eq!(events[1].2, json!({ "lost": true }));
}

#[test]
fn nothing_runs_in_a_folder_that_nobody_owns() {
    let desk = Desk::new();
    // What an owner finds running when it begins is lost.
    desk.owner.runs.flush();
    let row = desk.owner.row();
    let app = desk.owner.app.clone();
    let gatekeeper = &app.gatekeeper;
    let killed = NewRun {
        id: id(1),
        command: gatekeeper.masked("sleep 1000"),
        cwd: None,
        branch: None,
        host: gatekeeper.masked("here"),
        session: gatekeeper.masked("s"),
        workspace: Some(row.id),
        terminal: Some(terminal()),
        source: RunSource::Tenon,
        at: Some(1_000),
        order: 0,
        end: None,
    };
    let runs = app.runs(row.profile).expect("a history");
    runs.db.begin(killed).wait().expect("it is written");
    let asked = || RunListParams {
        limit: 1,
        ..RunListParams::default()
    };
    assert_eq!(desk.list(asked())[0].state, RunState::Running);
    desk.owner.close();
    let written = runs.db.run(id(1)).expect("read").expect("it is there");
    assert_eq!(
        written.state,
        StoredState::Running,
        "this owner did not know of it"
    );
    drop(desk.owner);
    let source = RunsSource::open(&app, desk.workspace.path(), None).expect("it opens");
    let found = source.list(asked()).expect("it is listed").runs;
    assert_eq!(found[0].state, RunState::Lost);
    let one = RunListParams {
        id: Some(id(1)),
        ..asked()
    };
    assert_eq!(
        source.list(one).expect("it is there").runs[0].state,
        RunState::Lost
    );
    let next = own(&app, desk.workspace.path());
    next.runs.flush();
    let written = runs.db.run(id(1)).expect("read").expect("it is there");
    assert_eq!(written.state, StoredState::Lost, "the next owner writes it");
}

#[test]
fn this_session_and_this_folder_can_be_asked_for() {
    let desk = Desk::new();
    desk.started(1, "one");
    desk.ended(1, Some(0), "");
    let desk = desk.again();
    desk.started(2, "two");
    desk.ended(2, Some(0), "");
    let current = RunListParams {
        session: Some("current".into()),
        ..RunListParams::default()
    };
    assert_eq!(desk.list(current)[0].command, "two");
    let link = desk.home.path().join("link");
    std::os::unix::fs::symlink(desk.workspace.path(), &link).expect("made");
    for (folder, count) in [
        (desk.workspace.path(), 2),
        (&link, 2),
        (desk.home.path(), 0),
    ] {
        let there = RunListParams {
            cwd: Some(folder.display().to_string()),
            ..RunListParams::default()
        };
        assert_eq!(desk.list(there).len(), count, "{}", folder.display());
    }
    let near = |folder: &Path, query: &str| {
        let params = RunListParams {
            near: Some(folder.display().to_string()),
            query: Some(query.into()),
            ..RunListParams::default()
        };
        let runs = desk.list(params).into_iter();
        runs.map(|run| run.command).collect::<Vec<_>>()
    };
    let elsewhere = Started {
        run: id(3),
        command: "two three".into(),
        cwd: Some(desk.home.path().into()),
        at: 3_000,
    };
    let (terminal, run) = (terminal(), elsewhere);
    let event = TerminalEvent::RunStarted { id: terminal, run };
    desk.owner.runs.hear(&desk.owner, &event);
    assert_eq!(near(desk.home.path(), "tw"), ["two three", "two"]);
    assert_eq!(near(&link, "tw"), ["two", "two three"], "also by a link");
    for odd in [
        RunListParams::default(),
        RunListParams {
            limit: 1_001,
            ..RunListParams::default()
        },
        RunListParams {
            limit: 1,
            cwd: Some("a".into()),
            ..RunListParams::default()
        },
    ] {
        let answer = ops::run_list::run(&desk.owner, &Caller::window("main"), odd);
        assert_eq!(answer.expect_err("refused").code, tenon_core::Code::Invalid);
    }
}

#[test]
fn runs_are_forgotten_here_and_in_backups() {
    const WORD: &str = "wombat-4711";
    let desk = Desk::new();
    for (n, command, output) in [
        (1, "ls", ""),
        (2, "echo wombat-4711", ""),
        (3, "cat notes", "wombat-4711\n"),
        (4, "make", ""),
    ] {
        desk.started(n, command);
        desk.ended(n, Some(0), output);
    }
    desk.owner.runs.flush();
    let backup = crate::wire::BackupCreateParams {
        to: None,
        with_key: false,
        profile: None,
    };
    let made = desk.call::<ops::backup_create>(backup);
    forget(
        &desk,
        JournalForgetParams {
            text: Some(WORD.into()),
            ..JournalForgetParams::default()
        },
    );
    assert_eq!(desk.commands(), ["make", "ls"]);
    forget(
        &desk,
        JournalForgetParams {
            subject: Some(format!("run:{}", id(4))),
            ..JournalForgetParams::default()
        },
    );
    assert_eq!(desk.commands(), ["ls"]);
    let again = desk.call::<ops::journal_forget>(JournalForgetParams {
        subject: Some(format!("run:{}", id(4))),
        ..JournalForgetParams::default()
    });
    let counts = (again.events.get(), again.rows.get(), again.sealed.get());
    assert_eq!(
        (counts, again.logs, again.wiped),
        ((0, 0, 0), 0, true),
        "nothing is left of it"
    );
    for entry in walk(desk.home.path()) {
        let held = fs::read(&entry).expect("a file");
        let found = held.windows(WORD.len()).any(|part| part == WORD.as_bytes());
        assert!(!found, "{}", entry.display());
    }
    let Desk {
        owner,
        workspace,
        home,
    } = desk;
    let app = owner.app.clone();
    owner.close();
    drop(owner);
    let back = crate::wire::BackupRestoreParams {
        name: made.name,
        dry_run: false,
        only: None,
    };
    app.restore(&back, false).expect("it is put back");
    let desk = Desk {
        owner: own(&app, workspace.path()),
        workspace,
        home,
    };
    assert_eq!(
        desk.commands(),
        ["ls"],
        "nothing that was forgotten comes back"
    );
    let since = JournalForgetParams {
        since: Some(crate::wire::Whole::clamped(0)),
        ..JournalForgetParams::default()
    };
    forget(&desk, since);
    assert_eq!(desk.commands(), [""; 0]);
}

#[test]
fn a_backup_brings_back_what_is_lost_and_damage_is_mended() {
    let desk = Desk::new();
    for n in 1..4 {
        desk.started(n, &format!("command {n}"));
        desk.ended(n, Some(0), "");
    }
    desk.owner.runs.flush();
    let backup = crate::wire::BackupCreateParams {
        to: None,
        with_key: false,
        profile: None,
    };
    let made = desk.call::<ops::backup_create>(backup);
    assert!(made.left_out.is_empty(), "{made:?}");
    let Desk {
        owner,
        workspace,
        home,
    } = desk;
    let (app_of, row) = (owner.app.clone(), owner.row());
    owner.close();
    drop(owner);
    let file = app_of.dirs.runs_place(row.profile).file;
    let profile = app_of.dirs.profile_dir(row.profile);
    drop(app_of);
    let mut bytes = fs::read(&file).expect("it is there");
    let at = find(&bytes, b"command 2").expect("it stands in there");
    bytes[at + 8] = b'7';
    fs::write(&file, bytes).expect("written");
    let app = app(home.path());
    let report = crate::doctor::report(&app, workspace.path());
    let check = report.checks.iter().find(|check| check.name == "commands");
    let check = check.expect("it looks at them");
    assert!(check.detail.contains("damaged"), "{check:?}");
    let desk = Desk {
        owner: own(&app, workspace.path()),
        workspace,
        home,
    };
    assert_eq!(desk.commands(), ["command 3", "command 1"]);
    let told = desk.owner.restored().lost;
    assert!(
        told.iter()
            .any(|told| told.contains("history of commands was damaged")),
        "{told:?}"
    );
    let aside = fs::read_dir(&profile).expect("a folder").flatten();
    let aside = aside.filter(|entry| entry.file_name().to_string_lossy().contains(".damaged-"));
    assert!(aside.count() > 0, "the damaged one is kept");
    let Desk {
        owner,
        workspace,
        home,
    } = desk;
    owner.close();
    drop(owner);
    let back = crate::wire::BackupRestoreParams {
        name: made.name,
        dry_run: false,
        only: None,
    };
    app.restore(&back, false).expect("it is put back");
    let desk = Desk {
        owner: own(&app, workspace.path()),
        workspace,
        home,
    };
    assert_eq!(desk.commands(), ["command 3", "command 2", "command 1"]);
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
