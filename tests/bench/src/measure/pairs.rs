//! Ours and the peer in turns.

use std::time::Instant;

use anyhow::Result;

use super::load::Load;

/// The most percent of a pair's time that the host may take away.
const STOLEN: f64 = 1.0;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Tenon.
    Ours,
    /// What it is measured against.
    Peer,
}

/// The samples of one turn of each.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Tenon's.
    pub ours: Vec<f64>,
    /// The peer's.
    pub peer: Vec<f64>,
}

/// All pairs of one measurement.
#[derive(Debug, Clone)]
pub struct Pairs {
    /// Those that count.
    pub kept: Vec<Pair>,
    /// How many were left out because the host took time away.
    pub dropped: usize,
    /// The machine at the worst pair.
    pub load: Load,
}

/// Takes turns until there are enough pairs or the time is up; one pair there always is. Who goes
/// first changes from pair to pair.
pub fn alternate(
    pairs: usize,
    until: Instant,
    mut turn: impl FnMut(Side) -> Result<Vec<f64>>,
) -> Result<Pairs> {
    let (mut kept, mut doubtful) = (Vec::new(), Vec::new());
    let mut worst = Load::now();
    for number in 0..pairs.max(1) {
        if number > 0 && Instant::now() >= until {
            break;
        }
        let before = Load::now();
        let (ours, peer) = if number % 2 == 0 {
            let ours = turn(Side::Ours)?;
            (ours, turn(Side::Peer)?)
        } else {
            let peer = turn(Side::Peer)?;
            (turn(Side::Ours)?, peer)
        };
        let after = Load::now();
        if after.pressure > worst.pressure {
            worst = after;
        }
        let stolen = after.stolen_since(&before) > STOLEN;
        if stolen { &mut doubtful } else { &mut kept }.push(Pair { ours, peer });
    }
    let dropped = doubtful.len();
    if kept.is_empty() {
        // Doubtful figures are better than none; the report says that all were dropped.
        kept = doubtful;
    }
    Ok(Pairs {
        kept,
        dropped,
        load: worst,
    })
}

impl Pairs {
    /// All samples of one side.
    pub fn all(&self, side: Side) -> Vec<f64> {
        self.kept
            .iter()
            .flat_map(|pair| pair.side(side))
            .copied()
            .collect()
    }
}

impl Pair {
    /// The samples of one side.
    pub fn side(&self, side: Side) -> &[f64] {
        match side {
            Side::Ours => &self.ours,
            Side::Peer => &self.peer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_change_and_end_when_the_time_is_up() {
        let mut turns = Vec::new();
        let far = Instant::now() + std::time::Duration::from_secs(60);
        let pairs = alternate(2, far, |side| {
            turns.push(side);
            Ok(vec![turns.len() as f64])
        });
        let pairs = pairs.expect("no turn failed");
        assert_eq!(turns, [Side::Ours, Side::Peer, Side::Peer, Side::Ours]);
        assert_eq!(
            pairs.all(Side::Ours),
            [1.0, 4.0],
            "samples stay with their side"
        );
        let once = alternate(9, Instant::now(), |_| Ok(vec![1.0])).expect("no turn failed");
        assert_eq!(once.kept.len(), 1, "one pair there always is");
    }
}
