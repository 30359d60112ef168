//! Whole numbers that JavaScript can hold.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A whole number of at most 2^53 − 1 in size, written as a JSON number.
///
/// The typed bindings refuse 64-bit integers because a page would round them silently; this type
/// checks instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Whole(i64);

impl Whole {
    /// The largest whole number that a page holds exactly.
    pub const MAX: i64 = (1 << 53) - 1;

    /// Takes a number, held at the ends of the range when it is outside.
    pub fn clamped(value: i64) -> Self {
        Self(value.clamp(-Self::MAX, Self::MAX))
    }

    /// Takes a size in bytes.
    pub fn size(value: u64) -> Self {
        Self(i64::try_from(value).unwrap_or(Self::MAX).min(Self::MAX))
    }

    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl Serialize for Whole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = i64::deserialize(deserializer)?;
        if value.unsigned_abs() > Self::MAX.unsigned_abs() {
            return Err(D::Error::custom("a whole number is at most 2^53 - 1 here"));
        }
        Ok(Self(value))
    }
}

#[cfg(feature = "bindings")]
impl specta::Type for Whole {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        <u32 as specta::Type>::definition(types)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_would_round_is_refused_or_held() {
        assert!(
            serde_json::from_str::<Whole>("9007199254740992").is_err(),
            "2^53 is too large"
        );
        let max: Whole = serde_json::from_str("9007199254740991").expect("2^53 - 1 fits");
        assert_eq!(max.get(), Whole::MAX);
        assert_eq!(Whole::size(u64::MAX), max, "a size is held at the end");
        assert_eq!(
            serde_json::to_string(&Whole::clamped(-5)).expect("a number"),
            "-5"
        );
    }
}
