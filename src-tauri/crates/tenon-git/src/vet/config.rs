//! Includes in git configuration: only files of the repository itself may be taken in.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use super::read_small;
use crate::error::GitError;

/// Largest configuration file; a superproject with 10,000 submodules stays below.
const MAX_CONFIG: u64 = 4 * 1024 * 1024;

/// How deep libgit2 follows includes.
const MAX_DEPTH: usize = 10;

/// Refuses `file` when it includes anything that is not a file below one of `inside`.
///
/// A missing file is fine, as it is for git.
pub(crate) fn check(file: &Path, inside: &[&Path]) -> Result<(), GitError> {
    check_at(file, inside, 0)
}

fn check_at(file: &Path, inside: &[&Path], depth: usize) -> Result<(), GitError> {
    if fs::metadata(file).is_err() {
        return Ok(());
    }
    let text = read_small(file, MAX_CONFIG)?;
    let folder = file.parent().unwrap_or(file);
    for target in targets(&text) {
        let refuse = || GitError::Include {
            file: file.to_owned(),
            target: String::from_utf8_lossy(target).into_owned(),
        };
        if !is_plain(target) || depth >= MAX_DEPTH {
            return Err(refuse());
        }
        let Ok(path) = fs::canonicalize(folder.join(OsStr::from_bytes(target))) else {
            continue;
        };
        if !path.is_file() || !inside.iter().any(|folder| path.starts_with(folder)) {
            return Err(refuse());
        }
        check_at(&path, inside, depth + 1)?;
    }
    Ok(())
}

/// Every value that could be the path of an include.
///
/// This is no parser of configuration on purpose: two parsers can differ, and then one of them can
/// be deceived. Where an include section may be, each `path =` anywhere counts as its path.
fn targets(text: &[u8]) -> Vec<&[u8]> {
    if !has_include_section(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, word) in text.windows(4).enumerate() {
        if !word.eq_ignore_ascii_case(b"path") {
            continue;
        }
        if let Some(value) = text[at + 4..].trim_ascii_start().strip_prefix(b"=") {
            let line = value
                .split(|byte| *byte == b'\n')
                .next()
                .unwrap_or_default();
            found.push(line.trim_ascii());
        }
    }
    found
}

/// Whether a section that begins with `include`, as `[includeIf "…"]` does, may be in `text`.
fn has_include_section(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'[').skip(1).any(|header| {
        let name = header.trim_ascii_start();
        name.get(..7)
            .is_some_and(|name| name.eq_ignore_ascii_case(b"include"))
    })
}

/// Whether a value means what it says: no quotes, escapes, comments or home folder.
fn is_plain(value: &[u8]) -> bool {
    let odd = |byte: &u8| matches!(byte, b'"' | b'\\' | b'#' | b';') || byte.is_ascii_control();
    !value.starts_with(b"~") && !value.iter().any(odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_targets(text: &str, expect: &[&str]) {
        let expect: Vec<&[u8]> = expect.iter().map(|target| target.as_bytes()).collect();
        assert_eq!(targets(text.as_bytes()), expect, "in {text:?}");
    }

    #[test]
    fn a_path_counts_only_where_an_include_may_be() {
        check_targets("[submodule \"a\"]\n\tpath = a\n", &[]);
        check_targets("[include]\n\tpath = /etc/x\n", &["/etc/x"]);
        check_targets("[ INCLUDE ]PaTh=x", &["x"]);
        check_targets(
            "[core][includeIf \"gitdir:/\"] path\t=  ../y \r\n",
            &["../y"],
        );
        check_targets("[include]\npath\n=\nz", &[""]);
        check_targets("[include]\npath = a\\\nb\n", &["a\\"]);
    }

    #[test]
    fn values_that_could_be_read_in_two_ways_are_not_plain() {
        for odd in ["\"x\"", "a\\", "x # y", "a;b", "~/x", "a\tb"] {
            assert!(!is_plain(odd.as_bytes()), "{odd:?} must be refused");
        }
        assert!(
            is_plain(b"../.gitconfig"),
            "a plain relative path is understood"
        );
    }
}
