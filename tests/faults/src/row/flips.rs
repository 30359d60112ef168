//! One bit of a database is another one when it is next opened.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tenon_core::{Actor, ActorKind, EventDraft, SessionId, SourceId, TerminalId};
use tenon_store::{ContentKey, JournalQuery, NewBytes, NewVersion, VersionKind, WorkspaceDb, keys};

use super::{Given, Outcome, Tally};
use crate::home::Home;

/// Flips a bit, opens the folder as always, and compares every answer.
pub fn flips(given: &mut Given<'_>) -> Result<Tally> {
    let home = Home::new()?;
    fill(&home)?;
    let kept = tempfile::tempdir()?;
    home.keep(kept.path())?;
    let (file, want) = {
        let app = home.app()?;
        (home.place(&app)?.file, answers(&home)?)
    };
    home.put_back(kept.path())?;
    let whole = fs::read(&file)?;
    let (mut tally, mut noticed) = (Tally::default(), 0);
    for _ in 0..given.tries(300, 8) {
        home.put_back(kept.path())?;
        let at = given.dice.below(whole.len() as u64) as usize;
        let bit = given.dice.below(8);
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << bit;
        fs::write(&file, flipped)?;
        tally.count(match open(&home) {
            // An error in plain words, or a report of what was saved and what was not.
            Err(_) | Ok(false) => {
                noticed += 1;
                Outcome::Survived
            }
            Ok(true) => match answers(&home) {
                Err(_) => {
                    noticed += 1;
                    Outcome::Survived
                }
                Ok(have) if have == want => Outcome::Survived,
                Ok(_) => Outcome::Silent(format!("bit {bit} of byte {at}")),
            },
        });
    }
    tally.note(format!("{noticed} noticed, the rest without effect"));
    Ok(tally)
}

/// Opens the folder as a start does; whether nothing was wrong.
fn open(home: &Home) -> Result<bool> {
    let app = home.app()?;
    let owner = home.own(&app)?;
    let whole = owner.restored().lost.is_empty();
    owner.close();
    Ok(whole)
}

fn database(home: &Home) -> Result<WorkspaceDb> {
    let app = home.app()?;
    let place = home.place(&app)?;
    let owner = home.own(&app)?;
    let row = owner.row();
    owner.close();
    drop(owner);
    let key = keys::load(&app.dirs.keys(), row.id)?.unwrap_or_else(ContentKey::missing);
    let ambient = app.surroundings.ambient.clone();
    let session = SessionId::new(ambient.ids.as_ref());
    Ok(WorkspaceDb::open(&place, key, session, ambient)?)
}

const SOURCE: u128 = 77;
const DOCUMENTS: usize = 12;

fn path(n: usize) -> Vec<u8> {
    format!("src/file{n}.rs").into_bytes()
}

/// Puts something into every table.
fn fill(home: &Home) -> Result<()> {
    {
        let app = home.app()?;
        home.own(&app)?.close();
    }
    let db = database(home)?;
    let app = home.app()?;
    let source = SourceId(uuid_of(SOURCE)?);
    for n in 0..80 {
        let event = EventDraft {
            actor: Actor {
                kind: ActorKind::Person,
                name: "ada".into(),
            },
            kind: "document.saved".into(),
            subject: format!("file:{}", n % 7).parse()?,
            cause: None,
            turn: None,
            trace: None,
            payload: json!({ "n": n, "text": "plain words ".repeat(8) }),
        };
        db.append(source, app.gatekeeper.mask_event(event))?;
    }
    for n in 0..DOCUMENTS {
        let doc = db.see_document(&path(n))?.id;
        db.keep_version(NewVersion {
            doc,
            bytes: NewBytes::Plain(format!("version of {n} ").repeat(30).into_bytes()),
            kind: VersionKind::Save,
            label: Some(format!("label {n}")),
        })?;
    }
    for n in 0..3 {
        db.keep_screen(TerminalId(uuid_of(n + 1)?), vec![b'x'; 2_000])?;
        db.put_layout(&format!("window-{n}"), json!({ "panels": n as u64 }))?;
        db.keep(&format!("value-{n}"), json!(["kept", n as u64]))?;
    }
    Ok(())
}

fn uuid_of<T: serde::de::DeserializeOwned>(n: u128) -> Result<T> {
    let text = format!("00000000-0000-7000-8000-{n:012x}");
    Ok(serde_json::from_value(Value::String(text))?)
}

/// Every answer that the filled rows give.
fn answers(home: &Home) -> Result<Vec<String>> {
    let db = database(home)?;
    let mut all = Vec::new();
    let mut say = |answer: &dyn std::fmt::Debug| all.push(format!("{answer:?}"));
    let rows = db.read(&JournalQuery::default())?;
    let ours: SourceId = SourceId(uuid_of(SOURCE)?);
    for row in rows.iter().filter(|row| row.header.source == ours) {
        say(row);
    }
    for n in 0..7 {
        let subject = Some(format!("file:{n}").parse()?);
        say(&db.read(&JournalQuery {
            subject,
            ..JournalQuery::default()
        })?);
    }
    for n in 0..DOCUMENTS {
        let document = db.document_at(&path(n))?;
        say(&document);
        let doc = document.context("the document is known")?.id;
        for version in db.versions(doc)? {
            say(&version);
            if let tenon_store::VersionBytes::Content(hash) = &version.bytes {
                say(&db.content(*hash)?);
            }
        }
    }
    for n in 0..3_u128 {
        say(&db.screen(TerminalId(uuid_of(n + 1)?))?);
        say(&db.layout(&format!("window-{n}"))?);
        say(&db.kept(&format!("value-{n}"))?);
    }
    Ok(all)
}
