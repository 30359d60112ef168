//! `tenon search`: the hits that `rg` gives, in the order of the files, and files by name.

mod answer;
mod large;
mod lines;
mod options;
mod plain;
mod print;
mod ranked;
mod replace;
mod symbols;
mod window;

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use clap::Args;
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;
use tenon_index::find::Problem;

use self::answer::Answers;
use self::options::{Options, Spelled};
use self::symbols::Symbols;
use crate::Session;

#[derive(Args)]
pub struct SearchArguments {
    /// What to look for: words that stand near each other, "phrases", /regular expressions/,
    /// kind:, lang:, path:, sym:, since:, exit:, and -word to leave out. Several arguments are one query.
    #[arg(required_unless_present_any = ["ndjson", "like"], value_parser = clap::builder::OsStringValueParser::new())]
    query: Vec<OsString>,
    #[command(flatten)]
    options: Options,
    /// Make the search in the Search view of the window: in a terminal of Tenon of its own one.
    #[arg(long, conflicts_with_all = ["ndjson", "replace", "like", "limit"])]
    window: bool,
    /// Each line of standard input is {"id", "query", …options} and answered by {"id", "hits"} or
    /// {"id", "error"}.
    #[arg(long, conflicts_with = "query")]
    ndjson: bool,
    /// Write this in the place of each match: $1 and ${name} are groups of a regular expression.
    /// "tenon history undo" takes it back.
    #[arg(
        long,
        value_name = "TEXT",
        conflicts_with = "ndjson",
        allow_hyphen_values = true
    )]
    replace: Option<String>,
    /// Write it as what it replaces: in capital letters, or with one at its start.
    #[arg(long, requires = "replace")]
    keep_case: bool,
    /// Only tell what would be replaced.
    #[arg(long, requires = "replace")]
    dry_run: bool,
}

impl SearchArguments {
    /// Says which options do not go together, where that depends on their values.
    pub fn check(&self) -> Result<(), String> {
        let options = &self.options;
        if self.replace.is_some() && options.limit.is_some() {
            return Err(
                "\"--replace\" replaces every match, so it takes no \"--limit\". Nothing was \
                        changed. Narrow the search by \"--path\" or \"--lang\"."
                    .into(),
            );
        }
        if self.replace.is_some() && options.ranking().is_some() {
            return Err(
                "\"--replace\" replaces every match of a text or expression, and a ranking \
                        has none. Nothing was changed. Leave \"--mode\" out."
                    .into(),
            );
        }
        options.check(Spelled::Option)
    }
}

pub fn run(session: &Session, mut arguments: SearchArguments) -> ApiResult<ExitCode> {
    // A path on the command line is the shell's.
    arguments.options.like = arguments.options.like.map(|path| session.shell_path(path));
    let query = text(arguments.query)?;
    if arguments.window {
        let text = query.as_deref().unwrap_or_default();
        return window::run(session, arguments.options.query(text)?);
    }
    if let (Some(text), Some(replacement)) = (&query, arguments.replace) {
        let (keep_case, dry_run) = (arguments.keep_case, arguments.dry_run);
        let options = &arguments.options;
        let search = options.query(text)?;
        return replace::run(session, search, replacement, keep_case, dry_run);
    }
    let symbols = Symbols::new(session);
    let options = &arguments.options;
    if !arguments.ndjson && options.ranking().is_some() {
        return ranked::run(
            session,
            &symbols,
            options,
            query.as_deref().unwrap_or_default(),
        );
    }
    match &query {
        Some(query) => {
            let (question, ask) = (options.query(query)?, options.ask(query)?);
            let mut printer = print::Printer::new(session);
            let mut answers = Answers::new(session, &symbols)?;
            let problems = answers.run(question, &ask, &mut |hit| printer.print(hit));
            printer.finish()?;
            Ok(named(session, &problems?))
        }
        None => {
            let mut answers = Answers::new(session, &symbols)?;
            lines::answer(session, &mut answers, &symbols, options)
        }
    }
}

/// A query as text: its words as they would stand in one argument. None where there is none.
fn text(words: Vec<OsString>) -> ApiResult<Option<String>> {
    if words.is_empty() {
        return Ok(None);
    }
    let query = words.join(OsStr::new(" "));
    query.into_string().map(Some).map_err(|query| {
        let message = format!("the query {query:?} is not UTF-8");
        ApiError::new(Code::Invalid, message)
            .hint("Bytes are found by an expression: tenon search --regex '(?-u)\\xff'.")
    })
}

/// Names what could not be looked at, which makes the run fail.
fn named(session: &Session, problems: &[Problem]) -> ExitCode {
    for (path, why) in problems {
        let path = String::from_utf8_lossy(path);
        session.out.notice(&format!("{path}: {why}"));
    }
    match problems.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
