//! TODO and FIXME comments that may become tasks.

use super::Id;

/// What a mark in a comment would be as a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is to be done.
    pub title: String,
    /// The mark as it stands, with its place, in Markdown.
    pub body: String,
    /// The word of the mark: `TODO`, `FIXME`.
    pub word: String,
    /// Who is to do it: `ana` of `FIXME(ana)`.
    pub assignee: Option<String>,
    /// The task that the mark names already: `TODO(T-14)`.
    pub task: Option<Id>,
}

/// How long a title is at most, in characters.
const LONGEST: usize = 100;

/// Makes a candidate of a mark as [`entity::find`](crate::entity::find) gives it as the value of a
/// [`Kind::Todo`](crate::entity::Kind::Todo), in line `line` (from 1) of the file `path`.
pub fn candidate(mark: &str, path: &str, line: usize) -> Candidate {
    let end = mark
        .find(|c: char| !c.is_ascii_uppercase())
        .unwrap_or(mark.len());
    let (word, rest) = mark.split_at(end);
    let inside = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let (named, said) = match inside {
        Some((named, said)) => (Some(named.trim()), said),
        None => (None, rest),
    };
    let said = said.trim_start_matches([':', '-', ' ', '\t']).trim();
    let task = named
        .and_then(Id::leading)
        .filter(|id| named == Some(id.as_str()));
    let is_person = |name: &&str| {
        let name = name.trim_start_matches('@');
        let fits = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        name.starts_with(char::is_alphabetic) && name.chars().all(fits)
    };
    let assignee = named.filter(|_| task.is_none()).filter(is_person);
    let place = format!("{path}:{line}");
    Candidate {
        title: title(said).unwrap_or_else(|| format!("{word} in {place}")),
        body: format!("From `{place}`:\n\n{}\n", quoted(mark)),
        word: word.to_owned(),
        assignee: assignee.map(|name| name.trim_start_matches('@').to_owned()),
        task,
    }
}

/// The text with a large first letter, cut at a word when it is long; `None` where nothing is said.
fn title(said: &str) -> Option<String> {
    let words: Vec<_> = said.split_whitespace().collect();
    let said = words.join(" ");
    let said = said.trim_end_matches(['.', ' ']);
    let mut letters = said.chars();
    let first = letters.next()?;
    // `iPhone` and `parse_line` stay as they are.
    let word = words
        .first()
        .map_or("", |word| word.trim_end_matches([',', ':']));
    let whole = match word.chars().all(char::is_lowercase) {
        true => first.to_uppercase().chain(letters).collect(),
        false => said.to_owned(),
    };
    if whole.chars().count() <= LONGEST {
        return Some(whole);
    }
    let cut: String = whole.chars().take(LONGEST).collect();
    let cut = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    Some(format!("{cut} \u{2026}"))
}

/// The mark as code, whatever signs it holds.
fn quoted(mark: &str) -> String {
    let longest = mark
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{mark}\n{fence}")
}

/// Where the text of a task says that it comes from, as [`candidate`] writes it: the path, the line
/// (from 1) and the mark.
pub fn origin(body: &str) -> Option<(&str, usize, &str)> {
    let lines = body.lines().enumerate();
    for (number, line) in lines {
        let place = line
            .strip_prefix("From `")
            .and_then(|rest| rest.strip_suffix("`:"));
        let Some((path, line)) = place.and_then(|place| place.rsplit_once(':')) else {
            continue;
        };
        let Ok(line) = line.parse() else { continue };
        let mut behind = body.lines().skip(number + 1);
        let fence = behind.find(|line| !line.trim().is_empty())?;
        let is_fence = fence.len() > 2 && fence.chars().all(|sign| sign == '`');
        let mark = behind.next().filter(|_| is_fence)?;
        return Some((path, line, mark));
    }
    None
}
