//! All rules together, and the automaton that says where one of them has to be tried.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::keyword::Keywords;
use crate::rule::{Rule, RuleEntry};
use crate::words::WordsEntry;

/// The data file, which other programs can run as well.
pub(crate) const BUILT_IN: &str = include_str!("rules.json");

/// The data file as it is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RuleFile {
    #[serde(rename = "about")]
    _about: Vec<String>,
    /// A secret that matches this, in any rule, is a placeholder.
    pub placeholder: String,
    /// How a random text is told from words and names.
    pub words: WordsEntry,
    pub rules: Vec<RuleEntry>,
}

static FILE: LazyLock<RuleFile> =
    LazyLock::new(|| serde_json::from_str(BUILT_IN).expect("a test reads the built-in rules"));

static RULES: LazyLock<Arc<RuleSet>> = LazyLock::new(|| {
    let rules = FILE.rules.iter().cloned();
    Arc::new(RuleSet::new(
        rules.map(|entry| Arc::new(Rule::new(entry))).collect(),
    ))
});

/// The data file, read when it is first needed.
pub(crate) fn file() -> &'static RuleFile {
    &FILE
}

/// Rules in the order in which they name what two of them find.
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub rules: Vec<Arc<Rule>>,
    pub keywords: Keywords,
    /// Rules that are tried where a run of letters begins.
    pub on_run: Vec<usize>,
    /// Rules that are looked for everywhere.
    pub free: Vec<usize>,
}

impl RuleSet {
    /// The rules of the data file, read and arranged once a process.
    pub(crate) fn built_in() -> Arc<Self> {
        RULES.clone()
    }

    /// The built-in rules and then a person's own.
    pub(crate) fn with(own: Vec<Rule>) -> Arc<Self> {
        let built_in = Self::built_in();
        if own.is_empty() {
            return built_in;
        }
        let own = own.into_iter().map(Arc::new);
        Arc::new(Self::new(
            built_in.rules.iter().cloned().chain(own).collect(),
        ))
    }

    fn new(rules: Vec<Arc<Rule>>) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let (mut texts, mut wakes) = (Vec::new(), Vec::<Vec<usize>>::new());
        for (index, rule) in rules.iter().enumerate() {
            for keyword in &rule.entry.keywords {
                let keyword = keyword.to_ascii_lowercase();
                let number = *numbers.entry(keyword.clone()).or_insert_with(|| {
                    texts.push(keyword);
                    wakes.push(Vec::new());
                    wakes.len() - 1
                });
                wakes[number].push(index);
            }
        }
        let keywords = Keywords::new(texts, wakes);
        let those = |wanted: fn(&Rule) -> bool| {
            let all = rules.iter().enumerate();
            all.filter(|(_, rule)| wanted(rule))
                .map(|(index, _)| index)
                .collect()
        };
        Self {
            on_run: those(|rule| rule.entry.run),
            free: those(|rule| rule.free),
            keywords,
            rules,
        }
    }
}

#[cfg(test)]
mod tests;
