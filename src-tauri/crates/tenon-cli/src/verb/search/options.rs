//! The options of a question, and which of them go together.

use clap::{Args, ValueEnum};
use serde::Deserialize;
use tenon_api::surroundings::SystemClock;
use tenon_api::wire::{SearchCase, SearchMode, SearchQuery};
use tenon_api::{ApiError, ApiResult, search};
use tenon_core::Code;
use tenon_index::find::Ask;

use crate::values;

/// How a message spells options: as the command line or as a line of `--ndjson` does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Spelled {
    Option,
    Key,
}

impl Spelled {
    fn name(self, option: &str) -> String {
        if self == Self::Option {
            return format!("\"--{option}\"");
        }
        let mut parts = option.split('-');
        let first = parts.next().unwrap_or_default().to_owned();
        let camel = parts.fold(first, |name, part| {
            let (head, rest) = part.split_at(part.len().min(1));
            name + &head.to_ascii_uppercase() + rest
        });
        format!("\"{camel}\"")
    }

    fn with(self, option: &str, value: &str) -> String {
        match self {
            Self::Option => format!("\"--{option} {value}\""),
            Self::Key => format!("\"{option}\": \"{value}\""),
        }
    }
}

/// What may be set for a question, on the command line or in a line of `--ndjson`.
#[derive(Args, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    /// The query is one regular expression, taken whole.
    #[arg(long)]
    pub regex: bool,
    /// The query is a text, taken whole.
    #[arg(long, conflicts_with = "regex")]
    pub literal: bool,
    /// Ranks pieces of files, the best first: "lexical" by the words they share with the query, of
    /// which some may be missing, "semantic" by what they mean, "hybrid" by both and by the names of
    /// symbols.
    #[arg(long, value_name = "MODE", conflicts_with_all = ["regex", "literal"])]
    pub mode: Option<Mode>,
    /// In place of a query: what is like these lines of a file, or like the function or other piece
    /// that one line is in, or like a command that ran.
    #[arg(long, value_name = "PATH:LINE[-LINE]|run:ID", value_parser = values::alike, conflicts_with_all = ["regex", "literal", "mode", "query", "replace"])]
    pub like: Option<String>,
    /// Capital and small letters differ, as they do anyway.
    #[arg(long, group = "letters")]
    pub case: bool,
    /// Capital letters count only when the query has one.
    #[arg(long, group = "letters")]
    pub smart_case: bool,
    /// Capital and small letters are the same.
    #[arg(long, group = "letters")]
    pub ignore_case: bool,
    /// Only whole words.
    #[arg(long)]
    pub word: bool,
    /// Only paths that fit, as `rg --glob`; "!" in front leaves out. May be given more than once.
    #[arg(long, value_name = "GLOB", value_parser = values::pattern, allow_hyphen_values = true)]
    #[serde(deserialize_with = "super::lines::one_or_more")]
    pub path: Vec<String>,
    /// What is searched: text (the default), file, symbol, command, note, task. May be given more than once.
    #[arg(long, value_name = "KIND", value_parser = values::row_kind)]
    #[serde(deserialize_with = "super::lines::one_or_more")]
    pub kind: Vec<String>,
    /// Only files of this language, such as rust or py. May be given more than once.
    #[arg(long, visible_alias = "type", short = 't', value_name = "LANG", value_parser = values::language)]
    #[serde(alias = "type", deserialize_with = "super::lines::one_or_more")]
    pub lang: Vec<String>,
    /// Also files whose names start with a dot, except `.git`.
    #[arg(long)]
    pub hidden: bool,
    /// Also files that ignore files leave out.
    #[arg(long)]
    pub no_ignore: bool,
    /// Only files that were changed since then, and commands that ran since then: 2h, 3d, RFC 3339.
    #[arg(long, value_name = "TIME", value_parser = values::moment, allow_negative_numbers = true, conflicts_with_all = ["regex", "literal"])]
    pub since: Option<String>,
    /// At most so many hits.
    #[arg(long, value_name = "COUNT", value_parser = values::count, allow_negative_numbers = true)]
    pub limit: Option<usize>,
    /// Lines around each hit.
    #[arg(long, value_name = "LINES", value_parser = clap::value_parser!(u32).range(..=50))]
    pub context: Option<u32>,
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
    pub fn ranking(&self) -> Option<SearchMode> {
        match (self.mode, &self.like) {
            (_, Some(_)) | (Some(Mode::Semantic), _) => Some(SearchMode::Semantic),
            (Some(Mode::Lexical), _) => Some(SearchMode::Lexical),
            (Some(Mode::Hybrid), _) => Some(SearchMode::Hybrid),
            (Some(Mode::Query) | None, _) => None,
        }
    }

    pub fn ask(&self, text: &str) -> ApiResult<Ask> {
        search::ask(&self.query(text)?, &SystemClock, self.limit)
    }

    pub fn query(&self, text: &str) -> ApiResult<SearchQuery> {
        Ok(SearchQuery {
            text: self.with_since(text)?,
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

    /// The text of a question, with `--since` as the field that it is a short form of.
    fn with_since(&self, text: &str) -> ApiResult<String> {
        let Some(since) = &self.since else {
            return Ok(text.to_owned());
        };
        if self.regex || self.literal {
            let message = "\"since\" goes with words alone, not with \"regex\" or \"literal\"";
            return Err(ApiError::new(Code::Invalid, message));
        }
        let since = values::moment(since).map_err(|why| ApiError::new(Code::Invalid, why))?;
        let since = since.trim();
        // Behind the text, so that places in it stay what they are; a "\" there would take the blank.
        Ok(match text.ends_with('\\') {
            true => format!("since:{since} {text}"),
            false => format!("{text} since:{since}"),
        })
    }

    /// Refuses what a ranking would not heed, with a sentence that names it, the mode, and what to do.
    pub fn check(&self, spelled: Spelled) -> Result<(), String> {
        let Some(ranking) = self.ranking() else {
            return Ok(());
        };
        let mode = match (&self.like, ranking) {
            (Some(_), _) => spelled.name("like"),
            (None, SearchMode::Semantic) => spelled.with("mode", "semantic"),
            (None, SearchMode::Hybrid) => spelled.with("mode", "hybrid"),
            (None, _) => spelled.with("mode", "lexical"),
        };
        let has = |kind: &str| self.kind.iter().any(|asked| asked == kind);
        let words = "a ranking takes the query as words";
        let letters = "to a ranking capital and small letters are the same";
        let files = "only files that are in the index are ranked, and it leaves these out";
        let refused = [
            (self.regex, spelled.name("regex"), words),
            (self.literal, spelled.name("literal"), words),
            (self.case, spelled.name("case"), letters),
            (self.smart_case, spelled.name("smart-case"), letters),
            (
                self.word,
                spelled.name("word"),
                "a ranking also finds words by their parts",
            ),
            (self.hidden, spelled.name("hidden"), files),
            (self.no_ignore, spelled.name("no-ignore"), files),
            (
                self.context.is_some_and(|lines| lines > 0),
                spelled.name("context"),
                "a row of a ranking is a whole piece of a file, by one of its lines",
            ),
            (
                has("file"),
                spelled.with("kind", "file"),
                "names of files are not ranked",
            ),
        ];
        let Some((_, option, why)) = refused.into_iter().find(|(is_set, ..)| *is_set) else {
            return Ok(());
        };
        let other = match self.like {
            Some(_) => "ask for words in place of it".to_owned(),
            None => format!(
                "leave {} out for a search in the order of the files",
                spelled.name("mode")
            ),
        };
        Err(format!(
            "{option} does not go with {mode}: {why}. Leave it out, or {other}."
        ))
    }
}
