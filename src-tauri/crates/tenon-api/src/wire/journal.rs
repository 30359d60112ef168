//! The journal.

use super::Whole;

wire! {
    /// Who caused an event.
    pub struct JournalActor {
        /// `person`, `tenon`, `job`, `agent`, `plugin` or `external`.
        pub kind: String,
        /// Its name.
        pub name: String,
    }

    /// An event of the journal: the header's fields, and what lies beside it.
    pub struct JournalEvent {
        /// Its place, from 0.
        pub seq: Whole,
        /// SHA-256(0x00 ‖ header as RFC 8785 JSON), in hex.
        pub leaf: String,
        /// The header's version, 1.
        pub v: u32,
        /// The event, a UUIDv7.
        pub id: String,
        /// When it happened.
        pub at: Whole,
        /// Who delivered it.
        pub source: String,
        /// That source's own count, from 1.
        pub source_seq: Whole,
        /// Who caused it.
        pub actor: JournalActor,
        /// The run of the program in which it happened.
        pub session: String,
        /// What happened; `docs/data.md` lists the kinds.
        pub kind: String,
        /// What it happened to, as a reference.
        pub subject: String,
        /// The event that caused it.
        pub cause: Option<String>,
        /// The turn it belongs to.
        pub turn: Option<String>,
        /// A W3C trace id.
        pub trace: Option<String>,
        /// SHA-256(salt ‖ payload as RFC 8785 JSON), in hex.
        pub payload_hash: String,
        /// What the payload is hashed with, in hex; gone once erased.
        pub salt: Option<String>,
        /// The payload as JSON text; gone once erased.
        pub payload: Option<String>,
        /// Where the file that it happened to lies now, if it is one and its place is known.
        pub file: Option<tenon_core::WirePath>,
    }

    /// Which events are wanted.
    #[derive(Default)]
    pub struct JournalPageParams {
        /// Only events behind this place.
        pub after: Option<Whole>,
        /// Only events before this place.
        pub before: Option<Whole>,
        /// The newest first.
        pub backwards: bool,
        /// At most so many, 1 to 1,000. An answer can be shorter where payloads are long.
        pub limit: u32,
        /// Only these kinds, or areas of kinds such as `document`; empty means all.
        pub kinds: Vec<String>,
        /// Only about this: a reference.
        pub subject: Option<String>,
        /// Only about the file that lies there now.
        pub path: Option<tenon_core::WirePath>,
        /// Only what happened then or later.
        pub since: Option<Whole>,
        /// Only what happened before.
        pub until: Option<Whole>,
    }

    /// Events of the journal.
    pub struct JournalPage {
        /// In the order that was asked for.
        pub events: Vec<JournalEvent>,
        /// Whether there are more behind the last one.
        pub more: bool,
    }

    /// What the proof of the journal found.
    pub struct JournalProof {
        /// Whether every event is what was written.
        pub ok: bool,
        /// The number of events, when all of them verify.
        pub events: Option<Whole>,
        /// The first place that does not verify.
        pub seq: Option<Whole>,
        /// What is wrong there.
        pub why: Option<String>,
    }

    /// What to forget: exactly one of the three.
    #[derive(Default)]
    pub struct JournalForgetParams {
        /// What is known about one thing: a reference.
        pub subject: Option<String>,
        /// Whatever holds this text, of at least 4 bytes.
        pub text: Option<String>,
        /// What happened then or later.
        pub since: Option<Whole>,
    }

    /// What forgetting has done.
    pub struct JournalForgotten {
        /// Events whose payload is gone.
        pub events: Whole,
        /// Other rows in which the text was replaced or dropped.
        pub rows: Whole,
        /// Of these, rows of the local history whose path is sealed now: it still finds its file.
        pub sealed: Whole,
        /// Files of the log in which it was overwritten.
        pub logs: u32,
        /// Copies of the database that were treated too.
        pub backups: u32,
        /// Whether the bytes are overwritten everywhere, and not only unlinked.
        pub wiped: bool,
        /// Where the text still stands, and why.
        pub left: Vec<JournalLeft>,
    }

    /// A place where a text still stands after it was forgotten.
    pub struct JournalLeft {
        /// The file, below the data folder.
        pub file: String,
        /// Why, in a sentence.
        pub why: String,
    }
}
