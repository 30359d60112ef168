//! One rule: its entry in the data file, and the same compiled when it is first needed.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::meta::Regex;
use regex_automata::util::captures::Captures;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};
use serde::Deserialize;

use crate::anchored::{Tried, Try};
use crate::check::Check;

/// How much of a text a rule looks at from where its match begins, in bytes, unless it says more.
const LONGEST: usize = 1024;
/// What a byte of a match that is taken apart and judged costs, in bytes that are only looked at.
const JUDGED: usize = 4;
/// A match that ends so near to the most that a rule looks at may go on behind it, in bytes.
const NEAR: usize = 1024;

/// One entry of the data file. Earlier entries are the more exact ones and win where two overlap.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RuleEntry {
    /// Names the rule.
    pub id: String,
    /// What stands in the mark.
    pub kind: String,
    /// Where one of them stands, in any case of letters, the rule is tried.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// How many bytes before its keyword a match begins.
    #[serde(default)]
    pub keyword_at: usize,
    /// Whether the rule is also tried where 24 or more letters, digits, `_` and `-` begin.
    #[serde(default)]
    pub run: bool,
    /// A class of bytes, one of which stands before the match. A class that begins with `^` also
    /// holds at the start of a text.
    pub before: Option<String>,
    /// RE2 syntax over bytes, tried only where the match has to begin; the group `secret` is what
    /// is masked, or else the whole match.
    pub expression: String,
    /// How many bytes from its beginning on a match may look at.
    pub longest: Option<usize>,
    /// What a match that is longer than that goes on with, tried where it was cut, again and again.
    pub goes_on: Option<String>,
    /// What else proves a secret.
    pub checksum: Option<Check>,
    /// The least Shannon entropy of the secret, in bits a byte; only beside a telling name.
    pub entropy: Option<f64>,
    /// What letters that read like no words count for.
    pub random: Option<Random>,
    /// Whether the secret must hold a digit.
    #[serde(default)]
    pub digit: bool,
    /// Whether the secret must hold a digit, a sign, or letters of both cases.
    #[serde(default)]
    pub mixed: bool,
    /// Whether a secret may hold the same byte many times in a row.
    #[serde(default)]
    pub repeats: bool,
    /// A secret that matches this is a placeholder or a technical name.
    pub except: Option<String>,
    /// A JSON key that matches this makes its whole value a candidate.
    pub telling: Option<String>,
    /// Texts that match, in parts, so that the file itself holds nothing that looks real.
    #[serde(rename = "match", default)]
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "the examples are read by the tests")
    )]
    pub matching: Vec<Vec<String>>,
    /// Texts that must not match.
    #[serde(default)]
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "the examples are read by the tests")
    )]
    pub must_not: Vec<String>,
}

/// What it means that the letters of a secret read like no words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Random {
    /// It is a secret, whatever else it looks like.
    Proves,
    /// Only then it is one.
    Needed,
}

/// An expression that is compiled when it is first used.
#[derive(Debug)]
pub(crate) struct Lazy {
    text: String,
    compiled: OnceLock<Regex>,
}

impl Lazy {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            compiled: OnceLock::new(),
        }
    }

    pub(crate) fn get(&self) -> &Regex {
        self.compiled
            .get_or_init(|| compile(&self.text).expect("it was compiled before it was taken in"))
    }
}

/// How all expressions are read: over bytes, without tables of Unicode.
pub(crate) fn syntax() -> syntax::Config {
    syntax::Config::new().unicode(false).utf8(false)
}

/// Compiles an expression.
pub(crate) fn compile(text: &str) -> Result<Regex, String> {
    Regex::builder()
        .syntax(syntax())
        .configure(Regex::config().utf8_empty(false).dfa(false))
        .build(text)
        .map_err(|e| match e.syntax_error() {
            Some(fault) => fault.to_string(),
            None => e.to_string(),
        })
}

/// What came of trying a rule at a place.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    /// Where the secret stands, and where the match ends.
    pub found: Option<(Range<usize>, usize)>,
    /// Up to where the text was looked at.
    pub reach: usize,
    /// What that cost, in bytes.
    pub work: usize,
    /// Whether the secret was cut because it is longer than the rule looks at.
    pub goes_on: bool,
}

/// A rule that can be tried.
#[derive(Debug)]
pub(crate) struct Rule {
    pub entry: RuleEntry,
    pub longest: usize,
    /// Whether it has neither keyword nor run and is looked for everywhere.
    pub free: bool,
    pub telling: Option<Lazy>,
    anchored: Try,
    goes_on: Option<Try>,
    /// Whether the secret is the whole match.
    whole: bool,
    expression: Lazy,
    except: Option<Lazy>,
    before: Option<Box<[bool; 256]>>,
    at_start: bool,
}

impl Rule {
    pub(crate) fn new(entry: RuleEntry) -> Self {
        let lazy = |text: &Option<String>| text.as_deref().map(Lazy::new);
        Self {
            longest: entry.longest.unwrap_or(LONGEST),
            free: entry.keywords.is_empty() && !entry.run,
            telling: lazy(&entry.telling),
            anchored: Try::new(&entry.expression),
            goes_on: entry.goes_on.as_deref().map(Try::new),
            whole: !entry.expression.contains("(?P<secret>"),
            expression: Lazy::new(&entry.expression),
            except: lazy(&entry.except),
            before: entry.before.as_deref().map(class),
            at_start: entry
                .before
                .as_deref()
                .is_none_or(|class| class.starts_with('^')),
            entry,
        }
    }

    /// Tries the rule where a match has to begin.
    pub(crate) fn try_at(&self, text: &[u8], start: usize) -> Attempt {
        let may = match start.checked_sub(1) {
            None => self.at_start,
            Some(last) => self
                .before
                .as_ref()
                .is_none_or(|class| class[usize::from(text[last])]),
        };
        if !may {
            return Attempt::default();
        }
        let limit = text.len().min(start.saturating_add(self.longest));
        let Tried { end, reach } = self.anchored.at(text, start, limit);
        let Some(end) = end else {
            let work = reach - start;
            return Attempt {
                reach,
                work,
                ..Attempt::default()
            };
        };
        let input = Input::new(text).span(start..end).anchored(Anchored::Yes);
        Attempt {
            found: self.judge(text, input),
            reach: end,
            work: reach - start + (end - start) * JUDGED,
            goes_on: self.goes_on.is_some() && start + self.longest < end + NEAR,
        }
    }

    /// Where a secret ends that was cut at `start`, and whether it was cut there again; nothing when
    /// it ended where it was cut.
    pub(crate) fn go_on(&self, text: &[u8], start: usize) -> Option<(usize, bool)> {
        let limit = text.len().min(start.saturating_add(self.longest));
        let tried = self.goes_on.as_ref()?.at(text, start, limit);
        let end = tried.end.filter(|end| *end > start)?;
        Some((end, start + self.longest < end + NEAR))
    }

    /// Looks for the next match of a free rule that begins in `from..to`.
    pub(crate) fn search(
        &self,
        text: &[u8],
        from: usize,
        to: usize,
    ) -> Option<(Option<Range<usize>>, usize)> {
        let end = text.len().min(to.saturating_add(self.longest));
        let found = self
            .expression
            .get()
            .search(&Input::new(text).span(from..end))?;
        if found.start() >= to || found.is_empty() {
            return None;
        }
        let input = Input::new(text).span(found.range()).anchored(Anchored::Yes);
        Some((
            self.judge(text, input).map(|(secret, _)| secret),
            found.end(),
        ))
    }

    fn judge(&self, text: &[u8], input: Input<'_>) -> Option<(Range<usize>, usize)> {
        let whole = input.get_range();
        let mut secret = whole.clone();
        if !self.whole {
            let regex = self.expression.get();
            let mut parts: Captures = regex.create_captures();
            regex.search_captures(&input, &mut parts);
            secret = parts.get_group_by_name("secret")?.range();
        }
        // A limit of length or a class of bytes may end in the middle of a character.
        while secret.start > 0 && text[secret.start] & 0xc0 == 0x80 {
            secret.start -= 1;
        }
        while text.get(secret.end).is_some_and(|b| b & 0xc0 == 0x80) {
            secret.end += 1;
        }
        self.accepts(&text[secret.clone()])
            .then_some((secret.clone(), whole.end.max(secret.end)))
    }

    /// Whether a text that the expression found is a secret and no placeholder.
    pub(crate) fn accepts(&self, secret: &[u8]) -> bool {
        if crate::mark::is_mark(secret) {
            return false;
        }
        if let Some(proven) = self.entry.checksum.and_then(|check| check.holds(secret)) {
            return proven;
        }
        if !self.entry.repeats && crate::placeholder::is_repetition(secret)
            || crate::placeholder::is_placeholder(secret)
        {
            return false;
        }
        if let Some(random) = self.entry.random {
            let is_random = crate::words::is_random(secret);
            if is_random || random == Random::Needed {
                return is_random;
            }
        }
        (!self.entry.digit || secret.iter().any(u8::is_ascii_digit))
            && (!self.entry.mixed || is_mixed(secret))
            && self
                .entry
                .entropy
                .is_none_or(|least| crate::check::entropy(secret) >= least)
            && !self
                .except
                .as_ref()
                .is_some_and(|except| except.get().is_match(secret))
    }
}

/// Whether a text is more than a word.
fn is_mixed(text: &[u8]) -> bool {
    let has = |wanted: fn(&u8) -> bool| text.iter().any(wanted);
    has(|b| b.is_ascii_digit() || b"!#$%^*?&+@=~".contains(b))
        || (has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase))
}

/// The bytes of a class as it stands between brackets: single bytes, ranges, `^` in front.
fn class(text: &str) -> Box<[bool; 256]> {
    let (negated, text) = match text.strip_prefix('^') {
        Some(rest) => (true, rest.as_bytes()),
        None => (false, text.as_bytes()),
    };
    let mut set = Box::new([negated; 256]);
    let mut at = 0;
    while at < text.len() {
        let last = if text.get(at + 1) == Some(&b'-') && at + 2 < text.len() {
            at + 2
        } else {
            at
        };
        for byte in text[at]..=text[last] {
            set[usize::from(byte)] = !negated;
        }
        at = last + 1;
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_of_bytes_reads_as_in_an_expression() {
        let letters = class("^A-Za-z_-");
        for (byte, expect) in [(b'a', false), (b'_', false), (b'-', false), (b'1', true)] {
            assert_eq!(letters[usize::from(byte)], expect, "{}", char::from(byte));
        }
        assert!(class("0-9")[usize::from(b'5')], "a range");
    }
}
