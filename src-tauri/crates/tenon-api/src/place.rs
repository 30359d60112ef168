//! What a person asks to have opened, as `tenon open` and the window's program take it.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use tenon_workspace::WorkspaceError;

use crate::{ApiError, ApiResult};

/// A file or folder, with the line and the column that were named behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it is, absolute as far as it was looked for from an absolute folder.
    pub path: PathBuf,
    /// From 1.
    pub line: Option<u32>,
    /// From 1.
    pub column: Option<u32>,
}

impl Place {
    /// A folder or a file as a whole.
    pub fn whole(path: PathBuf) -> Self {
        Self {
            path,
            line: None,
            column: None,
        }
    }

    /// Reads `FILE[:LINE[:COLUMN]]`, looked for from `cwd`; a file whose name really ends that way
    /// goes first.
    pub fn parse(cwd: &Path, text: &OsStr) -> Self {
        let whole = Self::whole(cwd.join(text));
        if whole.path.exists() {
            return whole;
        }
        let bytes = text.as_bytes();
        let number = |bytes: &[u8]| -> Option<u32> {
            let text = std::str::from_utf8(bytes).ok()?;
            text.parse().ok().filter(|n| *n > 0)
        };
        let cut = |bytes: &[u8]| -> Option<(usize, u32)> {
            let at = bytes.iter().rposition(|b| *b == b':')?;
            Some((at, number(&bytes[at + 1..])?))
        };
        let Some((last, second)) = cut(bytes) else {
            return whole;
        };
        let (path, line, column) = match cut(&bytes[..last]) {
            Some((first, line)) => (&bytes[..first], line, Some(second)),
            None => (&bytes[..last], second, None),
        };
        Self {
            path: cwd.join(OsStr::from_bytes(path)),
            line: Some(line),
            column,
        }
    }

    /// Where it really is, unless it is nothing that can be opened: what is missing, and pipes,
    /// sockets and devices, which are looked at and not touched.
    pub fn real(&self) -> ApiResult<PathBuf> {
        let name = self.path.as_os_str().as_bytes();
        let fault = |e| match WorkspaceError::from_io(name, e) {
            WorkspaceError::NotFolder(name) => WorkspaceError::NotFound(name),
            other => other,
        };
        let real = self.path.canonicalize().map_err(fault)?;
        let kind = real.metadata().map_err(fault)?.file_type();
        if kind.is_file() || kind.is_dir() {
            return Ok(real);
        }
        let name = String::from_utf8_lossy(name).into_owned();
        Err(ApiError::from(WorkspaceError::Special(name))
            .hint("Only files and folders are opened."))
    }

    /// The folder to open for a file or folder that really is at `real`: itself, `from` for what is
    /// in there, and otherwise the folder that holds it.
    pub fn folder_of(real: &Path, from: &Path) -> PathBuf {
        if real.is_dir() {
            return real.to_path_buf();
        }
        let from = from.canonicalize().ok();
        let parent = real.parent().unwrap_or(Path::new("/"));
        match from {
            Some(from) if real.starts_with(&from) => from,
            _ => parent.to_path_buf(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tenon_core::Code;

    use super::*;

    #[test]
    fn a_place_may_have_a_line_and_a_column() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("odd:7"), "").expect("written");
        let check = |text: &str, path: &str, line, column| {
            let want = Place {
                path: folder.path().join(path),
                line,
                column,
            };
            assert_eq!(
                Place::parse(folder.path(), OsStr::new(text)),
                want,
                "{text}"
            );
        };
        check("a.rs", "a.rs", None, None);
        check("a.rs:3", "a.rs", Some(3), None);
        check("a.rs:3:9", "a.rs", Some(3), Some(9));
        check("odd:7", "odd:7", None, None);
        check("a.rs:0", "a.rs:0", None, None);
        check("a:b:2", "a:b", Some(2), None);
    }

    #[test]
    fn what_cannot_be_opened_is_named_and_not_touched() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(
            rustix::fs::CWD,
            &pipe,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        )
        .expect("a pipe");
        let socket = folder.path().join("socket");
        let _listening = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
        for odd in [pipe, socket, PathBuf::from("/dev/null")] {
            let refused = Place::whole(odd.clone()).real().expect_err("it is no file");
            assert_eq!(refused.code, Code::Invalid);
            let named = format!("\"{}\" is a pipe, a socket or a device", odd.display());
            assert!(refused.message.starts_with(&named), "{}", refused.message);
        }
        let missing = Place::whole(folder.path().join("none")).real();
        assert_eq!(missing.expect_err("nothing is there").code, Code::NotFound);
    }
}
