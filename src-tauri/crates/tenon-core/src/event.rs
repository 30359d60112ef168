//! The fixed part of a journal row.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::Millis;
use crate::entity::EntityRef;
use crate::id::{EventId, SessionId, SourceId};

/// The kinds of events that Tenon itself writes. Foreign ones are `x.<source>.<name>`.
pub const KINDS: &[&str] = &[
    "document.changed",
    "backup.made",
    "backup.restored",
    "document.saved",
    "egress.decided",
    "erased",
    "git.branchSwitched",
    "journal.salvaged",
    "policy.asked",
    "policy.denied",
    "profile.created",
    "profile.deleted",
    "profile.renamed",
    "sidecar.changed",
    "terminal.ended",
    "terminal.started",
    "workspace.bound",
    "workspace.opened",
    "workspace.trusted",
];

/// Whether `kind` may stand in a journal: one of [`KINDS`], or `x.<source>.<name>`.
pub fn is_known_kind(kind: &str) -> bool {
    if KINDS.contains(&kind) {
        return true;
    }
    let mut parts = kind.splitn(3, '.');
    let word = |part: Option<&str>| part.is_some_and(|p| !p.is_empty() && p.len() <= 64);
    parts.next() == Some("x") && word(parts.next()) && word(parts.next())
}

/// What sort of actor caused an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ActorKind {
    /// The person at the machine.
    Person,
    /// Tenon by itself.
    Tenon,
    /// A scheduled job.
    Job,
    /// A coding agent.
    Agent,
    /// A plugin.
    Plugin,
    /// A program outside.
    External,
}

/// Who caused an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The sort of actor.
    pub kind: ActorKind,
    /// Its name, such as the program's; never a secret.
    pub name: String,
}

/// The header of a journal row, `v` = 1.
///
/// `payload_hash` is SHA-256(salt ‖ payload) in hex; the payload and its random salt lie apart, so
/// that they can be forgotten while the header and its leaf stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Header {
    /// The shape's version, 1.
    pub v: u32,
    /// The event.
    pub id: EventId,
    /// When it happened.
    pub at: Millis,
    /// The client that delivered it.
    pub source: SourceId,
    /// That client's own count, from 1, without gaps.
    pub source_seq: u64,
    /// Who caused it.
    pub actor: Actor,
    /// The run of the program in which it happened.
    pub session: SessionId,
    /// What happened: see [`KINDS`].
    pub kind: String,
    /// What it happened to.
    pub subject: EntityRef,
    /// The event that caused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<EventId>,
    /// The turn of a chat or an agent it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<EntityRef>,
    /// A W3C trace id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// SHA-256(salt ‖ payload), 64 hex digits.
    pub payload_hash: String,
}

/// Why a header has no leaf.
#[derive(Debug, thiserror::Error)]
pub enum HeaderError {
    /// The canonical form could not be written.
    #[error("the header has no canonical form: {0}")]
    Canonical(#[from] serde_json::Error),
}

impl Header {
    /// The leaf of RFC 6962 over this header: SHA-256(0x00 ‖ header as RFC 8785 JSON).
    pub fn leaf(&self) -> Result<[u8; 32], HeaderError> {
        let canonical = serde_json_canonicalizer::to_vec(self)?;
        let mut hash = Sha256::new();
        hash.update([0u8]);
        hash.update(&canonical);
        Ok(hash.finalize().into())
    }
}

/// An event before the store gives it its place: everything but what the writer adds.
///
/// The payload is a fact, so the store takes it only masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventDraft {
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub kind: String,
    /// What it happened to.
    pub subject: EntityRef,
    /// The event that caused it.
    pub cause: Option<EventId>,
    /// The turn it belongs to.
    pub turn: Option<EntityRef>,
    /// A W3C trace id.
    pub trace: Option<String>,
    /// What else is known, as JSON.
    pub payload: serde_json::Value,
}

/// Where facts are reported; the owner masks them and writes them to the journal.
pub trait EventSink: Send + Sync {
    /// Reports one fact. It is queued at once and never blocks on the disk.
    fn record(&self, event: EventDraft);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_sorted_known_and_foreign_ones_name_their_source() {
        assert!(KINDS.is_sorted(), "the list is read by people");
        for (kind, known) in [
            ("document.saved", true),
            ("x.wakatime.heartbeat", true),
            ("x.a.b.c", true),
            ("document.exploded", false),
            ("x.a", false),
            ("x..b", false),
            ("", false),
        ] {
            assert_eq!(is_known_kind(kind), known, "{kind}");
        }
    }
}
