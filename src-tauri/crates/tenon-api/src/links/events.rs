//! What the journal tells of files that were saved, commands that ended and tasks that were begun.

use std::collections::HashMap;

use tenon_core::{EntityKind, EntityRef, EventId, Millis};
use tenon_store::{JournalQuery, JournalRow};

use crate::ApiResult;
use crate::owner::Owner;

/// So many events are read at once.
const PAGE: u32 = 1_000;
/// The kinds that are read.
const KINDS: [&str; 5] = [
    "document.saved",
    "erased",
    "git.branchSwitched",
    "run.ended",
    "task",
];

/// What persons say of links; that is read where it is kept.
const LINKS: &str = "link";

/// A file that was saved.
pub(super) struct Save {
    pub file: EntityRef,
    pub at: Millis,
    pub session: String,
    pub event: EventId,
}

/// A task that got a status.
pub(super) struct Moved {
    pub task: EntityRef,
    pub status: String,
    pub at: Millis,
    pub event: EventId,
    /// The branch at that time, where it was told before.
    pub branch: Option<String>,
}

/// What the journal has told so far.
#[derive(Default)]
pub(super) struct Events {
    /// The last event that was asked about.
    asked: Option<u64>,
    read: Option<u64>,
    pub saves: Vec<Save>,
    pub moves: Vec<Moved>,
    /// The events that tell how commands ended, by the commands.
    pub ends: HashMap<String, EventId>,
    branch: Option<String>,
}

impl Events {
    /// Whether something happened since the last question that links are made of.
    pub fn happened(&mut self, owner: &Owner) -> ApiResult<bool> {
        let one = |query| {
            let rows = owner.db.read(&JournalQuery { limit: 1, ..query });
            rows.map(|rows| rows.first().map(|row| row.seq))
        };
        let last = one(JournalQuery {
            backwards: true,
            ..JournalQuery::default()
        })?;
        if last == self.asked {
            return Ok(false);
        }
        let kinds = KINDS.iter().chain([&LINKS]).map(ToString::to_string);
        let new = one(JournalQuery {
            after: self.asked,
            kinds: kinds.collect(),
            ..JournalQuery::default()
        })?;
        self.asked = last;
        Ok(new.is_some())
    }

    /// Reads what is new.
    pub fn read(&mut self, owner: &Owner) -> ApiResult<()> {
        loop {
            let rows = owner.db.read(&JournalQuery {
                after: self.read,
                limit: PAGE,
                kinds: KINDS.iter().map(ToString::to_string).collect(),
                ..JournalQuery::default()
            })?;
            let is_last = rows.len() < PAGE as usize;
            // What was forgotten is known no more: all is read again, once.
            if self.read.is_some() && rows.iter().any(|row| row.header.kind == "erased") {
                *self = Self {
                    asked: self.asked,
                    ..Self::default()
                };
                continue;
            }
            for row in rows {
                self.take(row);
            }
            if is_last {
                return Ok(());
            }
        }
    }

    fn take(&mut self, row: JournalRow) {
        self.read = Some(row.seq);
        let header = row.header;
        let payload = row.payload.unwrap_or_default();
        let text = |key: &str| payload.get(key)?.as_str().map(str::to_owned);
        match &*header.kind {
            "document.saved" if header.subject.kind() == EntityKind::File => {
                self.saves.push(Save {
                    file: header.subject,
                    at: header.at,
                    session: header.session.to_string(),
                    event: header.id,
                });
            }
            "run.ended" => {
                let run = header.subject.id().to_owned();
                self.ends.insert(run, header.id);
            }
            "git.branchSwitched" => self.branch = text("to"),
            "task.changed" | "task.created" => {
                let fields = payload.get("fields").and_then(|fields| fields.as_array());
                let has_status =
                    fields.is_some_and(|all| all.iter().any(|field| field == "status"));
                if let Some(status) = text("status").filter(|_| has_status) {
                    self.moves.push(Moved {
                        task: header.subject,
                        status,
                        at: header.at,
                        event: header.id,
                        branch: self.branch.clone(),
                    });
                }
            }
            _ => {}
        }
    }
}
