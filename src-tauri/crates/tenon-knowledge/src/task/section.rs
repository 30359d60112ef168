//! Changes in a file's body: check boxes, criteria, notes.

use super::Task;
use super::body::{self, Criteria};
use super::broken::Refused;
use super::document::Document;
use super::edit::Splice;
use super::field::Form;
use super::front::line_end;

/// Sections of Backlog.md's files that stand behind the acceptance criteria.
const BEHIND_CRITERIA: [&str; 6] = [
    "definition of done",
    "implementation plan",
    "implementation notes",
    "notes",
    "comments",
    "final summary",
];

/// Ticks the `number`-th acceptance criterion, counted from 1, or takes its tick away. Only the sign
/// in the brackets changes.
///
/// # Errors
/// When the file is no task, or has no such criterion.
pub fn check(path: &str, text: &str, number: usize, is_done: bool) -> Result<String, Refused> {
    let document = Document::read(path, text)?;
    let boxes = body::criteria(text, document.body(), document.form).boxes;
    let Some(boxed) = number.checked_sub(1).and_then(|at| boxes.get(at)) else {
        return Err(Refused::unfit(format!(
            "There is no acceptance criterion {number}; the task has {}.",
            boxes.len()
        )));
    };
    if boxed.criterion.is_done == is_done {
        return Ok(text.to_owned());
    }
    let splice = Splice {
        range: boxed.mark..boxed.mark + 1,
        new: if is_done { "x" } else { " " }.to_owned(),
    };
    Ok(splice.apply(text))
}

/// Adds an acceptance criterion behind the last one, with the section where there is none.
///
/// # Errors
/// When the file is no task, or the criterion is not one line of text.
pub fn add_criterion(path: &str, text: &str, criterion: &str) -> Result<String, Refused> {
    let document = Document::read(path, text)?;
    let criterion = criterion.trim();
    if criterion.is_empty() || criterion.contains(char::is_control) {
        let reason = "An acceptance criterion has to be one line of text.";
        return Err(Refused::unfit(reason));
    }
    let found = body::criteria(text, document.body(), document.form);
    let mut wanted = Task::of(path, &document);
    wanted.criteria.push(body::Criterion {
        text: criterion.to_owned(),
        is_done: false,
    });
    let splice = criterion_splice(&document, &found, criterion);
    verified(path, &splice.apply(text), &wanted)
}

fn criterion_splice(document: &Document<'_>, found: &Criteria, criterion: &str) -> Splice {
    let text = document.text;
    let end = line_end(text);
    let number = match document.form {
        Form::Tenon => String::new(),
        Form::Backlog => {
            let highest = found.boxes.iter().filter_map(|boxed| boxed.number).max();
            let next = highest.map(|n| n.saturating_add(1));
            next.map_or_else(
                || {
                    if found.boxes.is_empty() {
                        "#1 ".to_owned()
                    } else {
                        String::new()
                    }
                },
                |n| format!("#{n} "),
            )
        }
    };
    let line = |bullet: &str| format!("{bullet}[ ] {number}{criterion}{end}");
    if let Some(last) = found.boxes.last() {
        // The list goes on where it begins, and not below the last of its boxes.
        let depth = |bullet: &std::ops::Range<usize>| {
            let bullet = &text[bullet.clone()];
            bullet.len() - bullet.trim_start().len()
        };
        let boxes = found.boxes.iter().rev();
        let own = boxes.min_by_key(|boxed| depth(&boxed.bullet));
        let bullet = own.map_or(&last.bullet, |own| &own.bullet);
        let bullet = text[bullet.clone()].replace(|c: char| c.is_ascii_digit(), "");
        // A numbered list goes on with dashes: its numbers are nobody's business here.
        let bullet = bullet.replace(['.', ')'], "-");
        let at = last.lines.end;
        return at_line(text, at, &line(&bullet));
    }
    if let Some(section) = &found.section {
        let begin = body::lines(text, section.start)
            .take_while(|line| line.start < section.end)
            .find(|line| line.text.trim() == "<!-- AC:BEGIN -->");
        return match begin {
            Some(begin) => at_line(text, begin.end, &line("- ")),
            None => at_line(text, section.start, &format!("{end}{}", line("- "))),
        };
    }
    let new = match document.form {
        Form::Tenon => format!("## Acceptance criteria{end}{end}{}", line("- ")),
        Form::Backlog => format!(
            "## Acceptance Criteria{end}<!-- AC:BEGIN -->{end}{}<!-- AC:END -->{end}",
            line("- ")
        ),
    };
    let behind = body::lines(text, document.body()).find(|line| {
        let title = line.heading().map(|(_, title)| title.to_lowercase());
        title.is_some_and(|title| BEHIND_CRITERIA.contains(&title.as_str()))
    });
    match behind {
        Some(heading) => Splice {
            range: heading.start..heading.start,
            new: format!("{new}{end}"),
        },
        None => at_end(text, &new),
    }
}

/// Appends to the task's notes (`## Notes`, in Backlog.md's files `## Implementation Notes`), with
/// the section where there is none. The note may have several lines.
///
/// # Errors
/// When the file is no task, or when something in the note would change what the file says besides:
/// a heading that ends the section, the mark of a merge.
pub fn add_note(path: &str, text: &str, note: &str) -> Result<String, Refused> {
    let document = Document::read(path, text)?;
    let end = line_end(text);
    let note = note.trim_end().trim_start_matches(['\n', '\r']);
    let note = note.lines().collect::<Vec<_>>().join(end);
    if note.is_empty() {
        return Err(Refused::unfit("The note is empty."));
    }
    if body::lines(&note, 0).any(|line| line.heading().is_some_and(|(level, _)| level <= 2)) {
        let reason = "The note has a heading that would end its section; begin it with `###`.";
        return Err(Refused::unfit(reason));
    }
    let (title, marker) = match document.form {
        Form::Tenon => ("Notes", ""),
        Form::Backlog => ("Implementation Notes", "SECTION:NOTES:"),
    };
    let wanted = Task::of(path, &document);
    let splice = match section(text, document.body(), title) {
        Some(section) => {
            let closing = format!("<!-- {marker}END -->");
            let mut lines = body::lines(text, section.start).filter(|l| l.start < section.end);
            let closing = lines.find(|line| !marker.is_empty() && line.text.trim() == closing);
            let inside = section.start..closing.map_or(section.end, |line| line.start);
            // Blank lines before the next heading stay where they are.
            let said = text[inside.clone()].trim_end().len();
            let at = inside.start + said;
            let before = &text[..at];
            let gap = match before.ends_with("BEGIN -->") || before.ends_with('\n') {
                true => end.to_owned(),
                false => format!("{end}{end}"),
            };
            let rest = &text[at..];
            let last = if rest.starts_with(['\n', '\r']) && said > 0 {
                ""
            } else {
                end
            };
            Splice {
                range: at..at,
                new: format!("{gap}{note}{last}"),
            }
        }
        None => {
            let body = match document.form {
                Form::Tenon => format!("{note}{end}"),
                Form::Backlog => {
                    format!("<!-- {marker}BEGIN -->{end}{note}{end}<!-- {marker}END -->{end}")
                }
            };
            at_end(text, &format!("## {title}{end}{end}{body}"))
        }
    };
    verified(path, &splice.apply(text), &wanted)
}

/// What stands below the heading `title`, up to the next heading of its level.
fn section(text: &str, from: usize, title: &str) -> Option<std::ops::Range<usize>> {
    let mut open: Option<(usize, usize)> = None;
    for line in body::lines(text, from) {
        match (line.heading(), open) {
            (Some((level, _)), Some((own, start))) if level <= own => {
                return Some(start..line.start);
            }
            (Some((level, said)), None) if said.eq_ignore_ascii_case(title) => {
                open = Some((level, line.end));
            }
            _ => {}
        }
    }
    open.map(|(_, start)| start..text.len())
}

/// Puts a whole line at the beginning of a line, also behind a last line that has no end.
fn at_line(text: &str, at: usize, line: &str) -> Splice {
    let new = match at == 0 || text[..at].ends_with('\n') {
        true => line.to_owned(),
        false => format!("{}{}", line_end(text), line.trim_end_matches(['\r', '\n'])),
    };
    Splice { range: at..at, new }
}

/// Puts a section at the end, behind a blank line.
fn at_end(text: &str, section: &str) -> Splice {
    let end = line_end(text);
    let gap = match text {
        _ if text.is_empty() || text.ends_with(&format!("{end}{end}")) => String::new(),
        _ if text.ends_with('\n') => end.to_owned(),
        _ => format!("{end}{end}"),
    };
    Splice {
        range: text.len()..text.len(),
        new: format!("{gap}{section}"),
    }
}

/// The edited text, when it says what is wanted and everything else as before.
fn verified(path: &str, edited: &str, wanted: &Task) -> Result<String, Refused> {
    let mut now = Task::parse(path, edited)?;
    now.body.clone_from(&wanted.body);
    // A title that is a heading may not change with the body.
    if now != *wanted {
        let reason = "The text would change something else in the task too; write it by hand.";
        return Err(Refused::unfit(reason));
    }
    Ok(edited.to_owned())
}
