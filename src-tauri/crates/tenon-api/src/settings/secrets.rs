//! A person's own rules for finding secrets, and what they let through.

use serde_json::Value;
use tenon_gatekeeper::{Allowed, OwnRule, OwnRules};

use super::table::Fault;
use crate::wire::{SecretAllowed, SecretRule, Settings};

/// The most rules or exceptions that are taken.
const MOST: usize = 200;

/// Reads `secrets.rules`: each rule is tried with its own examples.
pub(super) fn rules(value: &Value) -> Result<Vec<SecretRule>, Fault> {
    let mut own = OwnRules::default();
    list(value, "rules", |element| {
        let rule: SecretRule = serde_json::from_value(element.clone()).map_err(|e| {
            format!("takes rules of the form {{id, kind, expression, match, mustNot}}: {e}")
        })?;
        own.add(&own_rule(&rule)).map_err(|e| e.to_string())?;
        Ok(rule)
    })
}

/// Reads `secrets.allow`; the rules that it names are built in or among `others`.
pub(super) fn allowed(value: &Value, others: &Settings) -> Result<Vec<SecretAllowed>, Fault> {
    let mut own = own_rules(others);
    list(value, "exceptions", |element| {
        let allowed: SecretAllowed = serde_json::from_value(element.clone())
            .map_err(|e| format!("takes exceptions of the form {{rule, path}}: {e}"))?;
        own.allow(&exception(&allowed)).map_err(|e| e.to_string())?;
        Ok(allowed)
    })
}

fn list<T>(
    value: &Value,
    what: &str,
    mut read: impl FnMut(&Value) -> Result<T, String>,
) -> Result<Vec<T>, Fault> {
    let elements = value.as_array().filter(|list| list.len() <= MOST);
    let elements = elements.ok_or_else(|| format!("takes a list of at most {MOST} {what}"))?;
    let numbered = elements.iter().enumerate();
    numbered
        .map(|(number, element)| {
            read(element).map_err(|message| Fault {
                message,
                element: Some(number),
                refused: false,
            })
        })
        .collect()
}

/// What the settings say, for the gatekeeper. They were looked at when they were read.
pub(crate) fn own(settings: &Settings) -> OwnRules {
    let mut own = own_rules(settings);
    for allowed in &settings.secrets_allow {
        if let Err(e) = own.allow(&exception(allowed)) {
            tracing::warn!(error = %e, "an exception in the settings does not hold");
        }
    }
    own
}

fn own_rules(settings: &Settings) -> OwnRules {
    let mut own = OwnRules::default();
    for rule in &settings.secrets_rules {
        if let Err(e) = own.add(&own_rule(rule)) {
            tracing::warn!(error = %e, "a rule in the settings does not hold");
        }
    }
    own
}

fn own_rule(rule: &SecretRule) -> OwnRule {
    OwnRule {
        id: rule.id.clone(),
        kind: rule.kind.clone(),
        expression: rule.expression.clone(),
        matching: rule.matching.clone(),
        must_not: rule.must_not.clone(),
    }
}

fn exception(allowed: &SecretAllowed) -> Allowed {
    Allowed {
        rule: allowed.rule.clone(),
        path: allowed.path.clone(),
    }
}
