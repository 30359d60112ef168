//! Masking JSON: every string in it, and assignments that are split over key and value.

use serde_json::{Map, Value};

use crate::Gatekeeper;
use crate::own::Rules;
use crate::scan::Scanner;
use crate::span::{Span, settle};

impl Gatekeeper {
    /// Masks every string of `value`, keys included. A string under a telling key, such as
    /// `{"password": "…"}`, is looked at as what an assignment gives to that name.
    pub fn mask_json(&self, value: Value) -> Value {
        self.mask_value(&self.rules(), value, None)
    }

    fn mask_value(&self, rules: &Rules, value: Value, told: Option<usize>) -> Value {
        match value {
            Value::String(text) => Value::String(self.mask_told(rules, text, told)),
            Value::Array(items) => items
                .into_iter()
                .map(|item| self.mask_value(rules, item, told))
                .collect(),
            Value::Object(fields) => {
                let mut masked = Map::with_capacity(fields.len());
                for (key, value) in fields {
                    let told = rules.told_by(&key);
                    let value = self.mask_value(rules, value, told);
                    masked.insert(self.mask_told(rules, key, None), value);
                }
                Value::Object(masked)
            }
            plain @ (Value::Null | Value::Bool(_) | Value::Number(_)) => plain,
        }
    }

    fn mask_told(&self, rules: &Rules, text: String, told: Option<usize>) -> String {
        let mut spans = Scanner::whole(&rules.set, text.as_bytes());
        if let Some(rule) = told.filter(|&rule| rules.set.rules[rule].accepts(text.as_bytes())) {
            spans.push(Span {
                rule,
                start: 0,
                end: text.len(),
                secret: None,
            });
        }
        let mut spans = settle(spans);
        rules.drop_allowed(&mut spans, None);
        if spans.is_empty() {
            return text;
        }
        self.replace(rules, &text, &spans)
    }
}

impl Rules {
    /// The rule to which a key of an object says that its value is a secret.
    fn told_by(&self, key: &str) -> Option<usize> {
        self.set.rules.iter().position(|rule| {
            let telling = rule.telling.as_ref();
            telling.is_some_and(|telling| telling.get().is_match(key))
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_values_and_split_assignments_are_masked_and_the_rest_stays() {
        let gatekeeper = Gatekeeper::new([1; 32]);
        let key = ["sk-proj-", "1234567890abcdef"].concat();
        let masked = gatekeeper.mask_json(json!({
            key.clone(): 1,
            "list": [key, "plain", 3, null, true],
            "password": "correct horse battery staple",
            "user": {"apiKey": ["a1b2c3d4e5f6a7b8"], "name": "ada"},
            "token": "identifier",
        }));
        let text = masked.to_string();
        for secret in ["sk-proj-", "correct horse", "a1b2c3d4e5f6a7b8"] {
            assert!(!text.contains(secret), "{secret} is still in {text}");
        }
        for kept in ["plain", "ada", "identifier", "\"list\"", "null", "true"] {
            assert!(text.contains(kept), "{kept} is gone from {text}");
        }
        assert_eq!(
            gatekeeper.mask_json(masked.clone()),
            masked,
            "masking twice changes nothing"
        );
    }
}
