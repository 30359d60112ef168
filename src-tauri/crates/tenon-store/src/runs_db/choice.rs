//! The runs that fit so far, by how well they do. Those of a rank are given the newest first.

use super::familiar::SORTS;
use super::filter::Numbers;
use super::matching::EXACT;
use super::select::RunQuery;

/// Ranks, with those for what does not fit.
const RANKS: usize = rank(EXACT + 1, 0) as usize;

/// When a run began, and its number.
type Key = (i64, u32);

/// Where a run stands: the better its command fits the higher, and the likelier sort above others of
/// its level.
pub(super) const fn rank(level: u8, sort: u8) -> u8 {
    level * SORTS + sort
}

/// What was chosen.
pub(super) struct Choice {
    unique: bool,
    limit: usize,
    /// The rank and the place of the one behind which the page begins.
    after: Option<(u8, Key)>,
    seen: Numbers,
    found: [Vec<u32>; RANKS],
    /// The lowest rank that the page reaches, once what has it and higher ones fill it. What comes
    /// later and is no better is not on it: a rank's runs come the newest first.
    floor: Option<u8>,
}

impl Choice {
    pub(super) fn new(query: &RunQuery) -> Self {
        Self {
            unique: query.unique,
            limit: query.limit,
            after: None,
            seen: Numbers::default(),
            found: std::array::from_fn(|_| Vec::new()),
            floor: None,
        }
    }

    /// Leaves out what stands before this one, and it itself.
    pub(super) fn begin_behind(&mut self, rank: u8, key: Key) {
        self.after = Some((rank, key));
    }

    /// The highest level that is not left out.
    pub(super) fn best(&self) -> u8 {
        self.after.map_or(EXACT, |(rank, _)| rank / SORTS)
    }

    /// Whether a run of this rank could still be on the page.
    pub(super) fn wants(&self, rank: u8) -> bool {
        self.floor.is_none_or(|floor| rank > floor)
    }

    /// Takes a run that fits.
    pub(super) fn take(&mut self, rank: u8, key: Key, command: u32) {
        if !self.wants(rank) {
            return;
        }
        if self.unique {
            if self.seen.has(command) {
                return;
            }
            self.seen.insert(command);
        }
        if let Some((of, begin)) = self.after
            && (rank > of || rank == of && key >= begin)
        {
            return;
        }
        self.found[rank as usize].push(key.1);
        // One more than the page has tells that there are more.
        let mut count = 0;
        let filled = self.found.iter().rposition(|found| {
            count += found.len();
            count > self.limit
        });
        // There are few ranks.
        self.floor = filled.map(|rank| rank as u8);
    }

    /// Whether a page is filled by what has this rank or a higher one.
    pub(super) fn has_enough(&self, rank: u8) -> bool {
        !self.wants(rank)
    }

    /// The numbers of the page, and whether more follow.
    pub(super) fn numbers(self) -> (Vec<i64>, bool) {
        let mut all: Vec<i64> = self
            .found
            .into_iter()
            .rev()
            .flatten()
            .map(i64::from)
            .collect();
        let more = all.len() > self.limit;
        all.truncate(self.limit);
        (all, more)
    }
}
