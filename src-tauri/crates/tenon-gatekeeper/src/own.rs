//! A person's own rules, and what they let through.

use std::sync::{Arc, LazyLock};

use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;

use crate::re2;
use crate::rule::{Rule, RuleEntry, compile};
use crate::rule_set::RuleSet;
use crate::span::Span;

/// A rule as it stands in the settings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnRule {
    /// Names the rule; no built-in rule has this name.
    pub id: String,
    /// What stands in the mark: capital letters, digits and `_`.
    pub kind: String,
    /// An expression in RE2's syntax; the group `secret` is what is masked, or else the whole match.
    pub expression: String,
    /// Texts that it has to find.
    #[serde(rename = "match", default)]
    pub matching: Vec<String>,
    /// Texts in which it must find nothing.
    #[serde(default)]
    pub must_not: Vec<String>,
}

/// What is let through: what a rule finds, what stands in some files, or the one in the other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Allowed {
    /// The rule's id; all rules when left out.
    pub rule: Option<String>,
    /// A glob over the path in the workspace, such as `tests/**`; all texts when left out.
    pub path: Option<String>,
}

/// Why a rule or an exception cannot be taken, in a sentence without its beginning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OwnFault(String);

/// A person's own rules and exceptions, each looked at when it is added.
#[derive(Debug, Default)]
pub struct OwnRules {
    rules: Vec<Rule>,
    allowed: Vec<(Option<String>, Option<GlobMatcher>)>,
}

impl OwnRules {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.allowed.is_empty()
    }

    /// Adds a rule, unless it is not RE2's syntax, has no examples of both kinds, or does not keep
    /// what they promise.
    pub fn add(&mut self, own: &OwnRule) -> Result<(), OwnFault> {
        let fault = |text: String| Err(OwnFault(text));
        let id = &own.id;
        if id.is_empty()
            || !id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        {
            return fault(format!(
                "has the id \"{id}\", which is not made of letters, digits, \"-\", \"_\" and \".\""
            ));
        }
        let taken = |rule: &Rule| rule.entry.id == *id;
        if self.rules.iter().any(taken) || is_built_in(id) {
            return fault(format!("has the id \"{id}\", which another rule has"));
        }
        if !crate::mark::is_kind(own.kind.as_bytes()) {
            return fault(format!(
                "\"{id}\": the kind \"{}\" is not made of capital letters, digits and \"_\"",
                own.kind
            ));
        }
        re2::check(&own.expression)
            .map_err(|e| OwnFault(format!("\"{id}\": the expression {e}")))?;
        let regex = compile(&own.expression)
            .map_err(|e| OwnFault(format!("\"{id}\": the expression cannot be used: {e}")))?;
        if regex.is_match("") {
            return fault(format!("\"{id}\": the expression matches nothing at all"));
        }
        for (examples, name, wanted) in [
            (&own.matching, "match", "it finds"),
            (&own.must_not, "mustNot", "it must not find"),
        ] {
            if examples.is_empty() {
                return fault(format!(
                    "\"{id}\" has no examples that {wanted} (\"{name}\")"
                ));
            }
        }
        let rule = Rule::new(RuleEntry {
            id: id.clone(),
            kind: own.kind.clone(),
            expression: own.expression.clone(),
            ..RuleEntry::default()
        });
        let finds = |text: &str| {
            let mut at = 0;
            while let Some((secret, end)) = rule.search(text.as_bytes(), at, text.len()) {
                if secret.is_some() {
                    return true;
                }
                at = end;
            }
            false
        };
        // The examples are not repeated here: one that matches may be a secret.
        if let Some(number) = own.matching.iter().position(|text| !finds(text)) {
            return fault(format!(
                "\"{id}\" does not find its example {} of \"match\"",
                number + 1
            ));
        }
        if let Some(number) = own.must_not.iter().position(|text| finds(text)) {
            return fault(format!(
                "\"{id}\" finds something in its example {} of \"mustNot\"",
                number + 1
            ));
        }
        self.rules.push(rule);
        Ok(())
    }

    /// Adds something that is let through.
    pub fn allow(&mut self, allowed: &Allowed) -> Result<(), OwnFault> {
        if allowed.rule.is_none() && allowed.path.is_none() {
            return Err(OwnFault("names neither a rule nor a path".into()));
        }
        if let Some(rule) = &allowed.rule {
            let own = self.rules.iter().any(|own| own.entry.id == *rule);
            if !own && !is_built_in(rule) {
                return Err(OwnFault(format!(
                    "names the rule \"{rule}\", which does not exist"
                )));
            }
        }
        let glob = |path: &String| {
            GlobBuilder::new(path)
                .literal_separator(true)
                .build()
                .map(|glob| glob.compile_matcher())
                .map_err(|e| {
                    OwnFault(format!(
                        "has the path \"{path}\", which is no glob: {}",
                        e.kind()
                    ))
                })
        };
        let path = allowed.path.as_ref().map(glob).transpose()?;
        self.allowed.push((allowed.rule.clone(), path));
        Ok(())
    }
}

fn is_built_in(id: &str) -> bool {
    let mut built_in = crate::rule_set::file().rules.iter();
    built_in.any(|rule| rule.id == id)
}

static BUILT_IN: LazyLock<Arc<Rules>> = LazyLock::new(|| {
    Arc::new(Rules {
        set: RuleSet::built_in(),
        allowed: Vec::new(),
    })
});

/// The rules that hold, and what they let through.
#[derive(Debug)]
pub(crate) struct Rules {
    pub set: Arc<RuleSet>,
    allowed: Vec<(Option<String>, Option<GlobMatcher>)>,
}

impl Rules {
    pub(crate) fn built_in() -> Arc<Self> {
        BUILT_IN.clone()
    }

    pub(crate) fn new(own: OwnRules) -> Self {
        Self {
            set: RuleSet::with(own.rules),
            allowed: own.allowed,
        }
    }

    /// Whether what a rule finds in a file is no business of the gatekeeper.
    pub(crate) fn lets_through(&self, rule: usize, path: Option<&str>) -> bool {
        self.allowed.iter().any(|(id, glob)| {
            let rule_fits = id
                .as_ref()
                .is_none_or(|id| *id == self.set.rules[rule].entry.id);
            let path_fits = glob
                .as_ref()
                .is_none_or(|glob| path.is_some_and(|path| glob.is_match(path)));
            rule_fits && path_fits
        })
    }

    pub(crate) fn drop_allowed(&self, spans: &mut Vec<Span>, path: Option<&str>) {
        if !self.allowed.is_empty() {
            spans.retain(|span| !self.lets_through(span.rule, path));
        }
    }
}
