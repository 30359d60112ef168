//! Attempts to get out, and the ledger that turns them into events without being flooded.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    told: HashMap<(Attempt, &'static str), Told>,
    since: Millis,
    made: u32,
    left_out: u64,
    /// One of those that were left out, to tell of them when nothing else is told.
    last_left_out: Option<(Attempt, Verdict)>,
}

/// An attempt that was told.
struct Told {
    at: Millis,
    /// How often it happened since.
    more: u64,
    verdict: Verdict,
}

/// What an event says.
#[derive(Debug, PartialEq, Eq)]
struct Sum {
    attempt: Attempt,
    verdict: Verdict,
    times: u64,
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
        let sum = self.seen().count(attempt, verdict, self.clock.now());
        sum.into_iter().for_each(|sum| self.tell(sum));
    }

    /// Tells of what was only counted, once its minute is over.
    pub fn settle(&self) {
        let sums = self.seen().due(self.clock.now());
        sums.into_iter().for_each(|sum| self.tell(sum));
    }

    /// Tells of all that was only counted: nothing more comes.
    pub fn close(&self) {
        let sums = self.seen().rest(self.clock.now());
        sums.into_iter().for_each(|sum| self.tell(sum));
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, sum: Sum) {
        let Ok(subject) = EntityRef::new(EntityKind::Run, "sidecar") else {
            return;
        };
        let mut payload = serde_json::json!({
            "way": sum.attempt.way,
            "target": sum.attempt.target,
            "by": sum.attempt.by,
            "decision": sum.verdict.decision,
            "rule": sum.verdict.rule,
            "why": sum.verdict.why,
            "times": sum.times,
        });
        if sum.left_out > 0 {
            payload["leftOut"] = sum.left_out.into();
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
    fn count(&mut self, attempt: Attempt, verdict: &Verdict, now: Millis) -> Option<Sum> {
        self.begin(now);
        let key = (attempt.clone(), verdict.decision);
        if let Some(told) = self.told.get_mut(&key)
            && now.saturating_sub(told.at) < QUIET
        {
            told.more += 1;
            return None;
        }
        if self.made >= AT_MOST {
            self.left_out += 1;
            self.last_left_out = Some((attempt, verdict.clone()));
            return None;
        }
        self.made += 1;
        if self.told.len() >= REMEMBERED && !self.told.contains_key(&key) {
            self.left_out += self.told.drain().map(|(_, told)| told.more).sum::<u64>();
        }
        let told = Told {
            at: now,
            more: 0,
            verdict: verdict.clone(),
        };
        let more = self.told.insert(key, told).map_or(0, |told| told.more);
        Some(self.sum(attempt, verdict.clone(), more + 1))
    }

    /// Begins another minute where the last one is over.
    fn begin(&mut self, now: Millis) {
        if now.saturating_sub(self.since) >= QUIET {
            (self.since, self.made) = (now, 0);
        }
    }

    /// What was counted and whose minute is over, as far as more may be told now.
    fn due(&mut self, now: Millis) -> Vec<Sum> {
        self.begin(now);
        let room = AT_MOST.saturating_sub(self.made);
        let due = self.take_counted(now, QUIET, room as usize);
        self.made += u32::try_from(due.len()).unwrap_or(room);
        due
    }

    /// What was counted and told at least `quiet` milliseconds ago, `most` of it.
    fn take_counted(&mut self, now: Millis, quiet: Millis, most: usize) -> Vec<Sum> {
        let mut counted = Vec::new();
        for ((attempt, _), told) in &mut self.told {
            let is_due = told.more > 0 && now.saturating_sub(told.at) >= quiet;
            if is_due && counted.len() < most {
                let more = std::mem::take(&mut told.more);
                told.at = now;
                counted.push((attempt.clone(), told.verdict.clone(), more));
            }
        }
        let sums = counted.into_iter();
        sums.map(|(attempt, verdict, times)| self.sum(attempt, verdict, times))
            .collect()
    }

    /// All that was counted, and how many were left out.
    fn rest(&mut self, now: Millis) -> Vec<Sum> {
        let mut rest = self.take_counted(now, 0, usize::MAX);
        if let (1.., Some((attempt, verdict))) = (self.left_out, self.last_left_out.take()) {
            self.left_out -= 1;
            rest.push(self.sum(attempt, verdict, 1));
        }
        rest
    }

    fn sum(&mut self, attempt: Attempt, verdict: Verdict, times: u64) -> Sum {
        Sum {
            attempt,
            verdict,
            times,
            left_out: std::mem::take(&mut self.left_out),
        }
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

    fn verdict(decision: &'static str) -> Verdict {
        Verdict {
            decision,
            rule: String::new(),
            why: String::new(),
        }
    }

    /// How often it happened and how many were left out, of what is told.
    fn count(
        seen: &mut Seen,
        target: &str,
        decision: &'static str,
        now: Millis,
    ) -> Option<(u64, u64)> {
        let sum = seen.count(attempt(target), &verdict(decision), now)?;
        Some((sum.times, sum.left_out))
    }

    #[test]
    fn a_loop_is_one_event_with_its_number_and_many_places_are_bounded() {
        let mut seen = Seen::default();
        assert_eq!(count(&mut seen, "a", "denied", 0), Some((1, 0)));
        for at in 0..1_000 {
            assert_eq!(count(&mut seen, "a", "denied", at), None, "only counted");
        }
        assert_eq!(count(&mut seen, "a", "denied", QUIET), Some((1_001, 0)));
        assert_eq!(count(&mut seen, "a", "allowed", QUIET), Some((1, 0)));
        let told = (0..10_000)
            .filter_map(|n| count(&mut seen, &n.to_string(), "denied", QUIET))
            .count();
        assert_eq!(told, AT_MOST as usize - 2, "whatever is tried");
        assert!(seen.told.len() <= REMEMBERED, "memory is bounded");
        let next = count(&mut seen, "b", "denied", 2 * QUIET);
        assert_eq!(next, Some((1, 10_000 - 58)), "what was left out is said");
    }

    #[test]
    fn what_was_only_counted_is_told_after_its_minute_and_at_the_end() {
        let mut seen = Seen::default();
        for at in 0..9 {
            count(&mut seen, "a", "allowed", at);
        }
        assert_eq!(seen.due(QUIET - 1), [], "its minute is not over");
        let told = |seen: &mut Seen, now| {
            let sums = seen.due(now).into_iter();
            sums.map(|sum| sum.times).collect::<Vec<_>>()
        };
        assert_eq!(told(&mut seen, QUIET), [8]);
        assert_eq!(told(&mut seen, 3 * QUIET), [0; 0], "once");
        assert_eq!(count(&mut seen, "a", "allowed", 3 * QUIET), Some((1, 0)));
        count(&mut seen, "a", "allowed", 3 * QUIET + 1);
        for n in 0..AT_MOST + 4 {
            count(&mut seen, &n.to_string(), "denied", 3 * QUIET + 2);
        }
        let mut rest = seen.rest(3 * QUIET + 3).into_iter();
        let sum: u64 = rest.by_ref().map(|sum| sum.times + sum.left_out).sum();
        assert_eq!(sum, 1 + 5, "one was counted, and five were left out");
        assert_eq!(seen.rest(3 * QUIET + 4), []);
    }

    #[test]
    fn what_is_counted_when_memory_is_full_is_left_out_and_not_lost() {
        let mut seen = Seen::default();
        let (mut told, mut now) = (0, 0);
        for n in 0..2 * REMEMBERED {
            now += QUIET / 50;
            for _ in 0..2 {
                let sum = count(&mut seen, &n.to_string(), "denied", now);
                told += sum.map_or(0, |(times, left_out)| times + left_out);
            }
        }
        let rest = seen.rest(now).into_iter();
        told += rest.map(|sum| sum.times + sum.left_out).sum::<u64>();
        assert_eq!(told, 4 * REMEMBERED as u64);
    }
}
