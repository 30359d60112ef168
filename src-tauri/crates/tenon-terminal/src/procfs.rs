//! What `/proc` says about processes.

use std::fs;
use std::path::{Path, PathBuf};

/// One process's line in `/proc/PID/stat`, as far as it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stat {
    pub state: char,
    pub group: i32,
    pub session: i32,
    /// The group in front of its terminal, negative without one.
    pub foreground: i32,
    /// When it was started, in the kernel's ticks since boot.
    pub started: u64,
}

/// What a process does when it is hung up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnHangUp {
    Dies,
    Ignores,
    Handles,
}

pub(crate) fn stat(pid: i32) -> Option<Stat> {
    parse_stat(&String::from_utf8_lossy(
        &fs::read(format!("/proc/{pid}/stat")).ok()?,
    ))
}

fn parse_stat(line: &str) -> Option<Stat> {
    // The name in parentheses may itself hold spaces and parentheses.
    let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
    Some(Stat {
        state: fields.first()?.chars().next()?,
        group: fields.get(2)?.parse().ok()?,
        session: fields.get(3)?.parse().ok()?,
        foreground: fields.get(5)?.parse().ok()?,
        started: fields.get(19)?.parse().ok()?,
    })
}

/// All processes there are now.
pub(crate) fn pids() -> Vec<i32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

pub(crate) fn on_hang_up(pid: i32) -> Option<OnHangUp> {
    let status = fs::read(format!("/proc/{pid}/status")).ok()?;
    parse_on_hang_up(&String::from_utf8_lossy(&status))
}

fn parse_on_hang_up(status: &str) -> Option<OnHangUp> {
    // SIGHUP is signal 1, the lowest bit of each mask.
    let bit = |name| {
        let mask = status
            .lines()
            .find_map(|line| line.strip_prefix(name))?
            .trim();
        Some(u64::from_str_radix(mask, 16).ok()? & 1 != 0)
    };
    Some(match (bit("SigIgn:")?, bit("SigCgt:")?) {
        (true, _) => OnHangUp::Ignores,
        (false, true) => OnHangUp::Handles,
        (false, false) => OnHangUp::Dies,
    })
}

/// Whether a standard stream of the process is the terminal `tty`, which may be gone by now.
pub(crate) fn holds_terminal(pid: i32, tty: &Path) -> bool {
    let mut gone = tty.as_os_str().to_owned();
    gone.push(" (deleted)");
    (0..3)
        .filter_map(|stream| fs::read_link(format!("/proc/{pid}/fd/{stream}")).ok())
        .any(|target| target == tty || target.as_os_str() == gone)
}

/// The name of a process, at most 15 bytes.
pub(crate) fn name(pid: i32) -> Option<String> {
    let name = fs::read(format!("/proc/{pid}/comm")).ok()?;
    Some(
        String::from_utf8_lossy(&name)
            .trim_end_matches('\n')
            .to_owned(),
    )
}

/// The working directory of a process, when it still exists.
pub(crate) fn cwd(pid: i32) -> Option<PathBuf> {
    fs::read_link(format!("/proc/{pid}/cwd"))
        .ok()
        .filter(|path| path.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_parentheses_does_not_shift_the_fields() {
        let line = "42 (a) b (c)) S 1 42 41 34816 43 4194304 9 8 7 6 5 4 3 2 20 0 1 0 777 123 1\n";
        let stat = Stat {
            state: 'S',
            group: 42,
            session: 41,
            foreground: 43,
            started: 777,
        };
        assert_eq!(parse_stat(line), Some(stat));
    }

    #[test]
    fn the_mask_tells_what_a_hang_up_does() {
        for (ignored, caught, expected) in [
            ("1", "0", OnHangUp::Ignores),
            ("2", "3", OnHangUp::Handles),
            ("2", "2", OnHangUp::Dies),
        ] {
            let status = format!(
                "Name:\tx\nSigIgn:\t000000000000000{ignored}\nSigCgt:\t000000000000000{caught}\n"
            );
            assert_eq!(parse_on_hang_up(&status), Some(expected), "{status}");
        }
    }
}
