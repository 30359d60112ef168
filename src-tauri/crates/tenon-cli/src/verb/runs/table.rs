//! Runs as people read them.

use std::path::Path;

use tenon_api::wire::{RunInfo, RunState, Whole};
use tenon_core::counted;

use super::ending;
use crate::Session;
use crate::output::harmless;

/// A row a run: when, status, how long, folder, command. Ends with a line end.
pub fn of(session: &Session, runs: &[RunInfo]) -> String {
    let rows: Vec<[String; 5]> = runs
        .iter()
        .map(|run| {
            let at = run
                .started_at
                .map(|at| session.surroundings.local_time(at.get()));
            [
                at.unwrap_or_default(),
                ending(run),
                took(run).unwrap_or_default(),
                place(session, run.cwd.as_deref()),
                one_line(&run.command),
            ]
        })
        .collect();
    let wide = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let (when, status, time, folder) = (wide(0), wide(1), wide(2), wide(3).min(40));
    let mut text = String::new();
    for [at, ended, took, cwd, command] in rows {
        let line =
            format!("{at:>when$}  {ended:>status$}  {took:>time$}  {cwd:folder$}  {command}");
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// All that is known of a run, without its output.
pub fn whole(run: &RunInfo) -> String {
    let moment = |at: Option<Whole>| at.map(|at| tenon_api::moment::told(at.get()));
    let status = match (run.state, run.exit) {
        (_, Some(exit)) => format!("exit status {exit}"),
        (RunState::Running, None) => "it still runs".into(),
        (RunState::Lost, None) => "unknown: Tenon ended before it did".into(),
        (RunState::Ended, None) => "unknown: its shell gave no status".into(),
    };
    let error = run
        .first_error
        .as_ref()
        .map(|error| format!("line {}: {}", error.line, error.text));
    let output = match (run.output_bytes.get(), run.binary) {
        (0, false) => None,
        (_, true) => Some("no text, and not kept".to_owned()),
        (bytes, false) => Some(counted(bytes, "byte")),
    };
    let told = [
        (
            "command",
            Some(harmless(&run.command).replace('\n', "\n             ")),
        ),
        ("reference", Some(format!("run:{}", run.id))),
        ("folder", run.cwd.clone()),
        ("branch", run.branch.clone()),
        ("began", moment(run.started_at)),
        ("took", took(run)),
        ("ended", Some(status)),
        ("first error", error),
        (
            "host",
            Some(run.host.clone()).filter(|host| !host.is_empty()),
        ),
        ("noted by", Some(word(run.source))),
        ("output", output),
    ];
    let lines = told
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    lines
        .map(|(name, value)| format!("{name:11}  {value}\n"))
        .collect()
}

/// How long it ran.
fn took(run: &RunInfo) -> Option<String> {
    let millis = run.ended_at?.get() - run.started_at?.get();
    let millis = millis.max(0);
    let seconds = millis / 1_000;
    Some(match seconds {
        0 => format!("{millis} ms"),
        1..60 => format!("{seconds}.{} s", millis % 1_000 / 100),
        60..3_600 => format!("{}:{:02} min", seconds / 60, seconds % 60),
        _ => format!("{}:{:02} h", seconds / 3_600, seconds / 60 % 60),
    })
}

/// A folder, with `~` for the person's own.
fn place(session: &Session, cwd: Option<&str>) -> String {
    let Some(cwd) = cwd else {
        return String::new();
    };
    let home = &session.surroundings.dirs.home;
    match Path::new(cwd).strip_prefix(home) {
        Ok(below) if below.as_os_str().is_empty() => "~".into(),
        Ok(below) => format!("~/{}", below.display()),
        Err(_) => cwd.to_owned(),
    }
}

/// The first line of a command, and a sign where there are more.
fn one_line(command: &str) -> String {
    let command = command.trim();
    match command.split_once('\n') {
        Some((first, _)) => format!("{} …", harmless(first.trim_end())),
        None => harmless(command),
    }
}

/// A word of the wire.
pub fn word(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
