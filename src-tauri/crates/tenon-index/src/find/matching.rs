//! Patterns made ready, with ripgrep's settings.

use grep_matcher::Matcher as _;
use grep_regex::{RegexMatcher, RegexMatcherBuilder};

use super::ask::{Ask, Case, Term};
use crate::error::{FindError, Result};

/// The terms of a question, ready to be looked for.
#[derive(Debug, Clone)]
pub struct Matchers {
    /// Finds the lines that hold any of the terms.
    pub any: RegexMatcher,
    /// One for each term, when there are several.
    pub each: Vec<RegexMatcher>,
    /// What must not be in the line.
    pub without: Vec<RegexMatcher>,
}

impl Matchers {
    /// Reads the patterns of a question; a wrong one is told with its place.
    pub fn new(ask: &Ask) -> Result<Self> {
        if ask.terms.is_empty() {
            return Err(FindError::Empty);
        }
        let one = |term: &Term| matcher(std::slice::from_ref(term), ask.case, ask.word);
        for term in ask.terms.iter().chain(&ask.without) {
            check(term)?;
        }
        let each = if ask.terms.len() > 1 {
            ask.terms.iter().map(one).collect::<Result<_>>()?
        } else {
            Vec::new()
        };
        Ok(Self {
            any: matcher(&ask.terms, ask.case, ask.word)?,
            each,
            without: ask.without.iter().map(one).collect::<Result<_>>()?,
        })
    }

    /// Which of the terms a line holds, by their numbers.
    pub(crate) fn held(&self, line: &[u8]) -> impl Iterator<Item = usize> {
        let terms = match self.each.is_empty() {
            true => std::slice::from_ref(&self.any),
            false => &self.each[..],
        };
        let held = terms.iter().enumerate();
        held.filter(move |(_, term)| term.is_match(line).unwrap_or(false))
            .map(|(at, _)| at)
    }
}

/// The pattern of a term in the syntax of regular expressions.
pub(crate) fn pattern(term: &Term) -> String {
    match term {
        Term::Literal(text) => regex_syntax::escape(text),
        Term::Regex(pattern) => pattern.clone(),
    }
}

/// Whether letters are compared without regard to case for this pattern. Smart case is ripgrep's:
/// it looks at the letters that stand for themselves.
pub(crate) fn ignores_case(term: &Term, case: Case) -> bool {
    match case {
        Case::Sensitive => false,
        Case::Ignore => true,
        Case::Smart => {
            let (mut any, mut upper) = (false, false);
            let mut look = |c: char| {
                any = true;
                upper |= c.is_uppercase();
            };
            match term {
                Term::Literal(text) => text.chars().for_each(&mut look),
                Term::Regex(pattern) => {
                    if let Ok(ast) = regex_syntax::ast::parse::Parser::new().parse(pattern) {
                        letters(&ast, &mut look);
                    }
                }
            }
            any && !upper
        }
    }
}

fn letters(ast: &regex_syntax::ast::Ast, look: &mut impl FnMut(char)) {
    use regex_syntax::ast::Ast;
    match ast {
        Ast::Literal(literal) => look(literal.c),
        Ast::Repetition(repetition) => letters(&repetition.ast, look),
        Ast::Group(group) => letters(&group.ast, look),
        Ast::Alternation(all) => all.asts.iter().for_each(|ast| letters(ast, look)),
        Ast::Concat(all) => all.asts.iter().for_each(|ast| letters(ast, look)),
        Ast::ClassBracketed(class) => set_letters(&class.kind, look),
        Ast::Empty(_)
        | Ast::Flags(_)
        | Ast::Dot(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_)
        | Ast::ClassPerl(_) => {}
    }
}

fn set_letters(set: &regex_syntax::ast::ClassSet, look: &mut impl FnMut(char)) {
    use regex_syntax::ast::{ClassSet, ClassSetItem};
    fn items(item: &ClassSetItem, look: &mut impl FnMut(char)) {
        match item {
            ClassSetItem::Literal(literal) => look(literal.c),
            ClassSetItem::Range(range) => {
                look(range.start.c);
                look(range.end.c);
            }
            ClassSetItem::Bracketed(class) => set_letters(&class.kind, look),
            ClassSetItem::Union(union) => {
                union.items.iter().for_each(|one| items(one, look));
            }
            ClassSetItem::Empty(_)
            | ClassSetItem::Ascii(_)
            | ClassSetItem::Unicode(_)
            | ClassSetItem::Perl(_) => {}
        }
    }
    match set {
        ClassSet::Item(one) => items(one, look),
        ClassSet::BinaryOp(op) => {
            set_letters(&op.lhs, look);
            set_letters(&op.rhs, look);
        }
    }
}

fn check(term: &Term) -> Result<()> {
    let Term::Regex(text) = term else {
        return Ok(());
    };
    let wrong = |span: &regex_syntax::ast::Span, what: String| FindError::Regex {
        pattern: text.clone(),
        line: span.start.line,
        column: span.start.column,
        what,
    };
    let parsed = regex_syntax::ParserBuilder::new()
        .utf8(false)
        .multi_line(true)
        .build()
        .parse(text);
    match parsed {
        Ok(_) => Ok(()),
        Err(regex_syntax::Error::Parse(e)) => Err(wrong(e.span(), e.kind().to_string())),
        Err(regex_syntax::Error::Translate(e)) => Err(wrong(e.span(), e.kind().to_string())),
        Err(e) => Err(FindError::Pattern {
            pattern: text.clone(),
            what: e.to_string(),
        }),
    }
}

fn matcher(terms: &[Term], case: Case, word: bool) -> Result<RegexMatcher> {
    let lines = |term: &Term| match term {
        Term::Literal(text) if text.contains('\n') => Some(text.clone()),
        _ => None,
    };
    if let Some(pattern) = terms.iter().find_map(lines) {
        return Err(FindError::Pattern {
            pattern,
            what: "it holds a line end, and the search is line by line".into(),
        });
    }
    // Several terms keep each its own rule of smart case.
    let apart = terms.len() > 1 && case == Case::Smart;
    let literal = !apart && terms.iter().all(|term| matches!(term, Term::Literal(_)));
    let patterns: Vec<_> = terms
        .iter()
        .map(|term| match term {
            Term::Literal(text) if literal => text.clone(),
            _ if apart && ignores_case(term, case) => format!("(?i:{})", pattern(term)),
            _ => pattern(term),
        })
        .collect();
    let mut builder = RegexMatcherBuilder::new();
    builder
        .multi_line(true)
        .unicode(true)
        .octal(false)
        .fixed_strings(literal)
        .word(word)
        .line_terminator(Some(b'\n'))
        .dot_matches_new_line(false)
        .ban_byte(Some(0));
    match case {
        Case::Smart if apart => &mut builder,
        Case::Sensitive => builder.case_insensitive(false),
        Case::Ignore => builder.case_insensitive(true),
        Case::Smart => builder.case_smart(true),
    };
    builder
        .build_many(&patterns)
        .map_err(|e| FindError::Pattern {
            pattern: terms.iter().map(Term::shown).collect::<Vec<_>>().join(" "),
            what: e.to_string().replace('\n', " "),
        })
}
