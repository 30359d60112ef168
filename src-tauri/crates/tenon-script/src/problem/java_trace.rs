//! How the virtual machine of Java tells of an exception: what it is, and the calls that led to it.

use super::{Line, Matcher, Place, Severity, Told};
use crate::pattern::{Pattern, pattern};

static HEAD: Pattern = pattern!(
    r#"^(?:Exception in thread "[^"]*" )?((?:[a-z_]\w*\.)*[A-Z][\w$]*(?:\.[A-Z][\w$]*)*)(?:: (.*))?$"#
);
static FRAME: Pattern = pattern!(
    r"^at (?:[\w.@-]+/)*([\w.$]+)\.[\w$<>]+\((\w[\w$-]*\.(?:java|kt|scala|groovy)):(\d{1,8})\)"
);

/// So many calls of an exception are looked at: the first ones.
const CALLS: usize = 32;
/// Folders in which sources usually are.
const SOURCES: &[&str] = &[
    "src/main/java/",
    "src/test/java/",
    "src/main/kotlin/",
    "src/test/kotlin/",
    "src/",
    "",
];

/// Traces: a line that names the exception, and below it the calls, the last one first.
#[derive(Default)]
pub(super) struct Trace {
    open: Option<Open>,
}

struct Open {
    message: String,
    /// The files of calls as they are named, and where the packages say that they are.
    calls: Vec<(Place, Vec<Place>)>,
}

impl Matcher for Trace {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        if let Some(open) = &mut self.open
            && open.goes_on(line)
        {
            return true;
        }
        self.end(told);
        let text = line.text;
        let named = HEAD.groups::<2>(text).and_then(|[name, said]| {
            // Without a thread only what stands in a package is an exception's name.
            let name =
                name.filter(|name| text.starts_with("Exception in") || name.contains('.'))?;
            Some(said.map_or(name.to_owned(), |said| format!("{name}: {said}")))
        });
        let is_head = named.is_some();
        self.open = named.map(|message| Open {
            message,
            calls: Vec::new(),
        });
        // Which of others begin so is only known with the next line.
        is_head && text.starts_with("Exception in thread ")
    }

    fn end(&mut self, told: &mut Vec<Told>) {
        let Some(Open { message, calls }) = self.open.take() else {
            return;
        };
        let mut places = Vec::new();
        for (named, usual) in calls {
            places.push(named);
            places.extend(usual);
        }
        if let Some(first) = places.first() {
            let mut problem = Told::new("java", Severity::Error, first.clone(), &message);
            problem.places = places;
            told.push(problem);
        }
    }
}

impl Open {
    /// Whether a line is a part of the trace.
    fn goes_on(&mut self, line: &Line<'_>) -> bool {
        if !line.is_indented() {
            return line.text.starts_with("Caused by: ") && !self.calls.is_empty();
        }
        let trimmed = line.trimmed;
        if let Some([Some(class), Some(file), Some(number)]) = FRAME.groups::<3>(trimmed) {
            if let Ok(number) = number.parse()
                && self.calls.len() < CALLS
            {
                self.calls.push(call(class, file, number));
            }
            return true;
        }
        trimmed.starts_with("at ")
            || trimmed.starts_with("... ")
            || trimmed.starts_with("Suppressed: ")
            || trimmed.starts_with("Caused by: ")
    }
}

/// The file of a call as the trace names it, and where its package puts it.
fn call(class: &str, file: &str, line: u32) -> (Place, Vec<Place>) {
    // The package: what stands before the class, `app.shop.Cart$Item`.
    let package: String = class
        .rsplit_once('.')
        .map(|(package, _)| package.replace('.', "/") + "/")
        .unwrap_or_default();
    let usual = SOURCES
        .iter()
        .map(|root| format!("{root}{package}{file}"))
        .filter(|path| path != file)
        .map(|path| Place::new(&path, line, None))
        .collect();
    (Place::new(file, line, None), usual)
}
