//! Names of files that every system takes.

use super::field::Form;
use super::id::Id;

/// How long a file's name may be, in bytes, with its ending.
const LONGEST: usize = 120;

/// Names that Windows keeps for devices, with any ending.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The name for the file of a task: `T-14 Cap line buffer growth.md`, in Backlog.md's form
/// `task-7 - Cap-line-buffer-growth.md`. Signs that a system does not take in names are left out,
/// and a long title is cut; letters of all scripts stay.
pub fn file_name(form: Form, id: &Id, title: &str) -> String {
    let id = cleaned(id.as_str()).replace(' ', "-");
    let words = cleaned(title);
    let stem = match form {
        Form::Tenon => format!("{id} {words}"),
        Form::Backlog => {
            let kept = words.replace(
                |c: char| c.is_ascii_punctuation() && !"-_.~".contains(c),
                "",
            );
            let dashed: Vec<_> = kept.split([' ', '-']).filter(|w| !w.is_empty()).collect();
            format!("{} - {}", id.to_lowercase(), dashed.join("-"))
        }
    };
    let stem = stem.trim_end_matches([' ', '.', '-']);
    let mut end = stem.len().min(LONGEST - ".md".len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let stem = stem[..end].trim_end_matches([' ', '.', '-']);
    match is_reserved(stem) || stem.is_empty() {
        true => format!("_{stem}.md"),
        false => format!("{stem}.md"),
    }
}

/// Words without signs that mean something in a path, and without what cannot be seen.
fn cleaned(text: &str) -> String {
    let is_unfit = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c) || is_unseen(c);
    let text = text.replace(is_unfit, " ");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_start_matches('.').trim_start().to_owned()
}

/// Signs that turn the direction of text or have no width, which make names look like others.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
}

fn is_reserved(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or_default().trim_end();
    let base = base.to_lowercase();
    RESERVED.iter().any(|name| {
        base.strip_prefix(name).is_some_and(|rest| match *name {
            "com" | "lpt" => rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()),
            _ => rest.is_empty(),
        })
    })
}
