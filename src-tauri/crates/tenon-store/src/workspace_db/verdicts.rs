//! What a person says of links that were found, each written together with the event that tells of it.

use tenon_core::{EntityRef, EventDraft, SourceId};
use tenon_gatekeeper::Masked;

use super::WorkspaceDb;
use super::journal::{Prepared, write_all};
use crate::table::{journal, link_verdict};
use crate::{LinkPrint, LinkVerdict, StoreError};

/// A link that was found, and what a person says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Where it begins.
    pub from: EntityRef,
    /// Where it leads.
    pub to: EntityRef,
    /// The word of its kind.
    pub kind: String,
    /// Whether it holds; none takes back what was said.
    pub accepted: Option<bool>,
}

impl WorkspaceDb {
    /// Remembers what a person says of a link, with the event that says so. The answer is whether that
    /// is something else than before; otherwise nothing is written.
    pub fn judge_link(
        &self,
        source: SourceId,
        judged: Judged,
        event: Masked<EventDraft>,
    ) -> Result<bool, StoreError> {
        let (ambient, session) = (self.ambient.clone(), self.session);
        let prepared = Prepared::new(event, ambient.entropy.as_ref())?;
        self.database.write(move |conn| {
            let Judged {
                from,
                to,
                kind,
                accepted,
            } = judged;
            let before = link_verdict::of(conn, &from, &to, &kind)?;
            if before.map(|before| before.accepted) == accepted {
                return Ok(false);
            }
            let at = ambient.clock.now();
            let places = write_all(conn, &ambient, session, source, vec![prepared])?;
            match accepted {
                None => drop(link_verdict::delete(conn, &from, &to, &kind)?),
                Some(accepted) => {
                    let event = journal::one(conn, places.start)?.header.id;
                    let verdict = LinkVerdict {
                        from,
                        to,
                        kind,
                        accepted,
                        event,
                        at,
                    };
                    link_verdict::put(conn, &verdict)?;
                }
            }
            Ok(true)
        })
    }

    /// What persons said of links, the oldest first.
    pub fn link_verdicts(&self) -> Result<Vec<LinkVerdict>, StoreError> {
        self.database.read(link_verdict::verdicts)
    }

    /// What symbols were when links to them were made.
    pub fn link_prints(&self) -> Result<Vec<LinkPrint>, StoreError> {
        self.database.read(link_verdict::prints)
    }

    /// Keeps what symbols are now, each in the place of what was kept of the same link.
    pub fn keep_link_prints(&self, prints: Vec<LinkPrint>) -> Result<(), StoreError> {
        self.database.write(move |conn| {
            let mut each = prints.iter();
            each.try_for_each(|print| link_verdict::put_print(conn, print))
        })
    }

    /// What stands for what a symbol says, which tells nothing without the workspace's key.
    pub fn symbol_mark(&self, body: &[u8]) -> [u8; 16] {
        self.key.symbol_mark(body)
    }
}
