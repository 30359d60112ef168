//! `tenon problems`: what programs complained about, in the window's terminals or in a record.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{Nothing, ProblemInfo, ProblemSeverity};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, RunId, TerminalId, WirePath};
use tenon_script::problem::{Reader, Severity, Told};
use tenon_terminal::blocks::Plain;

use crate::Session;
use crate::output::harmless_line;

#[derive(Args)]
pub struct ProblemsArguments {
    /// Find them in this file in place of the window's terminals; "-" is standard input. Paths are
    /// printed as they stand there.
    #[arg(long = "in", value_name = "FILE", conflicts_with = "clear")]
    file: Option<std::path::PathBuf>,
    /// Only errors.
    #[arg(long)]
    errors: bool,
    /// Forget them; those of a command come back when it runs again.
    #[arg(long)]
    clear: bool,
}

pub fn run(session: &Session, arguments: &ProblemsArguments) -> ApiResult<ExitCode> {
    if let Some(file) = &arguments.file {
        return read(session, file, arguments.errors);
    }
    // A script would take an empty list for a folder without problems.
    let link = session.reach(&session.app()?)?.ok_or_else(|| {
        let message = "no window has this folder open, and problems are kept by the one that has";
        ApiError::new(Code::PreconditionFailed, message)
            .hint("Open it with \"tenon open\", or read a recorded output with \"--in\".")
    })?;
    let caller = Caller::command_line();
    if arguments.clear {
        link.call::<ops::problem_clear>(&caller, Nothing {})?;
        return Ok(ExitCode::SUCCESS);
    }
    let list = link.call::<ops::problem_list>(&caller, Nothing {})?;
    for problem in &list.problems {
        if arguments.errors && problem.severity != ProblemSeverity::Error {
            continue;
        }
        session.out.record(&Row::from(problem), Row::words)?;
    }
    let counts = list.counts;
    if counts.left_out.get() > 0 {
        session
            .out
            .notice(&format!("{} more are not kept", counts.left_out.get()));
    }
    if counts.unread.get() > 0 {
        let bytes = counts.unread.get();
        session.out.notice(&format!(
            "{bytes} bytes of output came too fast to be looked at"
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// A problem, wherever it was found. What is not known is null.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'p> {
    #[serde(flatten)]
    path: WirePath,
    line: u32,
    column: Option<u32>,
    end_column: Option<u32>,
    severity: ProblemSeverity,
    code: Option<&'p str>,
    message: &'p str,
    source: &'p str,
    /// The folder that make had entered, where the path is as it stood in the output.
    folder: Option<&'p str>,
    command: Option<&'p str>,
    script: Option<&'p str>,
    run: Option<RunId>,
    terminal: Option<TerminalId>,
}

impl<'p> From<&'p ProblemInfo> for Row<'p> {
    fn from(problem: &'p ProblemInfo) -> Self {
        Self {
            path: problem.path.clone(),
            line: problem.line,
            column: problem.column,
            end_column: problem.end_column,
            severity: problem.severity,
            code: problem.code.as_deref(),
            message: &problem.message,
            source: &problem.source,
            folder: None,
            command: Some(&problem.command),
            script: problem.script.as_deref(),
            run: Some(problem.run),
            terminal: Some(problem.terminal),
        }
    }
}

impl<'t> Row<'t> {
    /// What a recorded output tells of, if it tells of a place.
    fn recorded(told: &'t Told) -> Option<Self> {
        let at = told.places.first()?;
        Some(Self {
            path: WirePath::from(at.path.as_str()),
            line: at.line,
            column: at.column,
            end_column: at.end_column,
            severity: match told.severity {
                Severity::Error => ProblemSeverity::Error,
                Severity::Warning => ProblemSeverity::Warning,
                Severity::Info => ProblemSeverity::Info,
            },
            code: told.code.as_deref(),
            message: &told.message,
            source: told.source,
            folder: told.folder.as_deref(),
            command: None,
            script: None,
            run: None,
            terminal: None,
        })
    }

    /// `src/a.c:1:2: error [C1]: what is wrong`
    fn words(&self) -> String {
        let severity = match self.severity {
            ProblemSeverity::Error => "error",
            ProblemSeverity::Warning => "warning",
            ProblemSeverity::Info => "info",
        };
        let (path, line) = (&self.path.path, self.line);
        let column = self.column.map(|column| format!(":{column}"));
        let code = self.code.map(|code| format!(" [{code}]"));
        harmless_line(&format!(
            "{path}:{line}{}: {severity}{}: {}",
            column.unwrap_or_default(),
            code.unwrap_or_default(),
            self.message
        ))
    }
}

/// Finds problems in a recorded output, each printed as it is found.
fn read(session: &Session, file: &Path, only_errors: bool) -> ApiResult<ExitCode> {
    let fail = |e: std::io::Error| {
        let name = if file == Path::new("-") {
            "standard input".into()
        } else {
            file.display().to_string()
        };
        ApiError::new(Code::Storage, format!("\"{name}\" cannot be read: {e}"))
    };
    let mut input: Box<dyn Read> = match file.as_os_str() == "-" {
        true => Box::new(std::io::stdin().lock()),
        false => Box::new(std::fs::File::open(session.surroundings.cwd.join(file)).map_err(fail)?),
    };
    // What a program wrote for a terminal is read as it would stand there.
    let (mut plain, mut reader) = (Plain::new(), Reader::new());
    let mut buffer = vec![0; 64 << 10];
    loop {
        let count = input.read(&mut buffer).map_err(fail)?;
        if count == 0 {
            reader.feed(&plain.finish());
            reader.end();
        } else {
            reader.feed(&plain.advance(&buffer[..count]));
        }
        for told in reader.take() {
            if only_errors && told.severity != Severity::Error {
                continue;
            }
            if let Some(row) = Row::recorded(&told) {
                session.out.record(&row, Row::words)?;
            }
        }
        if count == 0 {
            return Ok(ExitCode::SUCCESS);
        }
    }
}
