//! The script for PowerShell, as far as its text tells: there is no PowerShell where tests run.

use std::collections::BTreeMap;

use crate::blocks::{Block, BlockEvent, BlockRules, Blocks};

const SCRIPT: &str = include_str!("tenon.ps1");
const ID: &str = "me";

/// The script without its comments.
fn code() -> String {
    let lines = SCRIPT
        .lines()
        .map(|line| match line.trim_start().starts_with('#') {
            true => "",
            false => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// What a text of the script in double quotes becomes, with these variables.
fn expanded(text: &str, variables: &BTreeMap<&str, &str>) -> String {
    let mut done = text.to_owned();
    // The longest name first, as `$path` would be found in a longer one.
    for (name, value) in variables.iter().rev() {
        done = done.replace(name, value);
    }
    assert!(!done.contains('$'), "something is not known: {done:?}");
    done
}

/// The marks in the order in which a shell writes them around a command: what stands behind `start`
/// in the script, up to the end of its text.
fn mark(start: &str, variables: &BTreeMap<&str, &str>) -> String {
    let code = code();
    let at = code
        .find(start)
        .unwrap_or_else(|| panic!("{start} is in it"));
    let line = code[at..].lines().next().unwrap_or_default();
    let text = match line.rfind("$bel\"") {
        Some(end) => &line[..end + "$bel".len()],
        None => panic!("{line:?} ends with BEL"),
    };
    expanded(text, variables)
}

fn stream() -> String {
    let variables = BTreeMap::from([
        ("$esc", "\x1b"),
        ("$bel", "\x07"),
        ("$Global:__TenonId", ID),
        ("$exit", "3"),
        ("$path", "/w/a%20b"),
        ("$([uri]::EscapeDataString([Environment]::MachineName))", ""),
        ("$(__Tenon-Escape \"$line\")", "echo a\\x3b b\\\\c"),
    ]);
    let mark = |start| mark(start, &variables);
    let prompt = format!(
        "{}{}PS> {}",
        mark("$esc]7;"),
        mark("$esc]133;A"),
        mark("$esc]133;B")
    );
    let typed = "echo a; b\\c\r\n";
    let run = mark("$esc]633;E");
    let ended = mark("$esc]133;D");
    format!("{prompt}{typed}{run}out\r\n{ended}{prompt}")
}

#[test]
fn the_marks_in_it_make_one_block_and_only_with_the_identity() {
    let found = |id: &str| {
        let mut found: Vec<Block> = Vec::new();
        let id = Some(id.to_owned());
        let mut blocks = Blocks::new(BlockRules { id, kept: 1_000 });
        blocks.advance(stream().as_bytes(), |event| {
            if let BlockEvent::Ended { block, .. } = event {
                found.push(block);
            }
        });
        found.extend(blocks.finish());
        found
    };
    let [block] = &found(ID)[..] else {
        panic!("one block: {:?}", found(ID))
    };
    assert_eq!(
        (block.command.as_str(), block.exit),
        ("echo a; b\\c", Some(3))
    );
    assert_eq!(block.cwd.as_deref(), Some(std::path::Path::new("/w/a b")));
    assert_eq!(block.output.head, "out\n");
    assert_eq!(found("other").len(), 0, "nobody else's");
}

#[test]
fn it_is_closed_hides_the_identity_and_reads_the_status_first() {
    let code = code();
    for (open, close) in [('{', '}'), ('(', ')')] {
        // Braces in texts, as in '\x{0:x2}', are even, too.
        let count = |c| code.matches(c).count();
        assert_eq!(count(open), count(close), "{open}");
    }
    for line in code.lines() {
        assert_eq!(line.matches('"').count() % 2, 0, "{line}");
        assert_eq!(line.matches('\'').count() % 2, 0, "{line}");
    }
    assert_eq!(
        code.matches("]133;").count(),
        code.matches(";aid=$Global:__TenonId$bel").count()
    );
    let taken = code
        .find("Remove-Item Env:TENON_SHELL_ID")
        .expect("it is taken away");
    assert!(
        taken < code.find("function ").expect("functions"),
        "at once"
    );
    let prompt = code
        .split("function Global:prompt {")
        .nth(1)
        .expect("a prompt");
    let first = prompt.lines().map(str::trim).find(|line| !line.is_empty());
    assert_eq!(
        first,
        Some("$succeeded = $?"),
        "any other command would replace it"
    );
    // In a strict PowerShell a variable that is not set fails the prompt.
    let read = code
        .lines()
        .filter(|line| line.contains("$Global:LASTEXITCODE"));
    assert!(
        read.clone()
            .all(|line| line.trim().starts_with("$Global:LASTEXITCODE = "))
    );
    assert_eq!(read.count(), 1);
}
