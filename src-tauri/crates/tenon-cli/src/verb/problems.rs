//! `tenon problems`: what programs complained about, in the window's terminals or in a record.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{Nothing, ProblemInfo, ProblemSeverity};
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;
use tenon_script::problem::{Reader, Severity, Told};
use tenon_terminal::blocks::Plain;

use crate::Session;
use crate::output::{harmless_line, write};

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
    let Some(link) = session.reach(&session.app()?)? else {
        let notice = "no window has this folder open, and problems are kept by the one that has";
        session.out.notice(notice);
        return Ok(ExitCode::SUCCESS);
    };
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
        session.out.record(problem, line)?;
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

fn line(problem: &ProblemInfo) -> String {
    let severity = match problem.severity {
        ProblemSeverity::Error => "error",
        ProblemSeverity::Warning => "warning",
        ProblemSeverity::Info => "info",
    };
    let at = place(&problem.path.path, problem.line, problem.column);
    words(&at, severity, problem.code.as_deref(), &problem.message)
}

fn place(path: &str, line: u32, column: Option<u32>) -> String {
    match column {
        Some(column) => format!("{path}:{line}:{column}"),
        None => format!("{path}:{line}"),
    }
}

fn words(at: &str, severity: &str, code: Option<&str>, message: &str) -> String {
    let code = code.map(|code| format!(" [{code}]")).unwrap_or_default();
    harmless_line(&format!("{at}: {severity}{code}: {message}"))
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
        let mut out = Vec::new();
        for told in reader.take() {
            if only_errors && told.severity != Severity::Error {
                continue;
            }
            out.extend(printed(session, &told)?);
        }
        write(&out)?;
        if count == 0 {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

fn printed(session: &Session, told: &Told) -> ApiResult<Vec<u8>> {
    let severity = match told.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let Some(at) = told.places.first() else {
        return Ok(Vec::new());
    };
    let mut line = if session.out.is_json() {
        crate::output::json(&json!({
            "path": at.path,
            "line": at.line,
            "column": at.column,
            "endColumn": at.end_column,
            "severity": severity,
            "code": told.code,
            "message": told.message,
            "source": told.source,
            "folder": told.folder,
        }))?
    } else {
        let place = place(&at.path, at.line, at.column);
        words(&place, severity, told.code.as_deref(), &told.message).into_bytes()
    };
    line.push(b'\n');
    Ok(line)
}
