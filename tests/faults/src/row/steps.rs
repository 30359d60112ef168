//! Calls that fail: each one of a save, a backup and a restore, one after the other.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::TempDir;
use tenon_store::{DatabaseKind, prove_database};

use super::{Given, Outcome, Tally};
use crate::act::{Act, FILE, TYPED, create};
use crate::disk::{Kind, kind};
use crate::home::{Home, keep_layout, layout};
use crate::trace::{self, Call, Watcher};

/// Which calls are counted, and how they fail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The n-th write, fsync or rename fails.
    Step,
    /// The n-th fsync fails.
    Fsync,
    /// From the n-th write on there is no room.
    Full,
}

pub fn save(given: &mut Given<'_>) -> Result<Tally> {
    rows(given, Fault::Step, &[Act::Save])
}

pub fn backup(given: &mut Given<'_>) -> Result<Tally> {
    rows(given, Fault::Step, &[Act::Backup])
}

pub fn restore(given: &mut Given<'_>) -> Result<Tally> {
    rows(given, Fault::Step, &[Act::Restore])
}

pub fn fsync(given: &mut Given<'_>) -> Result<Tally> {
    rows(given, Fault::Fsync, &[Act::Save, Act::Backup, Act::Restore])
}

pub fn full(given: &mut Given<'_>) -> Result<Tally> {
    rows(given, Fault::Full, &[Act::Save, Act::Backup, Act::Restore])
}

fn rows(given: &mut Given<'_>, fault: Fault, acts: &[Act]) -> Result<Tally> {
    let mut tally = Tally::default();
    let few = given.tries(u64::MAX, 4);
    for act in acts {
        let (home, kept) = prepare()?;
        let all = attempt(&home, *act, fault, u64::MAX)?.0;
        // Every step, or a few that the dice choose.
        let places: Vec<u64> = if all <= few {
            (1..=all).collect()
        } else {
            (0..few).map(|_| 1 + given.dice.below(all)).collect()
        };
        for n in places {
            home.put_back(kept.path())?;
            let (_, said) = attempt(&home, *act, fault, n)?;
            let outcome = judge(&home, *act, &said).unwrap_or_else(|fault| {
                Outcome::Lost(format!("{} step {n}: {fault:#}", act.word()))
            });
            tally.count(outcome);
        }
    }
    tally.note("every step once");
    Ok(tally)
}

/// A folder with a file, a layout "two", and a backup in which the layout is "one".
pub fn prepare() -> Result<(Home, TempDir)> {
    let home = Home::new()?;
    std::fs::write(home.work().join(FILE), "old")?;
    let app = home.app()?;
    let owner = home.own(&app)?;
    keep_layout(&owner, "one")?;
    app.back_up(&create())?;
    keep_layout(&owner, "two")?;
    owner.close();
    drop(owner);
    drop(app);
    let kept = tempfile::tempdir()?;
    home.keep(kept.path())?;
    Ok((home, kept))
}

/// Fails the n-th call of those that count.
struct Failing {
    tree: PathBuf,
    fault: Fault,
    place: u64,
    seen: u64,
}

impl Watcher for Failing {
    fn before(&mut self, call: &Call) -> Option<i32> {
        let kind = kind(call, &self.tree)?;
        let counts = match self.fault {
            // A failure to tidy up is told of and loses nothing.
            Fault::Step => kind != Kind::Remove,
            Fault::Fsync => kind == Kind::Sync,
            Fault::Full => matches!(kind, Kind::Write | Kind::Make),
        };
        if !counts {
            return None;
        }
        self.seen += 1;
        match self.fault {
            Fault::Full => (self.seen >= self.place).then_some(libc::ENOSPC),
            _ => (self.seen == self.place).then_some(libc::EIO),
        }
    }

    fn after(&mut self, _: &Call, _: i64) -> Result<()> {
        Ok(())
    }
}

/// How many calls counted, and what was said.
fn attempt(home: &Home, act: Act, fault: Fault, place: u64) -> Result<(u64, String)> {
    let mut watcher = Failing {
        tree: home.tree(),
        fault,
        place,
        seen: 0,
    };
    let said = trace::run(home.command(act.word())?, &mut watcher)?;
    Ok((watcher.seen, said))
}

/// Whether what was said is true, and all else as it was.
fn judge(home: &Home, act: Act, said: &str) -> Result<Outcome> {
    let done = said.starts_with("done");
    if !done && !said.starts_with("refused") {
        return Ok(Outcome::Lost(format!(
            "{}: it ended without a word",
            act.word()
        )));
    }
    let app = home.app().context("the list of profiles")?;
    let wrong = match act {
        Act::Save => saved(home, done)?,
        Act::Backup => backed_up(&app, done)?,
        _ => None,
    };
    let owner = home.own(&app).context("the folder is opened again")?;
    let is = layout(&owner)?;
    let lost = owner.restored().lost;
    owner.close();
    let wrong = wrong.or(match is.as_str() {
        _ if !lost.is_empty() => Some(lost.join(" ")),
        r#"{"is":"one"}"# if act == Act::Restore => None,
        r#"{"is":"two"}"# if act != Act::Restore || !done => None,
        other => Some(format!("the layout is {other:?}")),
    });
    Ok(match wrong {
        None => Outcome::Survived,
        Some(what) if done => Outcome::Silent(format!("{}: {what}", act.word())),
        Some(what) => Outcome::Lost(format!("{}: {what}", act.word())),
    })
}

fn saved(home: &Home, done: bool) -> Result<Option<String>> {
    let text = std::fs::read_to_string(home.work().join(FILE))?;
    let new = format!("old{TYPED}");
    let right = text == new || (text == "old" && !done);
    Ok((!right).then(|| format!("the file holds {text:?}")))
}

fn backed_up(app: &tenon_api::app::App, done: bool) -> Result<Option<String>> {
    let list = app.backups()?;
    for backup in &list.backups {
        if let Some(problem) = &backup.problem {
            return Ok(Some(problem.clone()));
        }
        for kept in &backup.workspaces {
            let file = Path::new(&backup.path).join(format!("workspace-{}.db", kept.id));
            prove_database(DatabaseKind::Workspace, &file, None)?;
        }
    }
    if done != (list.backups.len() == 2) {
        return Ok(Some(format!("there are {} backups", list.backups.len())));
    }
    let names = std::fs::read_dir(&list.folder)?.flatten();
    let half = names.filter(|entry| entry.file_name().to_string_lossy().starts_with('.'));
    Ok((half.count() > 0).then(|| "a half backup is left".to_owned()))
}
