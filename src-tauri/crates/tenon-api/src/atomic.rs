//! Writing Tenon's own small files so that after any interruption the old or the new one is there,
//! whole. Files of the workspace go through `tenon_workspace`, which keeps more of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

/// Writes a file and answers when it is durable. A link keeps leading where it led, the mode stays,
/// and a file with several names is written in place, so that all of them see it; a new file gets
/// `mode` as far as the process's mask leaves it.
pub(crate) fn write(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    // A link (dotfiles in a repository) keeps leading where it led.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = target.parent().unwrap_or(Path::new("/"));
    let old = match fs::metadata(&target) {
        Ok(meta) => Some(meta),
        Err(e) if e.kind() == ErrorKind::NotFound => None,
        Err(e) => return Err(e),
    };
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", uuid::Uuid::now_v7().simple()));
    let draft = folder.join(name);
    let written = draft_of(&draft, bytes, mode, old.as_ref()).and_then(|()| {
        if old.is_some_and(|old| old.nlink() > 1) {
            // The draft is a whole copy until this is done.
            let mut file = OpenOptions::new().write(true).open(&target)?;
            file.write_all(bytes)?;
            file.set_len(bytes.len() as u64)?;
            file.sync_all()?;
            fs::remove_file(&draft)?;
        } else {
            fs::rename(&draft, &target)?;
        }
        File::open(folder)?.sync_all()
    });
    if written.is_err()
        && let Err(e) = fs::remove_file(&draft)
        && e.kind() != ErrorKind::NotFound
    {
        tracing::warn!(error = %e, "what is left of a failed write could not be removed");
    }
    written
}

fn draft_of(draft: &Path, bytes: &[u8], mode: u32, old: Option<&fs::Metadata>) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(draft)?;
    if let Some(old) = old {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_modes_and_second_names_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("real"), "old and longer").expect("written");
        fs::set_permissions(at("real"), fs::Permissions::from_mode(0o640)).expect("ours");
        symlink("real", at("link")).expect("a link");
        write(&at("link"), b"new", 0o600).expect("written");
        assert_eq!(fs::read(at("real")).expect("read"), b"new", "where it led");
        assert!(at("link").is_symlink(), "it is still a link");
        let mode = fs::metadata(at("real"))
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o640, "its mode");
        fs::hard_link(at("real"), at("other")).expect("a second name");
        write(&at("real"), b"n", 0o600).expect("written");
        assert_eq!(fs::read(at("other")).expect("read"), b"n", "both see it");
        assert_eq!(
            fs::read_dir(folder.path()).expect("read").count(),
            3,
            "no draft"
        );
    }

    #[test]
    fn a_write_that_fails_leaves_the_old_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("settings.json");
        fs::create_dir(&file).expect("a folder in its place");
        assert!(write(&file, b"new", 0o600).is_err(), "it cannot");
        assert!(file.is_dir(), "what was there is there");
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
    }
}
