//! More like some lines of a file.

use tenon_core::{Code, counted};
use tenon_index::syntax::Chunk;

use super::Asked;
use super::lists::{Key, Lists, near as nearest};
use crate::meaning::About;
use crate::owner::{Owner, lock};
use crate::wire::SearchLike;
use crate::{ApiError, ApiResult};

/// More text than this is not compared: what a model takes in at once is far less.
const MOST: usize = 16 << 10;
/// Lines before and after one that is in no piece.
const AROUND: u32 = 10;

/// Takes the pieces that are near to lines of a file, without the lines themselves; says whether
/// some pieces cannot be found yet.
pub(super) fn near(
    owner: &Owner,
    asked: &Asked,
    lines: &SearchLike,
    lists: &mut Lists,
) -> ApiResult<bool> {
    let path = lines.path.to_bytes()?;
    let path = owner.root.relative(&path)?;
    let line = number(lines.line.get())?;
    let end = match &lines.end_line {
        Some(end) => Some(number(end.get())?),
        None => None,
    };
    if end.is_some_and(|end| end < line) {
        return Err(ApiError::new(
            Code::Invalid,
            "the last line stands before the first one",
        ));
    }
    let (bytes, _) = owner.root.read(path)?;
    let whole = whole(owner, path, &bytes);
    check(path, line, &whole)?;
    // Who means a file to its end need not know how long it is.
    let end = end.map(|end| end.min(count(&whole)));
    let own = own(owner, path, &bytes, line, end.unwrap_or(line));
    let limit = asked.limit + own.len().max(1);
    let found = match end {
        None => {
            // The line of a name stands for the whole piece, also for what is above it.
            let at = own.first().map_or(line, |key| key.line);
            match nearest(owner, asked, About::Place { path, line: at }, limit, None) {
                Err(error) if error.code == Code::NotFound => {
                    let text = piece(owner, path, &bytes, line, &whole)?;
                    nearest(owner, asked, About::Text(&text), limit, None)?
                }
                found => found?,
            }
        }
        Some(end) => {
            let text = text(owner, path, &whole, line, end)?;
            nearest(owner, asked, About::Text(&text), limit, None)?
        }
    };
    Ok(lists.by_meaning(found, asked, &|key| !own.contains(key)))
}

fn number(line: i64) -> ApiResult<u32> {
    let line = u32::try_from(line).ok().filter(|line| *line > 0);
    line.ok_or_else(|| ApiError::new(Code::Invalid, "lines are counted from 1"))
}

/// The pieces that the lines are in: what something is compared with is not among what is like it.
fn own(owner: &Owner, path: &[u8], bytes: &[u8], line: u32, last: u32) -> Vec<Key> {
    let mut starts = vec![0];
    starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1));
    let start = |line: usize| starts.get(line - 1).copied().unwrap_or(bytes.len());
    let lines = start(line as usize)..start(last as usize + 1);
    let symbols = owner.symbols.lock();
    let own = symbols.chunks(path).iter().filter(|chunk| {
        let mut ranges = chunk.ranges.iter();
        ranges.any(|it| (it.start as usize) < lines.end && lines.start < it.end as usize)
    });
    let key = |chunk: &Chunk| Key {
        path: path.to_vec(),
        line: chunk.line,
        part: chunk.part,
    };
    own.map(key).collect()
}

/// A file's text as it is now: that of the open document, else of the file.
fn whole(owner: &Owner, path: &[u8], bytes: &[u8]) -> String {
    let open = lock(&owner.documents);
    let open = open.iter().find(|it| it.path.as_deref() == Some(path));
    let open = open.map(|document| document.text.to_string());
    open.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// How many lines a text has.
fn count(whole: &str) -> u32 {
    u32::try_from(whole.lines().count()).unwrap_or(u32::MAX)
}

/// Refuses a line that is not there.
fn check(path: &[u8], line: u32, whole: &str) -> ApiResult<()> {
    let count = count(whole);
    if line <= count {
        return Ok(());
    }
    let (name, count) = (
        String::from_utf8_lossy(path),
        counted(i64::from(count), "line"),
    );
    let message = format!("\"{name}\" has {count}, so there is no line {line}");
    Err(ApiError::new(Code::Invalid, message))
}

/// The piece that a line is in, or what stands around it where there is none, as it is now.
fn piece(owner: &Owner, path: &[u8], bytes: &[u8], line: u32, whole: &str) -> ApiResult<String> {
    let start = match line {
        1 => 0,
        _ => memchr::memchr_iter(b'\n', bytes)
            .nth(line as usize - 2)
            .map_or(bytes.len(), |at| at + 1),
    };
    let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
    let ranges = {
        let symbols = owner.symbols.lock();
        let mut chunks = symbols.chunks(path).iter();
        let chunk = chunks.find(|chunk| {
            let mut ranges = chunk.ranges.iter();
            ranges.any(|it| (it.start as usize) <= end && start < it.end as usize)
        });
        chunk.map(|chunk| chunk.ranges.clone())
    };
    let Some(ranges) = ranges else {
        return text(
            owner,
            path,
            whole,
            line.saturating_sub(AROUND).max(1),
            line + AROUND,
        );
    };
    let parts = ranges.iter().filter_map(|range| {
        let part = bytes.get(range.start as usize..range.end as usize)?;
        Some(String::from_utf8_lossy(part))
    });
    masked(owner, path, &parts.collect::<Vec<_>>().join("\n"))
}

/// Lines without their secrets.
fn text(owner: &Owner, path: &[u8], whole: &str, line: u32, end: u32) -> ApiResult<String> {
    let count = (end - line) as usize + 1;
    let lines: Vec<&str> = whole.lines().skip(line as usize - 1).take(count).collect();
    masked(owner, path, &lines.join("\n"))
}

/// The beginning of a text, without secrets.
fn masked(owner: &Owner, path: &[u8], text: &str) -> ApiResult<String> {
    if text.trim().is_empty() {
        let message = format!(
            "\"{}\" has no text in these lines",
            String::from_utf8_lossy(path)
        );
        return Err(ApiError::new(Code::NotFound, message));
    }
    let mut most = text.len().min(MOST);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    Ok(owner.app().gatekeeper.mask_text(&text[..most]).0)
}
