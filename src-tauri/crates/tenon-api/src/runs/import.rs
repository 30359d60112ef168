//! Taking over the commands that the histories of shells, and Atuin, hold. These are only read.
//!
//! A command's identity follows from where it stands in its history, so that importing twice adds
//! nothing. It is masked, and left out, by the rules for one that is typed in a terminal.

mod atuin;
mod bash;
mod file;
mod fish;
mod place;
mod zsh;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use tenon_core::{Code, Millis, RunId};
use tenon_gatekeeper::Gatekeeper;
use tenon_store::{Imported, NewOutput, NewRun, ProfileId, RunEnd};

use super::exclude::Exclusions;
use super::record::shortened;
use crate::app::App;
use crate::wire::{RunHistory, RunImportParams, RunImported, RunSource, Whole};
use crate::{ApiError, ApiResult, secrets};

/// Every history there is, in the order in which they are imported: the one that knows most goes
/// first, as others note the same commands.
const ALL: [RunSource; 4] = [
    RunSource::Atuin,
    RunSource::Fish,
    RunSource::Zsh,
    RunSource::Bash,
];

/// A command as a history has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Entry {
    command: String,
    /// When it began.
    at: Option<Millis>,
    ended: Option<Millis>,
    exit: Option<i32>,
    cwd: Option<String>,
    session: Option<String>,
    host: Option<String>,
    /// What its history knows it by, where it does.
    id: Option<String>,
}

/// What stands in a history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Parsed {
    entries: Vec<Entry>,
    /// Pieces that are no command.
    unreadable: u64,
    /// What may be wrong with it, as a sentence.
    warning: Option<String>,
}

impl App {
    /// Takes over the histories that `params` name, or all that are found.
    ///
    /// # Errors
    ///
    /// When a history that was named is not there or cannot be read. Of those that were only found it
    /// is said in the answer.
    pub fn import_runs(
        &self,
        profile: ProfileId,
        params: &RunImportParams,
    ) -> ApiResult<RunImported> {
        let dry = params.dry.unwrap_or_default();
        if params.source == Some(RunSource::Tenon) {
            let message = "what Tenon itself keeps need not be imported";
            return Err(ApiError::new(Code::Invalid, message)
                .hint("Name one of bash, zsh, fish and atuin."));
        }
        if params.file.is_some() && params.source.is_none() {
            let message = "a file is imported as the history of something";
            return Err(ApiError::new(Code::Invalid, message)
                .hint("Name one of bash, zsh, fish and atuin, too."));
        }
        // What must not be kept is not taken over because somebody mistyped what that is.
        let snapshot = self.settings.snapshot();
        let mut problems = snapshot.problems.iter();
        let key = Some("terminal.history.exclude");
        if let Some(problem) = problems.find(|problem| problem.key.as_deref() == key) {
            let message = format!("nothing is imported: {}", problem.message);
            return Err(ApiError::new(Code::Invalid, message)
                .hint("Mend the setting, so that it says which commands are left out."));
        }
        let mut histories = Vec::new();
        if let Some(source) = params.source {
            let file = params.file.as_deref().map(PathBuf::from);
            let file = match file {
                Some(file) => file,
                None => place::named(&self.surroundings, source)?,
            };
            histories.push(self.import_one(profile, source, &file, dry)?);
            return Ok(RunImported { histories, dry });
        }
        for source in ALL {
            if let Some(file) = place::found(&self.surroundings, source) {
                let done = self.import_one(profile, source, &file, dry);
                histories.push(done.unwrap_or_else(|error| RunHistory {
                    problem: Some(error),
                    ..empty(source, &file)
                }));
            }
        }
        Ok(RunImported { histories, dry })
    }

    fn import_one(
        &self,
        profile: ProfileId,
        source: RunSource,
        file: &Path,
        dry: bool,
    ) -> ApiResult<RunHistory> {
        let Parsed {
            entries,
            unreadable,
            warning,
        } = read(source, file)?;
        let mut exclusions = Exclusions::default();
        exclusions.follow(&self.settings.snapshot().settings);
        let found = entries.len();
        let mut runs = runs(&self.gatekeeper, &exclusions, source, entries);
        let excluded = found - runs.len();
        // The oldest first, so that numbers follow time.
        runs.sort_by_key(|run| (run.at, run.order));
        let key = secrets::forgotten(&self.surroundings)?;
        let done = match dry {
            true => match self.read_runs(profile)? {
                Some(history) => history.would_import(&runs, &key)?,
                None => Imported {
                    added: runs.len() as u64,
                    ..Imported::default()
                },
            },
            false => self.runs(profile)?.db.import(runs, &key)?,
        };
        Ok(RunHistory {
            found: Whole::size(found as u64),
            added: Whole::size(done.added),
            known: Whole::size(done.known),
            forgotten: Whole::size(done.forgotten),
            excluded: Whole::size(excluded as u64),
            unreadable: Whole::size(unreadable),
            warning,
            ..empty(source, file)
        })
    }
}

fn empty(source: RunSource, file: &Path) -> RunHistory {
    let none = Whole::size(0);
    RunHistory {
        source,
        file: file.display().to_string(),
        found: none,
        added: none,
        known: none,
        forgotten: none,
        excluded: none,
        unreadable: none,
        warning: None,
        problem: None,
    }
}

fn read(source: RunSource, file: &Path) -> ApiResult<Parsed> {
    if source == RunSource::Atuin {
        return atuin::read(file);
    }
    let mut bytes = file::bytes(file)?;
    if source == RunSource::Zsh {
        bytes = zsh::plain(&bytes);
    }
    if !file::is_text(&bytes) {
        let shown = file.display();
        let message = format!("\"{shown}\" is no text, so it is no history of a shell");
        return Err(ApiError::new(Code::Invalid, message)
            .hint("Nothing was taken over. Name the file in which the shell keeps its history."));
    }
    Ok(match source {
        RunSource::Fish => fish::parse(&bytes),
        RunSource::Zsh => zsh::parse(&bytes),
        _ => bash::parse(&bytes),
    })
}

/// What is kept of the entries of a history.
fn runs(
    gatekeeper: &Gatekeeper,
    exclusions: &Exclusions,
    source: RunSource,
    entries: Vec<Entry>,
) -> Vec<NewRun> {
    // How often a command began at a time: each of them is another one.
    let mut seen: HashMap<(Option<Millis>, String), u64> = HashMap::new();
    let kept = entries.into_iter().enumerate();
    let kept = kept.filter(|(_, entry)| exclusions.let_through(&entry.command));
    kept.map(|(order, entry)| {
        let command = gatekeeper.masked(&shortened(&entry.command));
        let name = match &entry.id {
            Some(id) => id.clone(),
            None => {
                let times = seen.entry((entry.at, command.get().clone())).or_default();
                *times += 1;
                format!("{times} {}", command.get())
            }
        };
        let text = |text: Option<String>| gatekeeper.masked(&text.unwrap_or_default());
        NewRun {
            id: identity(source, entry.at, &name),
            command,
            cwd: entry.cwd.map(|cwd| gatekeeper.masked(&cwd)),
            branch: None,
            host: text(entry.host),
            session: text(entry.session),
            workspace: None,
            terminal: None,
            source: source.into(),
            at: entry.at,
            order: i64::try_from(order).unwrap_or(i64::MAX),
            end: Some(RunEnd {
                exit: entry.exit,
                at: entry.ended,
                output: NewOutput {
                    head: text(None),
                    tail: text(None),
                    left_out: 0,
                    bytes: 0,
                    first_error: None,
                },
                binary: false,
            }),
        }
    })
    .collect()
}

/// The same for the same command of the same history.
fn identity(source: RunSource, at: Option<Millis>, name: &str) -> RunId {
    let mut hash = blake3::Hasher::new();
    hash.update(format!("{source:?} {at:?} {name}").as_bytes());
    let mut random = [0; 10];
    random.copy_from_slice(&hash.finalize().as_bytes()[..10]);
    let at = at.and_then(|at| u64::try_from(at).ok()).unwrap_or_default();
    RunId(uuid::Builder::from_unix_timestamp_millis(at, &random).into_uuid())
}

/// A moment that a history gives in seconds; none where it is no time that commands ran at.
fn seconds(text: &str) -> Option<Millis> {
    const LAST: i64 = 1 << 33;
    let seconds: i64 = text.parse().ok()?;
    (0..LAST).contains(&seconds).then(|| seconds * 1_000)
}

/// A line as text; none where it cannot be what a person typed.
fn typed(line: &[u8]) -> Option<String> {
    (!line.contains(&0)).then(|| String::from_utf8_lossy(line).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_that_is_none_is_none_and_never_too_large() {
        assert_eq!(seconds("1700000000"), Some(1_700_000_000_000));
        for odd in ["-1", "99999999999999999", "9223372036854775807", "x"] {
            assert_eq!(seconds(odd), None, "{odd}");
        }
    }

    fn entry(command: &str, at: Option<Millis>) -> Entry {
        Entry {
            command: command.into(),
            at,
            ..Entry::default()
        }
    }

    #[test]
    fn each_command_has_an_identity_that_stays() {
        let gatekeeper = Gatekeeper::new([1; 32]);
        let taken = |entries: &[Entry], source| {
            let runs = runs(
                &gatekeeper,
                &Exclusions::default(),
                source,
                entries.to_vec(),
            );
            runs.into_iter().map(|run| run.id).collect::<Vec<_>>()
        };
        let mut entries = vec![
            entry("ls", Some(5_000)),
            entry("ls", Some(5_000)),
            entry("ls", Some(6_000)),
            entry("ls", None),
            entry("ls", None),
            entry(" hidden", None),
        ];
        let first = taken(&entries, RunSource::Bash);
        assert_eq!(first.len(), 5, "what begins with a blank is left out");
        let mut apart = first.clone();
        apart.sort();
        apart.dedup();
        assert_eq!(apart.len(), 5, "each is another one");
        entries.push(entry("pwd", None));
        assert_eq!(
            taken(&entries, RunSource::Bash)[..5],
            first,
            "whatever follows"
        );
        let other = taken(&entries, RunSource::Zsh);
        assert!(
            first.iter().all(|id| !other.contains(id)),
            "another history"
        );
        assert_eq!(first[0].0.get_version_num(), 7);
    }
}
