//! `tenon redact`: standard input with its secrets masked.
//!
//! It needs no workspace. Bytes that are no text pass as they are; what is held back is bounded, so
//! an input may be of any size.

use std::io::{BufRead, Read};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tenon_api::{ApiError, ApiResult, secrets};
use tenon_core::Code;
use tenon_gatekeeper::{Gatekeeper, Placed};

use crate::Session;
use crate::output::{json, write};

/// How much is read at once, in bytes.
const PART: usize = 64 << 10;
/// The longest line of `--ndjson` that is taken, in bytes.
const LONGEST_LINE: u64 = 256 << 20;

pub fn run(session: &Session, ndjson: bool, path: Option<&str>) -> ApiResult<ExitCode> {
    let (gatekeeper, problems) = secrets::alone(&session.surroundings)?;
    if let Some(problem) = problems.first() {
        // A rule that does not hold would let through what it is there for.
        let place = format!("{}:{}:{}", problem.file, problem.line, problem.column);
        let message = format!("{place}: {}", problem.message);
        return Err(ApiError::new(Code::PreconditionFailed, message)
            .hint("Mend the settings; nothing was read."));
    }
    if ndjson {
        lines(&gatekeeper, path)
    } else {
        whole(session, &gatekeeper, path)
    }
}

fn fault(error: &std::io::Error) -> ApiError {
    ApiError::new(Code::Storage, format!("standard input: {error}"))
}

fn whole(session: &Session, gatekeeper: &Gatekeeper, path: Option<&str>) -> ApiResult<ExitCode> {
    let mut stream = gatekeeper.stream(path);
    let mut input = std::io::stdin().lock();
    let (mut part, mut masked) = (vec![0; PART], Vec::new());
    loop {
        let size = match input.read(&mut part) {
            Ok(0) => break,
            Ok(size) => size,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(fault(&e)),
        };
        let findings = stream.push(&part[..size], &mut masked);
        give(session, &findings, &mut masked)?;
    }
    let findings = stream.finish(&mut masked);
    give(session, &findings, &mut masked)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what became certain: the masked text, or with `--json` a line for each finding.
fn give(session: &Session, findings: &[Placed], masked: &mut Vec<u8>) -> ApiResult<()> {
    if session.out.is_json() {
        masked.clear();
        for finding in findings {
            masked.extend_from_slice(&json(finding)?);
            masked.push(b'\n');
        }
    }
    if !masked.is_empty() {
        write(masked)?;
        masked.clear();
    }
    Ok(())
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    id: Value,
    text: String,
}

#[derive(Serialize)]
struct Answered {
    id: Value,
    text: String,
    findings: Vec<Placed>,
}

#[derive(Serialize)]
struct Refused {
    id: Value,
    line: usize,
    error: ApiError,
}

/// A line in, a line out. One that cannot be read is answered by an error, and the next one follows.
fn lines(gatekeeper: &Gatekeeper, path: Option<&str>) -> ApiResult<ExitCode> {
    let mut input = std::io::stdin().lock();
    let (mut line, mut number, mut failed) = (Vec::new(), 0, false);
    loop {
        line.clear();
        let size = (&mut input)
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)
            .map_err(|e| fault(&e))?;
        if size == 0 {
            break;
        }
        number += 1;
        let too_long = size as u64 == LONGEST_LINE && line.last() != Some(&b'\n');
        if too_long {
            input.skip_until(b'\n').map_err(|e| fault(&e))?;
        } else if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = if too_long {
            Err(refused(number, Value::Null, "is longer than 256 MiB"))
        } else {
            read(&line, number)
                .map(|asked| answer(gatekeeper, path, asked))
                .map_err(|refused| Refused {
                    id: gatekeeper.mask_json(refused.id),
                    ..refused
                })
        };
        let mut answer = match answer {
            Ok(answered) => json(&answered)?,
            Err(refused) => {
                failed = true;
                json(&refused)?
            }
        };
        answer.push(b'\n');
        write(&answer)?;
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn read(line: &[u8], number: usize) -> Result<Asked, Refused> {
    // What the parser says is not repeated, for it may quote the line, and with it a secret.
    serde_json::from_slice(line).map_err(|_| {
        let value: Value = serde_json::from_slice(line).unwrap_or_default();
        let what = match value {
            Value::Null => "is not JSON",
            _ => "has no \"text\" that is a string",
        };
        let id = value.get("id").cloned().unwrap_or_default();
        refused(number, id, what)
    })
}

fn refused(number: usize, id: Value, what: &str) -> Refused {
    let message = format!("line {number} of standard input {what}");
    Refused {
        id,
        line: number,
        error: ApiError::new(Code::Invalid, message)
            .hint("A line is {\"id\": …, \"text\": \"…\"}."),
    }
}

fn answer(gatekeeper: &Gatekeeper, path: Option<&str>, asked: Asked) -> Answered {
    let mut stream = gatekeeper.stream(path);
    let mut masked = Vec::with_capacity(asked.text.len());
    let mut findings = stream.push(asked.text.as_bytes(), &mut masked);
    findings.extend(stream.finish(&mut masked));
    Answered {
        id: gatekeeper.mask_json(asked.id),
        text: String::from_utf8(masked)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
        findings,
    }
}
