//! Which files the journal says nothing about.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Files that hold keys and passwords by their usual names.
pub const USUAL: &[&str] = &[
    ".env*",
    "*.env",
    "*.pem",
    "*.key",
    "*.p12",
    "*.pfx",
    "*.jks",
    "*.keystore",
    "*.kdbx",
    "*.ppk",
    "id_rsa*",
    "id_dsa*",
    "id_ecdsa*",
    "id_ed25519*",
    ".netrc",
    "_netrc",
    ".npmrc",
    ".pypirc",
    ".pgpass",
    ".htpasswd",
    ".git-credentials",
    ".ssh/",
    ".gnupg/",
    ".aws/",
];

/// Files and folders that are left out, by patterns in the form of ignore files: without a slash at
/// any depth, with one from the workspace's folder, a folder with all below it, and `!` takes back.
#[derive(Debug, Clone)]
pub struct Exclusion(Gitignore);

impl Exclusion {
    /// Reads patterns. The fault of the first that is none is a sentence.
    pub fn new<P: AsRef<str>>(patterns: &[P]) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new("");
        let fault = |pattern: &str, fault: &dyn std::fmt::Display| {
            format!("\"{pattern}\" is no pattern of files ({fault})")
        };
        // Names on a disk that keeps case still mean the same to people.
        builder.case_insensitive(true).map_err(|e| fault("", &e))?;
        for pattern in patterns {
            let pattern = pattern.as_ref();
            builder
                .add_line(None, pattern)
                .map_err(|e| fault(pattern, &e))?;
        }
        builder.build().map(Self).map_err(|e| fault("", &e))
    }

    /// Whether a file, or a folder that it lies in, is left out. The path is relative to the
    /// workspace, as bytes; one that is absolute or leads out is matched by its parts.
    pub fn covers(&self, path: &[u8]) -> bool {
        let relative = path
            .iter()
            .position(|&byte| byte != b'/')
            .map_or(&path[..0], |start| &path[start..]);
        if relative.is_empty() {
            return false;
        }
        let relative = Path::new(OsStr::from_bytes(relative));
        self.0
            .matched_path_or_any_parents(relative, false)
            .is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(patterns: &[&str], path: &[u8], covered: bool) {
        let exclusion = Exclusion::new(patterns).expect("patterns");
        assert_eq!(
            exclusion.covers(path),
            covered,
            "{patterns:?} {:?}",
            String::from_utf8_lossy(path)
        );
    }

    #[test]
    fn usual_files_of_keys_are_covered_and_others_are_not() {
        for path in [
            ".env",
            ".env.local",
            "a/b/.ENV",
            "deploy/server.pem",
            "tls/Server.KEY",
            "home/.ssh/config",
            ".aws/credentials",
            "id_ed25519.pub",
            ".npmrc",
            "vault.kdbx",
        ] {
            check(USUAL, path.as_bytes(), true);
        }
        for path in [
            "src/environment.rs",
            "src/keys.rs",
            "keyboard.md",
            "pem/readme.md",
            "",
            "/",
        ] {
            check(USUAL, path.as_bytes(), false);
        }
        check(USUAL, b"/home/ada/.env", true);
        check(USUAL, b"../.env", true);
    }

    #[test]
    fn patterns_are_those_of_ignore_files() {
        check(&["private/"], b"private/a/b.txt", true);
        check(&["private/"], b"a/private/b.txt", true);
        check(&["/private/"], b"a/private/b.txt", false);
        check(&["docs/*.txt"], b"docs/a.txt", true);
        check(&["docs/*.txt"], b"docs/a/b.txt", false);
        check(&[".env*", "!.env.example"], b".env.example", false);
        check(&["*.key"], b"a/\xff.key", true);
        check(&[], b"a", false);
        check(&["*"], b"a", true);
        assert!(
            Exclusion::new(&["a{b".to_owned()]).is_err(),
            "a fault is told"
        );
    }
}
