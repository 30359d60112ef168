//! Looks through folders and tells what the rules mark there, and how fast: for judging the rules
//! on ordinary code and prose. `cargo run --release -p tenon-gatekeeper --example alarms -- DIR…`
#![allow(clippy::print_stdout, reason = "this is what it is for")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tenon_gatekeeper::Gatekeeper;

fn main() {
    let gatekeeper = Gatekeeper::new([7; 32]);
    let (mut bytes, mut took) = (0, Duration::ZERO);
    let mut by_rule: BTreeMap<String, usize> = BTreeMap::new();
    for folder in std::env::args_os().skip(1) {
        for path in files(Path::new(&folder)) {
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            let began = Instant::now();
            let found = gatekeeper.find(&text);
            took += began.elapsed();
            bytes += text.len();
            for finding in found {
                let line = text[..finding.start].matches('\n').count() + 1;
                let from = text[..finding.start].rfind('\n').map_or(0, |at| at + 1);
                let shown: String = text[from..].chars().take(160).collect();
                let shown = shown.lines().next().unwrap_or_default();
                let secret: String = text[finding.start..finding.end].chars().take(60).collect();
                println!(
                    "{}\t{}:{line}\t{secret:?}\t{shown}",
                    finding.rule,
                    path.display()
                );
                *by_rule.entry(finding.rule).or_default() += 1;
            }
        }
    }
    let marks: usize = by_rule.values().sum();
    let size = bytes as f64 / 1e6;
    println!("{by_rule:?}");
    println!(
        "{marks} marks in {size:.1} MB: {:.3} a MB; {:.0} MB/s",
        marks as f64 / size,
        size / took.as_secs_f64()
    );
}

/// The files below a folder, links left aside.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        for entry in entries {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found.sort();
    found
}
