//! `tenon runs`: the commands that ran in terminals.

mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use tenon_api::link::Link;
use tenon_api::run_source::RunsSource;
use tenon_api::wire::{
    RunHistory, RunImportParams, RunInfo, RunListParams, RunSource, RunState, Whole,
};
use tenon_api::{ApiError, ApiResult, moment, open_folder};
use tenon_core::{Code, RunId, counted};

use crate::output::{harmless, write};
use crate::{Session, values};

/// So many are asked for at once.
const PAGE: u32 = 1_000;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct RunsArguments {
    #[command(subcommand)]
    verb: Option<RunsVerb>,
    /// Words of the command, in any order: each stands in it, or its letters follow each other. All
    /// commands when left out, the newest first. Behind "--" a word may be the name of a verb.
    query: Vec<String>,
    /// Only in this folder or below it.
    #[arg(long, value_name = "DIR")]
    cwd: Option<PathBuf>,
    /// Of commands that fit the words equally well, those that ran in this folder first.
    #[arg(long, value_name = "DIR", requires = "query")]
    near: Option<PathBuf>,
    /// Only commands that ended with another status than 0.
    #[arg(long)]
    failed: bool,
    /// Only commands that ended so: a status such as 0, or ! and one for any other.
    #[arg(long, value_name = "STATUS", value_parser = values::exit, allow_hyphen_values = true)]
    exit: Option<String>,
    /// Only from then on: milliseconds since 1970, RFC 3339, or how long ago (90s, 15m, 2h, 3d, 1w).
    #[arg(long, value_name = "T", value_parser = values::moment, allow_hyphen_values = true)]
    since: Option<String>,
    /// Only of this run of Tenon; "current" is the one that has the workspace open.
    #[arg(long, value_name = "S")]
    session: Option<String>,
    /// Only on this branch.
    #[arg(long, value_name = "B")]
    branch: Option<String>,
    /// At most so many.
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Of equal commands only the last one; behind words those that are used often come first.
    #[arg(long)]
    unique: bool,
}

#[derive(Subcommand)]
enum RunsVerb {
    /// Print one command and what is kept of its output.
    Show {
        /// Its reference, run:ID, or the ID alone.
        #[arg(value_parser = values::run)]
        id: RunId,
    },
    /// Take over the commands in the histories of bash, zsh, fish and Atuin. Twice adds nothing.
    Import {
        /// Only from there; from every history that is found when left out.
        source: Option<Source>,
        /// The file, where it lies elsewhere.
        #[arg(long, value_name = "FILE", requires = "source")]
        file: Option<PathBuf>,
        /// Only tell what would come.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Source {
    Bash,
    Zsh,
    Fish,
    Atuin,
}

pub fn run(session: &Session, arguments: RunsArguments) -> ApiResult<ExitCode> {
    match arguments.verb {
        None => list(session, &arguments),
        Some(RunsVerb::Show { id }) => show(session, id),
        Some(RunsVerb::Import {
            source,
            file,
            dry_run,
        }) => import(session, source, file, dry_run),
    }
}

/// The history: an owner that lives is asked without opening anything else.
pub fn source(session: &Session) -> ApiResult<RunsSource> {
    let root = open_folder(&session.workspace)?;
    if session.profile.is_none()
        && let Some(link) = Link::glance(&session.surroundings, &root)
    {
        return Ok(RunsSource::Owner(link));
    }
    let app = session.app()?;
    RunsSource::open(&app, &session.workspace, session.profile.as_deref())
}

fn list(session: &Session, arguments: &RunsArguments) -> ApiResult<ExitCode> {
    let now = session.surroundings.ambient.clock.now();
    let since = arguments.since.as_deref();
    let since = since.map(|text| moment::parse(text, now)).transpose()?;
    let cwd = arguments.cwd.as_ref();
    let cwd = cwd.map(|dir| folder(session, dir)).transpose()?;
    let near = arguments.near.as_ref();
    let near = near.map(|dir| folder(session, dir)).transpose()?;
    let mut left = arguments.limit;
    let mut params = RunListParams {
        query: Some(arguments.query.join(" ")),
        cwd: cwd.as_ref().map(|dir| dir.display().to_string()),
        near: near.map(|dir| dir.display().to_string()),
        failed: Some(arguments.failed),
        exit: arguments.exit.clone(),
        since: since.map(Whole::clamped),
        session: arguments.session.clone(),
        branch: arguments.branch.clone(),
        unique: Some(arguments.unique),
        ..RunListParams::default()
    };
    let source = source(session)?;
    let mut any = false;
    while left > 0 {
        params.limit = left.min(PAGE);
        let page = source.list(params.clone())?;
        any |= !page.runs.is_empty();
        params.after = page.runs.last().map(|run| run.id);
        left -= u32::try_from(page.runs.len()).unwrap_or(left).min(left);
        print(session, &page.runs)?;
        if !page.more {
            break;
        }
    }
    match cwd {
        // A folder that is gone may have been there when a command ran; one that nothing ran in is
        // more likely misspelt.
        Some(dir) if !any && !dir.exists() => {
            let message = format!(
                "no command ran in \"{}\", and it is not there",
                dir.display()
            );
            Err(ApiError::new(Code::NotFound, message))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// A folder by its whole path, without `.` and `..`.
fn folder(session: &Session, named: &Path) -> ApiResult<PathBuf> {
    let dir = session.surroundings.cwd.join(named);
    if dir.exists() && !dir.is_dir() {
        let message = format!("\"{}\" is no folder", dir.display());
        return Err(ApiError::new(Code::Invalid, message));
    }
    let has_dots = named.components().any(|part| {
        !matches!(
            part,
            std::path::Component::Normal(_) | std::path::Component::RootDir
        )
    });
    match has_dots {
        true => Ok(dir.canonicalize().unwrap_or(dir)),
        // Links stay, as the shell names the folder that it is in.
        false => Ok(dir.components().collect()),
    }
}

fn print(session: &Session, runs: &[RunInfo]) -> ApiResult<()> {
    if session.out.is_json() {
        for run in runs {
            session.out.record(run, |_| String::new())?;
        }
        return Ok(());
    }
    let table = table::of(session, runs);
    match table.is_empty() {
        true => Ok(()),
        false => write(table.as_bytes()),
    }
}

fn show(session: &Session, id: RunId) -> ApiResult<ExitCode> {
    let source = source(session)?;
    let params = RunListParams {
        id: Some(id),
        limit: 1,
        ..RunListParams::default()
    };
    let found = source.list(params)?.runs.into_iter().next();
    let Some(run) = found else {
        let message = format!("there is no command run:{id}");
        return Err(ApiError::new(Code::NotFound, message));
    };
    let output = source.output(id)?;
    if session.out.is_json() {
        let mut record = json!(run);
        record["output"] = json!(String::from_utf8_lossy(&output));
        session.out.record(&record, |_| String::new())?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = table::whole(&run);
    let output = harmless(&String::from_utf8_lossy(&output));
    if !output.is_empty() {
        text += "\n";
        text += &output;
        if !output.ends_with('\n') {
            text.push('\n');
        }
    }
    write(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn import(
    session: &Session,
    from: Option<Source>,
    file: Option<PathBuf>,
    dry: bool,
) -> ApiResult<ExitCode> {
    let params = RunImportParams {
        source: from.map(|source| match source {
            Source::Bash => RunSource::Bash,
            Source::Zsh => RunSource::Zsh,
            Source::Fish => RunSource::Fish,
            Source::Atuin => RunSource::Atuin,
        }),
        file: file.map(|file| session.surroundings.cwd.join(file).display().to_string()),
        dry: Some(dry),
    };
    let done = source(session)?.import(params)?;
    if done.histories.is_empty() {
        session
            .out
            .notice("no history of bash, zsh, fish or Atuin was found");
    }
    let mut code = ExitCode::SUCCESS;
    for history in &done.histories {
        session
            .out
            .record(history, |history| imported(history, done.dry))?;
        if let Some(warning) = &history.warning {
            session.out.notice(warning);
        }
        if let Some(problem) = &history.problem {
            code = session.out.error(problem);
        }
    }
    Ok(code)
}

fn imported(history: &RunHistory, dry: bool) -> String {
    let source = table::word(history.source);
    if history.problem.is_some() {
        return format!("{source}  {}  nothing was taken over", history.file);
    }
    let verb = if dry { "would be added" } else { "added" };
    let mut text = format!(
        "{source}  {}  {}: {} {verb}, {} known",
        history.file,
        counted(history.found.get(), "command"),
        history.added.get(),
        history.known.get()
    );
    for (count, what) in [
        (history.forgotten.get(), "forgotten before"),
        (history.excluded.get(), "left out by rule"),
        (history.unreadable.get(), "unreadable"),
    ] {
        if count > 0 {
            text += &format!(", {count} {what}");
        }
    }
    text
}

/// How a run ended, in a few letters.
fn ending(run: &RunInfo) -> String {
    match (run.state, run.exit) {
        (_, Some(exit)) => exit.to_string(),
        (RunState::Running, None) => "runs".into(),
        (RunState::Lost, None) => "lost".into(),
        (RunState::Ended, None) => "-".into(),
    }
}
