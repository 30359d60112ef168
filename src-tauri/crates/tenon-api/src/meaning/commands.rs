//! Commands that ran, among what is found by meaning: each text once, as a file of its own whose path
//! no file can have.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Weak;

use tenon_core::{RunId, WorkspaceId};
use tenon_index::syntax::passage::{MOST_CHARACTERS, hash_of};
use tenon_store::{
    DistinctCommand, DistinctQuery, Passage, PassageFile, PassageKey, PassageState, ProfileId,
};

use super::follow::{Files, Piece};
use super::job::Order;
use super::{Meaning, Shared};
use crate::ApiResult;
use crate::app::App;
use crate::owner::lock;

/// What a row of a command is.
pub(crate) const COMMAND: &str = "command";
/// Paths in a workspace never begin with a slash.
const FOLDER: &[u8] = b"/command/";
/// Commands of a workspace that have vectors, the newest ones.
const MOST: usize = 20_000;
/// Runs that are looked at for them.
const LOOK: usize = 200_000;

/// The commands of a workspace, or what stands for them in a test.
pub(crate) trait Commands: Send + Sync {
    /// Each once, the newest first.
    fn all(&self) -> ApiResult<Vec<DistinctCommand>>;
    /// The command of a run; none when it was forgotten.
    fn one(&self, run: RunId) -> ApiResult<Option<DistinctCommand>>;
}

/// Those that the history of a profile has of a folder.
pub(crate) struct OfHistory {
    pub app: Weak<App>,
    pub profile: ProfileId,
    pub workspace: WorkspaceId,
    pub folder: String,
}

impl OfHistory {
    fn read<T: Default>(
        &self,
        work: impl FnOnce(&tenon_store::RunsDb) -> Result<T, tenon_store::StoreError>,
    ) -> ApiResult<T> {
        // At the very end there is nobody to ask, and no history is made for a question.
        let app = self.app.upgrade();
        let app = app.filter(|app| app.dirs.runs_place(self.profile).file.exists());
        let Some(app) = app else {
            return Ok(T::default());
        };
        Ok(work(&app.runs(self.profile)?.db)?)
    }
}

impl Commands for OfHistory {
    fn all(&self) -> ApiResult<Vec<DistinctCommand>> {
        self.read(|db| {
            db.distinct(&DistinctQuery {
                folders: vec![self.folder.clone()],
                workspace: self.workspace,
                most: MOST,
                look: LOOK,
            })
        })
    }

    fn one(&self, run: RunId) -> ApiResult<Option<DistinctCommand>> {
        self.read(|db| db.command(run))
    }
}

/// The path that stands for a command.
fn path_of(run: RunId) -> Vec<u8> {
    [FOLDER, run.to_string().as_bytes()].concat()
}

/// The run that a path stands for; none for that of a file.
pub(crate) fn run_of(path: &[u8]) -> Option<RunId> {
    let rest = path.strip_prefix(FOLDER)?;
    std::str::from_utf8(rest).ok()?.parse().ok()
}

/// Whether a path stands for a command, or for all of them.
pub(crate) fn is_command(path: &[u8]) -> bool {
    path.starts_with(FOLDER)
}

/// What is embedded of a command.
pub(crate) fn text_of(command: &str) -> &str {
    let end = command.char_indices().nth(MOST_CHARACTERS);
    end.map_or(command, |(at, _)| &command[..at])
}

fn print(text: &str, salt: &[u8]) -> [u8; 16] {
    let hash = hash_of(text);
    // The text is masked already; the salt tells that the rules for that are others now.
    hash_of(&format!("{} {}", hex::encode(hash), hex::encode(salt)))
}

impl Files<'_> {
    /// The piece that is a command, while it is in the history.
    pub(super) fn command(&self, path: &[u8], run: RunId) -> Option<(PassageFile, Vec<Piece>)> {
        if lock(self.left_out).contains(path) {
            return None;
        }
        let found = self.commands?.one(run).unwrap_or_else(|error| {
            tracing::warn!(%error, "a command cannot be read for its meaning");
            None
        })?;
        let text = text_of(&found.command);
        let piece = Piece {
            passage: Passage {
                key: PassageKey {
                    reference: format!("run:{run}"),
                    hash: hash_of(text),
                },
                kind: COMMAND.to_owned(),
                path: path.to_vec(),
                language: String::new(),
                part: 0,
                line: 1,
                at: found.at,
                state: PassageState::Wanted,
                rev: 0,
            },
            text: text.to_owned(),
        };
        Some((self.command_file(text), vec![piece]))
    }

    fn command_file(&self, text: &str) -> PassageFile {
        PassageFile {
            print: print(text, self.salt),
            size: 0,
            modified: 0,
        }
    }

    /// Whether a command is as it was when its row was made.
    pub(super) fn is_command_so(&self, path: &[u8], file: &PassageFile, run: RunId) -> bool {
        let now = self.command(path, run);
        now.is_some_and(|(now, _)| now == *file)
    }

    /// The commands whose rows may not be those of now: of all, or of the `told` ones. A text that has a
    /// row needs no other one.
    pub(super) fn stale_commands(
        &self,
        known: &HashMap<Vec<u8>, [u8; 16]>,
        told: Option<&BTreeSet<Vec<u8>>>,
    ) -> BTreeSet<Vec<u8>> {
        let Some(commands) = self.commands else {
            return BTreeSet::new();
        };
        let all = told.is_none_or(|told| told.contains(FOLDER));
        let mut rows: HashMap<[u8; 16], &Vec<u8>> = HashMap::new();
        let known = known.iter().filter(|(path, _)| is_command(path));
        let mut stale = BTreeSet::new();
        for (path, print) in known {
            let is_there =
                !all || run_of(path).is_some_and(|run| self.command(path, run).is_some());
            if !is_there || rows.insert(*print, path).is_some() {
                stale.insert(path.clone());
            }
        }
        let new = match told.filter(|_| !all) {
            Some(told) => {
                let runs = told.iter().filter_map(|path| run_of(path));
                runs.filter_map(|run| commands.one(run).transpose())
                    .collect()
            }
            None => commands.all(),
        };
        let new = new.unwrap_or_else(|error| {
            tracing::warn!(%error, "the commands cannot be read for their meaning");
            Vec::new()
        });
        let mut wanted = HashSet::new();
        for command in new {
            let print = print(text_of(&command.command), self.salt);
            wanted.insert(print);
            if !rows.contains_key(&print) {
                stale.insert(path_of(command.run));
            }
        }
        if all {
            // More recent ones have taken their place.
            let old = rows.iter().filter(|(print, _)| !wanted.contains(*print));
            let old: HashSet<Vec<u8>> = old.map(|(_, path)| (*path).clone()).collect();
            stale.extend(old.iter().cloned());
            *lock(self.left_out) = old;
        }
        stale
    }
}

impl Shared {
    pub(super) fn commands(&self) -> Option<&dyn Commands> {
        self.parts.commands.as_deref()
    }
}

impl Meaning {
    /// Takes up a command that was recorded.
    pub(crate) fn hear_command(&self, run: RunId) {
        self.hear(path_of(run));
    }

    /// Takes up what came to the history at once.
    pub(crate) fn hear_commands(&self) {
        self.hear(FOLDER.to_vec());
    }

    fn hear(&self, path: Vec<u8>) {
        // Work that begins later looks at everything.
        if lock(&self.running).is_some() {
            self.tell(Order::Changed(Some(BTreeSet::from([path]))));
        }
    }

    /// Forgets the rows and vectors of commands that were forgotten, here and in the sidecar.
    pub(crate) fn forget_commands(&self, runs: &[RunId]) -> ApiResult<()> {
        if runs.is_empty() || !self.shared.parts.place.file.exists() {
            return Ok(());
        }
        let references = runs.iter().map(|run| format!("run:{run}")).collect();
        let db = self.shared.db()?;
        if db.forget_references(references)? > 0 {
            db.wipe()?;
            // Older versions of a collection would still hold the rows.
            self.shared.drop_collections()?;
        }
        // The same text may have run another time, which is not forgotten.
        self.hear_commands();
        Ok(())
    }
}
