//! Writing lines that were edited in a list of results, as one change of all files.

use std::collections::HashSet;

use tenon_core::Code;

use crate::bulk::Bulk;
use crate::history::{HARD_LIMIT, scope_of};
use crate::owner::{Caller, Owner, lock};
use crate::wire::{SearchEditParams, SearchEditPart, SearchEdited, SearchEditedFile};
use crate::{ApiError, ApiResult};

const NO_TEXT: &str = "It is not UTF-8 text.";
const CHANGED: &str = "It changed since it was shown.";

pub(crate) fn search_edit(
    owner: &Owner,
    caller: &Caller,
    params: SearchEditParams,
) -> ApiResult<SearchEdited> {
    let mut seen = HashSet::new();
    let mut wanted = Vec::new();
    for file in params.files {
        check(&file.parts)?;
        let path = scope_of(&owner.root, &file.path.to_bytes()?)?;
        if !seen.insert(path.clone()) {
            return Err(invalid("a file is given twice"));
        }
        wanted.push((path, file));
    }
    let mut bulk = Bulk::new(owner);
    let mut files = Vec::new();
    for (path, file) in wanted {
        let made = rewritten(owner, &path, &file.parts).and_then(|(old, new)| {
            let added = bulk.add(path.clone(), &old, new);
            added.map_err(|error| error.message)
        });
        let told = SearchEditedFile {
            path: file.path,
            done: false,
            reason: made.err(),
        };
        files.push((path, told));
    }
    let written = bulk.write(caller)?;
    let told = files.into_iter().map(|(path, mut file)| {
        if let Some((done, reason)) = written.of(&path) {
            (file.done, file.reason) = (done, reason);
        }
        file
    });
    Ok(SearchEdited {
        restore: written.restore,
        files: told.collect(),
    })
}

fn invalid(message: &str) -> ApiError {
    ApiError::new(Code::Invalid, message).hint("Nothing was changed.")
}

/// Parts stand in the order of their lines, apart from each other, and their texts are lines.
fn check(parts: &[SearchEditPart]) -> ApiResult<()> {
    let mut next = 1;
    for part in parts {
        if part.line.get() < next {
            return Err(invalid("parts of a file have to follow each other"));
        }
        next = part.line.get() + i64::try_from(part.before.len()).unwrap_or(i64::MAX);
        if part.after.iter().any(|line| line.contains('\n')) {
            return Err(invalid("a line holds a line end"));
        }
    }
    Ok(())
}

/// What a file is and what it becomes, or why it is left alone.
fn rewritten(
    owner: &Owner,
    path: &[u8],
    parts: &[SearchEditPart],
) -> Result<(Vec<u8>, Vec<u8>), String> {
    let unsaved = lock(&owner.documents)
        .iter()
        .any(|document| document.dirty() && document.path.as_deref() == Some(path));
    if unsaved {
        return Err("It has unsaved text; save it first.".into());
    }
    let (bytes, _) = owner
        .root
        .read(path)
        .map_err(|error| ApiError::from(error).message)?;
    if bytes.len() as u64 > HARD_LIMIT {
        return Err("It is too large for the local history.".into());
    }
    let new = edited(&bytes, parts)?;
    Ok((bytes, new))
}

fn edited(bytes: &[u8], parts: &[SearchEditPart]) -> Result<Vec<u8>, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| NO_TEXT)?;
    if text.contains('\0') {
        return Err(NO_TEXT);
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let usual = lines
        .iter()
        .map(|line| end(line))
        .find(|end| !end.is_empty());
    let (mut new, mut at) = (String::with_capacity(text.len()), 0);
    for part in parts {
        let from = usize::try_from(part.line.get() - 1).unwrap_or(usize::MAX);
        let to = from.saturating_add(part.before.len());
        let there = lines.get(from..to).ok_or(CHANGED)?;
        let shown = there
            .iter()
            .enumerate()
            .map(|(line, text)| bare(from + line, text));
        if !shown.eq(part.before.iter().map(String::as_str)) {
            return Err(CHANGED);
        }
        lines[at..from].iter().for_each(|line| new.push_str(line));
        if from == 0 && text.starts_with(MARK) {
            new.push(MARK);
        }
        write(part, there, usual.unwrap_or("\n"), &mut new);
        at = to;
    }
    lines[at..].iter().for_each(|line| new.push_str(line));
    // A file ends as it did, with a line end or without one.
    if at == lines.len() && !text.ends_with('\n') {
        new.truncate(new.len() - end(&new).len());
    }
    Ok(new.into_bytes())
}

/// The mark at the start of a file, which is no part of its first line.
const MARK: char = '\u{feff}';

/// Writes the lines of a part, each with the end that it had.
fn write(part: &SearchEditPart, there: &[&str], usual: &str, new: &mut String) {
    let (before, after) = (&part.before, &part.after);
    let same = |(one, other): &(&String, &String)| one == other;
    let head = before.iter().zip(after).take_while(same).count();
    let rest = before.len().min(after.len()) - head;
    let ends = before.iter().rev().zip(after.iter().rev());
    let tail = ends.take(rest).take_while(same).count();
    for (index, line) in after.iter().enumerate() {
        let old = match index < after.len() - tail {
            true => Some(index).filter(|index| *index < before.len() - tail),
            false => Some(index + before.len() - after.len()),
        };
        let had = old.map(|old| end(there[old])).filter(|end| !end.is_empty());
        new.push_str(line);
        new.push_str(had.unwrap_or(usual));
    }
}

fn end(line: &str) -> &str {
    let bare = line.strip_suffix('\n').unwrap_or(line);
    let bare = match bare.len() < line.len() {
        true => bare.strip_suffix('\r').unwrap_or(bare),
        false => bare,
    };
    &line[bare.len()..]
}

/// A line as a person sees it.
fn bare(number: usize, line: &str) -> &str {
    let text = &line[..line.len() - end(line).len()];
    match number {
        0 => text.strip_prefix(MARK).unwrap_or(text),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Whole;

    fn part(line: i64, before: &[&str], after: &[&str]) -> SearchEditPart {
        let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        SearchEditPart {
            line: Whole::clamped(line),
            before: owned(before),
            after: owned(after),
        }
    }

    fn made(text: &str, parts: &[SearchEditPart]) -> Result<String, &'static str> {
        edited(text.as_bytes(), parts).map(|bytes| String::from_utf8(bytes).expect("text"))
    }

    #[test]
    fn lines_keep_their_ends_and_a_file_its_last_one() {
        let parts = [
            part(1, &["a", "b"], &["a", "new", "B"]),
            part(4, &["d"], &["D", "e"]),
        ];
        let crlf = made("a\r\nb\nc\r\nd", &parts);
        assert_eq!(crlf.as_deref(), Ok("a\r\nnew\nB\r\nc\r\nD\r\ne"));
        let gone = [part(2, &["b", "c"], &["c"])];
        assert_eq!(made("a\nb\nc\n", &gone).as_deref(), Ok("a\nc\n"));
        let all = [part(1, &["a"], &[])];
        assert_eq!(made("a", &all).as_deref(), Ok(""));
        assert_eq!(made("a\nb", &[part(2, &["b"], &[])]).as_deref(), Ok("a"));
    }

    #[test]
    fn the_mark_of_a_file_stays_and_is_no_part_of_its_first_line() {
        let parts = [part(1, &["a"], &["b"])];
        assert_eq!(made("\u{feff}a\n", &parts).as_deref(), Ok("\u{feff}b\n"));
    }

    #[test]
    fn what_is_another_text_by_now_is_left_alone() {
        let parts = [part(2, &["b"], &["B"])];
        assert_eq!(made("new\na\nb\n", &parts), Err(CHANGED));
        assert_eq!(made("a\n", &parts), Err(CHANGED));
        assert_eq!(edited(b"a\n\xff\n", &parts), Err(NO_TEXT));
        assert_eq!(made("a\nb\n\0", &parts), Err(NO_TEXT));
    }
}
