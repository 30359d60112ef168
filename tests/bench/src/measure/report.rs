//! The report: one row a question, with the bar it is held against.

use serde::Serialize;

use super::figure::{Figures, Interval, Statistic, bootstrap};
use super::load::Load;
use super::pairs::{Pair, Pairs, Side};

/// Between these the same program measured twice must lie, or the ratio says nothing.
const CONTROL: std::ops::RangeInclusive<f64> = 0.97..=1.03;

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub enum Bar {
    /// Ours divided by the peer's is at most this.
    RatioAtMost(f64),
    /// Ours divided by the peer's is at least this.
    RatioAtLeast(f64),
    /// Ours is at most this.
    AtMost(f64),
    /// Ours is at least this.
    AtLeast(f64),
    /// Ours is at most this above the peer's.
    AbovePeer(f64),
    /// Nothing: it stands there to be compared.
    Nothing,
}

/// What is measured, and how it is summed up.
#[derive(Debug, Clone)]
pub struct Question {
    /// In words.
    pub what: String,
    /// Of every figure.
    pub unit: &'static str,
    /// What it is measured against.
    pub peer: &'static str,
    /// Which figure the bar speaks of.
    pub statistic: Statistic,
    /// What was asked for.
    pub bar: Bar,
}

/// One line of the report.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    what: String,
    unit: &'static str,
    statistic: Statistic,
    ours: Figures,
    peer: Option<Peer>,
    ratio: Option<Interval>,
    control: Option<Control>,
    bar: String,
    met: Option<bool>,
    pairs: usize,
    dropped: usize,
    load: Load,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Peer {
    name: &'static str,
    #[serde(flatten)]
    figures: Figures,
}

/// The same program against itself, in the same run.
#[derive(Debug, Serialize)]
struct Control {
    ours: f64,
    peer: f64,
    holds: bool,
}

impl Row {
    /// Sums up pairs.
    pub fn of(question: &Question, pairs: &Pairs) -> Self {
        let statistic = question.statistic;
        let ours = Figures::of(&pairs.all(Side::Ours));
        let peer = Figures::of(&pairs.all(Side::Peer));
        let interval = bootstrap(&pairs.kept, |pairs| ratio(pairs, statistic));
        let met = question.bar.met(
            ours.get(statistic),
            Some((peer.get(statistic), interval.value)),
        );
        let mut notes = Vec::new();
        if pairs.dropped > 0 {
            notes.push(format!("{} pairs: the host took time away", pairs.dropped));
        }
        Self {
            what: question.what.clone(),
            unit: question.unit,
            statistic,
            ours,
            peer: Some(Peer {
                name: question.peer,
                figures: peer,
            }),
            ratio: Some(interval),
            control: Control::of(pairs, statistic),
            bar: question.bar.words(question.unit),
            met,
            pairs: pairs.kept.len(),
            dropped: pairs.dropped,
            load: pairs.load,
            notes,
        }
    }

    /// Sums up samples that have no peer.
    pub fn alone(question: &Question, samples: &[f64]) -> Self {
        let ours = Figures::of(samples);
        Self {
            what: question.what.clone(),
            unit: question.unit,
            statistic: question.statistic,
            bar: question.bar.words(question.unit),
            met: question.bar.met(ours.get(question.statistic), None),
            ours,
            peer: None,
            ratio: None,
            control: None,
            pairs: samples.len(),
            dropped: 0,
            load: Load::now(),
            notes: Vec::new(),
        }
    }

    /// Adds a remark.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The row of the table, and its remarks below it.
    pub fn lines(&self) -> Vec<String> {
        let statistic = self.statistic;
        let number = |value: f64| format!("{value:.*}", if value.abs() < 10.0 { 2 } else { 1 });
        let peer = self.peer.as_ref();
        let of_peer = peer.map_or(String::new(), |peer| number(peer.figures.get(statistic)));
        let ratio = self.ratio.map_or(String::new(), |r| {
            format!("{:.2} [{:.2}, {:.2}]", r.value, r.low, r.high)
        });
        let control = self.control.as_ref().map_or(String::new(), |control| {
            let void = if control.holds { "" } else { " void" };
            format!("{:.2} {:.2}{void}", control.ours, control.peer)
        });
        let verdict = match self.met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        let bar = &self.bar;
        let mut lines = vec![format!(
            "{:<38} {:>6} {:<6} {:>9} {:>9}  {:<20} {:<16} {:>3}  {:<24} {verdict}",
            self.what,
            statistic.name(),
            self.unit,
            number(self.ours.get(statistic)),
            of_peer,
            ratio,
            control,
            self.pairs,
            bar,
        )];
        if let Some(peer) = peer {
            lines.push(format!("    against {}", peer.name));
        }
        lines.push(format!(
            "    load {:.1}; something waited for a processor in {:.0} % of the time",
            self.load.average, self.load.pressure
        ));
        lines.extend(self.notes.iter().map(|note| format!("    {note}")));
        lines
    }

    /// The heads of the columns.
    pub fn heads() -> String {
        format!(
            "{:<38} {:>6} {:<6} {:>9} {:>9}  {:<20} {:<16} {:>3}  bar",
            "what", "", "unit", "ours", "peer", "ours/peer [95 %]", "A/A ours, peer", "n",
        )
    }
}

impl Bar {
    fn words(self, unit: &str) -> String {
        match self {
            Self::RatioAtMost(limit) => format!("ratio at most {limit}"),
            Self::RatioAtLeast(limit) => format!("ratio at least {limit}"),
            Self::AtMost(limit) => format!("at most {limit} {unit}"),
            Self::AtLeast(limit) => format!("at least {limit} {unit}"),
            Self::AbovePeer(limit) => format!("peer + {limit} {unit}"),
            Self::Nothing => String::new(),
        }
    }

    /// Whether a figure of ours is good enough; `peer` is the peer's figure and the ratio.
    fn met(self, ours: f64, peer: Option<(f64, f64)>) -> Option<bool> {
        match (self, peer) {
            (Self::RatioAtMost(limit), Some((_, ratio))) => Some(ratio <= limit),
            (Self::RatioAtLeast(limit), Some((_, ratio))) => Some(ratio >= limit),
            (Self::AbovePeer(limit), Some((peer, _))) => Some(ours <= peer + limit),
            (Self::AtMost(limit), _) => Some(ours <= limit),
            (Self::AtLeast(limit), _) => Some(ours >= limit),
            _ => None,
        }
    }
}

/// One sample a pair: the median of the pairs' ratios. Many: the ratio of what all sum up to, since
/// a percentile of one pair alone would be one slow sample.
fn ratio(pairs: &[&Pair], statistic: Statistic) -> f64 {
    if pairs
        .iter()
        .all(|pair| pair.ours.len() == 1 && pair.peer.len() == 1)
    {
        let ratios: Vec<f64> = pairs
            .iter()
            .map(|pair| pair.ours[0] / pair.peer[0])
            .collect();
        return Statistic::Median.of(&ratios);
    }
    let all = |side: Side| -> Vec<f64> {
        pairs
            .iter()
            .flat_map(|pair| pair.side(side))
            .copied()
            .collect()
    };
    statistic.of(&all(Side::Ours)) / statistic.of(&all(Side::Peer))
}

impl Control {
    /// Every turn against the same side's next one. Too few turns say nothing.
    fn of(pairs: &Pairs, statistic: Statistic) -> Option<Self> {
        let against_itself = |side: Side| {
            let turns: Vec<Pair> = pairs
                .kept
                .chunks_exact(2)
                .map(|two| Pair {
                    ours: two[0].side(side).to_vec(),
                    peer: two[1].side(side).to_vec(),
                })
                .collect();
            (turns.len() >= 2).then(|| ratio(&turns.iter().collect::<Vec<_>>(), statistic))
        };
        let (ours, peer) = (against_itself(Side::Ours)?, against_itself(Side::Peer)?);
        let holds = CONTROL.contains(&ours) && CONTROL.contains(&peer);
        Some(Self { ours, peer, holds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(of: &[(f64, f64)]) -> Pairs {
        let pair = |(ours, peer): &(f64, f64)| Pair {
            ours: vec![*ours],
            peer: vec![*peer],
        };
        Pairs {
            kept: of.iter().map(pair).collect(),
            dropped: 0,
            load: Load::now(),
        }
    }

    fn question(bar: Bar) -> Question {
        Question {
            what: "a start".to_owned(),
            unit: "ms",
            peer: "a peer",
            statistic: Statistic::Median,
            bar,
        }
    }

    #[test]
    fn a_ratio_is_the_median_of_the_pairs_own() {
        let pairs = pairs(&[(2.0, 1.0), (4.0, 2.0), (90.0, 3.0)]);
        let row = Row::of(&question(Bar::RatioAtMost(2.0)), &pairs);
        assert_eq!(
            row.ratio.map(|r| r.value),
            Some(2.0),
            "one slow pair is not all of them"
        );
        assert_eq!(row.met, Some(true), "2 is at most 2");
    }

    #[test]
    fn a_bar_that_is_missed_is_shown_as_such() {
        let pairs = pairs(&[(10.0, 1.0)]);
        let met = |bar| Row::of(&question(bar), &pairs).met;
        assert_eq!(met(Bar::AbovePeer(8.0)), Some(false), "10 is above 1 + 8");
        assert_eq!(met(Bar::AtMost(10.0)), Some(true));
        assert_eq!(met(Bar::RatioAtLeast(14.0)), Some(false));
        assert_eq!(met(Bar::Nothing), None, "nothing was asked for");
    }

    #[test]
    fn a_run_that_disagrees_with_itself_is_void() {
        let steady = Control::of(&pairs(&[(1.0, 5.0); 4]), Statistic::Median);
        assert!(
            steady.expect("four turns are enough").holds,
            "nothing moved"
        );
        let drifting = pairs(&[(1.0, 5.0), (2.0, 5.0), (1.0, 5.0), (2.0, 5.0)]);
        let drifting = Control::of(&drifting, Statistic::Median).expect("four turns are enough");
        assert!(!drifting.holds, "ours took twice as long every other time");
        assert!(
            Control::of(&pairs(&[(1.0, 1.0)]), Statistic::Median).is_none(),
            "one turn says nothing"
        );
    }
}
