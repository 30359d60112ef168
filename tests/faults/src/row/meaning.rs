//! The sidecar is killed or stopped, its vectors are damaged, and its disk is full, while texts are
//! embedded.

mod bench;
mod harm;
mod room;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use nix::sys::signal::Signal;
use tenon_api::wire::{MeaningState, SidecarState};

use super::{Given, Outcome, Tally};
use bench::{Bench, PATIENCE};
use harm::{HARMS, harm};
use room::Disk;

/// Two periods in which the sidecar is asked for its health; a hang is to be noticed by then.
const NOTICED: Duration = Duration::from_secs(4);
/// A question whose words and names are known is answered by then, also while the sidecar hangs.
const ANSWERED: Duration = Duration::from_millis(2_500);
/// The room on the disk of vectors, in bytes.
const ROOM: u64 = 24 << 20;

/// The sidecar is killed while texts are embedded.
pub fn killed(given: &mut Given<'_>) -> Result<Tally> {
    let bench = Bench::new(|_| Ok(()))?;
    rounds(given, bench, (200, 3), |bench, given, _| {
        // To be killed at a moment that nobody chose is what is tried here.
        std::thread::sleep(Duration::from_millis(given.dice.below(400)));
        bench.signal(Signal::SIGKILL)?;
        Ok(None)
    })
}

/// The sidecar is stopped, and does not say so.
pub fn stopped(given: &mut Given<'_>) -> Result<Tally> {
    let bench = Bench::new(|_| Ok(()))?;
    let (mut noticed, mut answered) = (Vec::new(), Vec::new());
    let mut tally = rounds(given, bench, (20, 1), |bench, given, _| {
        std::thread::sleep(Duration::from_millis(given.dice.below(2_500)));
        bench.until_ready()?;
        bench.signal(Signal::SIGSTOP)?;
        let began = Instant::now();
        let found = bench.ask_hybrid()?;
        let took = began.elapsed();
        while bench.app.sidecar.status().state == SidecarState::Ready {
            if began.elapsed() > PATIENCE {
                bail!("a sidecar that is stopped is not noticed");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        noticed.push(began.elapsed());
        answered.push(took);
        Ok(if began.elapsed() > NOTICED {
            Some("it is not noticed within two periods".to_owned())
        } else if took > ANSWERED || found.hits.is_empty() {
            Some("a question waits for a sidecar that is stopped".to_owned())
        } else if found.text_only.is_none() {
            Some("it is not said that only text was looked at".to_owned())
        } else {
            None
        })
    })?;
    noticed.sort();
    answered.sort();
    if let (Some(last), Some(late)) = (noticed.last(), answered.last()) {
        let middle = noticed[noticed.len() / 2];
        tally.note(format!(
            "noticed after {} ms, at most {} ms; a question took {} ms at most",
            middle.as_millis(),
            last.as_millis(),
            late.as_millis()
        ));
    }
    Ok(tally)
}

/// The vectors are damaged while no sidecar runs.
pub fn damaged(given: &mut Given<'_>) -> Result<Tally> {
    let bench = Bench::new(|_| Ok(()))?;
    rounds(given, bench, (42, 6), |bench, given, round| {
        bench.settle()?;
        bench.signal(Signal::SIGKILL)?;
        let vectors = bench.app.dirs.vectors(bench.owner.row().profile);
        harm(&vectors, HARMS[round % HARMS.len()], given)?;
        Ok(None)
    })
}

/// The disk of the vectors is full.
pub fn full(given: &mut Given<'_>) -> Result<Tally> {
    let mut disk = None;
    let mounted = Bench::new(|vectors| {
        disk = Some(Disk::mount(vectors, ROOM)?);
        Ok(())
    });
    let (bench, disk) = match (mounted, disk) {
        (bench, Some(disk)) => (bench?, disk),
        // Nobody may mount a disk here, or there is no sidecar to try it with.
        (Err(why), None) => {
            let mut tally = Tally::default();
            tally.note(format!("left out: {why:#}"));
            return Ok(tally);
        }
        (bench, None) => return rounds(given, bench?, (10, 1), |_, _, _| Ok(None)),
    };
    rounds(given, bench, (10, 1), |bench, given, _| {
        bench.settle()?;
        disk.fill(given.dice.below(40) * 1024)?;
        bench.change(given)?;
        let told = bench.until("a full disk is told", |status| {
            let reason = status.reason.as_deref().unwrap_or_default();
            status.state == MeaningState::Failed && reason.contains("disk is full")
        });
        disk.clear()?;
        told?;
        Ok(None)
    })
}

/// Does one fault after the other, each while texts are embedded, and looks for all texts after each.
/// A fault that says what is wrong was not survived.
fn rounds(
    given: &mut Given<'_>,
    bench: Option<Bench>,
    (whole, few): (u64, u64),
    mut fault: impl FnMut(&mut Bench, &mut Given<'_>, usize) -> Result<Option<String>>,
) -> Result<Tally> {
    let mut tally = Tally::default();
    let Some(mut bench) = bench else {
        tally.note("left out: there is no Python of the sidecar");
        return Ok(tally);
    };
    for round in 0..usize::try_from(given.tries(whole, few))? {
        bench.change(given)?;
        let wrong = fault(&mut bench, given, round)?;
        let outcome = match bench.settle().and_then(|()| bench.look(given)) {
            Ok(found) => match wrong.or(found) {
                None => Outcome::Survived,
                Some(wrong) => Outcome::Silent(wrong),
            },
            Err(error) => Outcome::Lost(format!("{error:#}")),
        };
        tally.count(outcome);
    }
    let status = bench.owner.meaning().status();
    tally.note(format!(
        "{} texts embedded, {} wanted",
        status.embedded.get(),
        bench.next
    ));
    bench.app.sidecar.stop();
    bench.owner.close();
    Ok(tally)
}
