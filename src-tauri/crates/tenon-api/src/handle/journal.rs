//! Reading the journal, proving it, and forgetting.

use tenon_core::{Code, DocId, EntityKind, EntityRef, KINDS, WirePath, is_known_kind};
use tenon_store::{Document, JournalQuery, JournalReader, JournalRow, StoreError, WorkspaceDb};

use tenon_workspace::Root;

use crate::history::scope_of;
use crate::owner::{Caller, Owner};
use crate::wire::{
    JournalActor, JournalEvent, JournalForgetParams, JournalForgotten, JournalPage,
    JournalPageParams, JournalProof, Nothing, Whole,
};
use crate::{ApiError, ApiResult};

/// An answer carries at most so many bytes of payloads, but always one event.
const PAGE_BYTES: usize = 1 << 20;

pub(crate) fn journal_page(
    owner: &Owner,
    _: &Caller,
    params: JournalPageParams,
) -> ApiResult<JournalPage> {
    let path = params.path.as_ref().map(WirePath::to_bytes).transpose()?;
    let mut params = params;
    params.subject = params
        .subject
        .map(|text| owner.thing(&text).map(|thing| thing.to_string()))
        .transpose()?;
    let mut query = query(params)?;
    if let Some(path) = path {
        let path = scope_of(&owner.root, &path)?;
        let document = owner.db.document_at(&owner.masked_path(&path))?;
        let Some(document) = document else {
            // A file that was never opened has no event.
            return Ok(JournalPage {
                events: Vec::new(),
                more: false,
            });
        };
        query.subject = Some(crate::owner::reference(
            EntityKind::File,
            &document.id.to_string(),
        ));
    }
    journal_events(&owner.db, &query)
}

pub(crate) fn journal_verify(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<JournalProof> {
    proof(owner.db.verify())
}

pub(crate) fn journal_forget(
    owner: &Owner,
    caller: &Caller,
    params: JournalForgetParams,
) -> ApiResult<JournalForgotten> {
    owner.forget(caller, params)
}

/// Reads a page, with the places of files.
pub(crate) fn journal_events(db: &WorkspaceDb, query: &JournalQuery) -> ApiResult<JournalPage> {
    let mut page = page(db.read(&one_more(query))?, query.limit);
    for event in &mut page.events {
        let doc = event.subject.strip_prefix("file:");
        if let Some(doc) = doc.and_then(|id| id.parse::<DocId>().ok()) {
            let path = db.document(doc)?.and_then(|document| document.path);
            event.file = path.map(|path| WirePath::from_bytes(&path));
        }
    }
    Ok(page)
}

/// Reads a page of a journal that nobody owns now; it does not tell where files lie.
pub fn journal_page_of(
    reader: &JournalReader,
    params: JournalPageParams,
) -> ApiResult<JournalPage> {
    let query = query(params)?;
    Ok(page(reader.read(&one_more(&query))?, query.limit))
}

/// Proves a journal that nobody owns now.
pub fn journal_proof_of(reader: &JournalReader) -> ApiResult<JournalProof> {
    proof(reader.verify())
}

fn proof(verified: Result<u64, StoreError>) -> ApiResult<JournalProof> {
    let (events, seq, why) = match verified {
        Ok(events) => (Some(Whole::size(events)), None, None),
        Err(StoreError::BrokenJournal { seq, why }) => (None, Some(Whole::size(seq)), Some(why)),
        Err(fault) => return Err(fault.into()),
    };
    Ok(JournalProof {
        ok: events.is_some(),
        events,
        seq,
        why,
    })
}

/// Checks parameters and makes a query of them; the path is another matter.
fn query(params: JournalPageParams) -> ApiResult<JournalQuery> {
    if !(1..=1_000).contains(&params.limit) {
        return Err(ApiError::new(
            Code::Invalid,
            "A limit is from 1 to 1,000 events",
        ));
    }
    params.kinds.iter().try_for_each(|kind| known_kind(kind))?;
    let place = |place: Option<Whole>| place.map(|place| u64::try_from(place.get()).unwrap_or(0));
    Ok(JournalQuery {
        // Behind a place before the first there is everything.
        after: place(params.after.filter(|after| after.get() >= 0)),
        before: place(params.before),
        backwards: params.backwards,
        limit: params.limit,
        kinds: params.kinds,
        subject: params.subject.as_deref().map(subject).transpose()?,
        since: params.since.map(Whole::get),
        until: params.until.map(Whole::get),
    })
}

/// Reads a reference that a person has written.
pub(crate) fn subject(text: &str) -> ApiResult<EntityRef> {
    text.parse().map_err(|e: tenon_core::EntityRefError| {
        let kinds: Vec<_> = EntityKind::ALL.iter().map(|kind| kind.word()).collect();
        ApiError::new(Code::Invalid, format!("\"{text}\" is no reference: {e}"))
            .hint(format!("The kinds are {}.", kinds.join(", ")))
    })
}

/// Reads a reference; a file may also be named by the path that it has now, `file:PATH`.
/// `document_at` finds the document that is known by a path without what is masked in it.
pub(crate) fn thing(
    text: &str,
    root: &Root,
    document_at: impl FnOnce(&[u8]) -> ApiResult<Option<Document>>,
) -> ApiResult<EntityRef> {
    let path = text.strip_prefix("file:");
    let Some(path) = path.filter(|id| id.parse::<DocId>().is_err()) else {
        return subject(text);
    };
    let Some(document) = document_at(&scope_of(root, path.as_bytes())?)? else {
        let message = format!("No event is known of a file \"{path}\"");
        return Err(ApiError::new(Code::NotFound, message).hint(
            "A file is named by its path in the workspace as it is now, or by its identity.",
        ));
    };
    subject(&format!("file:{}", document.id))
}

/// Checks that a name is a kind of event, or an area of kinds.
pub(crate) fn known_kind(kind: &str) -> ApiResult<()> {
    let area = |known: &str| {
        known
            .strip_prefix(kind)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    let foreign = kind == "x" || kind.starts_with("x.");
    if is_known_kind(kind) || foreign || KINDS.iter().any(|known| area(known.name)) {
        return Ok(());
    }
    let names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    let error = ApiError::new(
        Code::Invalid,
        format!("There is no kind of event \"{kind}\""),
    );
    Err(error.hint(format!(
        "The kinds are {}, areas of them such as document, and x.<source>.<name>.",
        names.join(", ")
    )))
}

/// The same query for one event more, which tells whether there is more.
fn one_more(query: &JournalQuery) -> JournalQuery {
    JournalQuery {
        limit: query.limit + 1,
        ..query.clone()
    }
}

fn page(rows: Vec<JournalRow>, limit: u32) -> JournalPage {
    let all = rows.len();
    let (mut events, mut bytes) = (Vec::new(), 0);
    for row in rows.into_iter().take(limit as usize) {
        let event = event(row);
        bytes += event.payload.as_ref().map_or(0, String::len);
        if bytes > PAGE_BYTES && !events.is_empty() {
            break;
        }
        events.push(event);
    }
    JournalPage {
        more: events.len() < all,
        events,
    }
}

fn event(row: JournalRow) -> JournalEvent {
    let header = row.header;
    let actor = serde_json::to_value(header.actor.kind).unwrap_or_default();
    JournalEvent {
        seq: Whole::size(row.seq),
        leaf: hex::encode(row.leaf),
        v: header.v,
        id: header.id.to_string(),
        at: Whole::clamped(header.at),
        source: header.source.to_string(),
        source_seq: Whole::size(header.source_seq),
        actor: JournalActor {
            kind: actor.as_str().unwrap_or_default().to_owned(),
            name: header.actor.name,
        },
        session: header.session.to_string(),
        kind: header.kind,
        subject: header.subject.to_string(),
        cause: header.cause.map(|id| id.to_string()),
        turn: header.turn.map(|turn| turn.to_string()),
        trace: header.trace,
        payload_hash: header.payload_hash,
        salt: row.salt.map(hex::encode),
        payload: row.payload.map(|payload| payload.to_string()),
        file: None,
    }
}
