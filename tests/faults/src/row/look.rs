//! A disk that takes nothing any more: what stands on it is still read, and that is said.

use std::os::fd::RawFd;

use anyhow::{Result, ensure};

use super::steps::prepare;
use super::{Given, Outcome, Tally};
use crate::act::Act;
use crate::disk::{Kind, kind};
use crate::home::Home;
use crate::trace::{self, Call, Watcher};

/// How the disk refuses.
#[derive(Debug, Clone, Copy)]
enum Refusal {
    Full,
    ReadOnly,
}

struct Refusing {
    home: std::path::PathBuf,
    how: Option<Refusal>,
}

impl Watcher for Refusing {
    fn before(&mut self, call: &Call) -> Option<i32> {
        let how = self.how?;
        let kind = kind(call, &self.home);
        // A folder that is there is found to be there before it is found that none can be made.
        let makes = kind == Some(Kind::Make) && call.number == libc::SYS_openat;
        let opens = call.number == libc::SYS_openat
            && call.arguments[0] as RawFd == libc::AT_FDCWD
            && call.arguments[2] & libc::O_ACCMODE as u64 != 0;
        match how {
            Refusal::Full => (makes || kind == Some(Kind::Write)).then_some(libc::ENOSPC),
            Refusal::ReadOnly => {
                let changes = matches!(kind, Some(Kind::Write | Kind::Name | Kind::Remove));
                (opens || makes || changes).then_some(libc::EROFS)
            }
        }
    }

    fn after(&mut self, _: &Call, _: i64) -> Result<()> {
        Ok(())
    }
}

fn look(home: &Home, how: Option<Refusal>) -> Result<String> {
    let home_of = home.tree();
    let mut watcher = Refusing { home: home_of, how };
    trace::run(home.command(Act::Look.word())?, &mut watcher)
}

pub fn look_at(given: &mut Given<'_>) -> Result<Tally> {
    let mut tally = Tally::default();
    for _ in 0..given.tries(3, 1) {
        let (home, _kept) = prepare()?;
        let saved = trace::run(
            home.command(Act::Save.word())?,
            &mut Refusing {
                home: home.tree(),
                how: None,
            },
        )?;
        ensure!(saved.starts_with("done"), "a save without a fault: {saved}");
        let whole = look(&home, None)?;
        ensure!(
            whole.starts_with("done: "),
            "a look without a fault: {whole}"
        );
        for how in [Refusal::Full, Refusal::ReadOnly] {
            let seen = look(&home, Some(how))?;
            let (what, told) = seen.trim().split_once(". ").unwrap_or((&seen, ""));
            tally.count(match what {
                _ if what != whole.trim().trim_end_matches('.') => {
                    Outcome::Lost(format!("{how:?}: {seen}"))
                }
                _ if !told.starts_with("Nothing new is recorded") => {
                    Outcome::Silent(format!("{how:?}: {seen}"))
                }
                _ => Outcome::Survived,
            });
        }
    }
    tally.note("the log, the local history");
    Ok(tally)
}
