//! Which runs fit a question, and in which order: the same from memory and from the rows.

use std::collections::HashSet;

use rusqlite::Connection;
use tenon_core::{Millis, RunId, WorkspaceId};

use super::index::{COLUMNS, Entry, Index, Texts, entry};
use super::matching::Words;
use super::{Run, RunSource};
use crate::StoreError;
use crate::table::{phrase, run};

/// A question for runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunQuery {
    /// Words that the command has: each somewhere, or as letters that follow each other.
    pub words: String,
    /// Only in one of these folders or below it, as masked paths; empty means anywhere. A folder has
    /// several paths where links lead to it.
    pub cwd: Vec<String>,
    /// Only those that ended with another status than 0.
    pub failed: bool,
    /// Only those that began then or later.
    pub since: Option<Millis>,
    /// Only of this session.
    pub session: Option<String>,
    /// Only on this branch.
    pub branch: Option<String>,
    /// Only of this workspace.
    pub workspace: Option<WorkspaceId>,
    /// Only from there.
    pub source: Option<RunSource>,
    /// Of equal commands only the last one.
    pub unique: bool,
    /// At most so many.
    pub limit: usize,
    /// Only what stands behind this one.
    pub after: Option<RunId>,
}

/// A part of the runs that fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunPage {
    /// The runs.
    pub runs: Vec<Run>,
    /// Whether more follow.
    pub more: bool,
}

/// Levels of fitting, with 0 for not.
const LEVELS: usize = 7;

/// Answers from what is in memory.
pub(super) fn in_memory(
    conn: &Connection,
    index: &Index,
    query: &RunQuery,
) -> Result<RunPage, StoreError> {
    let levels = Words::new(&query.words).map(|words| levels(&index.texts, &words));
    let Some(mut choice) = Choice::new(conn, query, levels)? else {
        return Ok(RunPage::default());
    };
    for run in index.runs.iter().rev() {
        if !choice.take(run) {
            break;
        }
    }
    choice.page(conn)
}

/// Answers from the rows, which takes longer where words are given, and needs no preparation.
pub(super) fn from_rows(conn: &Connection, query: &RunQuery) -> Result<RunPage, StoreError> {
    let levels = match Words::new(&query.words) {
        Some(words) => {
            let mut texts = Texts::default();
            texts.follow(conn)?;
            Some(levels(&texts, &words))
        }
        None => None,
    };
    let Some(mut choice) = Choice::new(conn, query, levels)? else {
        return Ok(RunPage::default());
    };
    let sql = format!("SELECT {COLUMNS} FROM run ORDER BY at DESC, number DESC");
    let mut select = conn.prepare(&sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        if !choice.take(&entry(row)?) {
            break;
        }
    }
    choice.page(conn)
}

/// How well each text fits, by its number. Two threads share the work where there is much.
fn levels(texts: &Texts, words: &Words) -> Vec<u8> {
    const MUCH: usize = 100_000;
    let mut levels = vec![0; texts.len()];
    let fill = |from: usize, part: &mut [u8]| {
        for (number, level) in part.iter_mut().enumerate() {
            let (text, letters) = texts.get(from + number);
            *level = words.level(text, letters);
        }
    };
    if levels.len() < MUCH {
        fill(0, &mut levels);
        return levels;
    }
    let half = levels.len() / 2;
    let (first, second) = levels.split_at_mut(half);
    std::thread::scope(|scope| {
        scope.spawn(|| fill(half, second));
        fill(0, first);
    });
    levels
}

/// The runs that fit so far. They are given the newest first.
struct Choice<'a> {
    query: &'a RunQuery,
    levels: Option<Vec<u8>>,
    folders: Option<HashSet<u32>>,
    session: Option<u32>,
    branch: Option<u32>,
    workspace: Option<u32>,
    source: Option<u8>,
    /// Level, time and number of the one behind which the page begins.
    after: Option<(u8, i64, i64)>,
    seen: HashSet<u32>,
    found: [Vec<i64>; LEVELS],
}

impl<'a> Choice<'a> {
    /// Looks up what the question names; none when nothing can fit.
    fn new(
        conn: &Connection,
        query: &'a RunQuery,
        levels: Option<Vec<u8>>,
    ) -> Result<Option<Self>, StoreError> {
        let number = |text: Option<&str>| -> Result<Option<Option<u32>>, StoreError> {
            let Some(text) = text else {
                return Ok(Some(None));
            };
            let found = phrase::find(conn, text)?;
            Ok(found
                .and_then(|number| u32::try_from(number).ok())
                .map(Some))
        };
        let workspace = query.workspace.map(|id| id.to_string());
        let (Some(session), Some(branch), Some(workspace)) = (
            number(query.session.as_deref())?,
            number(query.branch.as_deref())?,
            number(workspace.as_deref())?,
        ) else {
            return Ok(None);
        };
        let mut folders = (!query.cwd.is_empty()).then(HashSet::new);
        for cwd in &query.cwd {
            let numbers = phrase::below(conn, cwd)?.into_iter();
            let numbers = numbers.filter_map(|number| u32::try_from(number).ok());
            folders.get_or_insert_default().extend(numbers);
        }
        let mut choice = Self {
            query,
            levels,
            folders,
            session,
            branch,
            workspace,
            source: query
                .source
                .and_then(|source| u8::try_from(source.number()).ok()),
            after: None,
            seen: HashSet::new(),
            found: Default::default(),
        };
        if let Some(after) = query.after {
            let Some(number) = run::number(conn, after)? else {
                return Err(StoreError::NotFound(format!("run {after} any more")));
            };
            let sql = format!("SELECT {COLUMNS} FROM run WHERE number = ?1");
            let after = conn.query_row(&sql, [number], entry)?;
            choice.after = Some((choice.level(&after), after.at, after.number));
        }
        Ok(Some(choice))
    }

    fn level(&self, run: &Entry) -> u8 {
        match &self.levels {
            None => 1,
            // A row that is newer than the texts fits none of them yet.
            Some(levels) => levels.get(run.command as usize).copied().unwrap_or(0),
        }
    }

    /// Takes a run if it fits; `false` when no later one can be wanted.
    fn take(&mut self, run: &Entry) -> bool {
        let level = self.level(run);
        if level == 0 || !self.fits(run) {
            return true;
        }
        if self.query.unique && !self.seen.insert(run.command) {
            return true;
        }
        if let Some((of, at, number)) = self.after
            && (level > of || level == of && (run.at, run.number) >= (at, number))
        {
            return true;
        }
        let found = &mut self.found[level as usize];
        // One more tells that there are more.
        if found.len() <= self.query.limit {
            found.push(run.number);
        }
        let best = if self.levels.is_some() { LEVELS - 1 } else { 1 };
        self.found[best].len() <= self.query.limit
    }

    fn fits(&self, run: &Entry) -> bool {
        let same = |wanted: Option<u32>, has: u32| wanted.is_none_or(|wanted| wanted == has);
        (!self.query.failed || run.failed)
            && same(self.session, run.session)
            && same(self.branch, run.branch)
            && same(self.workspace, run.workspace)
            && self.source.is_none_or(|source| source == run.source)
            && self
                .query
                .since
                .is_none_or(|since| run.dated && run.at >= since)
            && self
                .folders
                .as_ref()
                .is_none_or(|folders| folders.contains(&run.cwd))
    }

    fn page(self, conn: &Connection) -> Result<RunPage, StoreError> {
        let limit = self.query.limit;
        let found: Vec<i64> = self.found.into_iter().rev().flatten().collect();
        let runs = found
            .iter()
            .take(limit)
            .map(|number| run::get(conn, *number));
        Ok(RunPage {
            runs: runs
                .filter_map(Result::transpose)
                .collect::<Result<_, _>>()?,
            more: found.len() > limit,
        })
    }
}
