//! An expression that is tried at one place, and how far it had to look.

use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::OnceLock;

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input};

use crate::rule::{compile, syntax};

/// Makes what an automaton needs to run.
type Make = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// An expression that is compiled when it is first tried.
#[derive(Debug)]
pub(crate) struct Try {
    text: String,
    engine: OnceLock<Engine>,
}

#[derive(Debug)]
struct Engine {
    dfa: DFA,
    caches: Pool<Cache, Make>,
}

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tried {
    /// Where the match ends, if there is one.
    pub end: Option<usize>,
    /// The byte behind the last one that was looked at.
    pub reach: usize,
}

impl Try {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            engine: OnceLock::new(),
        }
    }

    /// Tries it at `start`, looking no further than `limit`.
    ///
    /// It steps by itself instead of asking for a match, because a match that is not there does not
    /// say how much of the text it cost; and most tries end after a few bytes, where that is faster.
    pub(crate) fn at(&self, text: &[u8], start: usize, limit: usize) -> Tried {
        let engine = self.engine.get_or_init(|| Engine::new(&self.text));
        let mut cache = engine.caches.get();
        let stepped = engine.step(&mut cache, text, start, limit);
        stepped.unwrap_or_else(|| {
            // The automaton gave up for want of room; the slow way has no such limit.
            let input = Input::new(text).span(start..limit).anchored(Anchored::Yes);
            let regex = compile(&self.text).expect("it was compiled before it was taken in");
            Tried {
                end: regex.search_half(&input).map(|half| half.offset()),
                reach: limit,
            }
        })
    }
}

impl Engine {
    fn new(text: &str) -> Self {
        let dfa = DFA::builder()
            .syntax(syntax())
            .configure(DFA::config().skip_cache_capacity_check(true))
            .build(text)
            .expect("it was compiled before it was taken in");
        let maker = dfa.clone();
        let make: Make = Box::new(move || maker.create_cache());
        Self {
            dfa,
            caches: Pool::new(make),
        }
    }

    fn step(&self, cache: &mut Cache, text: &[u8], start: usize, limit: usize) -> Option<Tried> {
        let input = Input::new(text).span(start..limit).anchored(Anchored::Yes);
        let mut state = self.dfa.start_state_forward(cache, &input).ok()?;
        let mut end = None;
        // A match is seen one byte late, so the byte behind the last one counts too.
        for (offset, byte) in text[start..limit].iter().enumerate() {
            state = self.dfa.next_state(cache, state, *byte).ok()?;
            if state.is_tagged() {
                if state.is_match() {
                    end = Some(start + offset);
                } else if state.is_dead() {
                    let reach = start + offset + 1;
                    return Some(Tried { end, reach });
                } else if state.is_quit() {
                    return None;
                }
            }
        }
        state = match text.get(limit) {
            Some(byte) => self.dfa.next_state(cache, state, *byte).ok()?,
            None => self.dfa.next_eoi_state(cache, state).ok()?,
        };
        if state.is_match() {
            end = Some(limit);
        }
        Some(Tried { end, reach: limit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_try_finds_what_the_expression_finds_and_says_how_far_it_looked() {
        for (expression, text, end, reach) in [
            ("ab+", "abbbc", Some(4), 5),
            ("ab+", "xab", None, 1),
            ("a{3}(?:[^a]|$)", "aaab", Some(4), 4),
            ("a{3}(?:[^a]|$)", "aaa", Some(3), 3),
            ("a{2,4}b", "aaaaaaaa", None, 5),
            ("ab\\b", "ab cd", Some(2), 4),
            ("ab\\b", "abcd", None, 3),
        ] {
            let tried = Try::new(expression).at(text.as_bytes(), 0, text.len());
            assert_eq!(tried, Tried { end, reach }, "{expression} in {text}");
        }
        let tried = Try::new("a+$").at(b"aaaa", 0, 2);
        assert_eq!(tried.end, None, "a limit is no end of the text");
    }
}
