//! A question, with everything that a person may set.

/// What is looked for in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// This text.
    Literal(String),
    /// What this regular expression matches.
    Regex(String),
}

impl Term {
    /// As it is named to people.
    pub fn shown(&self) -> String {
        match self {
            Self::Literal(text) => format!("\"{text}\""),
            Self::Regex(pattern) => format!("/{pattern}/"),
        }
    }
}

/// How letters are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Case {
    /// As they are.
    #[default]
    Sensitive,
    /// Capital letters count only when the term has one.
    Smart,
    /// Capital and small letters are the same.
    Ignore,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// With this status.
    With(i32),
    /// With another one.
    Without(i32),
}

impl Exit {
    /// Whatever is not so.
    pub fn other(self) -> Self {
        match self {
            Self::With(status) => Self::Without(status),
            Self::Without(status) => Self::With(status),
        }
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// A line is a hit when it holds one of them and all others are near it.
    pub terms: Vec<Term>,
    /// A line that holds one of these is no hit.
    pub without: Vec<Term>,
    /// How letters are compared.
    pub case: Case,
    /// Whether a match must begin and end at the edges of words.
    pub word: bool,
    /// Patterns of paths as ripgrep's `--glob` takes them; `!` in front leaves out.
    pub globs: Vec<String>,
    /// Only files of one of these languages.
    pub languages: Vec<String>,
    /// No files of these.
    pub without_languages: Vec<String>,
    /// Which sources answer; empty for text alone.
    pub kinds: Vec<String>,
    /// A part of a symbol's name, for sources that know symbols.
    pub symbol: Option<String>,
    /// Only files that changed then or later, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Only commands that ended so.
    pub exit: Option<Exit>,
    /// Whether names that start with a dot are searched.
    pub hidden: bool,
    /// Whether ignore files count for nothing.
    pub no_ignore: bool,
    /// Lines around each hit.
    pub context: usize,
    /// At most so many hits.
    pub limit: Option<usize>,
}

impl Ask {
    /// A question for one text or expression, taken whole.
    pub fn whole(term: Term) -> Self {
        Self {
            terms: vec![term],
            ..Self::default()
        }
    }

    /// Whether rows of this kind are asked for.
    pub fn wants(&self, kind: &str) -> bool {
        if self.kinds.is_empty() {
            kind == "text"
        } else {
            self.kinds.iter().any(|asked| asked == kind)
        }
    }
}
