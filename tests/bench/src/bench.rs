//! The measurements, in the order of the report.

mod channel;
mod checkout;
mod echo;
mod embedding;
mod files;
mod gatekeeper;
mod history;
mod hybrid;
mod interrupt;
mod journal;
mod kept;
mod keystroke;
mod large;
mod memory;
mod output;
mod owned;
mod quality;
mod restore;
mod search;
mod start;
mod symbols;
mod terminal;
mod terminals;
mod text;
mod typing;
mod vault;
mod vectors;
mod watch;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::measure::load::Load;
use crate::measure::report::Row;
use crate::measure::say;
use crate::program::ours::Ours;
use crate::work::Work;
pub use terminal::KEYS;

/// What a measurement on a display needs.
pub struct Stage<'a> {
    work: &'a Work,
    desk: &'a Desk,
    ours: &'a Ours,
}

/// How a measurement is run.
#[derive(Clone, Copy)]
enum Kind {
    /// Without a display.
    Plain(fn(&Work) -> Result<Vec<Row>>),
    /// On a display, with Tenon ready to start.
    Shown(fn(&Stage<'_>) -> Result<Vec<Row>>),
}

/// All of them, by name.
const ALL: &[(&str, Kind)] = &[
    ("files", Kind::Plain(files::run)),
    ("text", Kind::Plain(text::run)),
    ("search", Kind::Plain(search::run)),
    ("symbols", Kind::Plain(symbols::run)),
    ("owned", Kind::Plain(owned::run)),
    ("quality", Kind::Plain(quality::run)),
    ("hybrid", Kind::Plain(hybrid::run)),
    ("checkout", Kind::Plain(checkout::run)),
    ("gatekeeper", Kind::Plain(gatekeeper::run)),
    ("journal", Kind::Plain(journal::run)),
    ("watch", Kind::Plain(watch::run)),
    ("kept", Kind::Plain(kept::run)),
    ("embedding", Kind::Plain(embedding::run)),
    ("vectors", Kind::Plain(vectors::run)),
    ("history", Kind::Plain(history::run)),
    ("vault", Kind::Plain(vault::run)),
    ("start", Kind::Shown(start::run)),
    ("restore", Kind::Shown(restore::run)),
    ("memory", Kind::Shown(memory::run)),
    ("keystroke", Kind::Shown(keystroke::run)),
    ("echo", Kind::Shown(echo::run)),
    ("output", Kind::Shown(output::run)),
    ("terminals", Kind::Shown(terminals::run)),
    ("interrupt", Kind::Shown(interrupt::run)),
    ("channel", Kind::Shown(channel::run)),
    ("large", Kind::Shown(large::run)),
];

/// Runs those that are named, or all, and writes the report.
pub fn run(work: &Work, only: &[String]) -> Result<()> {
    let known: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
    if let Some(odd) = only.iter().find(|name| !known.contains(&name.as_str())) {
        bail!(
            "there is no measurement \"{odd}\"; there are: {}",
            known.join(", ")
        );
    }
    let began = Load::now();
    let versions = versions(work);
    let mut display: Option<(Desk, Ours)> = None;
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (name, kind) in ALL {
        if !only.is_empty() && !only.iter().any(|wanted| wanted == name) {
            continue;
        }
        if Instant::now() > work.until {
            faults.push(json!({ "measurement": name, "fault": "there was no time left" }));
            continue;
        }
        say(&format!("-- {name} ..."));
        let clock = Instant::now();
        let done = match kind {
            Kind::Plain(run) => run(work),
            Kind::Shown(run) => staged(work, &mut display, *run),
        };
        say(&format!(
            "-- {name}: {:.0} s",
            clock.elapsed().as_secs_f64()
        ));
        match done {
            Ok(found) => {
                say(&Row::heads());
                found
                    .iter()
                    .flat_map(Row::lines)
                    .for_each(|line| say(&line));
                rows.extend(found);
            }
            Err(why) => {
                say(&format!("   {name} failed: {why:#}"));
                faults.push(json!({ "measurement": name, "fault": format!("{why:#}") }));
                if let Some((desk, _)) = &display {
                    keep_picture(desk, &work.out.join(format!("{name}.ppm")));
                }
                // Whatever went wrong there, the next one begins on a display of its own.
                display = None;
            }
        }
    }
    let report = json!({
        "versions": versions,
        "quick": work.quick,
        "load": { "before": began, "after": Load::now() },
        "rows": rows,
        "faults": faults,
    });
    let file = work.out.join("report.json");
    fs::write(&file, serde_json::to_vec_pretty(&report)?)?;
    say("");
    say(&Row::heads());
    rows.iter().flat_map(Row::lines).for_each(|line| say(&line));
    say(&format!("The same as JSON: {}", file.display()));
    Ok(())
}

fn staged(
    work: &Work,
    display: &mut Option<(Desk, Ours)>,
    run: fn(&Stage<'_>) -> Result<Vec<Row>>,
) -> Result<Vec<Row>> {
    let (desk, ours) = match display {
        Some(ready) => ready,
        None => {
            let folder = work
                .folder()
                .join(format!("display-{:x}", crate::inside::now()));
            fs::create_dir_all(&folder)?;
            let desk = Desk::start(&folder)?;
            // Kept before anything can fail, so that a picture of it can be taken.
            let ours = Ours::prepare(&folder, work.program("tenon-window")?, &desk);
            let ours = ours.inspect_err(|_| {
                keep_picture(&desk, &work.out.join("prepare.ppm"));
            })?;
            display.insert((desk, ours))
        }
    };
    desk.screen.forget()?;
    run(&Stage { work, desk, ours })
}

fn keep_picture(desk: &Desk, path: &Path) {
    let kept = desk
        .screen
        .all()
        .and_then(|all| desk.screen.picture(all))
        .and_then(|picture| picture.keep(path));
    match kept {
        Ok(()) => say(&format!("   what the display showed: {}", path.display())),
        Err(why) => say(&format!("   the display could not be looked at: {why:#}")),
    }
}

/// What was measured, and with what.
fn versions(work: &Work) -> Value {
    let first_line = |program: &Path, arguments: &[&str]| {
        let out = Command::new(program).args(arguments).output().ok()?;
        let text = if out.stdout.is_empty() {
            out.stderr
        } else {
            out.stdout
        };
        let text = String::from_utf8_lossy(&text);
        Some(text.lines().next()?.trim().to_owned())
    };
    let own = |name: &str| first_line(&work.program(name).ok()?, &["--version"]);
    let read = |path: &str| {
        fs::read_to_string(path)
            .ok()
            .map(|text| text.trim().to_owned())
    };
    json!({
        "tenon": own("tenon"),
        "window": own("tenon-window"),
        "webkit": first_line(Path::new("pkg-config"), &["--modversion", "webkit2gtk-4.1"]),
        "ripgrep": first_line(&work.rg, &["--version"]),
        "xterm": first_line(Path::new("xterm"), &["-version"]),
        "tauri-plugin-pty": "0.3.1",
        "kernel": read("/proc/sys/kernel/osrelease"),
        "processors": std::thread::available_parallelism().map(usize::from).ok(),
    })
}
