//! The power goes: what was not made durable may be gone, in part or whole.
//!
//! A process saves and makes a backup while every change that it makes to the disk is written down.
//! Then, for each moment right after a sync, the disk is made anew as it may be found: with what was
//! synced, and of the rest nothing, or what the dice choose. A name is durable when its folder was
//! synced; bytes are when their file was.

mod disk;
mod recorder;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tenon_store::{DatabaseKind, prove_database};

use disk::{Disk, Live, Names, Waiting, look};
use recorder::{Change, Recorder};

use super::steps::prepare;
use super::{Given, Outcome, Tally};
use crate::act::{Act, FILE, TYPED};
use crate::home::{Home, layout};
use crate::trace::{self, Call, Watcher};

pub fn cut(given: &mut Given<'_>) -> Result<Tally> {
    let (home, _kept) = prepare()?;
    let mut recorder = Recorder {
        tree: home.tree(),
        names: Names::new(),
        log: Vec::new(),
    };
    // What the start of the process changes is on the disk when the part begins that counts.
    let mut starting = Starting {
        inner: &mut recorder,
        begun: None,
    };
    trace::run(home.command(Act::Work.word())?, &mut starting)?;
    let mut disk = starting.begun.context("the process began its work")?;
    let mut live = Live::over(disk.names.clone());
    let (mut tally, mut said, mut syncs) = (Tally::default(), Vec::new(), 0_u64);
    let every = if given.run.quick { 9 } else { 1 };
    for change in recorder.log {
        match change {
            Change::Bytes { node, at, bytes } => {
                disk.waiting.push(Waiting::Bytes(live.id(node), at, bytes));
            }
            Change::Size { node, size } => disk.waiting.push(Waiting::Size(live.id(node), size)),
            Change::Names { gone, new } => {
                let new = live.change(&gone, new);
                disk.waiting.push(Waiting::Names(gone, new));
            }
            Change::Said(line) => said.push(line),
            Change::Synced(node) => {
                let place = live.folder(node, &recorder.tree);
                disk.synced(live.id(node), place.as_deref());
                syncs += 1;
                if syncs % every != 0 {
                    continue;
                }
                for luck in [false, true] {
                    disk.lay(&home.tree(), luck.then_some(&mut given.dice))?;
                    let outcome = judge(&home, &said).unwrap_or_else(|fault| {
                        Outcome::Lost(format!("after sync {syncs}: {fault:#}"))
                    });
                    tally.count(outcome);
                }
            }
        }
    }
    tally.note(format!(
        "{syncs} syncs, each with nothing and with some of the rest"
    ));
    Ok(tally)
}

/// Takes the picture of the disk at the first call that counts.
struct Starting<'a> {
    inner: &'a mut Recorder,
    begun: Option<Disk>,
}

impl Watcher for Starting<'_> {
    fn before(&mut self, call: &Call) -> Option<i32> {
        if self.begun.is_none()
            && let Ok(names) = look(&self.inner.tree)
        {
            self.begun = Disk::of(&names).ok();
            self.inner.names = names;
        }
        self.inner.before(call)
    }

    fn after(&mut self, call: &Call, gave: i64) -> Result<()> {
        self.inner.after(call, gave)
    }
}

/// Whether everything that was said to be done by now is there.
fn judge(home: &Home, said: &[String]) -> Result<Outcome> {
    let saves = said.iter().filter(|line| *line == "saved").count();
    let text = fs::read_to_string(home.work().join(FILE)).context("the file")?;
    let typed = text
        .strip_prefix("old")
        .context("the file is empty or half")?;
    let whole = typed.len() % TYPED.len() == 0;
    if !whole || typed.len() / TYPED.len() < saves {
        return Ok(Outcome::Lost(format!(
            "the file holds {text:?} after {saves} saves"
        )));
    }
    let app = home.app().context("the list of profiles")?;
    let backups = app.backups()?.backups;
    let promised = 1 + said.iter().filter(|line| *line == "backed up").count();
    if backups.len() < promised {
        return Ok(Outcome::Lost("a backup is gone".into()));
    }
    for backup in &backups {
        for kept in &backup.workspaces {
            let file = Path::new(&backup.path).join(format!("workspace-{}.db", kept.id));
            prove_database(DatabaseKind::Workspace, &file, None).context("a backup")?;
        }
    }
    let owner = home.own(&app).context("the folder is opened again")?;
    let (is, lost) = (layout(&owner)?, owner.restored().lost);
    owner.close();
    Ok(match is.as_str() {
        _ if !lost.is_empty() => Outcome::Lost(lost.join(" ")),
        r#"{"is":"two"}"# => Outcome::Survived,
        other => Outcome::Lost(format!("the layout is {other:?}")),
    })
}
