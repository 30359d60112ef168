//! `tenon search --ndjson`: many questions for one start.

use std::io::BufRead;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use tenon_api::{ApiError, ApiResult, search};
use tenon_core::Code;
use tenon_index::find::Engine;

use super::Options;
use super::print::Row;
use super::symbols::Symbols;
use crate::Session;
use crate::output::{json, write};

/// The options of which a line that sets one sets all.
const TOGETHER: [&[&str]; 2] = [
    &["regex", "literal", "mode"],
    &["case", "smartCase", "ignoreCase"],
];

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Hits { id: Value, hits: Vec<Row> },
    Error { id: Value, error: ApiError },
}

/// A text, or a list of texts.
pub fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Some {
        One(String),
        More(Vec<String>),
    }
    Ok(match Some::deserialize(from)? {
        Some::One(text) => vec![text],
        Some::More(texts) => texts,
    })
}

/// Answers each line by one; a line that cannot be read is answered by an error.
pub fn answer(
    session: &Session,
    engine: &Engine,
    symbols: &Symbols,
    usual: &Options,
) -> ApiResult<ExitCode> {
    let mut failed = false;
    for line in std::io::stdin().lock().split(b'\n') {
        let line =
            line.map_err(|e| ApiError::new(Code::Storage, format!("standard input: {e}")))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let asked: Result<Map<String, Value>, _> = serde_json::from_slice(&line);
        let answer = match asked {
            Err(e) => Answer::Error {
                id: Value::Null,
                error: invalid(&e),
            },
            Ok(mut asked) => {
                let id = asked.remove("id").unwrap_or_default();
                match hits(session, (engine, symbols), usual, asked) {
                    Ok(hits) => Answer::Hits { id, hits },
                    Err(error) => Answer::Error { id, error },
                }
            }
        };
        failed |= matches!(answer, Answer::Error { .. });
        let mut bytes = json(&answer)?;
        bytes.push(b'\n');
        write(&bytes)?;
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn invalid(error: &serde_json::Error) -> ApiError {
    let message = format!("a line is {{\"id\", \"query\", …options}}: {error}");
    ApiError::new(Code::Invalid, message)
}

fn hits(
    session: &Session,
    (engine, symbols): (&Engine, &Symbols),
    usual: &Options,
    mut asked: Map<String, Value>,
) -> ApiResult<Vec<Row>> {
    let query = match asked.remove("query") {
        Some(Value::String(query)) => query,
        _ => {
            let message = "a line of a search has a \"query\" that is text";
            return Err(ApiError::new(Code::Invalid, message));
        }
    };
    let options = merged(usual, &asked)?;
    if options.is_ranked() {
        let found = symbols.ranked(options.query(&query)?, options.limit)?;
        return Ok(found.into_iter().map(Row::from).collect());
    }
    let ask = options.ask(&query)?;
    let (mut hits, stop) = (Vec::new(), AtomicBool::new(false));
    let done = engine.run(&ask, &stop, &mut |hit| {
        hits.push(Row::from(search::hit(hit)));
        true
    })?;
    for (path, why) in &done.problems {
        let path = String::from_utf8_lossy(path);
        session.out.notice(&format!("{path}: {why}"));
    }
    Ok(hits)
}

/// The options of a line over those of the command line.
fn merged(usual: &Options, asked: &Map<String, Value>) -> ApiResult<Options> {
    let own: Options =
        serde_json::from_value(Value::Object(asked.clone())).map_err(|e| invalid(&e))?;
    let has = |name: &str| asked.contains_key(name);
    let group = |names: &[&str]| names.iter().any(|name| has(name));
    let mut all = usual.clone();
    if group(TOGETHER[0]) {
        (all.regex, all.literal, all.mode) = (own.regex, own.literal, own.mode);
    }
    if group(TOGETHER[1]) {
        (all.case, all.smart_case, all.ignore_case) = (own.case, own.smart_case, own.ignore_case);
    }
    if has("word") {
        all.word = own.word;
    }
    if has("path") {
        all.path = own.path;
    }
    if has("kind") {
        all.kind = own.kind;
    }
    if has("lang") || has("type") {
        all.lang = own.lang;
    }
    if has("hidden") {
        all.hidden = own.hidden;
    }
    if has("noIgnore") {
        all.no_ignore = own.no_ignore;
    }
    all.limit = own.limit.or(all.limit);
    all.context = own.context.or(all.context);
    Ok(all)
}
