//! What persons say of links: those that they make, and those that they accept or reject.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use tenon_core::{Code, EventDraft};
use tenon_knowledge::link::{Edge, Kind, Known, Origin, Thing};
use tenon_store::Judged;

use super::alike::alike;
use super::build::Built;
use super::reference::{identity, named, thing_of};
use crate::owner::{Caller, Owner};
use crate::wire::{LinkJudgeParams, LinkVerdict, Nothing};
use crate::{ApiError, ApiResult};

/// The most links of persons that are read.
const MOST: u32 = 100_000;

/// The ends of a link and what it says.
type Ends = (Thing, Thing, Kind);

/// Puts the links that persons made among those that were found, and leaves out what they rejected,
/// which is the answer.
pub(super) fn take(
    owner: &Owner,
    known: &Known,
    edges: &mut Vec<Edge>,
) -> ApiResult<HashSet<Ends>> {
    let mut said: HashMap<Ends, (bool, String, i64)> = HashMap::new();
    for verdict in owner.db.link_verdicts()? {
        // A kind that a newer program has is left alone.
        let Ok(kind) = verdict.kind.parse() else {
            continue;
        };
        let ends = (
            thing_of(owner, known, &verdict.from)?,
            thing_of(owner, known, &verdict.to)?,
            kind,
        );
        let event = verdict.event.to_string();
        said.insert(ends, (verdict.accepted, event, verdict.at));
    }
    edges.retain_mut(|edge| {
        let ends = (edge.from.clone(), edge.to.clone(), edge.kind);
        match said.get(&ends) {
            Some((false, ..)) => !edge.suggestion,
            Some((true, event, _)) => {
                if edge.suggestion {
                    edge.suggestion = false;
                    edge.evidence.push(event.clone());
                }
                said.remove(&ends);
                true
            }
            None => true,
        }
    });
    let mut rejected = HashSet::new();
    for (ends, (accepted, event, at)) in said {
        match (accepted, ends) {
            (false, ends) => drop(rejected.insert(ends)),
            // What was accepted holds, also where nothing leads to it any more.
            (true, (from, to, kind)) => {
                edges.push(of_person(from, to, kind, "accepted", vec![event], at));
            }
        }
    }
    for link in owner.db.links(None, MOST)? {
        let from = thing_of(owner, known, &link.from)?;
        let to = thing_of(owner, known, &link.to)?;
        let events = link.evidence.iter().map(ToString::to_string).collect();
        let edge = of_person(from, to, Kind::Related, "linked by hand", events, link.at);
        edges.push(edge);
    }
    Ok(rejected)
}

fn of_person(
    from: Thing,
    to: Thing,
    kind: Kind,
    reason: &str,
    evidence: Vec<String>,
    at: i64,
) -> Edge {
    Edge {
        from,
        to,
        kind,
        origin: Origin::Person,
        confidence: 1.0,
        reason: reason.to_owned(),
        evidence,
        place: None,
        at: Some(at),
        suggestion: false,
    }
}

/// What the sidecar finds alike at this moment, asked about either end: a suggestion for a file of code
/// need not be one for the note, which may be nearer to a symbol in it.
fn alike_to(owner: &Owner, built: &Built, from: &Thing, to: &Thing, kind: Kind) -> Option<Edge> {
    let is_it = |edge: &Edge| edge.to == *to && edge.from == *from;
    let asked = |end: &Thing| alike(owner, built, end).into_iter().find(is_it);
    match kind {
        Kind::Similar => asked(from).or_else(|| asked(to)),
        _ => None,
    }
}

/// Which link between two things is meant.
fn kind(
    owner: &Owner,
    built: &Built,
    params: &LinkJudgeParams,
    from: &Thing,
    to: &Thing,
) -> ApiResult<Kind> {
    if !params.kind.is_empty() {
        let kind = params.kind.parse();
        return kind.map_err(|message: String| ApiError::new(Code::Invalid, message));
    }
    let found = built.of(from).map(|at| &built.edges[at]);
    let guessed = found.filter(|edge| edge.suggestion && edge.from == *from && edge.to == *to);
    let mut kinds: Vec<Kind> = guessed.map(|edge| edge.kind).collect();
    if alike_to(owner, built, from, to, Kind::Similar).is_some() {
        kinds.push(Kind::Similar);
    }
    for verdict in owner.db.link_verdicts()? {
        let ends = (
            thing_of(owner, &built.known, &verdict.from)?,
            thing_of(owner, &built.known, &verdict.to)?,
        );
        if (&ends.0, &ends.1) == (from, to) {
            kinds.extend(verdict.kind.parse::<Kind>());
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    match kinds[..] {
        [only] => Ok(only),
        [] => Err(not_found(params, "")),
        _ => {
            let words: Vec<_> = kinds.iter().map(|kind| kind.word()).collect();
            let message = format!("several links lead there: {}", words.join(", "));
            Err(ApiError::new(Code::Invalid, message).hint("Say which kind is meant."))
        }
    }
}

fn not_found(params: &LinkJudgeParams, kind: &str) -> ApiError {
    let (from, to) = (&params.from, &params.to);
    let message = match kind {
        "" => format!("no link from {from} to {to} was found that could be judged"),
        kind => format!("no link \"{kind}\" from {from} to {to} was found"),
    };
    ApiError::new(Code::NotFound, message).hint(
        "\"tenon link suggest\" lists those that can be judged; \"tenon link add\" makes one.",
    )
}

/// Remembers what a person says of a link that was found.
pub(crate) fn judge(
    owner: &Owner,
    caller: &Caller,
    params: &LinkJudgeParams,
) -> ApiResult<Nothing> {
    let built = owner.linked.now(owner)?;
    let from = named(owner, &built.known, &params.from)?;
    let to = named(owner, &built.known, &params.to)?;
    let kind = kind(owner, &built, params, &from, &to)?;
    let ends = (identity(owner, &from)?, identity(owner, &to)?);
    let before = owner.db.link_verdicts()?.into_iter().find(|verdict| {
        (&verdict.from, &verdict.to, &*verdict.kind) == (&ends.0, &ends.1, kind.word())
    });
    if before.is_none() {
        let is_it = |at: &usize| {
            let edge = &built.edges[*at];
            (&edge.from, &edge.to, edge.kind) == (&from, &to, kind)
        };
        let found = built
            .of(&from)
            .find(is_it)
            .map(|at| built.edges[at].clone());
        let found = found.or_else(|| alike_to(owner, &built, &from, &to, kind));
        match (&found, params.verdict) {
            (_, LinkVerdict::Forget) => {
                let message = "nothing was said of this link yet";
                return Err(ApiError::new(Code::NotFound, message));
            }
            (None, _) => return Err(not_found(params, kind.word())),
            (Some(edge), _) if !edge.suggestion => {
                let message = format!("this link is no suggestion: {}", edge.reason);
                return Err(ApiError::new(Code::Invalid, message).hint(
                    "Change the text that says so; a link that was made by hand is removed.",
                ));
            }
            (Some(_), _) => {}
        }
    }
    let (accepted, event) = match params.verdict {
        LinkVerdict::Accept => (Some(true), "link.accepted"),
        LinkVerdict::Reject => (Some(false), "link.rejected"),
        LinkVerdict::Forget => (None, "link.unjudged"),
    };
    let draft = EventDraft {
        actor: caller.actor.clone(),
        kind: event.to_owned(),
        subject: ends.0.clone(),
        cause: None,
        turn: None,
        trace: None,
        payload: json!({ "kind": kind.word(), "to": ends.1 }),
    };
    if accepted == Some(true) {
        super::prints::of_person(owner, &ends.0, &ends.1, kind.word())?;
    }
    let judged = Judged {
        from: ends.0,
        to: ends.1,
        kind: kind.word().to_owned(),
        accepted,
    };
    let journal = &owner.journal;
    if owner
        .db
        .judge_link(journal.source(), judged, journal.masked(draft))?
    {
        journal.written();
    }
    Ok(Nothing {})
}
