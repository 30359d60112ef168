//! What a process does that is killed or lied to. It raises a signal where the part begins and ends
//! that faults are put into, and prints a line for each thing that it was told is done.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use nix::sys::signal::{Signal, raise};
use tenon_api::ApiResult;
use tenon_api::link::Link;
use tenon_api::wire::{BackupCreateParams, BackupRestoreParams};

use crate::home::Home;
use crate::typist::Typist;

/// What it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Act {
    /// Owns the folder until it is killed.
    Serve,
    /// Saves a file.
    Save,
    /// Makes a backup.
    Backup,
    /// Puts the only backup back.
    Restore,
    /// Saves a few times and makes a backup.
    Work,
    /// Reads what there is, as a call of the command line does.
    Look,
}

impl Act {
    pub fn word(self) -> &'static str {
        match self {
            Self::Serve => "serve",
            Self::Save => "save",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::Work => "work",
            Self::Look => "look",
        }
    }
}

/// The file that is saved.
pub const FILE: &str = "a.txt";
/// What is typed before each save.
pub const TYPED: &str = " and more of it, enough to be seen";

pub fn create() -> BackupCreateParams {
    BackupCreateParams {
        to: None,
        with_key: false,
        profile: None,
    }
}

fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

fn mark() -> Result<()> {
    Ok(raise(Signal::SIGUSR1)?)
}

pub fn run(act: Act, home: &Path) -> Result<()> {
    let home = Home::at(home);
    if act == Act::Look {
        mark()?;
        let seen = home.look();
        mark()?;
        return match seen {
            Ok(seen) => say(&format!("done: {seen}")),
            Err(error) => say(&format!("refused: {error:#}")),
        };
    }
    let app = home.app()?;
    let tell = |what: ApiResult<()>| match what {
        Ok(()) => say("done"),
        Err(error) => say(&format!("refused: {error}")),
    };
    match act {
        Act::Look => bail!("it was done already"),
        Act::Serve => {
            let owner = home.own(&app)?;
            owner.serve()?;
            say("serving")?;
            loop {
                std::thread::park();
            }
        }
        Act::Save => {
            let owner = home.own(&app)?;
            let mut typist = Typist::open(Link::Local(owner), FILE, "r".into())?;
            typist.type_in(TYPED)?;
            mark()?;
            let saved = typist.save();
            mark()?;
            say(if saved.is_ok() { "done" } else { "refused" })
        }
        Act::Backup => {
            mark()?;
            let made = app.back_up(&create()).map(drop);
            mark()?;
            tell(made)
        }
        Act::Restore => {
            let name = app.backups()?.backups.remove(0).name;
            let params = BackupRestoreParams {
                name,
                dry_run: false,
                only: None,
            };
            mark()?;
            let done = app.restore(&params, false).map(drop);
            mark()?;
            tell(done)
        }
        Act::Work => {
            let owner = home.own(&app)?;
            let mut typist = Typist::open(Link::Local(owner), FILE, "r".into())?;
            mark()?;
            for _ in 0..3 {
                typist.type_in(TYPED)?;
                typist.save()?;
                say("saved")?;
            }
            app.back_up(&create())?;
            say("backed up")?;
            mark()
        }
    }
}
