//! Looking for manifests in the workspace.

use std::io::Read;
use std::sync::Mutex;

use tenon_core::Code;
use tenon_script::{Folder, Found, LARGEST, find as find_scripts, is_of_use};
use tenon_workspace::{Root, WorkspaceError, walk};

use crate::owner::Owner;
use crate::{ApiError, ApiResult};

/// So many manifests and files beside them are looked at.
const MOST: usize = 20_000;
/// Threads of the walk.
const THREADS: usize = 2;

struct Workspace<'a>(&'a Root);

impl Folder for Workspace<'_> {
    fn read(&self, path: &str) -> Option<Result<Vec<u8>, String>> {
        let mut file = match self.0.open_file(path.as_bytes()) {
            Ok((file, _)) => file,
            Err(WorkspaceError::NotFound(_)) => return None,
            Err(e) => return Some(Err(e.to_string())),
        };
        let mut bytes = Vec::new();
        let mut part = Read::by_ref(&mut file).take(LARGEST as u64 + 1);
        Some(match part.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(e) => Err(e.to_string()),
        })
    }

    fn has(&self, path: &str) -> bool {
        self.0.place(path.as_bytes()).is_ok()
    }
}

/// The scripts of the workspace, by the rules of its ignore files.
pub(crate) fn find(owner: &Owner) -> ApiResult<Found> {
    if owner.is_loose() {
        // Nobody has asked for the folder yet, so only the files that are open are read.
        let message = "only a file of this folder is open, so its scripts are not looked for";
        return Err(ApiError::new(Code::PreconditionFailed, message)
            .hint("Open the folder, or answer the question of trust."));
    }
    let paths = Mutex::new(Vec::new());
    let problems = walk::files(owner.root(), false, THREADS, || {
        |path: &[u8]| {
            let Ok(path) = std::str::from_utf8(path) else {
                return true;
            };
            if !is_of_use(path) {
                return true;
            }
            let mut paths = crate::owner::lock(&paths);
            paths.push(path.to_owned());
            paths.len() < MOST
        }
    });
    if !problems.is_empty() {
        tracing::debug!(
            count = problems.len(),
            "parts of the folder could not be read for scripts"
        );
    }
    let mut paths = paths.into_inner().unwrap_or_default();
    let is_cut = paths.len() >= MOST;
    paths.sort_unstable();
    let mut found = find_scripts(&paths, &Workspace(&owner.root));
    found.more |= is_cut;
    Ok(found)
}
