//! The files of the repository: those that git tracks, and new ones that it would not ignore.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder that holds everything.
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../..")
        .canonicalize()
        .expect("this crate lies three folders below the top")
}

/// Paths relative to the top, with `/`, sorted.
pub fn files() -> Vec<String> {
    let listed = Command::new("git")
        // A checkout may belong to somebody else, as in a container.
        .args(["-c", "safe.directory=*", "ls-files", "-z"])
        .args(["--cached", "--others", "--exclude-standard"])
        .current_dir(top())
        .output()
        .expect("git is one of the tools that a build needs");
    assert!(
        listed.status.success(),
        "git lists the files of a checkout: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let mut files: Vec<_> = listed
        .stdout
        .split(|b| *b == 0)
        .map(|path| String::from_utf8_lossy(path).into_owned())
        // A file that was removed and not yet committed is still listed.
        .filter(|path| !path.is_empty() && top().join(path).is_file())
        .collect();
    files.sort();
    assert!(files.len() > 100, "the whole tree is listed, not {files:?}");
    files
}

/// The text of a file; `None` when it is not text.
pub fn text(path: &str) -> Option<String> {
    let bytes = std::fs::read(top().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    String::from_utf8(bytes).ok()
}

/// Fails with all findings, each on a line.
#[track_caller]
pub fn expect_none(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}
