//! Shells and programs that behave badly, in terminals that mark their commands.

use std::fs;

use tenon_terminal::{Exit, Mark, TerminalError, TerminalEvent};

use crate::desk::{Desk, runs, wait_until};
use crate::ending::kill;
use crate::shells::{ended, prompt, run, start, started};

#[test]
fn odd_kinds_of_terminal_and_locale_change_no_block() {
    for shell in ["bash", "zsh", "fish"] {
        for env in [
            ("TERM", "dumb"),
            ("TERM", ""),
            ("TERM", "no-such-terminal"),
            ("TERM", "vt52"),
            ("LC_ALL", "C"),
            ("LC_ALL", "POSIX"),
            ("LC_ALL", "xx_XX.ISO-8859-1"),
            ("PATH", "/nowhere"),
        ] {
            let desk = Desk::new();
            let id = start(&desk, shell, &[], &[env]);
            let mut window = desk.window(id);
            prompt(&mut window);
            for (line, exit, output) in [("echo a", 0, "a\n"), ("false; echo b", 0, "b\n")] {
                let (began, over) = run(&desk, &mut window, id, line);
                let line_found = began.command.as_str();
                assert_eq!(
                    (line_found, over.exit),
                    (line, Some(exit)),
                    "{shell} {env:?}"
                );
                if env.1 != "/nowhere" {
                    assert_eq!(over.output.head, output, "{shell} {env:?}");
                }
            }
        }
    }
}

#[test]
fn files_that_leave_the_shell_or_stop_it_make_a_plain_terminal() {
    for (shell, file, text) in [
        ("bash", ".bashrc", "PS1='plain> '; export PS1; exec sh\n"),
        ("zsh", ".zshrc", "export PS1='plain> '; exec sh\n"),
        (
            "fish",
            ".config/fish/config.fish",
            "set -gx PS1 'plain> '; exec sh\n",
        ),
        (
            "bash",
            ".bashrc",
            "PS1='plain> '; unset PROMPT_COMMAND; trap 'PROMPT_COMMAND=; PS0=' DEBUG\n",
        ),
        ("zsh", ".zshrc", "PS1='plain> '; precmd_functions=()\n"),
    ] {
        let desk = Desk::new();
        let id = start(&desk, shell, &[(file, text)], &[]);
        let mut window = desk.window(id);
        window.read_to("plain>");
        desk.type_in(id, "echo wor''ks\r");
        window.read_to("works");
        desk.type_in(id, "exit\r");
        assert_eq!(desk.exit(id), Exit::Code(0), "{shell} {text}");
        window.read_to_end();
        let ends = window
            .marks
            .iter()
            .filter(|mark| matches!(mark, Mark::End { exit, .. } if exit.is_some()));
        assert_eq!(ends.count(), 0, "{shell} {text}: no wrong block");
    }
}

#[test]
fn without_a_folder_for_the_scripts_the_shell_starts_as_it_is() {
    let desk = Desk::new();
    let mut options = desk.options("/bin/bash", &[]);
    fs::write(desk.folder.path().join("file"), "").unwrap();
    options.integration = Some(desk.folder.path().join("file/folder"));
    let id = desk.terminals.start(options).unwrap().id;
    let mut window = desk.window(id);
    desk.type_in(id, "echo wor''ks\r");
    window.read_to("works");
    assert!(window.marks.is_empty());
}

#[test]
fn a_shell_that_does_not_exist_is_told_and_leaves_nothing() {
    let desk = Desk::new();
    let folder = desk.folder.path().join("integration");
    let mut options = desk.options("/no/such/zsh", &[]);
    options.integration = Some(folder.clone());
    let refused = desk.terminals.start(options).unwrap_err();
    assert!(
        matches!(refused, TerminalError::ShellMissing { .. }),
        "{refused}"
    );
    assert!(!folder.exists());
    assert_eq!(desk.terminals.list(), []);
}

#[test]
fn a_program_that_is_stopped_while_the_terminal_is_full_holds_up_nothing() {
    let desk = Desk::new();
    let id = start(&desk, "bash", &[], &[]);
    let mut window = desk.window(id);
    prompt(&mut window);
    desk.type_in(
        id,
        "yes & echo $! > pids; kill -STOP $!; wait -n 2>/dev/null; true\r",
    );
    started(&desk);
    let pids = desk.pids("pids", 1);
    // Ctrl+C ends waiting for what is stopped.
    wait_until("it is stopped", || {
        let stat = fs::read_to_string(format!("/proc/{}/stat", pids[0])).ok()?;
        stat.contains(") T ").then_some(())
    });
    desk.type_in(id, "\x03");
    ended(&desk);
    prompt(&mut window);
    // Bash gives up what is typed while it comes back from Ctrl+C, at most the blank here.
    let (_, over) = run(&desk, &mut window, id, " echo still here");
    assert!(
        over.output.head.ends_with("still here\n"),
        "{:?}",
        over.output
    );
    desk.terminals.close_all();
    wait_until("it is gone", || (!runs(pids[0])).then_some(()));
}

#[test]
fn a_command_that_forks_twice_is_over_and_one_that_ignores_the_hang_up_ends_with_the_shell() {
    let desk = Desk::new();
    let id = start(&desk, "bash", &[], &[]);
    let mut window = desk.window(id);
    prompt(&mut window);
    let twice = "(setsid sh -c 'echo $$ > pids; exec sleep 1000' >/dev/null 2>&1 </dev/null &)";
    let (_, over) = run(&desk, &mut window, id, twice);
    assert_eq!(over.exit, Some(0));
    let daemon = desk.pids("pids", 1);
    desk.type_in(
        id,
        "sh -c \"trap '' HUP; echo ign''ores; sleep 1000; sleep 1000\"\r",
    );
    let began = started(&desk);
    window.read_to("ignores\r\n");
    desk.terminals.close(id).unwrap();
    let over = ended(&desk);
    assert_eq!((over.run, over.exit), (began.run, None));
    desk.event(|event| matches!(event, TerminalEvent::Exited { .. }));
    assert!(runs(daemon[0]), "what was detached on purpose stays");
    kill(&daemon);
}
