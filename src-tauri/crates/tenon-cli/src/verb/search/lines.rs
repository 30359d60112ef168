//! `tenon search --ndjson`: many questions for one start.

use std::io::BufRead;
use std::process::ExitCode;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use tenon_api::wire::Whole;
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, WirePath};
use tenon_index::find::Problem;

use super::answer::Answers;
use super::options::Options;
use super::print::Row;
use super::ranked;
use super::symbols::Symbols;
use crate::Session;
use crate::output::{json, write};

/// The options of which a line that sets one sets all.
const TOGETHER: [&[&str]; 2] = [
    &["regex", "literal", "mode", "like"],
    &["case", "smartCase", "ignoreCase"],
];

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Hits {
        id: Value,
        hits: Vec<Row>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        problems: Vec<Trouble>,
        #[serde(rename = "textOnly", skip_serializing_if = "Option::is_none")]
        text_only: Option<ApiError>,
        /// Pieces that cannot be found by meaning yet.
        #[serde(skip_serializing_if = "Option::is_none")]
        missing: Option<Whole>,
        /// Files that were not looked at, because nothing of them is ranked.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        unranked: Vec<Trouble>,
    },
    Error {
        id: Value,
        error: ApiError,
    },
}

/// What could not be looked at, and why.
#[derive(Serialize)]
struct Trouble {
    #[serde(flatten)]
    path: WirePath,
    reason: String,
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
    answers: &mut Answers,
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
                match hits(session, answers, symbols, usual, asked) {
                    Ok(given) => Answer::Hits {
                        id,
                        hits: given.hits,
                        problems: given.problems.into_iter().map(trouble).collect(),
                        text_only: given.text_only,
                        missing: given.missing,
                        unranked: given.unranked.into_iter().map(trouble).collect(),
                    },
                    Err(error) => Answer::Error { id, error },
                }
            }
        };
        failed |= match &answer {
            Answer::Error { .. } => true,
            Answer::Hits { problems, .. } => !problems.is_empty(),
        };
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
    use serde_json::error::Category;
    let why = match error.classify() {
        // The words of the parser are about its own rules.
        Category::Syntax => format!("this one is no JSON from column {} on", error.column()),
        Category::Eof => "this one ends too early for JSON".to_owned(),
        Category::Data | Category::Io => {
            let told = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            told.strip_suffix(&place).unwrap_or(&told).to_owned()
        }
    };
    let message = format!("a line is {{\"id\", \"query\", …options}}: {why}");
    ApiError::new(Code::Invalid, message)
}

fn trouble((path, reason): Problem) -> Trouble {
    Trouble {
        path: WirePath::from_bytes(&path),
        reason,
    }
}

/// What a line is answered with.
struct Given {
    hits: Vec<Row>,
    problems: Vec<Problem>,
    text_only: Option<ApiError>,
    missing: Option<Whole>,
    unranked: Vec<Problem>,
}

fn hits(
    session: &Session,
    answers: &mut Answers,
    symbols: &Symbols,
    usual: &Options,
    mut asked: Map<String, Value>,
) -> ApiResult<Given> {
    let query = asked.remove("query");
    let options = merged(usual, &asked)?;
    let query = match query {
        Some(Value::String(query)) => query,
        None if options.like.is_some() => String::new(),
        _ => {
            let message = "a line of a search has a \"query\" that is text";
            return Err(ApiError::new(Code::Invalid, message));
        }
    };
    let question = options.query(&query)?;
    if options.ranking().is_some() {
        let found = ranked::find(session, symbols, &options, &query)?;
        return Ok(Given {
            hits: found.hits.into_iter().map(Row::from).collect(),
            problems: found.problems,
            text_only: found.text_only,
            missing: found.missing,
            unranked: found.unranked,
        });
    }
    let mut hits = Vec::new();
    let problems = answers.run(question, &options.ask(&query)?, &mut |hit| {
        hits.push(Row::from(hit));
        true
    })?;
    Ok(Given {
        hits,
        problems,
        text_only: None,
        missing: None,
        unranked: Vec::new(),
    })
}

/// The options of a line over those of the command line.
fn merged(usual: &Options, asked: &Map<String, Value>) -> ApiResult<Options> {
    let own: Options =
        serde_json::from_value(Value::Object(asked.clone())).map_err(|e| invalid(&e))?;
    let has = |name: &str| asked.contains_key(name);
    let group = |names: &[&str]| names.iter().any(|name| has(name));
    let mut all = usual.clone();
    if group(TOGETHER[0]) {
        (all.regex, all.literal) = (own.regex, own.literal);
        (all.mode, all.like) = (own.mode, own.like);
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
    if has("since") {
        all.since = own.since;
    }
    all.limit = own.limit.or(all.limit);
    all.context = own.context.or(all.context);
    Ok(all)
}
