//! `tenon redact`: standard input with its secrets masked.
//!
//! It needs no workspace. Bytes that are no text pass as they are; what is held back is bounded, so
//! an input may be of any size.

mod utf16;

use std::io::{BufRead, Read};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use tenon_api::{ApiError, ApiResult, secrets};
use tenon_core::Code;
use tenon_gatekeeper::{Gatekeeper, Placed};

use crate::Session;
use crate::output::{json, write};
use utf16::{Decoder, Encoder, Form};

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

/// Reads the next part; none when the input has ended.
fn part(input: &mut impl Read, part: &mut [u8]) -> ApiResult<usize> {
    loop {
        match input.read(part) {
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(fault(&e)),
            Ok(size) => return Ok(size),
        }
    }
}

fn whole(session: &Session, gatekeeper: &Gatekeeper, path: Option<&str>) -> ApiResult<ExitCode> {
    let mut input = std::io::stdin().lock();
    let mut bytes = vec![0; PART];
    // What tells the form may come byte by byte.
    let mut size = 0;
    while size < utf16::wanted(&bytes[..size]) {
        match part(&mut input, &mut bytes[size..])? {
            0 => break,
            more => size += more,
        }
    }
    let order = match utf16::form(&bytes[..size]) {
        Form::Bytes => None,
        Form::Utf16(order) => Some(order),
        Form::Utf32 => {
            let message = "standard input is UTF-32, in which no secret would be found";
            return Err(ApiError::new(Code::Invalid, message)
                .hint("Turn it into UTF-8 first, for example with iconv."));
        }
    };
    let mut decoder = order.map(Decoder::new);
    let mut out = Out {
        json: session.out.is_json(),
        encoder: order.map(Encoder::new),
    };
    let mut stream = gatekeeper.stream(path);
    let (mut text, mut masked) = (Vec::new(), Vec::new());
    while size > 0 {
        let findings = match &mut decoder {
            None => stream.push(&bytes[..size], &mut masked),
            Some(decoder) => {
                text.clear();
                decoder.push(&bytes[..size], &mut text);
                stream.push(&text, &mut masked)
            }
        };
        out.give(&findings, &mut masked)?;
        size = part(&mut input, &mut bytes)?;
    }
    text.clear();
    let odd = decoder.and_then(|mut decoder| decoder.finish(&mut text));
    let mut findings = stream.push(&text, &mut masked);
    findings.extend(stream.finish(&mut masked));
    out.give(&findings, &mut masked)?;
    match odd {
        Some(odd) if !out.json => write(&[odd])?,
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// What becomes certain is printed: the masked text in the form it came in, or with `--json` a line
/// for each finding.
struct Out {
    json: bool,
    encoder: Option<Encoder>,
}

impl Out {
    fn give(&mut self, findings: &[Placed], masked: &mut Vec<u8>) -> ApiResult<()> {
        if self.json {
            masked.clear();
            for finding in findings {
                masked.extend_from_slice(&json(finding)?);
                masked.push(b'\n');
            }
        } else if let Some(encoder) = &mut self.encoder {
            let text = std::mem::take(masked);
            encoder.push(&text, masked);
        }
        if !masked.is_empty() {
            write(masked)?;
            masked.clear();
        }
        Ok(())
    }
}

/// The id of a line as it was written: a number may be longer than any number here.
type Id = Option<Box<RawValue>>;

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    id: Id,
    text: String,
}

/// A line of which only the id can be read.
#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    id: Id,
}

#[derive(Serialize)]
struct Answered {
    id: Id,
    text: String,
    findings: Vec<Placed>,
}

#[derive(Serialize)]
struct Refused {
    id: Id,
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
            Err(refused(number, None, "is longer than 256 MiB"))
        } else {
            match read(&line, number) {
                Ok(asked) => Ok(answer(gatekeeper, path, asked)?),
                Err(refused) => Err(Refused {
                    id: masked_id(gatekeeper, refused.id)?,
                    ..refused
                }),
            }
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
        let what = match serde_json::from_slice::<&RawValue>(line) {
            Ok(_) => "has no \"text\" that is a string",
            Err(_) => "is not JSON",
        };
        let named = serde_json::from_slice(line).unwrap_or(Named { id: None });
        refused(number, named.id, what)
    })
}

fn refused(number: usize, id: Id, what: &str) -> Refused {
    let message = format!("line {number} of standard input {what}");
    Refused {
        id,
        line: number,
        error: ApiError::new(Code::Invalid, message)
            .hint("A line is {\"id\": …, \"text\": \"…\"}."),
    }
}

/// An id as it came, unless it holds a secret.
fn masked_id(gatekeeper: &Gatekeeper, id: Id) -> ApiResult<Id> {
    let Some(raw) = id else { return Ok(None) };
    let fault = |e: serde_json::Error| {
        ApiError::new(Code::Internal, format!("an id cannot be written: {e}"))
    };
    let Ok(value) = serde_json::from_str::<Value>(raw.get()) else {
        // JSON with a number that no program can hold.
        return Ok(gatekeeper.find(raw.get()).is_empty().then_some(raw));
    };
    let masked = gatekeeper.mask_json(value.clone());
    if masked == value {
        return Ok(Some(raw));
    }
    serde_json::value::to_raw_value(&masked)
        .map(Some)
        .map_err(fault)
}

fn answer(gatekeeper: &Gatekeeper, path: Option<&str>, asked: Asked) -> ApiResult<Answered> {
    let mut stream = gatekeeper.stream(path);
    let mut masked = Vec::with_capacity(asked.text.len());
    let mut findings = stream.push(asked.text.as_bytes(), &mut masked);
    findings.extend(stream.finish(&mut masked));
    Ok(Answered {
        id: masked_id(gatekeeper, asked.id)?,
        text: String::from_utf8(masked)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
        findings,
    })
}
