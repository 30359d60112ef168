//! What shells say of their prompts and commands: OSC 133 (FinalTerm), OSC 633 (VS Code), and the
//! forms in which they name their folder.

use super::quoting::{plain, unescaped, unquoted};

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A: a prompt begins.
    Prompt,
    /// B: the prompt is written, and what is typed begins.
    Input,
    /// C: what is typed has ended, and its output begins. Some shells tell the command.
    Command(Option<String>),
    /// D: the output has ended. Zsh writes a sign behind a last line without an end; our script
    /// tells which.
    End(Option<i32>, Option<String>),
    /// E: the command.
    Typed(String),
    /// What is written from here on is no input: a continuation's prompt, or one on the right.
    Aside,
    /// It is again.
    AsideEnd,
    /// The shell's folder, as bytes.
    Folder(Vec<u8>),
}

/// A mark, and the identity that the shell gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    pub said: Said,
    pub id: Option<String>,
}

/// Reads a command to the operating system: what stands between `ESC ]` and its end.
pub(super) fn read(content: &[u8]) -> Option<Marked> {
    let (number, rest) = split(content, b';');
    let unnamed = |said| Some(Marked { said, id: None });
    match number {
        b"133" => final_term(rest?),
        b"633" => vs_code(rest?),
        b"7" => unnamed(Said::Folder(folder_of_address(rest?)?)),
        b"9" => {
            let path = rest?.strip_prefix(b"9;")?;
            let inner = path.strip_prefix(b"\"").and_then(|p| p.strip_suffix(b"\""));
            unnamed(Said::Folder(some(inner.unwrap_or(path))?))
        }
        b"1337" => unnamed(Said::Folder(some(rest?.strip_prefix(b"CurrentDir=")?)?)),
        _ => None,
    }
}

fn final_term(rest: &[u8]) -> Option<Marked> {
    let (letter, options) = split(rest, b';');
    let mut options = options.unwrap_or_default();
    let mut exit = None;
    if letter == b"D" {
        let (first, others) = split(options, b';');
        if !first.contains(&b'=') {
            exit = number(first);
            options = others.unwrap_or_default();
        }
    }
    let (mut id, mut kind, mut command, mut sign) = (None, None, None, None);
    while !options.is_empty() {
        let (value, after);
        if let Some(quoted) = options.strip_prefix(b"cmdline=") {
            (value, after) = unquoted(quoted);
            command = command.or(Some(value));
            options = quoted.get(after + 1..).unwrap_or_default();
            continue;
        }
        let (option, others) = split(options, b';');
        options = others.unwrap_or_default();
        match split(option, b'=') {
            (b"aid", Some(given)) => id = Some(lossy(given)),
            (b"k", Some(given)) => kind = given.first().copied(),
            (b"cmdline_url", Some(given)) => command = Some(lossy(&plain(given))),
            (b"eol", Some(given)) => sign = Some(unescaped(given)),
            (b"err", Some(given)) if letter == b"D" => exit = exit.or(number(given)),
            _ => {}
        }
    }
    let said = match (letter, kind) {
        (b"A" | b"N" | b"P", Some(b's' | b'c' | b'r')) => Said::Aside,
        (b"A" | b"N", _) => Said::Prompt,
        (b"B" | b"I", _) => Said::Input,
        (b"C", _) => Said::Command(command),
        (b"D", _) => Said::End(exit, sign),
        _ => return None,
    };
    Some(Marked { said, id })
}

fn vs_code(rest: &[u8]) -> Option<Marked> {
    let (letter, values) = split(rest, b';');
    let values = values.unwrap_or_default();
    let (first, second) = split(values, b';');
    let said = match letter {
        b"A" => Said::Prompt,
        b"B" => Said::Input,
        b"C" => Said::Command(None),
        b"D" => Said::End(number(first), None),
        b"E" => Said::Typed(unescaped(first)),
        b"F" | b"H" => Said::Aside,
        b"G" | b"I" => Said::AsideEnd,
        b"P" => Said::Folder(some(unescaped(values.strip_prefix(b"Cwd=")?).as_bytes())?),
        _ => return None,
    };
    let nonce = second
        .filter(|_| letter == b"E")
        .map(|nonce| split(nonce, b';').0);
    let id = nonce.filter(|nonce| !nonce.is_empty()).map(lossy);
    Some(Marked { said, id })
}

/// The path in `scheme://host/path`. Kitty's own scheme is not percent-encoded.
fn folder_of_address(address: &[u8]) -> Option<Vec<u8>> {
    let text = address.strip_prefix(b"file://");
    let verbatim = address.strip_prefix(b"kitty-shell-cwd://");
    let rest = text.or(verbatim)?;
    let path = &rest[rest.iter().position(|&byte| byte == b'/')?..];
    if verbatim.is_some() {
        some(path)
    } else {
        some(&plain(path))
    }
}

/// `text` up to the first `by`, and what stands behind it.
fn split(text: &[u8], by: u8) -> (&[u8], Option<&[u8]>) {
    match text.iter().position(|&byte| byte == by) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

fn some(path: &[u8]) -> Option<Vec<u8>> {
    (!path.is_empty() && !path.contains(&0)).then(|| path.to_vec())
}

fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// An exit status. Those of Windows use all 32 bits, with or without a sign.
fn number(text: &[u8]) -> Option<i32> {
    let number: i64 = std::str::from_utf8(text).ok()?.trim().parse().ok()?;
    i32::try_from(number)
        .ok()
        .or_else(|| u32::try_from(number).ok().map(|bits| bits as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_mark_says_what_it_says() {
        let folder = |path: &str| Some((Said::Folder(path.into()), None));
        let command = |line: &str| Some((Said::Command(Some(line.into())), None));
        let typed = |line: &str| Some((Said::Typed(line.into()), None));
        let cases: Vec<(&str, Option<(Said, Option<&str>)>)> = vec![
            ("133;A", Some((Said::Prompt, None))),
            ("133;A;cl=m;aid=42", Some((Said::Prompt, Some("42")))),
            ("133;A;k=i", Some((Said::Prompt, None))),
            ("133;A;click_events=1", Some((Said::Prompt, None))),
            ("133;A;k=s", Some((Said::Aside, None))),
            ("133;P;k=c", Some((Said::Aside, None))),
            ("133;P;k=r", Some((Said::Aside, None))),
            ("133;P;k=i", None),
            ("133;N;aid=1", Some((Said::Prompt, Some("1")))),
            ("133;B", Some((Said::Input, None))),
            ("133;C", Some((Said::Command(None), None))),
            ("133;C;", Some((Said::Command(None), None))),
            (
                "133;C;cmdline=ls\\ -l\\;\\ x;aid=7",
                Some((Said::Command(Some("ls -l; x".into())), Some("7"))),
            ),
            ("133;C;cmdline=$'a\\nb\\'c'", command("a\nb'c")),
            (
                "133;C;cmdline_url=echo%20%22%c3%a9%3b%22",
                command("echo \"é;\""),
            ),
            ("133;D", Some((Said::End(None, None), None))),
            ("133;D;", Some((Said::End(None, None), None))),
            ("133;D;0", Some((Said::End(Some(0), None), None))),
            (
                "133;D;130;aid=x",
                Some((Said::End(Some(130), None), Some("x"))),
            ),
            (
                "133;D;aid=x;err=2",
                Some((Said::End(Some(2), None), Some("x"))),
            ),
            (
                "133;D;0;aid=x;eol=\\x3b",
                Some((Said::End(Some(0), Some(";".into())), Some("x"))),
            ),
            ("133;D;-1", Some((Said::End(Some(-1), None), None))),
            (
                "133;D;3221225786",
                Some((Said::End(Some(-1073741510), None), None)),
            ),
            ("133;D;what", Some((Said::End(None, None), None))),
            ("133;D;99999999999", Some((Said::End(None, None), None))),
            ("133;L", None),
            ("133;AB", None),
            ("133", None),
            ("1330;A", None),
            ("633;A", Some((Said::Prompt, None))),
            ("633;B", Some((Said::Input, None))),
            ("633;C", Some((Said::Command(None), None))),
            ("633;D", Some((Said::End(None, None), None))),
            ("633;D;1", Some((Said::End(Some(1), None), None))),
            ("633;E;echo a\\x3b b\\\\c\\x0ad", typed("echo a; b\\c\nd")),
            (
                "633;E;ls;nonce-1",
                Some((Said::Typed("ls".into()), Some("nonce-1"))),
            ),
            ("633;E;ls;", typed("ls")),
            ("633;E", typed("")),
            ("633;F", Some((Said::Aside, None))),
            ("633;G", Some((Said::AsideEnd, None))),
            ("633;H", Some((Said::Aside, None))),
            ("633;I", Some((Said::AsideEnd, None))),
            ("633;P;Cwd=/a\\x3bb", folder("/a;b")),
            ("633;P;IsWindows=False", None),
            ("7;file://host/a%20b%C3%A9", folder("/a bé")),
            ("7;file:///a", folder("/a")),
            ("7;kitty-shell-cwd://host/a%20b", folder("/a%20b")),
            ("7;http://host/a", None),
            ("7;file://host", None),
            ("9;9;/a b", folder("/a b")),
            ("9;9;\"C:\\a\"", folder("C:\\a")),
            ("9;4;1", None),
            ("1337;CurrentDir=/a", folder("/a")),
            ("1337;SetMark", None),
            ("8;;http://a", None),
            ("", None),
        ];
        for (content, expected) in cases {
            let expected = expected.map(|(said, id)| Marked {
                said,
                id: id.map(str::to_owned),
            });
            assert_eq!(read(content.as_bytes()), expected, "{content}");
        }
    }

    #[test]
    fn a_path_keeps_its_bytes_and_one_with_a_nul_is_none() {
        let read = |content: &[u8]| read(content).map(|marked| marked.said);
        assert_eq!(
            read(b"7;file:///a%ff%zz%4"),
            Some(Said::Folder(b"/a\xff%zz%4".to_vec())),
            "what is no escape stays as it stands"
        );
        assert_eq!(read(b"7;file:///a%00"), None);
    }
}
