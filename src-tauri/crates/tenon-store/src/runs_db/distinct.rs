//! Each command of a folder once, for those who read commands rather than runs.

use rusqlite::{Connection, OptionalExtension, params};
use tenon_core::{Millis, RunId, WorkspaceId};

use super::filter::Numbers;
use super::{Run, RunExit, RunsDb};
use crate::StoreError;
use crate::table::{phrase, run, uuid};

/// A command, and the run that it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistinctCommand {
    /// One of its runs.
    pub run: RunId,
    /// The command, masked.
    pub command: String,
    /// When that run began; 0 where nobody noted that.
    pub at: Millis,
}

/// Which commands are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistinctQuery {
    /// Those that ran in one of these folders or below it, as masked paths.
    pub folders: Vec<String>,
    /// And those in terminals of this workspace.
    pub workspace: WorkspaceId,
    /// At most so many.
    pub most: usize,
    /// At most so many runs are looked at, the newest ones.
    pub look: usize,
}

impl RunsDb {
    /// The commands that ran in a folder, each once with its newest run there, the newest first.
    pub fn distinct(&self, query: &DistinctQuery) -> Result<Vec<DistinctCommand>, StoreError> {
        self.database.read(|conn| distinct(conn, query))
    }

    /// A run as a command.
    pub fn command(&self, id: RunId) -> Result<Option<DistinctCommand>, StoreError> {
        let run = self.run(id)?;
        Ok(run.map(|run| DistinctCommand {
            run: id,
            command: run.command,
            at: run.at.unwrap_or_default(),
        }))
    }

    /// The newest run that has the same command as this one, of those that ended so and began then or
    /// later.
    pub fn newest_like(
        &self,
        id: RunId,
        exit: Option<RunExit>,
        since: Option<Millis>,
    ) -> Result<Option<Run>, StoreError> {
        let (how, status) = match exit {
            None => (0, 0),
            Some(RunExit::With(status)) => (1, status),
            Some(RunExit::Without(status)) => (2, status),
        };
        self.database.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT number FROM run WHERE command = (SELECT command FROM run WHERE id = ?1)
                   AND (?2 = 0 OR ?2 = 1 AND exit = ?3 OR ?2 = 2 AND exit <> ?3)
                   AND (?4 IS NULL OR dated AND at >= ?4)
                 ORDER BY at DESC, number DESC LIMIT 1",
            )?;
            let number: Option<i64> = select
                .query_row(params![id.0.as_bytes(), how, status, since], |row| {
                    row.get(0)
                })
                .optional()?;
            number.map_or(Ok(None), |number| run::get(conn, number))
        })
    }
}

fn distinct(conn: &Connection, query: &DistinctQuery) -> Result<Vec<DistinctCommand>, StoreError> {
    let mut folders = Numbers::default();
    for folder in &query.folders {
        phrase::below(conn, folder, |number| folders.insert(number))?;
    }
    let workspace = phrase::find(conn, &query.workspace.to_string())?;
    let mut select = conn.prepare_cached(
        "SELECT command, id, at, dated, cwd, workspace FROM run
         ORDER BY at DESC, number DESC LIMIT ?1",
    )?;
    let mut rows = select.query([i64::try_from(query.look).unwrap_or(i64::MAX)])?;
    let (mut seen, mut found) = (Numbers::default(), Vec::new());
    while let Some(row) = rows.next()? {
        let command: u32 = row.get(0)?;
        let cwd: Option<u32> = row.get(4)?;
        let is_here = cwd.is_some_and(|cwd| folders.has(cwd))
            || workspace.is_some() && row.get::<_, Option<i64>>(5)? == workspace;
        if !is_here || seen.has(command) {
            continue;
        }
        seen.insert(command);
        let dated: bool = row.get(3)?;
        found.push(DistinctCommand {
            run: RunId(uuid(row, "id")?),
            command: phrase::text(conn, command.into())?.unwrap_or_default(),
            at: if dated { row.get(2)? } else { 0 },
        });
        if found.len() == query.most {
            break;
        }
    }
    Ok(found)
}
