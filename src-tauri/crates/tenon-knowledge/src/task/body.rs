//! Lines, headings and check boxes of a file's text.

use std::ops::Range;

use super::field::Form;

/// A line of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Where it begins in the file, in bytes.
    pub start: usize,
    /// Where the next one begins.
    pub end: usize,
    /// Without its end.
    pub text: &'a str,
    /// Whether it stands in a fenced block of code, or begins or ends one.
    pub is_code: bool,
}

impl<'a> Line<'a> {
    /// The level and the text of a heading.
    pub fn heading(&self) -> Option<(usize, &'a str)> {
        let indent = self.text.len() - self.text.trim_start_matches(' ').len();
        let said = self.text.trim();
        let level = said.len() - said.trim_start_matches('#').len();
        let is_heading = !self.is_code
            && indent < 4
            && (1..=6).contains(&level)
            && said[level..].starts_with([' ', '\t']);
        is_heading.then(|| (level, said[level..].trim().trim_end_matches('#').trim_end()))
    }

    /// Whether a merge left this line: `<<<<<<<`, `|||||||` or `>>>>>>>`, and `=======` in front
    /// matter only, where no heading is underlined.
    pub fn is_conflict(&self, is_front: bool) -> bool {
        let signs: &[&str] = match is_front {
            true => &["<<<<<<<", "|||||||", ">>>>>>>", "======="],
            false => &["<<<<<<<", ">>>>>>>"],
        };
        let is_sign = |sign: &str| {
            let rest = self.text.strip_prefix(sign);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        !self.is_code && signs.iter().any(|sign| is_sign(sign))
    }
}

/// The lines of `text` from byte `from` on.
pub(super) fn lines(text: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let mut at = from;
    let mut fence: Option<(u8, usize)> = None;
    text[from..].split_inclusive('\n').map(move |whole| {
        let start = at;
        at += whole.len();
        let text = whole.trim_end_matches(['\n', '\r']);
        let said = text.trim_start();
        let sign = said.bytes().next().unwrap_or_default();
        let run = said.bytes().take_while(|b| *b == sign).count();
        let is_fence = matches!(sign, b'`' | b'~') && run >= 3;
        let is_code = is_fence || fence.is_some();
        match fence {
            Some((open, length))
                if is_fence && sign == open && run >= length && said[run..].trim().is_empty() =>
            {
                fence = None;
            }
            // With a backtick behind it, it is code within the line.
            None if is_fence && !(sign == b'`' && said[run..].contains('`')) => {
                fence = Some((sign, run));
            }
            _ => {}
        }
        Line {
            start,
            end: at,
            text,
            is_code,
        }
    })
}

/// A check box in the list of acceptance criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// What has to hold, without the number that Backlog.md writes in front.
    pub text: String,
    /// Whether it is ticked.
    pub is_done: bool,
}

/// A criterion and its places.
#[derive(Debug, Clone)]
pub(super) struct Boxed {
    pub criterion: Criterion,
    /// The sign between the brackets.
    pub mark: usize,
    /// Its line, and lines below that belong to it.
    pub lines: Range<usize>,
    /// What stands before its text in the line, up to the bracket.
    pub bullet: Range<usize>,
    /// The number in front of its text.
    pub number: Option<u32>,
}

/// The section with the acceptance criteria.
#[derive(Debug, Clone, Default)]
pub(super) struct Criteria {
    pub boxes: Vec<Boxed>,
    /// The end of the heading's line and of the section; `None` where no section is.
    pub section: Option<Range<usize>>,
}

/// Finds the acceptance criteria in the text from byte `from` on. Only Backlog.md numbers them; `#3`
/// is an issue elsewhere.
pub(super) fn criteria(text: &str, from: usize, form: Form) -> Criteria {
    let mut found = Criteria::default();
    let mut level = None;
    for line in lines(text, from) {
        if let Some((depth, title)) = line.heading() {
            if is_criteria(title) {
                level = Some(depth);
                found.section.get_or_insert(line.end..line.end);
                continue;
            }
            if level.is_some_and(|level| depth <= level) {
                level = None;
            }
        }
        if level.is_none() {
            continue;
        }
        if let Some(section) = &mut found.section
            && section.end == line.start
        {
            section.end = line.end;
        }
        if let Some(boxed) = boxed(&line, form) {
            found.boxes.push(boxed);
        } else if let Some(last) = found.boxes.last_mut()
            && last.lines.end == line.start
            && !line.text.trim().is_empty()
            && line.text.starts_with([' ', '\t'])
        {
            last.lines.end = line.end;
        }
    }
    found
}

fn is_criteria(title: &str) -> bool {
    let start = "acceptance criteria";
    let rest = title.get(start.len()..);
    let begins = title
        .get(..start.len())
        .is_some_and(|t| t.eq_ignore_ascii_case(start));
    begins && rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn boxed(line: &Line<'_>, form: Form) -> Option<Boxed> {
    if line.is_code {
        return None;
    }
    let said = line.text.trim_start();
    let digits = said.len() - said.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = match digits {
        0 => said.strip_prefix(['-', '*', '+'])?,
        _ => said[digits..].strip_prefix(['.', ')'])?,
    };
    let rest = rest.strip_prefix([' ', '\t'])?.trim_start();
    let inside = rest.strip_prefix('[')?;
    let mark = inside.chars().next().filter(|c| " xX".contains(*c))?;
    let said = inside[1..].strip_prefix(']')?;
    if !(said.is_empty() || said.starts_with([' ', '\t'])) {
        return None;
    }
    let (number, said) = match form {
        Form::Backlog => numbered(said.trim()),
        Form::Tenon => (None, said.trim()),
    };
    let at = line.start + line.text.len() - inside.len();
    let bullet = line.start..at - 1;
    Some(Boxed {
        criterion: Criterion {
            text: said.to_owned(),
            is_done: mark != ' ',
        },
        mark: at,
        lines: line.start..line.end,
        bullet,
        number,
    })
}

/// `#3 text` in its parts.
fn numbered(said: &str) -> (Option<u32>, &str) {
    let split = said.strip_prefix('#').and_then(|rest| {
        let (number, text) = rest.split_once(' ').unwrap_or((rest, ""));
        Some((number.parse().ok()?, text.trim()))
    });
    match split {
        Some((number, text)) => (Some(number), text),
        None => (None, said),
    }
}
