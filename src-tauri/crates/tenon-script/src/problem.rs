//! Problems that compilers, linters and test runners tell of, found in what they print.
//!
//! [`Reader`] takes output in pieces of any size and gives every line to the matchers of
//! `registry`, the first of which that knows the line has it. A matcher is a small machine that sees
//! one line after the other; what it keeps is bounded, and so is what it does with a line, so that
//! the time grows with the output and with nothing else.

mod cmake;
mod colons;
mod eslint;
mod java;
mod java_trace;
mod javascript;
mod line;
mod marked;
mod panic;
mod python;
mod reader;
mod rustc;
mod shell;
mod tsc;

pub use line::Line;
pub use reader::Reader;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// What fails a build or a test.
    Error,
    /// What a tool warns of.
    Warning,
    /// What a tool adds.
    Info,
}

/// Where a problem is, as the program told it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The path, absolute or relative to a folder that the program had in mind.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in what the program counts.
    pub column: Option<u32>,
    /// The column behind the last one, in the same line.
    pub end_column: Option<u32>,
}

/// A problem that a program told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// How bad it is.
    pub severity: Severity,
    /// Where it may be, the likeliest first: the calls that led to an exception from the last one on.
    /// Never empty.
    pub places: Vec<Place>,
    /// The tool's own name for this kind of problem.
    pub code: Option<String>,
    /// What is said.
    pub message: String,
    /// The tool.
    pub source: &'static str,
    /// The folder that make has entered, where it told so.
    pub folder: Option<String>,
}

/// Finds the problems of one tool, line by line.
pub trait Matcher: Send {
    /// Looks at the next line, adds what is known now, and says whether the line is this tool's:
    /// then no other matcher sees it.
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool;

    /// The output has ended, or a while without any passed.
    fn end(&mut self, told: &mut Vec<Told>) {
        let _ = told;
    }
}

/// Every matcher, in the order in which they are asked.
fn registry() -> Vec<Box<dyn Matcher>> {
    vec![
        Box::<rustc::Rustc>::default(),
        Box::<panic::Panic>::default(),
        Box::<python::Traceback>::default(),
        Box::<python::Pytest>::default(),
        Box::<tsc::Tsc>::default(),
        Box::<java::Java>::default(),
        Box::<java_trace::Trace>::default(),
        Box::<marked::Marked>::default(),
        Box::<cmake::CMake>::default(),
        Box::<shell::Shell>::default(),
        Box::<colons::Colons>::default(),
        Box::<javascript::JavaScript>::default(),
        Box::<eslint::Eslint>::default(),
    ]
}

impl Place {
    pub(crate) fn new(path: &str, line: u32, column: Option<u32>) -> Self {
        Self {
            path: path.into(),
            line,
            column: column.filter(|column| *column > 0),
            end_column: None,
        }
    }
}

impl Told {
    pub(crate) fn new(
        source: &'static str,
        severity: Severity,
        place: Place,
        message: &str,
    ) -> Self {
        Self {
            severity,
            places: vec![place],
            code: None,
            message: message.trim().into(),
            source,
            folder: None,
        }
    }

    pub(crate) fn code(mut self, code: Option<&str>) -> Self {
        self.code = code.map(str::to_owned);
        self
    }
}
