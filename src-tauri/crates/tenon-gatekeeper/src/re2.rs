//! Whether an expression is RE2's syntax, so that programs in other languages can run it.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassSetBinaryOp, Flag, FlagsItemKind, RepetitionKind, RepetitionRange,
    Visitor, visit,
};

/// The most often RE2 repeats something.
const MOST: u32 = 1000;

/// Says what of an expression RE2 would not take, as the rest of a sentence.
pub(crate) fn check(expression: &str) -> Result<(), String> {
    let ast = Parser::new().parse(expression).map_err(|e| {
        let column = e.span().start.column;
        format!("has a fault at character {column}: {}", e.kind())
    })?;
    visit(&ast, Re2)
}

struct Re2;

impl Visitor for Re2 {
    type Output = ();
    type Err = String;

    fn finish(self) -> Result<(), String> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), String> {
        let refused = |what: &str, column: usize| {
            Err(format!(
                "has {what} at character {column}, which RE2 does not know"
            ))
        };
        let flags = match ast {
            Ast::Flags(flags) => Some(&flags.flags),
            Ast::Group(group) => group.flags(),
            _ => None,
        };
        for item in flags.into_iter().flat_map(|flags| &flags.items) {
            if let FlagsItemKind::Flag(Flag::Unicode | Flag::CRLF | Flag::IgnoreWhitespace) =
                item.kind
            {
                return refused("a flag", item.span.start.column);
            }
        }
        match ast {
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::WordBoundaryStart
                | AssertionKind::WordBoundaryEnd
                | AssertionKind::WordBoundaryStartAngle
                | AssertionKind::WordBoundaryEndAngle
                | AssertionKind::WordBoundaryStartHalf
                | AssertionKind::WordBoundaryEndHalf => {
                    refused("a boundary of words", assertion.span.start.column)
                }
                _ => Ok(()),
            },
            Ast::Repetition(repetition) => {
                let most = match &repetition.op.kind {
                    RepetitionKind::Range(
                        RepetitionRange::Exactly(most)
                        | RepetitionRange::AtLeast(most)
                        | RepetitionRange::Bounded(_, most),
                    ) => *most,
                    _ => 0,
                };
                if most > MOST {
                    return refused("more than 1000 repetitions", repetition.span.start.column);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn visit_class_set_binary_op_pre(&mut self, op: &ClassSetBinaryOp) -> Result<(), String> {
        let column = op.span.start.column;
        Err(format!(
            "has an operation on classes at character {column}, which RE2 does not know"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_re2_does_not_know_is_refused_with_its_place() {
        for expression in ["acme_[0-9a-f]{32}", "(?i)(?P<secret>x+)\\b", "^a|[^b]$"] {
            assert_eq!(check(expression), Ok(()), "{expression}");
        }
        for (expression, place) in [
            ("a(?=b)", 2),
            ("[a-z&&b]", 2),
            ("ab{1001}", 2),
            ("(?x) a", 3),
            ("\\<a", 1),
            ("(a", 1),
        ] {
            let fault = check(expression).expect_err(expression);
            assert!(
                fault.contains(&format!("character {place}")),
                "{expression}: {fault}"
            );
        }
    }

    #[test]
    fn every_built_in_expression_is_re2() {
        let file = crate::rule_set::file();
        for expression in [&file.placeholder, &file.words.form, &file.words.except] {
            assert_eq!(check(expression), Ok(()), "{expression}");
        }
        for rule in &file.rules {
            let all = [
                Some(&rule.expression),
                rule.except.as_ref(),
                rule.telling.as_ref(),
                rule.goes_on.as_ref(),
            ];
            for expression in all.into_iter().flatten() {
                assert_eq!(check(expression), Ok(()), "{}", rule.id);
            }
        }
    }
}
