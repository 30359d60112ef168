//! Which lines of a text differ from another, as git would say it.

use std::borrow::Cow;

use git2::{DiffOptions, Patch};

/// What happened to a run of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// The lines are new.
    Added,
    /// The lines stand where other lines stood.
    Modified,
    /// Lines were removed here, and nothing stands in their place.
    Deleted,
}

/// A changed run of lines in the current text, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// What happened.
    pub kind: MarkKind,
    /// The first line; for deleted lines the one after which they stood, 0 at the top.
    pub from_line: u32,
    /// The last line, which belongs to the run; for deleted lines the same as `from_line`.
    pub to_line: u32,
}

/// Compares two texts whose line ends are `\n`, in the order of the lines of `new`.
pub(crate) fn compare(old: &str, new: &str) -> Result<Vec<Mark>, git2::Error> {
    let mut options = DiffOptions::new();
    // Without a path no attribute and no configured driver takes part; the heuristic is git's
    // own default, so that the marks are where `git diff` shows the change.
    options
        .context_lines(0)
        .interhunk_lines(0)
        .force_text(true)
        .indent_heuristic(true);
    let patch = Patch::from_buffers(
        old.as_bytes(),
        None,
        new.as_bytes(),
        None,
        Some(&mut options),
    )?;
    let mut marks = Vec::with_capacity(patch.num_hunks());
    for index in 0..patch.num_hunks() {
        let (hunk, _) = patch.hunk(index)?;
        marks.push(mark(hunk.old_lines(), hunk.new_start(), hunk.new_lines()));
    }
    Ok(marks)
}

fn mark(old_lines: u32, new_start: u32, new_lines: u32) -> Mark {
    match (old_lines, new_lines) {
        (_, 0) => Mark {
            kind: MarkKind::Deleted,
            from_line: new_start,
            to_line: new_start,
        },
        (0, _) => run(MarkKind::Added, new_start, new_lines),
        _ => run(MarkKind::Modified, new_start, new_lines),
    }
}

fn run(kind: MarkKind, from_line: u32, lines: u32) -> Mark {
    Mark {
        kind,
        from_line,
        to_line: from_line + lines - 1,
    }
}

/// The marks of a text that is new as a whole.
pub(crate) fn all_added(text: &str) -> Vec<Mark> {
    match u32::try_from(text.split_inclusive('\n').count()) {
        Ok(0) | Err(_) => Vec::new(),
        Ok(lines) => vec![run(MarkKind::Added, 1, lines)],
    }
}

/// `text` with `\n` for each of the line ends `\r\n`, `\r` and `\n`, as an editor counts lines.
pub(crate) fn normalised(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}
