//! The golden samples that other programs read too.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use tenon_core::{Change, Edit, EntityRef, EventDraft, FixedClock, Header, SessionId};
use tenon_store::{Ambient, ContentKey, Delivery, JournalQuery, WorkspaceDb};

use crate::fixture::{Counted, Counting, Fixture, masked};

fn sample<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let path = format!(
        "{}/../../../tests/contract/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).expect("the sample is there");
    serde_json::from_str(&text).expect("and has its shape")
}

#[derive(Deserialize)]
struct Rows {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    header: Header,
    salt: String,
    payload: Value,
    payload_text: String,
    payload_hash: String,
    leaf: String,
}

/// Lets the store write the sample's events and compares all that it made of them.
#[test]
fn the_store_writes_exactly_the_rows_of_the_sample() {
    let Rows { rows } = sample("journal-row.json");
    let fixture = Fixture::new();
    let ambient = Ambient {
        clock: Arc::new(FixedClock::at(rows[0].header.at)),
        ids: Arc::new(Counting::default()),
        entropy: Arc::new(Counted),
    };
    let session: SessionId = rows[0].header.session;
    let key = ContentKey::new([5; 32]);
    let db = WorkspaceDb::open(&fixture.place(), key, session, ambient).expect("it opens");
    for (n, row) in rows.iter().enumerate() {
        let Header {
            id,
            at,
            source,
            source_seq,
            session,
            ..
        } = row.header;
        let header = row.header.clone();
        let event = masked(EventDraft {
            actor: header.actor,
            kind: header.kind,
            subject: header.subject,
            cause: header.cause,
            turn: header.turn,
            trace: header.trace,
            payload: row.payload.clone(),
        });
        let seq = if n == 0 {
            db.append(source, event)
        } else {
            db.deliver(Delivery {
                id,
                at,
                source,
                source_seq,
                session,
                event,
            })
        };
        assert_eq!(seq.expect("written"), n as u64, "its place");
    }
    for (row, made) in rows
        .iter()
        .zip(db.read(&JournalQuery::default()).expect("read"))
    {
        assert_eq!(made.header, row.header, "the header");
        assert_eq!(
            made.header.payload_hash, row.payload_hash,
            "the payload's hash"
        );
        assert_eq!(made.payload.as_ref(), Some(&row.payload), "the payload");
        assert_eq!(
            made.salt.map(hex::encode).as_ref(),
            Some(&row.salt),
            "the salt"
        );
        assert_eq!(hex::encode(made.leaf), row.leaf, "the leaf");
        let canonical = serde_json_canonicalizer::to_string(&row.payload).expect("JSON");
        assert_eq!(canonical, row.payload_text, "the payload's canonical form");
        let printed = serde_json::to_value(&made).expect("JSON");
        assert_eq!(
            printed["leaf"],
            Value::from(row.leaf.clone()),
            "printed as in the sample"
        );
        assert_eq!(
            printed["payloadHash"],
            Value::from(row.payload_hash.clone()),
            "flat"
        );
    }
}

#[derive(Deserialize)]
struct References {
    good: Vec<GoodReference>,
    bad: Vec<BadText>,
}

#[derive(Deserialize)]
struct GoodReference {
    text: String,
    kind: String,
    id: String,
}

#[derive(Deserialize)]
struct BadText {
    text: String,
    why: String,
}

#[test]
fn references_are_read_as_the_sample_says() {
    let References { good, bad } = sample("entity-ref.json");
    for GoodReference { text, kind, id } in good {
        let read: EntityRef = text.parse().expect(&text);
        assert_eq!(
            (read.kind().word(), read.id()),
            (kind.as_str(), id.as_str()),
            "{text}"
        );
        assert_eq!(read.to_string(), text, "and written as it was");
    }
    for BadText { text, why } in bad {
        use tenon_core::EntityRefError::{BadId, NoColon, UnknownKind};
        let said = match text.parse::<EntityRef>().expect_err(&text) {
            NoColon => "no colon",
            UnknownKind(_) => "unknown kind",
            BadId => "bad id",
        };
        assert_eq!(said, why, "{text:?}");
    }
}

#[derive(Deserialize)]
struct Changes {
    good: Vec<GoodChange>,
    bad: Vec<BadChange>,
}

#[derive(Deserialize)]
struct GoodChange {
    before: String,
    change: Value,
    after: String,
}

#[derive(Deserialize)]
struct BadChange {
    change: Value,
    why: String,
}

#[test]
fn changes_have_the_shape_of_the_sample_and_do_what_it_says() {
    let Changes { good, bad } = sample("change.json");
    for GoodChange {
        before,
        change,
        after,
    } in good
    {
        let read: Change = serde_json::from_value(change.clone()).expect("a change");
        assert_eq!(
            serde_json::to_value(&read).expect("JSON"),
            change,
            "the shape on the wire"
        );
        assert_eq!(read.validate(), Ok(()), "{change}");
        let mut units: Vec<u16> = before.encode_utf16().collect();
        for Edit(from, to, text) in read.changes.iter().rev() {
            units.splice(*from as usize..*to as usize, text.encode_utf16());
        }
        assert_eq!(String::from_utf16(&units).expect("text"), after, "{change}");
    }
    for BadChange { change, why } in bad {
        use tenon_core::ChangeError::{CarriageReturn, Counter, Order};
        let said = match serde_json::from_value::<Change>(change.clone()) {
            Err(_) => "shape",
            Ok(read) => match read.validate() {
                Err(Order(_)) => "order",
                Err(CarriageReturn(_)) => "carriage return",
                Err(Counter) => "counter",
                other => panic!("{change} is {other:?}"),
            },
        };
        assert_eq!(said, why, "{change}");
    }
}
