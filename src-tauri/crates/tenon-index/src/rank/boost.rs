//! What the person has in hand weighs more.

/// A reason for a piece to weigh more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boost {
    /// Its file is open.
    Open,
    /// Its file was changed in the last day.
    Recent,
    /// Its file lies in the folder of the file in front.
    Near,
}

/// Every reason, and by how much a piece weighs more for it: a few places among the first ones, less
/// than a second list brings.
pub const BOOSTS: &[(Boost, f64)] = &[
    (Boost::Open, 1.10),
    (Boost::Recent, 1.05),
    (Boost::Near, 1.05),
];

impl Boost {
    /// In words, for a row.
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Recent => "changed lately",
            Self::Near => "near the open file",
        }
    }
}

/// The reasons of one piece.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Boosts(u8);

impl Boosts {
    /// These ones.
    pub fn of(reasons: &[Boost]) -> Self {
        let bit = |reason: &Boost| {
            1 << BOOSTS
                .iter()
                .position(|(one, _)| one == reason)
                .unwrap_or(7)
        };
        Self(reasons.iter().map(bit).fold(0, |all, bit: u8| all | bit))
    }

    /// By how much the piece weighs more.
    pub fn factor(self) -> f64 {
        self.table().map(|(_, factor)| factor).product()
    }

    /// The reasons, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Boost> {
        self.table().map(|(boost, _)| *boost)
    }

    fn table(self) -> impl Iterator<Item = &'static (Boost, f64)> {
        let rows = BOOSTS.iter().enumerate();
        rows.filter(move |(at, _)| self.0 & (1 << at) != 0)
            .map(|(_, row)| row)
    }
}
