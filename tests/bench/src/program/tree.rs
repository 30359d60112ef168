//! A process and those below it.

use std::collections::HashMap;
use std::fs;

use anyhow::{Context, Result, ensure};

/// A process and all below it.
pub fn family(pid: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        if let Some(parent) = parent(pid) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut family = vec![pid];
    let mut at = 0;
    while let Some(pid) = family.get(at) {
        family.extend(
            children
                .get(pid)
                .into_iter()
                .flatten()
                .copied()
                .collect::<Vec<_>>(),
        );
        at += 1;
    }
    family
}

/// The numbers behind a process's name, which may itself hold anything.
fn fields(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(stat.rsplit_once(") ")?.1.to_owned())
}

fn parent(pid: u32) -> Option<u32> {
    fields(pid)?.split(' ').nth(1)?.parse().ok()
}

/// Whether a process is there and has not ended.
pub fn runs(pid: u32) -> bool {
    fields(pid).is_some_and(|fields| !fields.starts_with('Z'))
}

/// The memory of a process and all below it, in MiB; shared pages count in parts.
pub fn memory(pid: u32) -> Result<f64> {
    let mut kib = 0;
    for pid in family(pid) {
        // One that has just ended has no memory.
        let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        kib += share(&text).unwrap_or(0);
    }
    ensure!(kib > 0, "the memory of process {pid} cannot be read");
    Ok(kib as f64 / 1024.0)
}

/// The same without processes of these names.
pub fn memory_without(pid: u32, names: &[&str]) -> Result<f64> {
    let mut mib = 0.0;
    for pid in family(pid) {
        let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        if !names.contains(&name.trim()) {
            // One that has just ended has no memory.
            mib += memory_of(pid).unwrap_or(0.0);
        }
    }
    ensure!(mib > 0.0, "the memory of process {pid} cannot be read");
    Ok(mib)
}

/// How long a process and all below it have used processors, in ticks of the system, 100 a second.
pub fn ticks(pid: u32) -> u64 {
    let of = |pid: &u32| {
        let fields = fields(*pid)?;
        let mut numbers = fields.split(' ').skip(11);
        let used: u64 = numbers.next()?.parse().ok()?;
        Some(used + numbers.next()?.parse::<u64>().ok()?)
    };
    family(pid).iter().filter_map(of).sum()
}

/// The memory of one process alone, in MiB; shared pages count in parts.
pub fn memory_of(pid: u32) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let kib = share(&text).with_context(|| format!("the memory of process {pid}"))?;
    Ok(kib as f64 / 1024.0)
}

/// How many processes of WebKit run that are not of the family: memory that they map too counts
/// only in parts for the family.
pub fn strangers(pid: u32) -> usize {
    let family = family(pid);
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| runs(*pid) && !family.contains(pid))
        .filter_map(|pid| fs::read_to_string(format!("/proc/{pid}/comm")).ok())
        .filter(|name| name.starts_with("WebKit"))
        .count()
}

fn share(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_of_its_own_family_and_has_memory() {
        let own = std::process::id();
        assert!(family(own).contains(&own));
        assert!(runs(own), "it is this one");
        assert!(memory(own).expect("its own memory can be read") > 0.0);
        assert!(ticks(std::process::id()) < 1_000_000, "it has just begun");
        assert_eq!(share("Rss: 9 kB\nPss:     7 kB\nPss_Dirty: 1 kB"), Some(7));
    }
}
