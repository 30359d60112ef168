//! Scripts in terminals, and the problems that they tell of.

use serde_json::json;
use tenon_api::ops;
use tenon_api::wire::{
    Nothing, ProblemInfo, ProblemList, ProblemSeverity, ScriptRunParams, ScriptStarted,
    SettingsUpdateParams, TerminalWriteParams, TrustParams, UiEvent,
};
use tenon_core::{Code, TerminalId};
use tenon_testkit::wait_until;

use crate::desk::Desk;
use crate::terminals::size;

const MAKEFILE: &str = "\
bad:
\t@echo 'src/a.c:3:5: error: no good'
\t@echo './src/a.c:4:1: warning: nor this [-Wx]'
\t@echo 'src/gone.c:1:1: error: in no file'
\t@echo '/etc/passwd:1:1: error: outside'
\t@exit 2
good:
\t@echo fine
";

/// A trusted folder whose terminals are bash, which marks its commands.
fn desk() -> Desk {
    let desk = Desk::new(&[
        ("Makefile", MAKEFILE),
        ("src/a.c", "int a;\n"),
        (
            "sub/Makefile",
            "here:\n\t@echo '../src/a.c:9:1: error: from below'\n",
        ),
        ("broken/package.json", "{"),
    ]);
    let trust = TrustParams { trusted: true };
    desk.call::<ops::workspace_trust>(trust)
        .expect("it is trusted");
    let setting = SettingsUpdateParams {
        key: "terminal.shell".into(),
        value: json!("/bin/bash").to_string(),
    };
    desk.call::<ops::settings_update>(setting)
        .expect("it is set");
    desk
}

fn run(desk: &Desk, id: &str) -> ScriptStarted {
    let params = params(id);
    desk.call::<ops::script_run>(params).expect("it runs")
}

fn params(id: &str) -> ScriptRunParams {
    ScriptRunParams {
        id: id.into(),
        arguments: Vec::new(),
        cols: 80,
        rows: 24,
    }
}

fn problems(desk: &Desk) -> ProblemList {
    desk.call::<ops::problem_list>(Nothing {}).expect("a list")
}

fn lines(problems: &[ProblemInfo]) -> Vec<String> {
    let line = |problem: &ProblemInfo| {
        format!("{}:{} {}", problem.path.path, problem.line, problem.message)
    };
    problems.iter().map(line).collect()
}

fn type_in(desk: &Desk, id: TerminalId, text: &str) {
    let data = format!("{text}\r");
    desk.call::<ops::terminal_write>(TerminalWriteParams { id, data })
        .expect("it types");
}

#[test]
fn scripts_are_listed_with_what_could_not_be_read() {
    let desk = desk();
    let list = desk.call::<ops::script_list>(Nothing {}).expect("a list");
    let ids: Vec<&str> = list
        .scripts
        .iter()
        .map(|script| script.id.as_str())
        .collect();
    assert_eq!(ids, ["Makefile:bad", "Makefile:good", "sub/Makefile:here"]);
    assert_eq!(list.faults.len(), 1);
    assert!(
        list.faults[0]
            .message
            .contains("\"broken/package.json\", line 1"),
        "{list:?}"
    );
}

#[test]
fn nothing_that_the_folder_names_is_run_unless_it_is_trusted() {
    let desk = Desk::new(&[("Makefile", MAKEFILE)]);
    let refused = || {
        desk.call::<ops::script_run>(params("Makefile:good"))
            .expect_err("no")
    };
    let error = refused();
    assert_eq!(error.code, Code::Permission);
    assert_eq!(error.hint.as_deref(), Some("Answer the question of trust."));
    let trust = TrustParams { trusted: false };
    desk.call::<ops::workspace_trust>(trust).expect("an answer");
    let error = refused();
    assert_eq!(error.code, Code::Permission);
    assert!(error.message.contains("not trusted"), "{}", error.message);
    let list = desk.call::<ops::terminal_list>(Nothing {}).expect("a list");
    assert_eq!(list.terminals, [], "nothing was started");
    let listed = desk
        .call::<ops::script_list>(Nothing {})
        .expect("looking runs nothing");
    assert_eq!(listed.scripts.len(), 2);
}

#[test]
fn a_script_runs_in_its_terminal_and_its_problems_are_told() {
    let desk = desk();
    let heard = desk.hear();
    let started = run(&desk, "Makefile:bad");
    assert_eq!(
        (started.terminal.name.as_str(), started.reused),
        ("bad", false)
    );
    heard.wait("news of the script", |event| {
        matches!(event, UiEvent::ScriptStarted { script, .. } if script.id == "Makefile:bad")
            .then_some(())
    });
    wait_until("its problems", || problems(&desk).problems.len() == 2);
    let found = problems(&desk);
    assert_eq!(
        lines(&found.problems),
        ["src/a.c:3 no good", "src/a.c:4 nor this"],
        "a file that is not there, or not in the workspace, is no place"
    );
    let first = &found.problems[0];
    assert_eq!(first.severity, ProblemSeverity::Error);
    assert_eq!(
        (first.column, first.script.as_deref()),
        (Some(5), Some("Makefile:bad"))
    );
    assert_eq!(
        (first.command.as_str(), first.terminal),
        ("make bad", started.terminal.id)
    );
    assert_eq!((found.counts.errors, found.counts.warnings), (1, 1));
    let told = heard.wait("news of the problems", |event| match event {
        UiEvent::ProblemsChanged { counts } if counts.errors == 1 => Some(*counts),
        _ => None,
    });
    assert_eq!(told.errors, 1);

    let ended = heard.wait("the end of the run", |event| match event {
        UiEvent::RunEnded { run, .. } => Some(run.clone()),
        _ => None,
    });
    assert_eq!(
        (ended.command.as_str(), ended.exit),
        ("make bad", Some(2)),
        "it is in the history"
    );

    wait_until("the same terminal, once its prompt is back", || {
        let again = run(&desk, "Makefile:bad");
        again.reused && again.terminal.id == started.terminal.id
    });
    std::fs::write(
        desk.workspace.path().join("Makefile"),
        "bad:\n\t@echo fine\n",
    )
    .expect("mended");
    wait_until("no problem once it runs without", || {
        run(&desk, "Makefile:bad");
        problems(&desk).problems.is_empty()
    });
}

#[test]
fn commands_of_a_person_tell_of_problems_unless_that_is_set_off() {
    let desk = desk();
    let mut own = size(80, 24);
    own.cwd = Some("sub".into());
    let id = desk.call::<ops::terminal_start>(own).expect("it starts").id;
    type_in(&desk, id, "make here");
    wait_until("its problem", || {
        lines(&problems(&desk).problems) == ["src/a.c:9 from below"]
    });
    assert_eq!(problems(&desk).problems[0].script, None);
    type_in(&desk, id, "echo ../src/a.c:1:1: error: another");
    wait_until("both", || problems(&desk).problems.len() == 2);
    desk.call::<ops::problem_clear>(Nothing {})
        .expect("cleared");
    assert_eq!(problems(&desk).problems, []);

    let setting = SettingsUpdateParams {
        key: "problems.fromTerminals".into(),
        value: json!(false).to_string(),
    };
    desk.call::<ops::settings_update>(setting)
        .expect("it is set");
    type_in(&desk, id, "make here; echo done > ../done");
    wait_until("the end", || desk.workspace.path().join("done").exists());
    run(&desk, "Makefile:bad");
    wait_until("the script's problems", || {
        problems(&desk).problems.len() == 2
    });
    assert!(
        problems(&desk)
            .problems
            .iter()
            .all(|problem| problem.script.is_some())
    );
}

#[test]
fn of_too_many_problems_the_first_are_kept_and_the_others_counted() {
    let desk = desk();
    let id = desk
        .call::<ops::terminal_start>(size(80, 24))
        .expect("it starts")
        .id;
    type_in(&desk, id, "seq -f 'src/a.c:%g:1: error: no' 1 10100");
    wait_until("all of them", || {
        let counts = problems(&desk).counts;
        counts.errors == 10_000 && counts.left_out.get() == 100
    });
}
