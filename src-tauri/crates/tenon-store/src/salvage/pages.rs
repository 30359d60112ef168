//! The rows of a database file, read page by page without SQLite, for a file whose beginning, tree
//! or end is gone. Nothing that is found here is believed before something else proves it.
//!
//! The format: <https://www.sqlite.org/fileformat2.html>. Only pages that hold rows are looked at:
//! leaves of tables, and both kinds of pages of tables without row numbers.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use rusqlite::types::Value;

use super::Cut;

/// What Tenon's databases have; the header says it too, as long as it is there.
const PAGE: usize = 4096;
/// A page number in a damaged log may be any; no file of ours has that many.
const MOST: u32 = 1 << 24;
const HEADER: usize = 100;
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Pages inside of a tree, and its leaves: of a table without row numbers, and of one with them.
const INTERIOR_INDEX: u8 = 0x02;
const INTERIOR_TABLE: u8 = 0x05;
const LEAF_INDEX: u8 = 0x0a;
const LEAF_TABLE: u8 = 0x0d;

/// A row as it stands in the file.
pub(super) struct Stored {
    /// Its number, in a table that has them.
    pub number: Option<i64>,
    pub values: Vec<Value>,
}

/// A page as a part of a tree.
pub(super) enum Node {
    Leaf,
    /// With the pages below it.
    Interior(Vec<u32>),
}

/// The pages of a file and of the log beside it.
pub(super) struct Pages {
    file: Option<File>,
    log: Option<File>,
    /// Where the newest state of a page stands in the log.
    logged: HashMap<u32, u64>,
    size: usize,
    count: u32,
    /// How many pages the file itself has.
    whole: u32,
    /// How many it has by its own account, if that can be read.
    said: Option<u32>,
    bytes: u64,
}

impl Pages {
    pub(super) fn open(path: &Path, log: &Path) -> io::Result<Self> {
        let there = |path: &Path| match File::open(path) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        };
        let file = there(path)?;
        let mut head = [0; HEADER];
        let read = file
            .as_ref()
            .is_some_and(|file| file.read_exact_at(&mut head, 0).is_ok());
        let whole = read && head.starts_with(MAGIC);
        let said = usize::from(u16::from_be_bytes([head[16], head[17]]));
        let size = match whole && said.is_power_of_two() && said >= 512 {
            true => said,
            false => PAGE,
        };
        let bytes = match &file {
            Some(file) => file.metadata()?.len(),
            None => 0,
        };
        let count = (bytes / size as u64) as u32;
        let mut pages = Self {
            count,
            whole: count,
            // The number counts only when whoever wrote it last knew of it.
            said: number(&head, 28).filter(|_| whole && head[24..28] == head[92..96]),
            bytes,
            file,
            log: there(log)?,
            logged: HashMap::new(),
            size,
        };
        pages.read_log();
        Ok(pages)
    }

    /// Finds the pages of the log that belong together by their salt.
    fn read_log(&mut self) {
        let Some(log) = &self.log else { return };
        let (mut head, mut frame) = ([0; 32], [0; 24]);
        if log.read_exact_at(&mut head, 0).is_err() {
            return;
        }
        let mut at = 32;
        while log.read_exact_at(&mut frame, at).is_ok() && frame[8..16] == head[16..24] {
            let page = u32::from_be_bytes([frame[0], frame[1], frame[2], frame[3]]);
            self.logged.insert(page, at + 24);
            self.count = self.count.max(page);
            // The last page of a change says how many there are.
            self.said = number(&frame, 4).filter(|said| *said > 0).or(self.said);
            at += 24 + self.size as u64;
        }
    }

    fn page(&self, number: u32) -> Option<Vec<u8>> {
        let mut bytes = vec![0; self.size];
        let (file, at) = match (&self.log, self.logged.get(&number)) {
            (Some(log), Some(at)) => (log, *at),
            _ => (
                self.file.as_ref()?,
                u64::from(number.checked_sub(1)?) * self.size as u64,
            ),
        };
        file.read_exact_at(&mut bytes, at).ok()?;
        Some(bytes)
    }

    /// Where the file ends too early, if it does.
    pub(super) fn cut(&self) -> Option<Cut> {
        let said = self.said.filter(|said| *said <= MOST)?;
        let missing = (self.whole + 1..=said).filter(|page| !self.logged.contains_key(page));
        let pages = missing.count() as u64;
        (pages > 0).then(|| Cut {
            at: self.bytes,
            of: u64::from(said) * self.size as u64,
            pages,
        })
    }

    /// A page as a part of a tree; nothing when it is not there or none.
    pub(super) fn node(&self, number: u32) -> Option<Node> {
        let page = self.page(number)?;
        let head = head(number);
        match page[head] {
            LEAF_TABLE | LEAF_INDEX => Some(Node::Leaf),
            INTERIOR_TABLE | INTERIOR_INDEX => {
                let below = places(&page, head, head + 12).into_iter().chain([head + 8]);
                let below = below.map(|at| self::number(&page, at));
                below.collect::<Option<_>>().map(Node::Interior)
            }
            _ => None,
        }
    }

    /// The rows on a page; nothing where one cannot be read.
    pub(super) fn rows_of(&self, number: u32) -> Vec<Option<Stored>> {
        let Some(page) = self.page(number) else {
            return Vec::new();
        };
        let head = head(number);
        let cells = cells(&page, head).into_iter();
        cells
            .map(|cell| self.row(&page, page[head], cell))
            .collect()
    }

    /// Calls `each` with every page and every row on it.
    pub(super) fn rows<E>(
        &self,
        mut each: impl FnMut(u32, Option<Stored>) -> Result<(), E>,
    ) -> Result<(), E> {
        for number in 1..=self.count.min(MOST) {
            for row in self.rows_of(number) {
                each(number, row)?;
            }
        }
        Ok(())
    }

    fn row(&self, page: &[u8], kind: u8, cell: usize) -> Option<Stored> {
        let mut at = cell + if kind == INTERIOR_INDEX { 4 } else { 0 };
        let length = usize::try_from(varint(page, &mut at)?).ok()?;
        let number = match kind {
            LEAF_TABLE => Some(varint(page, &mut at)? as i64),
            _ => None,
        };
        let payload = self.payload(page, at, length, kind)?;
        let values = record(&payload)?;
        Some(Stored { number, values })
    }

    /// A payload, which may go on in pages of its own.
    fn payload(&self, page: &[u8], at: usize, length: usize, kind: u8) -> Option<Vec<u8>> {
        let usable = self.size;
        let most = match kind {
            LEAF_TABLE => usable - 35,
            _ => (usable - 12) * 64 / 255 - 23,
        };
        if length <= most {
            return Some(page.get(at..at.checked_add(length)?)?.to_vec());
        }
        if length / usable > self.count as usize {
            return None;
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let here = least + (length - least) % (usable - 4);
        let here = if here <= most { here } else { least };
        let mut payload = page.get(at..at + here)?.to_vec();
        let mut next = number(page, at + here)?;
        while payload.len() < length {
            let more = self.page(next)?;
            next = number(&more, 0)?;
            let wanted = (length - payload.len()).min(usable - 4);
            payload.extend_from_slice(&more[4..4 + wanted]);
        }
        Some(payload)
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

/// Where the head of a page stands in it.
fn head(page: u32) -> usize {
    if page == 1 { HEADER } else { 0 }
}

/// Where the cells of a page begin, if it is one that holds rows.
fn cells(page: &[u8], head: usize) -> Vec<usize> {
    match page[head] {
        LEAF_TABLE | LEAF_INDEX => places(page, head, head + 8),
        INTERIOR_INDEX => places(page, head, head + 12),
        _ => Vec::new(),
    }
}

/// Where the cells of a page begin, whose places are listed from `first` on.
fn places(page: &[u8], head: usize, first: usize) -> Vec<usize> {
    let count = usize::from(u16::from_be_bytes([page[head + 3], page[head + 4]]));
    let places = page[first..].chunks_exact(2).take(count);
    places
        .map(|place| usize::from(u16::from_be_bytes([place[0], place[1]])))
        .filter(|place| *place > first)
        .collect()
}

/// A number of one to nine bytes.
fn varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0;
    for place in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if place == 8 {
            return Some(value << 8 | u64::from(byte));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// The values of a record; nothing when it is none.
fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let mut at = 0;
    let mut body = usize::try_from(varint(payload, &mut at)?).ok()?;
    let head = payload.get(..body)?;
    let mut values = Vec::new();
    while at < head.len() {
        let kind = varint(head, &mut at)?;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind as usize,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => usize::try_from((kind - 12) / 2).ok()?,
        };
        let bytes = payload.get(body..body.checked_add(size)?)?;
        body += size;
        let whole = || {
            let sign = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
            let start = if sign { -1 } else { 0 };
            bytes
                .iter()
                .fold(start, |all: i64, byte| all << 8 | i64::from(*byte))
        };
        values.push(match kind {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            1..=6 => Value::Integer(whole()),
            _ if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            _ => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
        });
    }
    Some(values)
}
