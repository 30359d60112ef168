//! Commands that ran: each beginning, and how it ended.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};
use tenon_core::{Millis, RunId, TerminalId, WorkspaceId};

use super::{phrase, run_output};
use crate::StoreError;
use crate::runs_db::{NewRun, Run, RunEnd, RunSource, RunState};

pub(crate) const CREATE: &str = "
CREATE TABLE run (
  number INTEGER PRIMARY KEY NOT NULL,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  -- a number of phrase, as are cwd, branch, host, session and workspace
  command INTEGER NOT NULL,
  cwd INTEGER,
  branch INTEGER,
  host INTEGER NOT NULL,
  session INTEGER NOT NULL,
  workspace INTEGER,
  terminal BLOB CHECK (length(terminal) = 16),
  source INTEGER NOT NULL,
  -- 0 runs, 1 ended, 2 ended with its owner
  state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
  exit INTEGER,
  -- milliseconds since 1970; where dated is 0 a count that keeps the order
  at INTEGER NOT NULL,
  dated INTEGER NOT NULL CHECK (dated IN (0, 1)),
  ended INTEGER
) STRICT;
CREATE INDEX run_at ON run (at, number);
CREATE INDEX run_command ON run (command, at);
CREATE INDEX run_terminal ON run (terminal, at) WHERE terminal IS NOT NULL;
CREATE INDEX run_open ON run (number) WHERE state = 0;";

/// How near two programs note the beginning of the same command, in milliseconds.
pub(crate) const SAME: i64 = 2_000;

/// Writes a run; `false` when it is known already.
pub(crate) fn insert(conn: &Connection, new: &NewRun) -> Result<bool, StoreError> {
    let command = phrase::put(conn, new.command.get())?;
    let maybe = |text: Option<&str>| text.map(|text| phrase::put(conn, text)).transpose();
    let (at, dated) = match new.at {
        Some(at) => (at, true),
        None => (new.order, false),
    };
    let state = match &new.end {
        Some(_) => RunState::Ended,
        None => RunState::Running,
    };
    let end = new.end.as_ref();
    let mut insert = conn.prepare_cached(
        "INSERT OR IGNORE INTO run
         (id, command, cwd, branch, host, session, workspace, terminal, source, state, exit, at,
          dated, ended)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    let workspace = new.workspace.map(|id| id.to_string());
    let added = insert.execute(params![
        new.id.0.as_bytes(),
        command,
        maybe(new.cwd.as_ref().map(|cwd| cwd.get().as_str()))?,
        maybe(new.branch.as_ref().map(|branch| branch.get().as_str()))?,
        phrase::put(conn, new.host.get())?,
        phrase::put(conn, new.session.get())?,
        maybe(workspace.as_deref())?,
        new.terminal.map(|id| id.0.into_bytes()),
        new.source.number(),
        state.number(),
        end.and_then(|end| end.exit),
        at,
        dated,
        end.and_then(|end| end.at),
    ])?;
    Ok(added == 1)
}

/// Whether another program noted the same command at the same time.
pub(crate) fn is_noted(conn: &Connection, new: &NewRun) -> Result<bool, StoreError> {
    let Some(at) = new.at else { return Ok(false) };
    let Some(command) = phrase::find(conn, new.command.get())? else {
        return Ok(false);
    };
    let mut select = conn.prepare_cached(
        "SELECT 1 FROM run WHERE command = ?1 AND at BETWEEN ?2 AND ?3 AND dated AND source <> ?4",
    )?;
    Ok(select.exists(params![command, at - SAME, at + SAME, new.source.number()])?)
}

/// What a run is known by: its identity, its command and when it began.
pub(crate) fn noted(
    conn: &Connection,
    number: i64,
) -> Result<(RunId, String, Option<Millis>), StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT id, (SELECT text FROM phrase WHERE phrase.number = command) AS text,
           CASE WHEN dated THEN at END AS at
         FROM run WHERE number = ?1",
    )?;
    Ok(select.query_row([number], |row| {
        let text: Option<String> = row.get("text")?;
        let id = RunId(super::uuid(row, "id")?);
        Ok((id, text.unwrap_or_default(), row.get("at")?))
    })?)
}

/// Whether a run is known.
pub(crate) fn has(conn: &Connection, id: RunId) -> Result<bool, StoreError> {
    let mut select = conn.prepare_cached("SELECT 1 FROM run WHERE id = ?1")?;
    Ok(select.exists([id.0.as_bytes()])?)
}

/// Writes how a run ended; `false` when it is not known, or forgotten since.
pub(crate) fn end(conn: &Connection, id: RunId, end: &RunEnd) -> Result<bool, StoreError> {
    let Some(number) = number(conn, id)? else {
        return Ok(false);
    };
    conn.prepare_cached("UPDATE run SET state = 1, exit = ?2, ended = ?3 WHERE number = ?1")?
        .execute(params![number, end.exit, end.at])?;
    run_output::put(conn, number, end)?;
    Ok(true)
}

/// The number of a run.
pub(crate) fn number(conn: &Connection, id: RunId) -> Result<Option<i64>, StoreError> {
    let mut select = conn.prepare_cached("SELECT number FROM run WHERE id = ?1")?;
    Ok(select
        .query_row([id.0.as_bytes()], |row| row.get(0))
        .optional()?)
}

/// Says of the runs of a workspace that still run that they ended with their owner, and gives them.
pub(crate) fn lose(conn: &Connection, workspace: WorkspaceId) -> Result<Vec<RunId>, StoreError> {
    let Some(workspace) = phrase::find(conn, &workspace.to_string())? else {
        return Ok(Vec::new());
    };
    let mut lost = conn.prepare_cached(
        "UPDATE run SET state = 2 WHERE state = 0 AND workspace = ?1 RETURNING id",
    )?;
    let rows = lost.query_map([workspace], |row| super::uuid(row, "id").map(RunId))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const SELECT: &str = "
SELECT run.*, c.text AS command_text, o.bytes, o.binary, o.error_line, o.error_text
FROM run JOIN phrase c ON c.number = run.command
LEFT JOIN run_output o ON o.run = run.number";

/// Reads runs. Most of them have few folders, branches, machines, sessions and workspaces between
/// them, so that the text of each is looked up once.
#[derive(Default)]
struct Reader {
    texts: HashMap<i64, String>,
}

impl Reader {
    fn text(
        &mut self,
        conn: &Connection,
        row: &Row<'_>,
        column: &str,
    ) -> Result<Option<String>, StoreError> {
        let Some(number) = row.get::<_, Option<i64>>(column)? else {
            return Ok(None);
        };
        if let Some(known) = self.texts.get(&number) {
            return Ok(Some(known.clone()));
        }
        let text = phrase::text(conn, number)?;
        self.texts.extend(text.clone().map(|text| (number, text)));
        Ok(text)
    }

    fn run(&mut self, conn: &Connection, row: &Row<'_>) -> Result<Run, StoreError> {
        let workspace = self.text(conn, row, "workspace")?;
        let error: Option<u32> = row.get("error_line")?;
        let text: Option<String> = row.get("error_text")?;
        Ok(Run {
            id: RunId(super::uuid(row, "id")?),
            command: row.get("command_text")?,
            cwd: self.text(conn, row, "cwd")?,
            branch: self.text(conn, row, "branch")?,
            host: self.text(conn, row, "host")?.unwrap_or_default(),
            session: self.text(conn, row, "session")?.unwrap_or_default(),
            workspace: workspace.and_then(|text| text.parse().ok()),
            terminal: super::uuid_maybe(row, "terminal")?.map(TerminalId),
            source: RunSource::from_number(row.get("source")?),
            state: RunState::from_number(row.get("state")?),
            exit: row.get("exit")?,
            at: match row.get("dated")? {
                true => Some(row.get("at")?),
                false => None,
            },
            ended: row.get("ended")?,
            bytes: row
                .get::<_, Option<i64>>("bytes")?
                .map_or(0, i64::unsigned_abs),
            binary: row.get::<_, Option<bool>>("binary")?.unwrap_or_default(),
            first_error: error.zip(text),
        })
    }
}

/// The run of a number.
pub(crate) fn get(conn: &Connection, number: i64) -> Result<Option<Run>, StoreError> {
    Ok(page(conn, &[number])?.pop())
}

/// The runs of these numbers, in this order. Those that are gone are left out.
pub(crate) fn page(conn: &Connection, numbers: &[i64]) -> Result<Vec<Run>, StoreError> {
    let mut select = conn.prepare_cached(&format!("{SELECT} WHERE run.number = ?1"))?;
    let mut reader = Reader::default();
    let mut runs = Vec::with_capacity(numbers.len());
    for number in numbers {
        let mut rows = select.query([number])?;
        if let Some(row) = rows.next()? {
            runs.push(reader.run(conn, row)?);
        }
    }
    Ok(runs)
}

/// When a run began, and its number: its place among all.
pub(crate) fn place(conn: &Connection, id: RunId) -> Result<(i64, u32), StoreError> {
    command(conn, id).map(|(_, _, place)| place)
}

/// The numbers of a run's command and of its folder, 0 for none, and its place among all runs.
pub(crate) fn command(conn: &Connection, id: RunId) -> Result<(u32, u32, (i64, u32)), StoreError> {
    let mut select =
        conn.prepare_cached("SELECT command, coalesce(cwd, 0), at, number FROM run WHERE id = ?1")?;
    let found = select.query_row([id.0.as_bytes()], |row| {
        Ok((row.get(0)?, row.get(1)?, (row.get(2)?, row.get(3)?)))
    });
    let found = found.optional()?;
    found.ok_or_else(|| StoreError::NotFound(format!("run {id} any more")))
}

/// The last runs of a terminal, the oldest first.
pub(crate) fn of_terminal(
    conn: &Connection,
    terminal: TerminalId,
    limit: u32,
) -> Result<Vec<Run>, StoreError> {
    let mut select = conn.prepare_cached(&format!(
        "{SELECT} WHERE run.terminal = ?1 ORDER BY run.at DESC, run.number DESC LIMIT ?2"
    ))?;
    let mut rows = select.query(params![terminal.0.as_bytes(), limit])?;
    let (mut reader, mut runs) = (Reader::default(), Vec::new());
    while let Some(row) = rows.next()? {
        runs.push(reader.run(conn, row)?);
    }
    runs.reverse();
    Ok(runs)
}

/// Removes runs with what they wrote.
pub(crate) fn delete(conn: &Connection, numbers: &[i64]) -> Result<(), StoreError> {
    let mut output = conn.prepare_cached("DELETE FROM run_output WHERE run = ?1")?;
    let mut run = conn.prepare_cached("DELETE FROM run WHERE number = ?1")?;
    for number in numbers {
        output.execute([number])?;
        run.execute([number])?;
    }
    Ok(())
}
