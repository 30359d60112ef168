//! Whether a process that does not answer is at work, seen from outside.

use crate::state::Activity;

/// What is seen of a process at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pulse {
    /// The processor time of all its threads so far, in ticks of the kernel (a hundredth of a
    /// second).
    ticks: u64,
    /// Whether one of its threads has a core, waits for one, or waits for a disk.
    busy: bool,
    /// Whether somebody has stopped it: none of its threads will run before they are let go on.
    stopped: bool,
}

/// So many ticks between two looks are work; an idle server wakes up for less.
const WORK: u64 = 3;

/// Takes the pulse of process `pid`; nothing where the system does not tell.
pub(crate) fn pulse(pid: u32) -> Option<Pulse> {
    let mut pulse = Pulse {
        ticks: 0,
        busy: false,
        stopped: true,
    };
    for thread in std::fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        // A thread may have ended since the folder was read.
        let Ok(stat) = std::fs::read_to_string(thread.ok()?.path().join("stat")) else {
            continue;
        };
        let (state, ticks) = read(&stat)?;
        pulse.ticks += ticks;
        pulse.busy |= matches!(state, 'R' | 'D');
        pulse.stopped &= state == 'T';
    }
    Some(pulse)
}

/// What a process with these two pulses did in between. Where nothing is told it is believed to work,
/// so that it is killed only after the longer silence.
pub(crate) fn activity(before: Option<Pulse>, after: Option<Pulse>) -> Activity {
    match (before, after) {
        (_, Some(after)) if after.stopped => Activity::Stopped,
        (Some(before), Some(after))
            if !after.busy && after.ticks.saturating_sub(before.ticks) < WORK =>
        {
            Activity::Idle
        }
        _ => Activity::Working,
    }
}

/// Reads the state and the times out of a line of the kernel's.
fn read(stat: &str) -> Option<(char, u64)> {
    // The name before them is in parentheses and may hold anything.
    let (_, rest) = stat.rsplit_once(") ")?;
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    let state = words.first()?.chars().next()?;
    let ticks = |at: usize| words.get(at)?.parse::<u64>().ok();
    Some((state, ticks(11)? + ticks(12)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_kernel_is_read_whatever_the_program_is_called() {
        let line = |state: &str| {
            format!("42 (a) R (b) {state} 1 42 42 0 -1 4194560 90 0 0 0 17 4 0 0 20 0 1 0 99 0")
        };
        for state in ["S", "R", "D", "T"] {
            let found = read(&line(state)).expect("it is a line");
            assert_eq!((found.0.to_string().as_str(), found.1), (state, 21));
        }
        assert_eq!(read("nonsense"), None);
    }

    #[test]
    fn only_what_uses_time_is_at_work_and_what_cannot_be_seen_is_believed_to_be() {
        use Activity::{Idle, Stopped, Working};
        let pulse = |ticks, busy, stopped| {
            Some(Pulse {
                ticks,
                busy,
                stopped,
            })
        };
        let at = |ticks| pulse(ticks, false, false);
        assert_eq!(activity(at(10), at(12)), Idle);
        assert_eq!(activity(at(10), at(90)), Working, "it computed");
        let waits = pulse(10, true, false);
        assert_eq!(activity(at(10), waits), Working, "it waits for a core");
        assert_eq!(activity(None, at(10)), Working);
        // It worked until somebody stopped it, and will not go on.
        assert_eq!(activity(at(10), pulse(90, false, true)), Stopped);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_pulse_of_this_process_is_taken() {
        let own = pulse(std::process::id()).expect("the kernel tells");
        assert!(own.busy, "it has a core at this moment");
        assert!(!own.stopped);
        assert_eq!(pulse(u32::MAX), None, "there is no such process");
    }
}
