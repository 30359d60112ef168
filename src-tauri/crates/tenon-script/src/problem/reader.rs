//! Output in pieces becomes lines, and lines problems.

use super::{Line, Matcher, Told, registry};

/// A longer line is no message, in bytes; it is passed over.
const LONGEST: usize = 4_096;
/// So many folders that make has entered are known.
const FOLDERS: usize = 64;

/// Reads the output of one command.
pub struct Reader {
    matchers: Vec<Box<dyn Matcher>>,
    told: Vec<Told>,
    /// The beginning of a line whose end has not come.
    begun: Vec<u8>,
    /// Whether the line whose end has not come is too long.
    is_long: bool,
    folders: Vec<String>,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("told", &self.told)
            .finish_non_exhaustive()
    }
}

impl Reader {
    /// Begins before the first byte.
    pub fn new() -> Self {
        Self {
            matchers: registry(),
            told: Vec::new(),
            begun: Vec::new(),
            is_long: false,
            folders: Vec::new(),
        }
    }

    /// Takes the next output: UTF-8 text without escape sequences.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(end);
            bytes = &rest[1..];
            if std::mem::take(&mut self.is_long) {
                continue;
            }
            if self.begun.is_empty() {
                self.line(line);
            } else {
                let mut whole = std::mem::take(&mut self.begun);
                whole.extend_from_slice(&line[..line.len().min(LONGEST + 1)]);
                self.line(&whole);
                whole.clear();
                self.begun = whole;
            }
        }
        if self.is_long || self.begun.len() + bytes.len() > LONGEST {
            self.is_long = true;
            self.begun.clear();
        } else {
            self.begun.extend_from_slice(bytes);
        }
    }

    /// What was found since it was last asked.
    pub fn take(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.told)
    }

    /// The output has ended: its last line is looked at too.
    pub fn end(&mut self) {
        let last = std::mem::take(&mut self.begun);
        if !last.is_empty() {
            self.line(&last);
        }
        self.ask(|matcher, told| {
            matcher.end(told);
            false
        });
    }

    /// Goes on behind output that nobody looked at.
    pub fn skip(&mut self) {
        self.begun.clear();
        self.is_long = false;
        self.matchers = registry();
    }

    fn line(&mut self, bytes: &[u8]) {
        if bytes.len() > LONGEST {
            return;
        }
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes);
        if text.starts_with("make") && self.entered(&text) {
            return;
        }
        let line = Line::new(unstamped(&text));
        self.ask(|matcher, told| matcher.line(&line, told));
    }

    /// Asks one matcher after the other, until one answers with yes.
    fn ask(&mut self, mut ask: impl FnMut(&mut dyn Matcher, &mut Vec<Told>) -> bool) {
        let before = self.told.len();
        for matcher in &mut self.matchers {
            if ask(matcher.as_mut(), &mut self.told) {
                break;
            }
        }
        if let Some(folder) = self.folders.last() {
            for told in &mut self.told[before..] {
                told.folder = Some(folder.clone());
            }
        }
    }

    /// Follows make into folders and out again: `make[1]: Entering directory '/w/lib'`.
    fn entered(&mut self, text: &str) -> bool {
        let Some((_, said)) = text.split_once(": ") else {
            return false;
        };
        if let Some(folder) = said.strip_prefix("Entering directory ") {
            if self.folders.len() < FOLDERS {
                let folder = folder.trim_matches(['\'', '`', '"', '\u{2018}', '\u{2019}']);
                self.folders.push(folder.into());
            }
            true
        } else if said.starts_with("Leaving directory ") {
            self.folders.pop();
            true
        } else {
            false
        }
    }
}

/// A line without the step and the seconds that Docker puts in front of what a build prints.
fn unstamped(text: &str) -> &str {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let step = text.strip_prefix('#').map_or(text, |rest| {
        let rest = &rest[digits(rest)..];
        rest.strip_prefix(' ').unwrap_or(text)
    });
    let whole = digits(step);
    let behind = step[whole..].strip_prefix('.').filter(|_| whole > 0);
    let Some(behind) = behind else { return text };
    let part = digits(behind);
    match behind[part..].strip_prefix(' ') {
        Some(rest) if (1..=3).contains(&part) => rest,
        _ => text,
    }
}
