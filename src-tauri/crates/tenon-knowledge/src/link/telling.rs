//! Whether the failure of a command says something of the folder's files.

/// Programs that look, search, print or go somewhere: their status says what they found, and what
/// they print is text of others.
const LOOKERS: &[&str] = &[
    ".", ":", "[", "[[", "ack", "ag", "awk", "bat", "batcat", "cat", "cd", "cmp", "column", "comm",
    "command", "curl", "cut", "diff", "dig", "du", "echo", "egrep", "exa", "exit", "eza", "false",
    "fd", "fdfind", "fgrep", "file", "find", "fzf", "grep", "head", "history", "jobs", "jq",
    "kill", "killall", "less", "locate", "ls", "man", "mkdir", "more", "nl", "open", "pgrep",
    "ping", "pkill", "popd", "printf", "ps", "pushd", "pwd", "read", "realpath", "return", "rg",
    "rm", "sed", "sleep", "sort", "ssh", "stat", "strings", "tail", "tee", "tenon", "test", "tr",
    "tree", "true", "type", "uniq", "wc", "wget", "whereis", "which", "xdg-open",
];

/// Words of git that look or move about.
const GIT_LOOKERS: &[&str] = &[
    "blame",
    "branch",
    "checkout",
    "clone",
    "config",
    "describe",
    "diff",
    "fetch",
    "grep",
    "log",
    "ls-files",
    "ls-remote",
    "pull",
    "push",
    "reflog",
    "remote",
    "rev-list",
    "rev-parse",
    "shortlog",
    "show",
    "show-ref",
    "stash",
    "status",
    "switch",
    "tag",
    "worktree",
];

/// Words before a program that start it.
const STARTERS: &[&str] = &[
    "builtin", "env", "exec", "nice", "nohup", "sudo", "time", "xargs",
];

/// Whether one of the programs of a command line does more than look. What cannot be told counts as
/// if it did.
pub(super) fn tells(command: &str) -> bool {
    parts(command).iter().any(|part| part_tells(part))
}

/// The words of each command of a line, without their quotes.
fn parts(command: &str) -> Vec<Vec<String>> {
    let mut parts = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut chars = command.chars();
    let end_word = |word: &mut Option<String>, parts: &mut Vec<Vec<String>>| {
        if let (Some(word), Some(last)) = (word.take(), parts.last_mut()) {
            last.push(word);
        }
    };
    while let Some(c) = chars.next() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some('"') if c == '\\' => word.get_or_insert_default().extend(chars.next()),
            Some(_) => word.get_or_insert_default().push(c),
            None => match c {
                '\'' | '"' => {
                    quote = Some(c);
                    word.get_or_insert_default();
                }
                '\\' => word.get_or_insert_default().extend(chars.next()),
                ';' | '|' | '&' | '\n' | '(' | ')' | '{' | '}' => {
                    end_word(&mut word, &mut parts);
                    parts.push(Vec::new());
                }
                c if c.is_whitespace() => end_word(&mut word, &mut parts),
                c => word.get_or_insert_default().push(c),
            },
        }
    }
    end_word(&mut word, &mut parts);
    parts
}

fn part_tells(words: &[String]) -> bool {
    let is_set = |word: &str| {
        word.split_once('=')
            .is_some_and(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || c == '_'))
    };
    let mut words = words
        .iter()
        .map(String::as_str)
        .skip_while(|word| is_set(word) || word.starts_with('-') || STARTERS.contains(word));
    let Some(program) = words.next() else {
        return false;
    };
    let name = program.rsplit('/').next().unwrap_or(program);
    if name == "git" {
        let word = words.find(|word| !word.starts_with('-'));
        return word.is_some_and(|word| !GIT_LOOKERS.contains(&word));
    }
    !LOOKERS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_programs_that_do_something_tell_of_files() {
        for command in [
            "cargo test",
            "RUST_LOG=debug cargo test 2>&1 | tee log | grep -n error",
            "cd core && make",
            "./run.sh",
            "sudo /usr/bin/python3 -m pytest",
            "time npx vitest; ls",
            "git commit -m 'grep; ls'",
            "git --no-pager rebase main",
            "bash -c 'ls'",
            "find . -name a | xargs gcc",
        ] {
            assert!(tells(command), "{command}");
        }
        for command in [
            "",
            "   ",
            "ls -l src nosuch",
            "/bin/cat notes/trace.md; false",
            "grep -n 'make; cargo' src/a.rs",
            "git diff --exit-code",
            "git -P grep x || true",
            "[ -f a ] && [[ -d b ]]",
            "A=1 B=2",
            "rg x | head -3 & wait_not_there=1",
        ] {
            assert!(!tells(command), "{command}");
        }
    }
}
