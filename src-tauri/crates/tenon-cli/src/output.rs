//! Standard output and standard error, as text for people or JSON for scripts.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use serde_json::Value;
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, one_line};

/// So much of a notice is told, in characters.
const LONGEST: usize = 8_000;

/// How a verb speaks.
#[derive(Clone)]
pub struct Output {
    json: bool,
}

impl Output {
    /// Speaks JSON or text.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether it speaks JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Prints one record: as JSON, or as `text` says it.
    pub fn record<T: Serialize>(
        &self,
        record: &T,
        text: impl FnOnce(&T) -> String,
    ) -> ApiResult<()> {
        let mut line = if self.json {
            json(record)?
        } else {
            text(record).into_bytes()
        };
        line.push(b'\n');
        write(&line)
    }

    /// The same for a record of the other seams. As JSON a path in it is text, as everywhere on the
    /// command line: `"file": "src/a.c"`, with `fileBytes` in base64 where the name is not UTF-8.
    pub fn flat_record<T: Serialize>(
        &self,
        record: &T,
        text: impl FnOnce(&T) -> String,
    ) -> ApiResult<()> {
        if !self.json {
            return self.record(record, text);
        }
        let value = serde_json::to_value(record)
            .map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
        self.record(&flat(value), |_| String::new())
    }

    /// Says something that is no answer and no error, on standard error.
    ///
    /// Much of what is told comes from logs and files, so nothing in it reaches a terminal that this
    /// would obey.
    pub fn notice(&self, sentence: &str) {
        let sentence = &one_line(sentence, LONGEST);
        let text = if self.json {
            serde_json::json!({ "notice": sentence }).to_string()
        } else {
            format!("tenon: {sentence}")
        };
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Prints an error about a line of standard input, counted from 1; with `--json` it has `line`.
    pub fn error_in_line(&self, error: &ApiError, line: u64) {
        let text = match (self.json, serde_json::to_value(error)) {
            (true, Ok(mut object)) => {
                object["line"] = line.into();
                object.to_string()
            }
            _ => format!("tenon: line {line}: {}", error.words()),
        };
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Prints an error and answers with the exit status for it.
    pub fn error(&self, error: &ApiError) -> ExitCode {
        if CLOSED.load(Ordering::Relaxed) {
            return ExitCode::SUCCESS;
        }
        let text = if self.json {
            serde_json::to_string(error).unwrap_or_else(|_| error.to_string())
        } else {
            format!("tenon: {}", error.words())
        };
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(io::stderr(), "{text}");
        match error.code {
            Code::Permission => ExitCode::from(3),
            _ => ExitCode::FAILURE,
        }
    }
}

fn flat(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(flat).collect(),
        Value::Object(fields) => {
            let fields = fields
                .into_iter()
                .flat_map(|(key, value)| match path(&value) {
                    Some((text, None)) => vec![(key, text)],
                    Some((text, Some(bytes))) => vec![(format!("{key}Bytes"), bytes), (key, text)],
                    None => vec![(key, flat(value))],
                });
            Value::Object(fields.collect())
        }
        other => other,
    }
}

/// What a path of the other seams says, and its bytes where they are no text.
fn path(value: &Value) -> Option<(Value, Option<Value>)> {
    let fields = value.as_object()?;
    let text = fields.get("path").filter(|text| text.is_string())?;
    let bytes = fields.get("pathBytes");
    let is_path = fields.len() == 1 + usize::from(bytes.is_some());
    is_path.then(|| (text.clone(), bytes.cloned()))
}

/// Says what is wrong with the arguments, or prints the help or version that was asked for.
pub fn usage(usage: &clap::Error) -> ExitCode {
    // The arguments could not be read, so what they say of JSON is looked for as it stands.
    if usage.use_stderr() && std::env::args_os().any(|argument| argument == "--json") {
        let message = usage.to_string();
        let message = message.trim_end().trim_start_matches("error: ");
        Output::new(true).error(&ApiError::new(Code::Invalid, message));
    } else {
        // Nobody is left to tell when the stream is closed.
        let _ = usage.print();
    }
    ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2))
}

/// One line of JSON without its end.
pub fn json<T: Serialize>(record: &T) -> ApiResult<Vec<u8>> {
    serde_json::to_vec(record).map_err(|e| ApiError::new(Code::Internal, e.to_string()))
}

/// Whether nobody reads standard output any more.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Notes that nobody reads standard output any more. The error ends the call in order, so that what it
/// opened is closed, and is told to nobody.
pub fn closed() -> ApiError {
    CLOSED.store(true, Ordering::Relaxed);
    ApiError::new(Code::Storage, "standard output was closed")
}

/// Writes to standard output. A closed pipe ends the program quietly, as it does any other.
pub fn write(bytes: &[u8]) -> ApiResult<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Err(closed()),
        Err(e) => Err(ApiError::new(
            Code::Storage,
            format!("standard output: {e}"),
        )),
    }
}

/// A text in one line in which nothing tells the terminal to do something.
pub fn harmless_line(text: &str) -> String {
    harmless(&text.replace(['\n', '\r', '\t'], " "))
}

/// A text in which nothing tells the terminal to do something.
pub fn harmless(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_is_text_wherever_it_stands() {
        let record = json!({
            "file": { "path": "a/b.c" },
            "path": { "path": "odd\u{fffd}", "pathBytes": "b2Rk/w==" },
            "folder": null,
            "parts": [{ "path": "c", "at": 1 }, { "path": { "path": "d" } }],
            "inner": { "path": { "path": "e" }, "line": 2 },
        });
        let told = json!({
            "file": "a/b.c",
            "path": "odd\u{fffd}",
            "pathBytes": "b2Rk/w==",
            "folder": null,
            "parts": [{ "path": "c", "at": 1 }, { "path": "d" }],
            "inner": { "path": "e", "line": 2 },
        });
        assert_eq!(flat(record), told);
    }
}
