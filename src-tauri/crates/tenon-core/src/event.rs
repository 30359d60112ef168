//! The fixed part of a journal row.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::Millis;
use crate::entity::EntityRef;
use crate::id::{EventId, SessionId, SourceId};

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
    /// What happened: see [`crate::KINDS`].
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
        let mut text = String::with_capacity(512);
        text.push('\0');
        crate::canonical::write_header(self, &mut text)?;
        Ok(Sha256::digest(text.as_bytes()).into())
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
