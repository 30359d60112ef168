//! Commands as rows of a search.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use tenon_gatekeeper::marks;
use tenon_index::FindError;
use tenon_index::find::{Ask, Done, Exit, Hit, Source, Take};

use crate::wire::{RunInfo, RunList, RunListParams, RunState, Whole};
use crate::{ApiResult, search};

/// Commands that a search looks through when no limit is set.
const FOUND: u32 = 1_000;

type List = dyn Fn(RunListParams) -> ApiResult<RunList> + Send + Sync;

/// Finds commands that ran, each once.
pub struct CommandSource {
    folder: PathBuf,
    list: Box<List>,
}

impl CommandSource {
    /// Commands, which `list` finds; folders are told relative to the one at `folder`.
    pub fn new(
        folder: &Path,
        list: impl Fn(RunListParams) -> ApiResult<RunList> + Send + Sync + 'static,
    ) -> Self {
        Self {
            folder: folder.to_path_buf(),
            list: Box::new(list),
        }
    }

    /// The commands that fit a question, the best first. Nothing has a language or fits a pattern of
    /// paths, so a question with one of these has none.
    pub fn hits(&self, ask: &Ask, limit: Option<usize>) -> ApiResult<Vec<Hit>> {
        if !ask.globs.is_empty() || !ask.languages.is_empty() || ask.symbol.is_some() {
            return Ok(Vec::new());
        }
        let words = ask.terms.iter().map(search::plain).collect::<Vec<_>>();
        let limit = limit.and_then(|limit| u32::try_from(limit).ok());
        let found = (self.list)(RunListParams {
            query: Some(words.join(" ")),
            since: ask.since.map(Whole::clamped),
            exit: ask.exit.map(exit),
            unique: Some(true),
            limit: limit.map_or(FOUND, |limit| limit.clamp(1, FOUND)),
            ..RunListParams::default()
        })?;
        let without: Vec<String> = ask
            .without
            .iter()
            .map(|term| search::plain(term).to_lowercase())
            .collect();
        let count = found.runs.len();
        let runs = found.runs.into_iter().enumerate().filter(|(_, run)| {
            let command = unmarked(&run.command).to_lowercase();
            !without.iter().any(|word| command.contains(word.as_str()))
        });
        let hit = |(place, run)| self.hit(run, 1.0 - place as f64 / count.max(1) as f64);
        Ok(runs.map(hit).collect())
    }

    /// A command as a row: its first line, and its folder in the place of a file.
    pub fn hit(&self, run: RunInfo, score: f64) -> Hit {
        let why = why(&run);
        let mut lines = run.command.lines();
        let text = lines.next().unwrap_or_default().to_owned();
        let cwd = run.cwd.unwrap_or_default();
        let below = Path::new(&cwd).strip_prefix(&self.folder);
        let path = below.map_or(cwd.as_str(), |path| path.to_str().unwrap_or(&cwd));
        Hit {
            kind: "command",
            reference: Some(format!("run:{}", run.id)),
            path: path.as_bytes().to_vec(),
            line: 1,
            column: 1,
            cut: lines.next().is_some(),
            text,
            ranges: Vec::new(),
            score,
            why,
            before: Vec::new(),
            after: Vec::new(),
        }
    }
}

impl Source for CommandSource {
    fn kind(&self) -> &'static str {
        "command"
    }

    fn rows(&self, ask: &Ask, _: &AtomicBool, take: &mut Take<'_>) -> Result<Done, FindError> {
        let hits = self.hits(ask, ask.limit);
        let hits = hits.map_err(|e| FindError::Start(e.message))?;
        let mut folders = HashSet::new();
        for hit in hits {
            folders.insert(hit.path.clone());
            if !take(hit) {
                break;
            }
        }
        Ok(Done {
            files: folders.len() as u64,
            ..Done::default()
        })
    }
}

/// A command without the marks of secrets, which say what nobody typed.
fn unmarked(command: &str) -> String {
    let mut typed = command.to_owned();
    for mark in marks(command).collect::<Vec<_>>().into_iter().rev() {
        typed.replace_range(mark, " ");
    }
    typed
}

/// How a command ended, as it is written.
fn exit(exit: Exit) -> String {
    match exit {
        Exit::With(status) => status.to_string(),
        Exit::Without(status) => format!("!{status}"),
    }
}

/// How it ended, and where it ran.
fn why(run: &RunInfo) -> String {
    let ended = match (run.state, run.exit) {
        (_, Some(0)) => "it went well".to_owned(),
        (_, Some(exit)) => format!("it ended with status {exit}"),
        (RunState::Running, None) => "it runs".to_owned(),
        (RunState::Lost, None) => "it ended with Tenon".to_owned(),
        (RunState::Ended, None) => "a command".to_owned(),
    };
    let branch = run.branch.as_ref();
    let branch = branch.map(|branch| format!(" on {branch}"));
    format!("{ended}{}", branch.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use tenon_core::RunId;
    use tenon_index::query;
    use uuid::Uuid;

    use super::*;
    use crate::wire::RunSource;

    fn run(command: &str, cwd: &str) -> RunInfo {
        RunInfo {
            id: RunId(Uuid::nil()),
            terminal: None,
            workspace: None,
            command: command.into(),
            cwd: Some(cwd.into()),
            branch: Some("main".into()),
            state: RunState::Ended,
            exit: Some(2),
            started_at: None,
            ended_at: None,
            session: None,
            host: String::new(),
            source: RunSource::Tenon,
            output_bytes: Whole::size(0),
            binary: false,
            first_error: None,
        }
    }

    fn hits(text: &str) -> Vec<Hit> {
        let source = CommandSource::new(Path::new("/w"), |params| {
            assert_eq!(params.unique, Some(true), "each command once");
            let query = params.query.unwrap_or_default();
            assert_eq!(query, "make all");
            Ok(RunList {
                runs: vec![
                    run("make all\nagain", "/w/src"),
                    run("make ALL debug <REDACTED:A:01234567>", "/else"),
                ],
                more: false,
                partial: false,
                session: None,
            })
        });
        let ask = query::parse(text, Ask::default(), &|_| Ok(7)).expect("it reads");
        source.hits(&ask, None).expect("it answers")
    }

    #[test]
    fn commands_are_rows_with_their_folder() {
        let found = hits("make \"all\" kind:command");
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].text.as_str(), found[0].cut), ("make all", true));
        assert_eq!(
            (&found[0].path[..], &found[1].path[..]),
            (&b"src"[..], &b"/else"[..])
        );
        assert_eq!(found[0].why, "it ended with status 2 on main");
        let left = hits("make all kind:command -debug");
        assert_eq!(left.len(), 1, "what is left out is left out");
        let left = hits("make all kind:command -redacted");
        assert_eq!(left.len(), 2, "nobody typed what a mark says");
        assert_eq!(hits("make all kind:command lang:rust"), []);
        assert_eq!(hits("make all kind:command path:src"), []);
    }
}
