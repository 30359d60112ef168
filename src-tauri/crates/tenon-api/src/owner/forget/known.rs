//! Whether anything was ever known of a thing that is to be forgotten.

use tenon_core::{Code, DocId, EntityKind, EntityRef};
use tenon_store::JournalQuery;

use crate::owner::Owner;
use crate::{ApiError, ApiResult};

impl Owner {
    /// Refuses a thing that nobody has heard of: a mistyped reference must not look forgotten. One
    /// that was forgotten before is still told of by the fixed part of its events.
    pub(super) fn refuse_unheard(&self, thing: &EntityRef) -> ApiResult<()> {
        let query = JournalQuery {
            limit: 1,
            subject: Some(thing.clone()),
            ..JournalQuery::default()
        };
        let doc = match thing.kind() {
            EntityKind::File => thing.id().parse::<DocId>().ok(),
            _ => None,
        };
        let is_document = doc.map(|doc| self.db.document(doc)).transpose()?;
        if is_document.flatten().is_some() || !self.db.read(&query)?.is_empty() {
            return Ok(());
        }
        let message = format!("there is nothing to forget of {thing}");
        Err(ApiError::new(Code::NotFound, message)
            .hint("Nothing was changed. It was forgotten already, belongs to another workspace or profile, or is misspelt."))
    }
}
