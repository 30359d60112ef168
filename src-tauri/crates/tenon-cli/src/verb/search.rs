//! `tenon search`: the hits that `rg` gives, in the order of the files, and files by name.

mod answer;
mod lines;
mod plain;
mod print;
mod ranked;
mod replace;
mod symbols;

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde::Deserialize;
use tenon_api::surroundings::SystemClock;
use tenon_api::wire::{SearchCase, SearchMode, SearchQuery};
use tenon_api::{ApiError, ApiResult, search};
use tenon_core::Code;
use tenon_index::find::{Ask, Problem};

use self::answer::Answers;
use self::symbols::Symbols;
use crate::Session;

#[derive(Args)]
pub struct SearchArguments {
    /// What to look for: words that stand near each other, "phrases", /regular expressions/,
    /// kind:, lang:, path:, sym:, since:, and -word to leave out.
    #[arg(required_unless_present_any = ["ndjson", "like"], value_parser = clap::builder::OsStringValueParser::new())]
    query: Option<std::ffi::OsString>,
    #[command(flatten)]
    options: Options,
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

/// What may be set for a question, on the command line or in a line of `--ndjson`.
#[derive(Args, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    /// The query is one regular expression, taken whole.
    #[arg(long)]
    regex: bool,
    /// The query is a text, taken whole.
    #[arg(long, conflicts_with = "regex")]
    literal: bool,
    /// Ranks pieces of files, the best first: "lexical" by the words they share with the query, of
    /// which some may be missing, "semantic" by what they mean, "hybrid" by both and by the names of
    /// symbols.
    #[arg(long, value_name = "MODE", conflicts_with_all = ["regex", "literal"])]
    mode: Option<Mode>,
    /// In place of a query: what is like these lines of a file, or like the function or other piece
    /// that one line is in.
    #[arg(long, value_name = "PATH:LINE[-LINE]", conflicts_with_all = ["regex", "literal", "mode", "query", "replace"])]
    like: Option<String>,
    /// Capital and small letters differ, as they do anyway.
    #[arg(long, group = "letters")]
    case: bool,
    /// Capital letters count only when the query has one.
    #[arg(long, group = "letters")]
    smart_case: bool,
    /// Capital and small letters are the same.
    #[arg(long, group = "letters")]
    ignore_case: bool,
    /// Only whole words.
    #[arg(long)]
    word: bool,
    /// Only paths that fit, as `rg --glob`; "!" in front leaves out. May be given more than once.
    #[arg(long, value_name = "GLOB", allow_hyphen_values = true)]
    #[serde(deserialize_with = "lines::one_or_more")]
    path: Vec<String>,
    /// What is searched: text (the default), file, symbol. May be given more than once.
    #[arg(long, value_name = "KIND")]
    #[serde(deserialize_with = "lines::one_or_more")]
    kind: Vec<String>,
    /// Only files of this language, such as rust or py. May be given more than once.
    #[arg(long, visible_alias = "type", short = 't', value_name = "LANG")]
    #[serde(alias = "type", deserialize_with = "lines::one_or_more")]
    lang: Vec<String>,
    /// Also files whose names start with a dot, except `.git`.
    #[arg(long)]
    hidden: bool,
    /// Also files that ignore files leave out.
    #[arg(long)]
    no_ignore: bool,
    /// At most so many hits.
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
    /// Lines around each hit.
    #[arg(long, value_name = "LINES")]
    context: Option<u32>,
}

/// How a query is answered.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// By words that stand near each other.
    Query,
    /// By words of which some may be missing, the best first.
    Lexical,
    /// By what they mean.
    Semantic,
    /// By words, names of symbols and meaning together.
    Hybrid,
}

impl Options {
    /// Which ranking is asked for; none for hits in the order of the files.
    fn ranking(&self) -> Option<SearchMode> {
        match (self.mode, &self.like) {
            (_, Some(_)) | (Some(Mode::Semantic), _) => Some(SearchMode::Semantic),
            (Some(Mode::Lexical), _) => Some(SearchMode::Lexical),
            (Some(Mode::Hybrid), _) => Some(SearchMode::Hybrid),
            (Some(Mode::Query) | None, _) => None,
        }
    }

    fn ask(&self, text: &str) -> ApiResult<Ask> {
        search::ask(&self.query(text)?, &SystemClock, self.limit)
    }

    fn query(&self, text: &str) -> ApiResult<SearchQuery> {
        Ok(SearchQuery {
            text: text.to_owned(),
            mode: match (self.regex, self.literal) {
                (true, true) => {
                    let message = "a query is either \"regex\" or \"literal\"";
                    return Err(ApiError::new(Code::Invalid, message));
                }
                (true, _) => SearchMode::Regex,
                (_, true) => SearchMode::Literal,
                _ => self.ranking().unwrap_or(SearchMode::Query),
            },
            case: match (self.ignore_case, self.smart_case) {
                (true, _) => SearchCase::Ignore,
                (_, true) => SearchCase::Smart,
                _ => SearchCase::Sensitive,
            },
            word: self.word,
            paths: self.path.clone(),
            langs: self.lang.clone(),
            kinds: self.kind.clone(),
            hidden: self.hidden,
            no_ignore: self.no_ignore,
            context: self.context.unwrap_or_default(),
        })
    }
}

pub fn run(session: &Session, arguments: SearchArguments) -> ApiResult<ExitCode> {
    let query = arguments.query.map(text).transpose()?;
    if let (Some(text), Some(replacement)) = (&query, arguments.replace) {
        let (keep_case, dry_run) = (arguments.keep_case, arguments.dry_run);
        let options = &arguments.options;
        if options.limit.is_some() {
            let message = "\"--replace\" replaces every match, so it takes no \"--limit\"";
            return Err(ApiError::new(Code::Invalid, message)
                .hint("Nothing was changed. Narrow the search by \"--path\" or \"--lang\"."));
        }
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
            let mut printer = print::Printer::new(session.out.is_json());
            let mut answers = Answers::new(session, &symbols)?;
            let problems = answers.run(question, &ask, &mut |hit| printer.print(hit));
            printer.finish()?;
            Ok(named(session, &problems?))
        }
        None => lines::answer(&mut Answers::new(session, &symbols)?, &symbols, options),
    }
}

/// A query as text.
fn text(query: std::ffi::OsString) -> ApiResult<String> {
    query.into_string().map_err(|query| {
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
