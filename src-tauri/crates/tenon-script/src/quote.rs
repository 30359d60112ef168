//! Writing words as a line that a shell reads as exactly these words.

/// How a shell wants words to be quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// sh and dash: what has a control character cannot be written for typing.
    Posix,
    /// bash, zsh, ksh: they know `$'…'`.
    Bash,
    /// fish.
    Fish,
    /// PowerShell.
    PowerShell,
}

impl Shell {
    /// The shell by the name of its program.
    pub fn of(program: &str) -> Self {
        let name = program.rsplit('/').next().unwrap_or(program);
        match name.trim_start_matches('-') {
            "bash" | "rbash" | "zsh" | "ksh" | "mksh" | "ksh93" => Self::Bash,
            "fish" => Self::Fish,
            "pwsh" | "powershell" => Self::PowerShell,
            _ => Self::Posix,
        }
    }

    /// The words as one line that can be typed at the shell's prompt, without its end; nothing where
    /// a word has a character that cannot be typed there.
    pub fn line(self, words: &[String]) -> Option<String> {
        let mut line = String::new();
        for (at, word) in words.iter().enumerate() {
            if at > 0 {
                line.push(' ');
            }
            line += &self.word(word, at == 0)?;
        }
        Some(line)
    }

    /// A command that runs in a folder and leaves the shell there.
    pub fn line_in(self, folder: &str, words: &[String]) -> Option<String> {
        let line = self.line(words)?;
        let folder = self.word(folder, false)?;
        Some(match self {
            Self::PowerShell => format!("Set-Location -LiteralPath {folder}; {line}"),
            _ => format!("cd {folder} && {line}"),
        })
    }

    fn word(self, word: &str, is_program: bool) -> Option<String> {
        // NUL is in no argument of any program.
        if word.contains('\0') {
            return None;
        }
        if is_plain(word) && !(is_program && word.contains('=')) {
            return Some(word.to_owned());
        }
        let has_control = word.chars().any(char::is_control);
        match self {
            Self::PowerShell => powershell(word, is_program),
            _ if !has_control => Some(quoted(word)),
            Self::Bash => Some(ansi(word)),
            Self::Fish => Some(fish(word)),
            Self::Posix => None,
        }
    }
}

/// Whether no shell sees anything special in it.
fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_./:=+,@".contains(&byte))
        // zsh takes `=name` for the path of a program, and `@` begins a splat of PowerShell's.
        && !word.starts_with(['=', '@', ','])
}

/// In single quotes. A backslash stands outside of them, because fish reads one inside too.
fn quoted(word: &str) -> String {
    let mut out = String::from("'");
    for c in word.chars() {
        match c {
            '\'' => out += "'\\''",
            '\\' => out += "'\\\\'",
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

fn ansi(word: &str) -> String {
    let mut out = String::from("$'");
    for c in word.chars() {
        match c {
            '\'' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => push_bytes(&mut out, c),
            // History is expanded in these quotes by some versions.
            '!' => out += "\\x21",
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// fish knows escapes outside of quotes only.
fn fish(word: &str) -> String {
    let mut out = String::new();
    for part in word.split_inclusive(char::is_control) {
        let (text, control) = match part.char_indices().next_back() {
            Some((at, c)) if c.is_control() => (&part[..at], Some(c)),
            _ => (part, None),
        };
        if !text.is_empty() {
            out += &quoted(text);
        }
        if let Some(control) = control {
            // `\X` gives a byte, so that a character of several bytes comes out whole.
            let mut bytes = [0; 4];
            for byte in control.encode_utf8(&mut bytes).bytes() {
                out += &format!("\\X{byte:02x}");
            }
        }
    }
    out
}

fn push_bytes(out: &mut String, c: char) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        *out += &format!("\\x{byte:02x}");
    }
}

fn powershell(word: &str, is_program: bool) -> Option<String> {
    if word.chars().any(char::is_control) {
        return None;
    }
    // PowerShell takes typographic quotes for its own.
    let mut out = String::from(if is_program { "& '" } else { "'" });
    for c in word.chars() {
        if matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
    Some(out)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const ODD: &[&str] = &[
        "plain",
        "with space",
        "it's",
        "\"double\"",
        "$HOME `id` $(id)",
        "back\\slash\\\\es'\\",
        "-leading",
        "--",
        "*?[a]{b,c}",
        "!history !!",
        "~",
        "#comment",
        "a;b|c&d>e<f",
        "=ls",
        "FOO=bar",
        "ümläut — ✓",
        "",
    ];
    const CONTROL: &[&str] = &[
        "new\nline",
        "tab\there",
        "a\x1b[31m\x07'\\!",
        "nel\u{85}",
        "\n",
    ];

    /// Has a shell print its arguments, each with a NUL behind it.
    fn printed(program: &str, shell: Shell, words: &[&str]) -> Option<Vec<String>> {
        let mut argv = vec!["printf".to_owned(), "%s\\0".into()];
        argv.extend(words.iter().map(|word| (*word).to_owned()));
        let line = shell.line(&argv).expect("all of it can be written");
        let mut command = Command::new(program);
        match program {
            "zsh" => command.args(["-f", "-c", &line]),
            "fish" => command.args(["--no-config", "-c", &line]),
            _ => command.args(["-c", &line]),
        };
        // A shell that is not on this machine cannot be asked.
        let output = command.output().ok()?;
        assert!(output.status.success(), "{program}: {line}");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        Some(text.split_terminator('\0').map(str::to_owned).collect())
    }

    #[test]
    fn real_shells_read_exactly_the_words() {
        let shells = [
            ("sh", Shell::Posix),
            ("dash", Shell::Posix),
            ("bash", Shell::Bash),
            ("zsh", Shell::Bash),
            ("fish", Shell::Fish),
        ];
        let mut asked = 0;
        for (program, shell) in shells {
            let control: &[&str] = if shell == Shell::Posix { &[] } else { CONTROL };
            let words: Vec<&str> = ODD.iter().chain(control).copied().collect();
            if let Some(read) = printed(program, shell, &words) {
                assert_eq!(read, words, "{program}");
                asked += 1;
            }
        }
        assert!(asked > 0, "there is no shell here");
    }

    #[test]
    fn nothing_that_a_prompt_would_act_on_is_ever_typed() {
        for shell in [Shell::Posix, Shell::Bash, Shell::Fish, Shell::PowerShell] {
            for word in ODD.iter().chain(CONTROL) {
                if let Some(line) = shell.line(&[(*word).to_owned()]) {
                    assert!(!line.chars().any(char::is_control), "{shell:?}: {line:?}");
                }
            }
        }
        assert_eq!(Shell::Posix.line(&["a\nb".into()]), None);
        assert_eq!(Shell::Bash.line(&["a\0b".into()]), None);
    }

    #[test]
    fn a_folder_is_gone_to_before_the_command() {
        let words = ["make".to_owned(), "all".to_owned()];
        let line = Shell::Bash.line_in("/a b/it's", &words);
        assert_eq!(line.as_deref(), Some("cd '/a b/it'\\''s' && make all"));
        let line = Shell::PowerShell.line_in("/a b", &words);
        assert_eq!(
            line.as_deref(),
            Some("Set-Location -LiteralPath '/a b'; make all")
        );
    }

    #[test]
    fn shells_are_known_by_their_names() {
        for (program, shell) in [
            ("/usr/bin/bash", Shell::Bash),
            ("-zsh", Shell::Bash),
            ("/bin/sh", Shell::Posix),
            ("fish", Shell::Fish),
            ("/opt/pwsh", Shell::PowerShell),
        ] {
            assert_eq!(Shell::of(program), shell, "{program}");
        }
    }
}
