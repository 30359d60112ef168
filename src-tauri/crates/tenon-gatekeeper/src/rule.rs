//! The rules: one data file, read and compiled once.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::Regex;
use serde::Deserialize;

/// The data file, which other programs can run as well.
const BUILT_IN: &str = include_str!("rules.json");

/// How far before a keyword a match may begin, in bytes, unless the rule says more.
const BEFORE: usize = 64;

/// One entry of the data file. Earlier entries are the more exact ones and win where two overlap.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RuleEntry {
    /// Names the rule.
    pub id: String,
    /// What stands in the mark.
    pub kind: String,
    /// Without one of them, in any case of letters, there is no match.
    pub keywords: Vec<String>,
    /// RE2 syntax; the group `secret` is what is masked, or else the whole match.
    pub expression: String,
    /// How far before a keyword a match may begin, in bytes.
    pub before: Option<usize>,
    /// The least Shannon entropy of the secret, in bits a character; only beside a telling name.
    pub entropy: Option<f64>,
    /// Whether the secret must hold a digit.
    #[serde(default)]
    pub digit: bool,
    /// A secret that matches this is a placeholder or a technical name.
    pub except: Option<String>,
    /// A JSON key that matches this makes its whole value a candidate.
    pub telling: Option<String>,
    /// Texts that match, in parts, so that the file itself holds nothing that looks real.
    #[serde(rename = "match")]
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "the examples are read by the tests")
    )]
    pub matching: Vec<Vec<String>>,
    /// Texts that must not match.
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "the examples are read by the tests")
    )]
    pub must_not: Vec<String>,
}

/// A compiled rule.
#[derive(Debug)]
pub(crate) struct Rule {
    pub id: String,
    pub kind: String,
    pub expression: Regex,
    pub before: usize,
    pub telling: Option<Regex>,
    entropy: f64,
    digit: bool,
    except: Option<Regex>,
}

impl Rule {
    fn compile(entry: &RuleEntry) -> Result<Self, regex::Error> {
        let optional = |text: &Option<String>| text.as_deref().map(Regex::new).transpose();
        Ok(Self {
            id: entry.id.clone(),
            kind: entry.kind.clone(),
            expression: Regex::new(&entry.expression)?,
            before: entry.before.unwrap_or(BEFORE),
            telling: optional(&entry.telling)?,
            entropy: entry.entropy.unwrap_or(0.0),
            digit: entry.digit,
            except: optional(&entry.except)?,
        })
    }

    /// Whether a text that the expression found is a secret and no placeholder.
    pub(crate) fn accepts(&self, secret: &str) -> bool {
        (!self.digit || secret.bytes().any(|b| b.is_ascii_digit()))
            && (self.entropy == 0.0 || entropy(secret) >= self.entropy)
            && !self
                .except
                .as_ref()
                .is_some_and(|except| except.is_match(secret))
            && !crate::mark::is_mark(secret)
    }
}

/// All rules, and the automaton that says which of them a text needs at all.
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub rules: Vec<Rule>,
    pub keywords: AhoCorasick,
    /// For each keyword of the automaton the rule it wakes.
    pub wakes: Vec<usize>,
}

impl RuleSet {
    /// Compiles the data file.
    pub(crate) fn built_in() -> Self {
        let mut set = Self {
            rules: Vec::new(),
            keywords: AhoCorasick::new([""; 0]).expect("no keywords make an automaton"),
            wakes: Vec::new(),
        };
        let mut keywords = Vec::new();
        for (index, entry) in entries().iter().enumerate() {
            set.rules
                .push(Rule::compile(entry).expect("a test compiles every built-in rule"));
            set.wakes.extend(entry.keywords.iter().map(|_| index));
            keywords.extend(entry.keywords.iter().cloned());
        }
        set.keywords = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&keywords)
            .expect("a few hundred keywords fit");
        set
    }
}

/// The entries of the data file.
pub(crate) fn entries() -> Vec<RuleEntry> {
    serde_json::from_str(BUILT_IN).expect("a test reads the built-in rules")
}

/// Shannon entropy in bits a byte.
pub(crate) fn entropy(text: &str) -> f64 {
    let mut counts = [0u32; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let total = text.len() as f64;
    let shares = counts
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| f64::from(count) / total);
    -shares.map(|share| share * share.log2()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_both_kinds_of_example_and_they_hold() {
        let set = RuleSet::built_in();
        for (index, entry) in entries().iter().enumerate() {
            assert!(
                !entry.matching.is_empty(),
                "{} has no example that matches",
                entry.id
            );
            assert!(
                !entry.must_not.is_empty(),
                "{} has no example that must not",
                entry.id
            );
            for example in &entry.matching {
                let text = example.concat();
                let hit = set.scan(&text).iter().any(|span| span.rule == index);
                assert!(hit, "{} does not find its example {text:?}", entry.id);
            }
            for text in &entry.must_not {
                let hits = set.findings(set.scan(text));
                assert!(
                    hits.is_empty(),
                    "{}: {text:?} is marked: {hits:?}",
                    entry.id
                );
            }
        }
    }

    #[test]
    fn entropy_counts_only_beside_a_telling_name() {
        for entry in entries().iter().filter(|entry| entry.entropy.is_some()) {
            assert!(
                entry.expression.contains("(?P<name>"),
                "{} names nothing",
                entry.id
            );
        }
    }

    #[test]
    fn rules_are_named_once_and_their_kinds_fit_into_a_mark() {
        let all = entries();
        for (index, entry) in all.iter().enumerate() {
            assert!(
                all[..index].iter().all(|other| other.id != entry.id),
                "{} twice",
                entry.id
            );
            let mark = format!("<REDACTED:{}:01234567>", entry.kind);
            assert!(crate::mark::is_mark(&mark), "{mark} is no mark");
            assert!(!entry.keywords.is_empty(), "{} is never woken", entry.id);
        }
    }

    #[test]
    fn a_text_of_one_letter_has_no_entropy_and_two_letters_have_one_bit() {
        assert_eq!(entropy("aaaa"), 0.0, "nothing to guess");
        assert_eq!(entropy("abab"), 1.0, "one bit a letter");
    }
}
