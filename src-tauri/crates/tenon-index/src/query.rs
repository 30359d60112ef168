//! The query language: what a person types into the search box.
//!
//! `word "a phrase" /regex/ kind:text lang:rust path:src/** sym:name since:2d exit:!0 -word -path:tests`.
//! A backslash before a blank or a quote takes it as it is. Everything positive must be near each
//! other; a bare word is a text that is looked for as it stands.

mod field;
mod token;

use crate::error::{FindError, Result};
use crate::find::{Ask, Term};

pub use field::{FIELDS, KINDS, exit, language, pattern};

/// Reads a moment as a person writes it: milliseconds since 1970.
pub type Moment<'a> = dyn Fn(&str) -> std::result::Result<i64, String> + 'a;

/// Reads a query into `ask`, which brings what was set beside the box.
pub fn parse(text: &str, mut ask: Ask, moment: &Moment<'_>) -> Result<Ask> {
    for token in token::tokens(text)? {
        if let Some(name) = &token.field {
            field::set(&mut ask, name, &token, moment)?;
            continue;
        }
        let term = match token.shape {
            token::Shape::Regex => Term::Regex(token.text),
            token::Shape::Word | token::Shape::Phrase => Term::Literal(token.text),
        };
        if token.negated {
            ask.without.push(term);
        } else {
            ask.terms.push(term);
        }
    }
    if ask.terms.len() > TERMS || ask.without.len() > TERMS {
        return Err(FindError::Query {
            column: 1,
            what: format!("there are more than {TERMS} words"),
        });
    }
    if ask.symbol.is_some() && ask.kinds.is_empty() {
        ask.kinds.push("symbol".into());
    }
    field::only_commands(&mut ask)?;
    if ask.terms.is_empty() && ask.symbol.is_none() && ask.exit.is_none() {
        return Err(FindError::Empty);
    }
    Ok(ask)
}

/// Reads a question: words of which some may be missing. Its fields are `kind:`, `lang:`, `path:`,
/// `since:` and `exit:`, with a value right behind them, and read as in a query; everything else is a word.
///
/// # Errors
///
/// [`FindError::Query`] for a field whose value cannot be read, and for `sym:`, which names a symbol
/// where a question has words for it.
pub fn words(text: &str, mut ask: Ask, moment: &Moment<'_>) -> Result<Ask> {
    for token in token::words(text)? {
        match &token.field {
            Some(name) if name == "sym" => {
                let what =
                    "\"sym:\" is for queries; here a symbol is found by the words of its name";
                return Err(FindError::Query {
                    column: token.column,
                    what: what.into(),
                });
            }
            Some(name) => field::set(&mut ask, name, &token, moment)?,
            None => ask.terms.push(Term::Literal(token.text)),
        }
    }
    field::only_commands(&mut ask)?;
    Ok(ask)
}

/// So many terms a query may have.
const TERMS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::Exit;

    fn read(text: &str) -> Result<Ask> {
        parse(text, Ask::default(), &|text| {
            text.parse().map_err(|_| format!("\"{text}\" is no moment"))
        })
    }

    fn terms(text: &str) -> Vec<String> {
        let ask = read(text).expect("it reads");
        ask.terms.iter().map(Term::shown).collect()
    }

    #[test]
    fn words_phrases_and_expressions_are_told_apart() {
        assert_eq!(terms("foo bar"), ["\"foo\"", "\"bar\""]);
        assert_eq!(terms(r#""foo bar" baz"#), ["\"foo bar\"", "\"baz\""]);
        assert_eq!(terms(r"/a b\/c/ x"), ["/a b/c/", "\"x\""]);
        assert_eq!(terms(r#""say \"hi\"""#), ["\"say \"hi\"\""]);
        assert_eq!(terms(r"foo\ bar"), ["\"foo bar\""]);
        assert_eq!(terms(r"\-x \/y"), ["\"-x\"", "\"/y\""]);
        assert_eq!(
            terms("std::fs a->b x=1"),
            ["\"std::fs\"", "\"a->b\"", "\"x=1\""]
        );
        assert_eq!(
            terms("src/main.rs - --"),
            ["\"src/main.rs\"", "\"-\"", "\"--\""]
        );
        assert_eq!(terms("http://x C:"), ["\"http://x\"", "\"C:\""]);
    }

    #[test]
    fn fields_narrow_and_minus_leaves_out() {
        let ask = read(r#"x kind:file kind:text lang:rust -lang:c path:src path:"a b/*" -path:*.md -y sym:run since:1700000000000"#)
            .expect("it reads");
        assert_eq!(ask.kinds, ["file", "text"]);
        assert_eq!(
            (ask.languages, ask.without_languages),
            (vec!["rust".into()], vec!["c".into()])
        );
        assert_eq!(ask.globs, ["src", "src/**", "a b/*", "!*.md"]);
        let left_out = read("x path:!src").expect("it reads").globs;
        assert_eq!(left_out, ["!src"]);
        assert_eq!(ask.without, [Term::Literal("y".into())]);
        assert_eq!(
            (ask.symbol.as_deref(), ask.since),
            (Some("run"), Some(1_700_000_000_000))
        );
    }

    #[test]
    fn how_a_command_ended_asks_for_commands_alone() {
        let ask = read("make exit:!0").expect("it reads");
        assert_eq!(
            (ask.exit, &ask.kinds[..]),
            (Some(Exit::Without(0)), &["command".to_owned()][..])
        );
        for (text, want) in [
            ("exit:0", Exit::With(0)),
            ("-exit:2", Exit::Without(2)),
            ("-exit:!2", Exit::With(2)),
            ("kind:command kind:text exit:-1", Exit::With(-1)),
        ] {
            let ask = read(text).expect("it reads without a word");
            assert_eq!(
                (ask.exit, ask.kinds),
                (Some(want), vec!["command".into()]),
                "{text}"
            );
        }
        let ask = read_words("how exit:1").expect("it reads");
        assert_eq!((ask.exit, ask.terms.len()), (Some(Exit::With(1)), 1));
        for (text, want) in [
            ("exit:bad", "\"bad\" is no exit status"),
            ("x exit:0 kind:text", "\"exit:\" is for commands"),
        ] {
            let told = read(text).expect_err(text).to_string();
            assert!(told.contains(want), "{told}");
        }
    }

    fn read_words(text: &str) -> Result<Ask> {
        words(text, Ask::default(), &|text| {
            text.parse().map_err(|_| format!("\"{text}\" is no moment"))
        })
    }

    #[test]
    fn a_question_is_words_whatever_signs_stand_in_them() {
        let odd = "how \"does a /b -x - foo:x TODO: path: std::fs http://x since: kinds:text \\y";
        let ask = read_words(odd).expect("it reads");
        let shown: Vec<_> = odd.split(' ').map(|word| format!("\"{word}\"")).collect();
        assert_eq!(ask.terms.iter().map(Term::shown).collect::<Vec<_>>(), shown);
        assert_eq!(read_words("  ").expect("it reads").terms, []);
    }

    #[test]
    fn fields_of_a_question_are_those_of_a_query_or_are_refused_as_there() {
        let ask = read_words(
            r#"how kind:symbol -lang:rust path:"a b/*" -path:x since:1700000000000 far"#,
        );
        let ask = ask.expect("it reads");
        assert_eq!(
            ask.terms.iter().map(Term::shown).collect::<Vec<_>>(),
            ["\"how\"", "\"far\""]
        );
        assert_eq!(
            (ask.kinds, ask.without_languages),
            (vec!["symbol".into()], vec!["rust".into()])
        );
        assert_eq!(
            (ask.globs, ask.since),
            (vec!["a b/*".into(), "!x".into()], Some(1_700_000_000_000))
        );
        for wrong in [
            "x kind:bogus",
            "x lang:nope",
            "x -lang:nope",
            "x path:{a",
            "x since:5",
            "x since:never",
            "x -since:2d",
            "x -kind:text",
            "x path:\"a",
            "x lang:\"\"",
        ] {
            let told = read_words(wrong).expect_err(wrong).to_string();
            assert_eq!(told, read(wrong).expect_err(wrong).to_string());
            assert!(told.ends_with("at column 3 of the query"), "{told}");
        }
        let told = read_words("x sym:y")
            .expect_err("it is refused")
            .to_string();
        assert!(told.contains("\"sym:\" is for queries"), "{told}");
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        let told = |text: &str| read(text).expect_err("it does not read").to_string();
        assert_eq!(
            told("ab foo:x"),
            "there is no field \"foo\"; there are kind, lang, path, sym, since, exit, at column 4 of the query"
        );
        assert_eq!(
            told("ast:x"),
            "\"ast:\" is kept for searching by structure, which is not there yet, at column 1 of the query"
        );
        assert_eq!(
            told("a \"b"),
            "a quote has no end, at column 3 of the query"
        );
        assert_eq!(
            told("a /b"),
            "an expression has no \"/\" at its end, at column 3 of the query"
        );
        assert_eq!(
            told("x lang:"),
            "\"lang:\" has nothing behind it, at column 3 of the query"
        );
        assert_eq!(
            told("x since:never"),
            "\"never\" is no moment, at column 3 of the query"
        );
        assert_eq!(
            told("x -since:5"),
            "\"since:\" cannot be left out with \"-\", at column 3 of the query"
        );
        assert_eq!(
            told("kind:foo"),
            "there is no kind \"foo\"; there are text, file, symbol, command, note, task, at column 1 of the query"
        );
        assert_eq!(
            told("x lang:pyton"),
            "\"pyton\" is no language or type of file that is known; there is python, at column 3 of the query"
        );
        assert_eq!(
            told("x -lang:klingon"),
            "\"klingon\" is no language or type of file that is known; there are rust, python, typescript, markdown and what \"rg --type-list\" tells, at column 3 of the query"
        );
        assert_eq!(
            told("ä path:{a"),
            "the pattern of paths \"{a\" is wrong: error parsing glob '{a': unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?); a sign that stands for itself is written in brackets, as \"[{]\", at column 3 of the query"
        );
        assert_eq!(
            told("x since:5"),
            "\"5\" does not say of what; write 5m, 5h or 5d for minutes, hours or days ago, at column 3 of the query"
        );
        assert_eq!(told("  "), "the query has nothing to look for");
        assert_eq!(told("-a"), "the query has nothing to look for");
        assert_eq!(told("lang:c"), "the query has nothing to look for");
    }
}
