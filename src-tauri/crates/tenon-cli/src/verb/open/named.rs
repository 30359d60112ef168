//! `tenon open run:ID`: what a reference names, in a window that is open.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use tenon_api::ApiResult;
use tenon_api::place::Place;
use tenon_api::wire::RaiseParams;
use tenon_core::{DocId, EntityKind, EntityRef, RunId};

use super::{folder_of_window, no_window, owner_of, raise};
use crate::Session;

/// What an argument that is a reference stands for.
#[derive(Debug, PartialEq)]
pub enum Named {
    /// A file of the folder, `file:PATH[:LINE[:COLUMN]]`.
    File(Place),
    /// Anything else.
    Thing(EntityRef),
    /// A command with an identity that none has.
    NoRun,
}

/// Reads a reference. A file in `cwd` that is called so goes first, also with a line behind it;
/// `folder` is where the paths of references begin.
pub fn read(cwd: &Path, folder: &Path, text: &OsStr) -> Option<Named> {
    if Place::parse(cwd, text).path.exists() {
        return None;
    }
    let thing: EntityRef = text.to_str()?.parse().ok()?;
    match thing.kind() {
        EntityKind::File if thing.id().parse::<DocId>().is_err() => {
            Some(Named::File(Place::parse(folder, OsStr::new(thing.id()))))
        }
        EntityKind::Run if thing.id().parse::<RunId>().is_err() => Some(Named::NoRun),
        _ => Some(Named::Thing(thing)),
    }
}

/// Shows it in the window of this terminal, or in another one of the folder.
pub fn show(session: &Session, thing: &EntityRef) -> ApiResult<ExitCode> {
    let folder = folder_of_window(session);
    let reference = thing.to_string();
    let record = json!({
        "opened": reference,
        "workspace": folder.display().to_string(),
    });
    let params = RaiseParams {
        reference: Some(reference.clone()),
        ..RaiseParams::default()
    };
    let shown = match owner_of(session, folder)? {
        Some(link) => raise(session, &link, params)?,
        None => false,
    };
    if !shown {
        return Err(no_window(folder));
    }
    let told = format!("shown in the open window: {reference}");
    session.out.record(&record, |_| told)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_told_from_a_file_that_is_called_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let cwd = folder.path();
        for name in ["file:odd", "symbol"] {
            std::fs::write(cwd.join(name), "").expect("written");
        }
        let id = "0190e3b4-0000-7000-8000-000000000001";
        let check = |text: &str, want: Option<Named>| {
            let read = read(cwd, Path::new("/w"), OsStr::new(text));
            assert_eq!(read, want, "{text}");
        };
        let thing = |text: &str| Some(Named::Thing(text.parse().expect("a reference")));
        check(&format!("run:{id}"), thing(&format!("run:{id}")));
        check("run:12", Some(Named::NoRun));
        check("run:abc", Some(Named::NoRun));
        check("./run:abc", None);
        check("commit:4f1c9e2", thing("commit:4f1c9e2"));
        check(&format!("file:{id}"), thing(&format!("file:{id}")));
        check("file:odd", None);
        check("symbol:12", None);
        check("src/a.rs:3", None);
        let place = Place {
            path: "/w/src/a.rs".into(),
            line: Some(3),
            column: Some(9),
        };
        check("file:src/a.rs:3:9", Some(Named::File(place)));
    }
}
