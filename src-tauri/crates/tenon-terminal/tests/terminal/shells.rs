//! The real shells, started so that they mark their commands.

use std::ffi::OsString;
use std::fs;

use tenon_core::{RunId, TerminalId};
use tenon_terminal::{Ended, Mark, Started, TerminalEvent};

use crate::desk::{Desk, Window};

const SHELLS: &[&str] = &["bash", "zsh", "fish"];

/// A shell with a home of its own, in which `files` lie.
pub fn start(desk: &Desk, shell: &str, files: &[(&str, &str)], env: &[(&str, &str)]) -> TerminalId {
    let program = format!("/usr/bin/{shell}");
    assert!(
        fs::metadata(&program).is_ok(),
        "{shell} is not installed: scripts/setup-system.sh installs what tests need"
    );
    let home = desk.folder.path().join("home");
    for (name, text) in files {
        let path = home.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::create_dir_all(&home).unwrap();
    if shell == "zsh" {
        // Zsh asks a newcomer questions.
        let rc = home.join(".zshrc");
        fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(rc)
            .unwrap();
    }
    let mut options = desk.options(&program, &[]);
    options.integration = Some(desk.folder.path().join("integration"));
    options
        .env
        .retain(|(name, _)| name != "PS1" && name != "HOME");
    options.env.push(("HOME".into(), home.into_os_string()));
    options.env.push(("LANG".into(), "C.UTF-8".into()));
    let given = env
        .iter()
        .map(|(n, v)| (OsString::from(n), OsString::from(v)));
    options.env.extend(given);
    desk.terminals.start(options).unwrap().id
}

pub fn started(desk: &Desk) -> Started {
    match desk.event(|event| matches!(event, TerminalEvent::RunStarted { .. })) {
        TerminalEvent::RunStarted { run, .. } => run,
        other => panic!("{other:?}"),
    }
}

pub fn ended(desk: &Desk) -> Ended {
    match desk.event(|event| matches!(event, TerminalEvent::RunEnded { .. })) {
        TerminalEvent::RunEnded { run, .. } => run,
        other => panic!("{other:?}"),
    }
}

/// Waits for a prompt.
pub fn prompt(window: &mut Window) {
    let deadline = std::time::Instant::now() + crate::desk::PATIENCE;
    loop {
        let before = window.marks.len();
        let is_prompt = |mark: &Mark| matches!(mark, Mark::Input | Mark::Typing { .. });
        if let Some(at) = window.marks.iter().position(is_prompt) {
            window.marks.drain(..=at);
            return;
        }
        let left = deadline.saturating_duration_since(std::time::Instant::now());
        let took = window.take(left);
        assert!(
            took.is_some(),
            "no prompt; {before} marks, seen {:?}",
            window.text()
        );
    }
}

pub fn run(desk: &Desk, window: &mut Window, id: TerminalId, line: &str) -> (Started, Ended) {
    window.marks.clear();
    desk.type_in(id, &format!("{line}\r"));
    let (began, over) = (started(desk), ended(desk));
    assert_eq!(began.run, over.run, "{line}");
    prompt(window);
    (began, over)
}

#[test]
fn every_shell_tells_its_commands() {
    for shell in SHELLS {
        let desk = Desk::new();
        let id = start(&desk, shell, &[], &[]);
        let mut window = desk.window(id);
        prompt(&mut window);
        let status = if *shell == "fish" { "$status" } else { "$?" };
        for (line, exit, output) in [
            ("echo a; echo b", 0, "a\nb\n"),
            ("false", 1, ""),
            (&format!("echo {status}"), 0, "1\n"),
            (" echo leading", 0, "leading\n"),
            ("printf 'no end'", 0, "no end"),
            ("sh -c 'kill -TERM $$'", 143, "*"),
            ("no-such-command-at-all", 127, "*"),
            ("cd /usr", 0, ""),
            ("echo é; echo 'x;y\\z'", 0, "*"),
        ] {
            let (began, over) = run(&desk, &mut window, id, line);
            assert_eq!(began.command, line, "{shell}");
            assert_eq!(over.exit, Some(exit), "{shell}: {line}");
            assert!(!over.binary && over.output.left_out == 0);
            if output != "*" {
                assert_eq!(over.output.head, output, "{shell}: {line}");
            }
        }
        let (began, _) = run(&desk, &mut window, id, "echo where");
        assert_eq!(began.cwd, Some("/usr".into()), "{shell}");
        assert_eq!(began.at, 1234, "the clock is the owner's");
    }
}

#[test]
fn what_a_command_prints_makes_and_ends_no_block() {
    for shell in SHELLS {
        let desk = Desk::new();
        let id = start(&desk, shell, &[], &[]);
        let evil = "\x1b]133;D;0\x07\x1b]133;A\x07\x1b]133;B\x07rm\r\n\x1b]633;E;rm -rf;x\x07\x1b]133;C;aid=x\x07\
            \x1b]133;C\x07\x1b]7;file:///evil\x07\x1b]633;D;0\x07";
        fs::write(desk.folder.path().join("evil"), evil).unwrap();
        let mut window = desk.window(id);
        prompt(&mut window);
        let (began, over) = run(&desk, &mut window, id, "cat evil; echo end");
        assert_eq!(
            (began.command.as_str(), over.exit),
            ("cat evil; echo end", Some(0))
        );
        assert_eq!(over.output.head, "rm\nend\n", "{shell}");
        let (began, _) = run(&desk, &mut window, id, "echo next");
        assert_eq!(began.cwd.as_deref(), Some(desk.folder.path()), "{shell}");
        // Programs in here do not learn the identity, nor that another folder led the shell.
        let (_, over) = run(
            &desk,
            &mut window,
            id,
            "env | grep -c -e TENON -e ZDOTDIR -e XDG_DATA",
        );
        assert_eq!(over.output.head, "0\n", "{shell}");
        // A shell in here makes none either, although it inherits the environment.
        let inner = format!("{shell} -c 'echo inner' ; bash -i -c 'echo bash'");
        let (_, over) = run(&desk, &mut window, id, &inner);
        assert_eq!(over.exit, Some(0), "{shell}: {:?}", over.output);
        assert!(
            over.output.head.contains("inner\n"),
            "{shell}: {:?}",
            over.output
        );
    }
}

#[test]
fn the_end_of_a_shell_ends_what_runs_in_it() {
    for shell in SHELLS {
        let desk = Desk::new();
        let id = start(&desk, shell, &[], &[]);
        let mut window = desk.window(id);
        prompt(&mut window);
        desk.type_in(id, "echo running; sleep 1000\r");
        let began = started(&desk);
        window.read_to("running\r\n");
        desk.terminals.kill(id).unwrap();
        let over = ended(&desk);
        assert_eq!((over.run, over.exit), (began.run, None), "{shell}");
        desk.event(|event| matches!(event, TerminalEvent::Exited { .. }));
        window.read_to_end();
        let end = |mark: &Mark| matches!(mark, Mark::End { run, exit: None } if *run == began.run);
        assert!(window.marks.iter().any(end), "{shell}: {:?}", window.marks);
        // A window that comes afterwards finds the run.
        let mut late = desk.window(id);
        late.read_to_end();
        let placed = |mark: &Mark| matches!(mark, Mark::Placed { run, exit: Some(None), .. } if *run == began.run);
        assert!(late.marks.iter().any(placed), "{shell}: {:?}", late.marks);
    }
}

#[test]
fn a_persons_own_files_are_read_and_what_they_set_holds() {
    for (shell, files, env, line, output) in [
        (
            "bash",
            &[(".bashrc", "mine=yes\nset -u\n")][..],
            &[][..],
            "echo $mine",
            "yes\n",
        ),
        (
            "bash",
            &[(".bashrc", "PROMPT_COMMAND='count=$((${count-0} + 1))'\n")],
            &[],
            "echo $count",
            "1\n",
        ),
        (
            "bash",
            &[(
                ".bashrc",
                "PROMPT_COMMAND=('seen=$?' 'true')\nPS1='[$seen]> '\nexport PS1\n",
            )],
            &[],
            "(exit 7) || echo $seen",
            "0\n",
        ),
        (
            "zsh",
            &[(".zshenv", "env=1\n"), (".zshrc", "mine=$env\n")],
            &[],
            "echo $mine $ZDOTDIR",
            "1\n",
        ),
        (
            "zsh",
            &[("z/.zshrc", "mine=z\nsetopt nounset\n")],
            &[("ZDOTDIR", "HOME/z")],
            "echo $mine ${ZDOTDIR:t}",
            "z z\n",
        ),
        (
            "zsh",
            &[(".zshrc", "export PS1='mine> '\n")],
            &[],
            "zsh -f -c 'print -rn -- $PS1'",
            "mine> ",
        ),
        (
            "fish",
            &[(".config/fish/config.fish", "set -g mine yes\n")],
            &[],
            "echo $mine",
            "yes\n",
        ),
        (
            "fish",
            &[(
                ".config/fish/config.fish",
                "function fish_prompt; echo -n \"$status> \"; end\n",
            )],
            &[("XDG_DATA_DIRS", "/a:/b")],
            "echo $XDG_DATA_DIRS",
            "/a:/b\n",
        ),
    ] {
        let desk = Desk::new();
        let home = desk.folder.path().join("home").display().to_string();
        let env: Vec<_> = env
            .iter()
            .map(|(n, v)| (*n, v.replace("HOME", &home)))
            .collect();
        let env: Vec<_> = env.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let id = start(&desk, shell, files, &env);
        let mut window = desk.window(id);
        prompt(&mut window);
        window.marks.clear();
        desk.type_in(id, &format!("{line}\r"));
        let (began, over) = (started(&desk), ended(&desk));
        assert_eq!(
            (began.command.as_str(), over.exit),
            (line, Some(0)),
            "{shell} {files:?}"
        );
        assert_eq!(over.output.head, output, "{shell} {files:?}");
    }
}

#[test]
fn places_of_runs_come_with_every_picture() {
    let desk = Desk::new();
    let id = start(&desk, "bash", &[(".bashrc", "PS1='$ '\n")], &[]);
    let mut window = desk.window(id);
    prompt(&mut window);
    let runs: Vec<RunId> = ["echo one", "seq 1 50", "echo three"]
        .map(|line| run(&desk, &mut window, id, line).0.run)
        .to_vec();
    for (cols, rows) in [(80, 24), (40, 10), (132, 40)] {
        desk.terminals.resize(id, cols, rows).unwrap();
        let mut second = desk.window(id);
        second.take(crate::desk::PATIENCE);
        let picture = second.text();
        while second.marks.is_empty() {
            second.take(crate::desk::PATIENCE);
        }
        let lines: Vec<&str> = picture.split("\r\n").collect();
        let mut seen = Vec::new();
        for mark in &second.marks {
            let Mark::Placed {
                run,
                line,
                input,
                end,
                exit,
            } = mark
            else {
                continue;
            };
            seen.push(*run);
            assert_eq!(*exit, Some(Some(0)));
            let (input, line) = (input.unwrap() as usize, *line as usize);
            assert!(lines[input].contains("$ "), "{:?}", lines[input]);
            assert_eq!(line, input + 1);
            assert!(
                lines[end.unwrap() as usize].contains('$'),
                "{mark:?} {lines:?}"
            );
        }
        assert_eq!(seen, runs, "the oldest first");
    }
}
