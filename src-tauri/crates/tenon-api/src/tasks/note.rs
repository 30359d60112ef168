//! What the journal is told of tasks.

use serde_json::{Map, Value, json};
use tenon_core::{EntityKind, EntityRef, WirePath};
use tenon_knowledge::task::Task;

use crate::ApiResult;
use crate::owner::{Caller, Owner, reference};

/// What happened to a task.
pub(super) struct Note<'a> {
    /// `task.created` or `task.changed`.
    pub kind: &'a str,
    /// The task as it is now.
    pub task: &'a Task,
    /// The keys that were given or changed.
    pub fields: &'a [&'static str],
    /// The id that it had before, where it has another one now.
    pub from: Option<&'a str>,
}

impl Note<'_> {
    /// Writes it down. The journal says nothing about a file that is excluded.
    pub fn record(&self, owner: &Owner, caller: &Caller) -> ApiResult<()> {
        let path = self.task.path.as_bytes();
        if !owner.journaled(path) {
            return Ok(());
        }
        let masked = owner.masked_path(path);
        let mut payload = Map::new();
        payload.insert("path".into(), json!(WirePath::from_bytes(&masked)));
        payload.insert("fields".into(), json!(self.fields));
        let status = self.task.status.as_ref().map(|status| json!(status));
        payload.insert("status".into(), status.unwrap_or(Value::Null));
        if let Some(from) = self.from {
            payload.insert("from".into(), json!(from));
        }
        let id = self.task.id.as_ref();
        let named = id.and_then(|id| EntityRef::new(EntityKind::Task, id.as_str()).ok());
        let subject = match named {
            Some(subject) => subject,
            None => {
                let document = owner.db.see_document(&masked)?;
                reference(EntityKind::File, &document.id.to_string())
            }
        };
        owner.record(self.kind, subject, Value::Object(payload), Some(caller));
        Ok(())
    }
}
