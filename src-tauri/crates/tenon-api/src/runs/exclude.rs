//! Which commands are not kept.

use regex_automata::meta::Regex;
use serde_json::Value;

use crate::settings::Fault;
use crate::wire::Settings;

/// The most expressions that are taken, and the longest, in bytes.
const MOST: usize = 200;
const LONGEST: usize = 1_000;
/// What a compiled expression may take, in bytes.
const SIZE: usize = 1 << 20;

/// Reads `terminal.history.exclude`.
pub(crate) fn expressions(value: &Value) -> Result<Vec<String>, Fault> {
    let list = value.as_array().filter(|list| list.len() <= MOST);
    let list = list.ok_or_else(|| format!("takes a list of at most {MOST} regular expressions"))?;
    let read = |(number, element): (usize, &Value)| {
        let fault = |message: String| Fault {
            message,
            element: Some(number),
            refused: false,
        };
        let text = element.as_str().filter(|text| text.len() <= LONGEST);
        let text = text.ok_or_else(|| {
            fault(format!(
                "takes regular expressions of at most {LONGEST} bytes, as text"
            ))
        })?;
        if text.trim().is_empty() {
            return Err(fault("an empty expression would fit every command".into()));
        }
        compile(text)
            .map(|_| text.to_owned())
            .map_err(|why| fault(format!("\"{text}\" is no regular expression: {why}")))
    };
    list.iter().enumerate().map(read).collect()
}

fn compile(text: &str) -> Result<Regex, String> {
    let config = Regex::config().nfa_size_limit(Some(SIZE));
    let built = Regex::builder().configure(config).build(text);
    built.map_err(|e| match e.syntax_error() {
        // The last line says what is wrong; those before draw where.
        Some(why) => {
            let why = why.to_string();
            let last = why.lines().last().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        }
        None => "it is too large".into(),
    })
}

/// What the settings leave out, compiled once.
#[derive(Debug, Default)]
pub(crate) struct Exclusions {
    from: Vec<String>,
    expressions: Vec<Regex>,
    enabled: bool,
}

impl Exclusions {
    /// Takes the settings that hold now.
    pub(crate) fn follow(&mut self, settings: &Settings) {
        self.enabled = settings.terminal_history_enabled;
        if self.from != settings.terminal_history_exclude {
            self.from.clone_from(&settings.terminal_history_exclude);
            // Settings are checked when they are read, so these are good ones.
            let compiled = self.from.iter().map(|text| compile(text));
            self.expressions = compiled.filter_map(Result::ok).collect();
        }
    }

    /// Whether a command of a terminal is kept.
    pub(crate) fn keep(&self, command: &str) -> bool {
        self.enabled && self.let_through(command)
    }

    /// Whether a command of another history is taken over.
    pub(crate) fn let_through(&self, command: &str) -> bool {
        !command.trim().is_empty()
            && !command.starts_with([' ', '\t'])
            && !self
                .expressions
                .iter()
                .any(|expression| expression.is_match(command))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::settings::defaults;

    #[test]
    fn what_the_settings_leave_out_is_not_kept() {
        let mut exclusions = Exclusions::default();
        let mut settings = defaults();
        settings.terminal_history_exclude = vec!["^pass ".into(), "(?i)secret".into()];
        exclusions.follow(&settings);
        for (command, kept) in [
            ("ls", true),
            (" ls", false),
            ("\tls", false),
            ("   ", false),
            ("pass show bank", false),
            ("bypass show", true),
            ("echo SECRET", false),
        ] {
            assert_eq!(exclusions.keep(command), kept, "{command:?}");
        }
        settings.terminal_history_enabled = false;
        exclusions.follow(&settings);
        assert!(!exclusions.keep("ls"), "the history is off");
        assert!(
            exclusions.let_through("ls"),
            "and takes over what is asked for"
        );
    }

    #[test]
    fn a_bad_expression_is_named_and_the_others_hold() {
        let fault = expressions(&json!(["^a", "b(", "c"])).expect_err("it is not closed");
        assert_eq!(fault.element, Some(1));
        assert!(fault.message.contains("\"b(\""), "{fault}");
        assert!(fault.message.contains("unclosed group"), "{fault}");
        for odd in [
            json!([7]),
            json!("x"),
            json!([""]),
            json!([".{1000}{1000}"]),
        ] {
            assert!(expressions(&odd).is_err(), "{odd}");
        }
    }
}
