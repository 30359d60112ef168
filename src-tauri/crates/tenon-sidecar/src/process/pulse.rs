//! Whether a process that does not answer is at work, seen from outside.

/// What is seen of a process at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pulse {
    /// The processor time of all its threads so far, in ticks of the kernel (a hundredth of a
    /// second).
    ticks: u64,
    /// Whether one of its threads has a core, waits for one, or waits for a disk.
    busy: bool,
}

/// So many ticks between two looks are work; an idle server wakes up for less.
const WORK: u64 = 3;

/// Takes the pulse of process `pid`; nothing where the system does not tell.
pub(crate) fn pulse(pid: u32) -> Option<Pulse> {
    let mut pulse = Pulse {
        ticks: 0,
        busy: false,
    };
    for thread in std::fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        // A thread may have ended since the folder was read.
        let Ok(stat) = std::fs::read_to_string(thread.ok()?.path().join("stat")) else {
            continue;
        };
        let (busy, ticks) = read(&stat)?;
        pulse.ticks += ticks;
        pulse.busy |= busy;
    }
    Some(pulse)
}

/// Whether a process with these two pulses worked in between. Where nothing is told it is believed
/// to work, so that it is killed only after the longer silence.
pub(crate) fn worked(before: Option<Pulse>, after: Option<Pulse>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => {
            after.busy || after.ticks.saturating_sub(before.ticks) >= WORK
        }
        _ => true,
    }
}

/// Reads the state and the times out of a line of the kernel's.
fn read(stat: &str) -> Option<(bool, u64)> {
    // The name before them is in parentheses and may hold anything.
    let (_, rest) = stat.rsplit_once(") ")?;
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    let busy = matches!(*words.first()?, "R" | "D");
    let ticks = |at: usize| words.get(at)?.parse::<u64>().ok();
    Some((busy, ticks(11)? + ticks(12)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_kernel_is_read_whatever_the_program_is_called() {
        let line = |state: &str| {
            format!("42 (a) R (b) {state} 1 42 42 0 -1 4194560 90 0 0 0 17 4 0 0 20 0 1 0 99 0")
        };
        assert_eq!(read(&line("S")), Some((false, 21)));
        assert_eq!(read(&line("R")), Some((true, 21)), "it has a core");
        assert_eq!(read(&line("D")), Some((true, 21)), "it waits for a disk");
        assert_eq!(read(&line("T")), Some((false, 21)), "it is stopped");
        assert_eq!(read("nonsense"), None);
    }

    #[test]
    fn only_what_uses_time_is_at_work_and_what_cannot_be_seen_is_believed_to_be() {
        let pulse = |ticks, busy| Some(Pulse { ticks, busy });
        assert!(!worked(pulse(10, false), pulse(12, false)), "it idles");
        assert!(worked(pulse(10, false), pulse(90, false)), "it computed");
        assert!(
            worked(pulse(10, false), pulse(10, true)),
            "it waits for a core"
        );
        assert!(worked(None, pulse(10, false)));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_pulse_of_this_process_is_taken() {
        let own = pulse(std::process::id()).expect("the kernel tells");
        assert!(own.busy, "it has a core at this moment");
        assert_eq!(pulse(u32::MAX), None, "there is no such process");
    }
}
