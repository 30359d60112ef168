//! Attempts to get out, and the ledger that turns them into events without being flooded.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tenon_core::{Actor, ActorKind, Clock, EntityKind, EntityRef, EventDraft, EventSink, Millis};

/// How long the same attempt is only counted, in milliseconds.
const QUIET: Millis = 60_000;
/// How many events are made in that time at most, whatever happens.
const AT_MOST: u32 = 60;
/// How many different attempts are remembered.
const REMEMBERED: usize = 500;
/// The longest of each text, in characters.
const LONGEST: usize = 200;

/// What was tried.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// How: `proxy`, or what Python did, such as `connect`, `getaddrinfo` or `subprocess`.
    pub way: String,
    /// Where to: `HOST:PORT`, a name, or a program.
    pub target: String,
    /// Who: the package that did it, with its place; empty when that is not known.
    #[serde(default)]
    pub by: String,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// `allowed`, `denied`, or `seen` where nothing stood in the way.
    pub decision: &'static str,
    /// The rule of the policy; empty when it allowed.
    pub rule: String,
    /// Why, in a sentence.
    pub why: String,
}

/// Records attempts as `egress.decided`: the same one once a minute with its number of times, and
/// a bounded number of all.
pub struct Ledger {
    clock: Arc<dyn Clock>,
    events: Arc<dyn EventSink>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// When each was last told, and how often it happened since.
    told: HashMap<(Attempt, &'static str), (Millis, u64)>,
    since: Millis,
    made: u32,
    left_out: u64,
}

impl Ledger {
    /// Makes one that tells `events`.
    pub fn new(clock: Arc<dyn Clock>, events: Arc<dyn EventSink>) -> Self {
        let seen = Mutex::default();
        Self {
            clock,
            events,
            seen,
        }
    }

    /// Takes an attempt and what came of it.
    pub fn record(&self, attempt: Attempt, verdict: &Verdict) {
        let attempt = Attempt {
            way: short(&attempt.way),
            target: short(&attempt.target),
            by: short(&attempt.by),
        };
        let counted = {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.count(&attempt, verdict.decision, self.clock.now())
        };
        let Some((times, left_out)) = counted else {
            return;
        };
        let Ok(subject) = EntityRef::new(EntityKind::Run, "sidecar") else {
            return;
        };
        let mut payload = serde_json::json!({
            "way": attempt.way,
            "target": attempt.target,
            "by": attempt.by,
            "decision": verdict.decision,
            "rule": verdict.rule,
            "why": verdict.why,
            "times": times,
        });
        if left_out > 0 {
            payload["leftOut"] = left_out.into();
        }
        let name = "sidecar".into();
        self.events.record(EventDraft {
            actor: Actor {
                kind: ActorKind::Tenon,
                name,
            },
            kind: "egress.decided".into(),
            subject,
            cause: None,
            turn: None,
            trace: None,
            payload,
        });
    }
}

impl Seen {
    /// How often it happened since it was last told, itself included, and how many others were
    /// left out; nothing when it is only counted.
    fn count(
        &mut self,
        attempt: &Attempt,
        decision: &'static str,
        now: Millis,
    ) -> Option<(u64, u64)> {
        if now.saturating_sub(self.since) >= QUIET {
            (self.since, self.made) = (now, 0);
        }
        let key = (attempt.clone(), decision);
        if let Some((told, more)) = self.told.get_mut(&key)
            && now.saturating_sub(*told) < QUIET
        {
            *more += 1;
            return None;
        }
        if self.made >= AT_MOST {
            self.left_out += 1;
            return None;
        }
        self.made += 1;
        if self.told.len() >= REMEMBERED && !self.told.contains_key(&key) {
            self.told.clear();
        }
        let more = self.told.insert(key, (now, 0)).map_or(0, |(_, more)| more);
        Some((more + 1, std::mem::take(&mut self.left_out)))
    }
}

fn short(text: &str) -> String {
    let plain = |c: char| {
        if c.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    text.chars().take(LONGEST).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(target: &str) -> Attempt {
        Attempt {
            way: "connect".into(),
            target: target.into(),
            by: "somebody".into(),
        }
    }

    #[test]
    fn a_loop_is_one_event_with_its_number_and_many_places_are_bounded() {
        let mut seen = Seen::default();
        assert_eq!(seen.count(&attempt("a"), "denied", 0), Some((1, 0)));
        for at in 0..1_000 {
            assert_eq!(
                seen.count(&attempt("a"), "denied", at),
                None,
                "only counted"
            );
        }
        assert_eq!(seen.count(&attempt("a"), "denied", QUIET), Some((1_001, 0)));
        assert_eq!(seen.count(&attempt("a"), "allowed", QUIET), Some((1, 0)));
        let told = (0..10_000)
            .filter_map(|n| seen.count(&attempt(&n.to_string()), "denied", QUIET))
            .count();
        assert_eq!(told, AT_MOST as usize - 2, "whatever is tried");
        assert!(seen.told.len() <= REMEMBERED, "memory is bounded");
        let next = seen.count(&attempt("b"), "denied", 2 * QUIET);
        assert_eq!(next, Some((1, 10_000 - 58)), "what was left out is said");
    }
}
