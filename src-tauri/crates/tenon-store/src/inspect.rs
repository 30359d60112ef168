//! A look at a database file that touches nothing, not even its log.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::StoreError;
use crate::database::Schema;

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What the header of page 1 says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Header {
    version: i32,
    application: u32,
    /// Counts the changes of the schema.
    cookie: u32,
}

impl Header {
    fn parse(page: &[u8; 100]) -> Option<Self> {
        let word =
            |at: usize| u32::from_be_bytes([page[at], page[at + 1], page[at + 2], page[at + 3]]);
        let (version, application, cookie) = (word(60) as i32, word(68), word(40));
        let header = Self {
            version,
            application,
            cookie,
        };
        page.starts_with(MAGIC).then_some(header)
    }

    /// Whether nothing was ever made in it, as another program leaves it for a moment.
    fn is_blank(&self) -> bool {
        self.application == 0 && self.version == 0 && self.cookie == 0
    }
}

/// Whether nothing stands at `file`: it is not there, or it is empty. A file that cannot be looked at
/// is said by opening it.
pub fn is_vacant(file: &Path) -> bool {
    match fs::metadata(file) {
        Err(fault) => fault.kind() == ErrorKind::NotFound,
        Ok(found) => found.is_file() && found.len() == 0,
    }
}

/// Whether nothing stands in the log beside `file`.
pub(crate) fn log_is_empty(file: &Path) -> bool {
    is_vacant(&log_path(file))
}

/// Whether there is a database of `schema` at `file` (`true`), or nothing yet (`false`).
///
/// Refuses what a newer program or another program wrote. SQLite is not asked, because opening a
/// file with it would already create or replay a log beside it.
pub(crate) fn look(file: &Path, schema: &Schema) -> Result<bool, StoreError> {
    let Some(main) = main_header(file)? else {
        return Ok(false);
    };
    if main.application != schema.application && !main.is_blank() {
        return Err(StoreError::ForeignDatabase { file: file.into() });
    }
    // The newest page 1 may still lie in the log, when the program that wrote it was killed.
    let log = log_headers(&log_path(file)).unwrap_or_default();
    let versions = log.iter().map(|header| header.version);
    let found = versions.fold(main.version, i32::max);
    if found > schema.known() {
        return Err(StoreError::NewerFile {
            file: file.into(),
            found,
            known: schema.known(),
        });
    }
    let newest = log.last().unwrap_or(&main);
    if !schema.made(newest.version) && (newest.version != 0 || newest.cookie != 0) {
        return Err(StoreError::UnknownSchema {
            file: file.into(),
            found: newest.version,
        });
    }
    Ok(true)
}

fn main_header(file: &Path) -> Result<Option<Header>, StoreError> {
    let reading = |fault| StoreError::io("read", file)(fault);
    let foreign = || StoreError::NotADatabase { file: file.into() };
    match fs::metadata(file) {
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(reading(fault)),
        Ok(found) if !found.is_file() => return Err(foreign()),
        Ok(found) if found.len() == 0 => return Ok(None),
        Ok(_) => {}
    }
    let mut page = [0; 100];
    match File::open(file).and_then(|mut open| open.read_exact(&mut page)) {
        Err(fault) if fault.kind() == ErrorKind::UnexpectedEof => Err(foreign()),
        Err(fault) => Err(reading(fault)),
        Ok(()) => Header::parse(&page).map(Some).ok_or_else(foreign),
    }
}

/// The name of a database's write-ahead log.
fn log_path(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// The copies of page 1 in the log that were committed, oldest first. A log that cannot be read to
/// its end says what it can; SQLite looks again later.
fn log_headers(log: &Path) -> std::io::Result<Vec<Header>> {
    let mut file = File::open(log)?;
    let mut head = [0; 32];
    file.read_exact(&mut head)?;
    let page_size = i64::from(u32::from_be_bytes([head[8], head[9], head[10], head[11]]));
    let (mut headers, mut written) = (Vec::new(), None);
    let mut frame = [0; 24];
    while file.read_exact(&mut frame).is_ok() && frame[8..16] == head[16..24] {
        let mut skip = page_size;
        if frame[..4] == [0, 0, 0, 1] {
            let mut page = [0; 100];
            if file.read_exact(&mut page).is_err() {
                break;
            }
            skip -= 100;
            written = Header::parse(&page);
        }
        // The last frame of a transaction names the size of the file.
        if frame[4..8] != [0; 4] {
            headers.extend(written.take());
        }
        file.seek(SeekFrom::Current(skip))?;
    }
    Ok(headers)
}
