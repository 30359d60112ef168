//! The index on disk: one file with a version and a sum, written anew whole.
//!
//! It holds no path either, only sums of them: a path may have to be forgotten, and the next walk
//! knows them all.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::entry::{Entry, State};
use super::index::{Inner, PathSum, TextIndex, path_sum};
use super::postings::List;
use super::wire::{get, get_bytes, put, put_bytes};
use crate::find::Stamp;

/// The name of the file.
const NAME: &str = "text.idx";
/// What every such file begins with; the last byte is the version of what follows.
const HEAD: &[u8; 8] = b"TENONTX\x01";

impl TextIndex {
    /// Writes it to a folder, so that it is there whole or as it was before.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        let mut bytes = HEAD.to_vec();
        encode(&self.read(), &mut bytes);
        let sum = blake3::hash(&bytes);
        bytes.extend_from_slice(sum.as_bytes());
        fs::create_dir_all(folder)?;
        let draft = folder.join(format!("{NAME}.new"));
        let mut file = File::create(&draft)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&draft, folder.join(NAME))?;
        File::open(folder)?.sync_all()
    }

    /// Takes what was saved; `false` when there is nothing, or nothing that can be trusted: then the
    /// next look at the folder makes all of it again.
    pub fn load(&self, folder: &Path) -> bool {
        let Ok(bytes) = fs::read(folder.join(NAME)) else {
            return false;
        };
        let Some(inner) = decode(&bytes) else {
            tracing::warn!("the text index on disk is damaged or of another version");
            return false;
        };
        *self.write() = inner;
        true
    }
}

fn encode(inner: &Inner, bytes: &mut Vec<u8>) {
    put(bytes, inner.files.len() as u64);
    let parked: HashMap<u32, PathSum> = inner.parked.iter().map(|(sum, at)| (*at, *sum)).collect();
    for (entry, number) in inner.files.iter().zip(0u32..) {
        match entry {
            None => bytes.push(0),
            Some(entry) => {
                bytes.push(1 + u8::from(entry.plain) + 2 * u8::from(entry.young));
                let sum = parked.get(&number).copied();
                bytes.extend_from_slice(&sum.unwrap_or_else(|| path_sum(&entry.path)));
                put_entry(entry, bytes);
            }
        }
    }
    let mut lists: Vec<_> = inner.postings.lists.iter().collect();
    lists.sort_unstable_by_key(|(piece, _)| **piece);
    put(bytes, lists.len() as u64);
    for (piece, list) in lists {
        put(bytes, u64::from(*piece));
        put(bytes, u64::from(list.last));
        put(bytes, u64::from(list.count));
        put_bytes(bytes, &list.bytes);
    }
}

fn put_entry(entry: &Entry, bytes: &mut Vec<u8>) {
    let stamp = &entry.stamp;
    put(bytes, stamp.size);
    // Times before 1970 are written as the large numbers that they are without a sign.
    put(bytes, stamp.modified as u64);
    put(bytes, stamp.changed as u64);
    put(bytes, stamp.inode);
    bytes.extend_from_slice(&entry.hash);
    put(bytes, entry.lines);
    match &entry.state {
        State::Indexed => bytes.push(0),
        State::Binary => bytes.push(1),
        State::Large => bytes.push(2),
        State::Unreadable(why) => {
            bytes.push(3);
            put_bytes(bytes, why.as_bytes());
        }
    }
}

fn decode(bytes: &[u8]) -> Option<Inner> {
    let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
    if !body.starts_with(HEAD) || blake3::hash(body).as_bytes() != sum {
        return None;
    }
    let mut rest = &body[HEAD.len()..];
    let mut inner = Inner::default();
    for number in 0..get(&mut rest)? {
        let (flags, after) = rest.split_first()?;
        rest = after;
        if *flags == 0 {
            inner.files.push(None);
            inner.dead += 1;
            continue;
        }
        let (sum, after) = rest.split_first_chunk()?;
        rest = after;
        let entry = get_entry(&mut rest, flags - 1)?;
        let number = u32::try_from(number).ok()?;
        inner.parked.insert(*sum, number);
        if entry.state.is_unread() {
            inner.unread.insert(number);
        }
        inner.files.push(Some(entry));
    }
    let small = |rest: &mut &[u8]| u32::try_from(get(rest)?).ok();
    for _ in 0..get(&mut rest)? {
        let piece = small(&mut rest)?;
        let list = List {
            last: small(&mut rest)?,
            count: small(&mut rest)?,
            bytes: get_bytes(&mut rest)?.to_vec(),
        };
        inner.postings.lists.insert(piece, list);
    }
    rest.is_empty().then_some(inner)
}

fn get_entry(rest: &mut &[u8], flags: u8) -> Option<Entry> {
    let stamp = Stamp {
        size: get(rest)?,
        modified: get(rest)? as i64,
        changed: get(rest)? as i64,
        inode: get(rest)?,
    };
    let (hash, after) = rest.split_first_chunk::<32>()?;
    *rest = after;
    let lines = get(rest)?;
    let (state, after) = rest.split_first()?;
    *rest = after;
    let state = match state {
        0 => State::Indexed,
        1 => State::Binary,
        2 => State::Large,
        3 => State::Unreadable(String::from_utf8_lossy(get_bytes(rest)?).into_owned()),
        _ => return None,
    };
    Some(Entry {
        path: Vec::new(),
        stamp,
        young: flags & 2 != 0,
        hash: *hash,
        lines,
        plain: flags & 1 != 0,
        state,
    })
}
