//! Links, each written together with the event that tells of it.

use tenon_core::{EntityRef, EventDraft, EventId, LinkId, SourceId};
use tenon_gatekeeper::Masked;

use super::WorkspaceDb;
use super::journal::{Prepared, write_all};
use crate::table::{journal, link};
use crate::{Link, LinkKind, LinkOrigin, StoreError};

/// Two things that a person links.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// Its identity, which the event names.
    pub id: LinkId,
    /// Where it begins.
    pub from: EntityRef,
    /// Where it leads.
    pub to: EntityRef,
}

impl WorkspaceDb {
    /// Links two things in the name of the person, with the event that says so: it is what the link
    /// rests on. Where the same link is there already, that one is the answer, and nothing is written.
    /// The second value says whether it is new.
    pub fn add_link(
        &self,
        source: SourceId,
        new: NewLink,
        event: Masked<EventDraft>,
    ) -> Result<(Link, bool), StoreError> {
        let (ambient, session) = (self.ambient.clone(), self.session);
        let prepared = Prepared::new(event, ambient.entropy.as_ref())?;
        self.database.write(move |conn| {
            let (kind, origin) = (LinkKind::Related, LinkOrigin::Person);
            if let Some(known) = link::same(conn, &new.from, &new.to, kind, origin)? {
                return Ok((known, false));
            }
            let at = ambient.clock.now();
            let places = write_all(conn, &ambient, session, source, vec![prepared])?;
            let event = journal::one(conn, places.start)?.header.id;
            let link = Link {
                id: new.id,
                from: new.from,
                to: new.to,
                kind,
                origin,
                evidence: vec![event],
                confidence: 1.0,
                at,
            };
            link::insert(conn, &link)?;
            Ok((link, true))
        })
    }

    /// Removes a link, with the event that says so, and tells whether it was there.
    pub fn remove_link(
        &self,
        source: SourceId,
        id: LinkId,
        event: Masked<EventDraft>,
    ) -> Result<bool, StoreError> {
        let (ambient, session) = (self.ambient.clone(), self.session);
        let prepared = Prepared::new(event, ambient.entropy.as_ref())?;
        self.database.write(move |conn| {
            let was_there = link::delete(conn, id)?;
            if was_there {
                write_all(conn, &ambient, session, source, vec![prepared])?;
            }
            Ok(was_there)
        })
    }

    /// A link by its identity.
    pub fn link(&self, id: LinkId) -> Result<Option<Link>, StoreError> {
        self.database.read(|conn| link::get(conn, id))
    }

    /// The links that begin or end at a thing, or all of them, the oldest first; at most `limit`.
    pub fn links(&self, of: Option<&EntityRef>, limit: u32) -> Result<Vec<Link>, StoreError> {
        self.database.read(|conn| link::list(conn, of, limit))
    }

    /// Whether the journal has an event.
    pub fn has_event(&self, id: EventId) -> Result<bool, StoreError> {
        self.database.read(|conn| journal::has(conn, id))
    }
}
