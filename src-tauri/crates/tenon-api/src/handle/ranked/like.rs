//! More like some lines of a file.

use tenon_core::Code;
use tenon_index::syntax::Chunk;

use super::Asked;
use super::lists::{Key, Lists, near as nearest};
use crate::meaning::About;
use crate::owner::{Owner, lock};
use crate::wire::SearchLike;
use crate::{ApiError, ApiResult};

/// More text than this is not compared: what a model takes in at once is far less.
const MOST: usize = 16 << 10;

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
    let own = own(owner, path, &bytes, line, end.unwrap_or(line));
    let found = match end {
        None => nearest(
            owner,
            asked,
            About::Place { path, line },
            asked.limit + 1,
            None,
        )?,
        Some(end) => {
            let text = text(owner, path, &bytes, line, end)?;
            nearest(
                owner,
                asked,
                About::Text(&text),
                asked.limit + own.len(),
                None,
            )?
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

/// Lines as they are now: those of the open document, else of the file; without secrets.
fn text(owner: &Owner, path: &[u8], bytes: &[u8], line: u32, end: u32) -> ApiResult<String> {
    let open = lock(&owner.documents);
    let open = open.iter().find(|it| it.path.as_deref() == Some(path));
    let open = open.map(|document| document.text.to_string());
    let whole = open.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    let count = (end - line) as usize + 1;
    let lines: Vec<&str> = whole.lines().skip(line as usize - 1).take(count).collect();
    let text = lines.join("\n");
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
