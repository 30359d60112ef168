//! Reading one file for the index, so that what is known is of one moment.

use std::io::{self, Read};
use std::path::Path;

use tenon_core::Clock;

use super::entry::{Entry, State};
use crate::find::{Stamp, open};

/// A larger file is not in the index, in bytes.
pub const LARGEST: u64 = 64 << 20;
/// What ripgrep reads at first, and looks for a NUL in, in bytes.
const FIRST: usize = 64 << 10;
/// A file that changed less than this before it was read may change again without another time.
const YOUNG: i64 = 50_000_000;
/// So often a file that changes while it is read is read again.
const TRIES: usize = 3;

/// What was read.
pub(crate) struct Fresh {
    pub entry: Entry,
    /// The bytes as they are searched: UTF-16 is decoded. Empty unless they are for the index.
    pub text: Vec<u8>,
}

/// Reads a file; `None` when there is none.
pub(crate) fn read(folder: &Path, path: &[u8], plain: bool, clock: &dyn Clock) -> Option<Fresh> {
    let mut entry = Entry {
        path: path.to_vec(),
        stamp: Stamp::default(),
        young: true,
        hash: [0; 32],
        lines: 0,
        plain,
        state: State::Large,
    };
    for _ in 0..TRIES {
        match once(folder, path, &mut entry, clock) {
            Ok(None) => return None,
            Ok(Some(Look::Whole(text))) => return Some(Fresh { entry, text }),
            Ok(Some(Look::Changed)) => {}
            Err(e) => {
                entry.state = State::Unreadable(e.to_string());
                return Some(Fresh {
                    entry,
                    text: Vec::new(),
                });
            }
        }
    }
    // It never stands still: it stays young, so that every question reads it.
    entry.young = true;
    Some(Fresh {
        entry,
        text: Vec::new(),
    })
}

enum Look {
    Whole(Vec<u8>),
    Changed,
}

fn once(
    folder: &Path,
    path: &[u8],
    entry: &mut Entry,
    clock: &dyn Clock,
) -> io::Result<Option<Look>> {
    let began = clock.now().saturating_mul(1_000_000);
    let Some(file) = open(folder, path)? else {
        return Ok(None);
    };
    let stamp = Stamp::of(&file.metadata()?);
    entry.stamp = stamp;
    entry.young = stamp.changed.max(stamp.modified) > began - YOUNG;
    entry.state = State::Large;
    if stamp.size > LARGEST {
        return Ok(Some(Look::Whole(Vec::new())));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(stamp.size).unwrap_or(0) + 1);
    (&file).take(LARGEST + 1).read_to_end(&mut bytes)?;
    if Stamp::of(&file.metadata()?) != stamp || bytes.len() as u64 != stamp.size {
        return Ok(Some(Look::Changed));
    }
    entry.hash = *blake3::hash(&bytes).as_bytes();
    let text = decoded(bytes);
    if memchr::memchr(0, &text[..text.len().min(FIRST)]).is_some() {
        entry.state = State::Binary;
        return Ok(Some(Look::Whole(Vec::new())));
    }
    entry.state = State::Indexed;
    let ends = memchr::memchr_iter(b'\n', &text).count() as u64;
    entry.lines = ends + u64::from(text.last().is_some_and(|last| *last != b'\n'));
    Ok(Some(Look::Whole(text)))
}

/// UTF-16 with a mark is searched as the text that it is.
fn decoded(bytes: Vec<u8>) -> Vec<u8> {
    let encoding = match bytes.first_chunk::<2>() {
        Some([0xff, 0xfe]) => encoding_rs::UTF_16LE,
        Some([0xfe, 0xff]) => encoding_rs::UTF_16BE,
        _ => return bytes,
    };
    encoding
        .decode_with_bom_removal(&bytes)
        .0
        .into_owned()
        .into_bytes()
}
