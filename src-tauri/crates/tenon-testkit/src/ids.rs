//! Identities that count.

use std::sync::atomic::{AtomicU64, Ordering};

use tenon_core::Ids;
use uuid::Uuid;

/// UUIDs of the seventh version that are the same in every run: the first ends in 1, the next in 2.
#[derive(Debug, Default)]
pub struct CountingIds(AtomicU64);

/// Milliseconds that stand in all of them, 2024-10-27T17:46:40Z.
const AT: u64 = 1_730_051_200_000;

impl Ids for CountingIds {
    fn next(&self) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        let mut rest = [0u8; 10];
        rest[2..].copy_from_slice(&count.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(AT, &rest).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_of_the_seventh_version_and_in_order() {
        let ids = CountingIds::default();
        let (first, second) = (ids.next(), ids.next());
        assert_eq!(first.get_version_num(), 7);
        assert!(first < second, "as ids made one after another are");
        assert_eq!(
            first.to_string(),
            "0192cf16-5400-7000-8000-000000000001",
            "and the same in every run"
        );
    }
}
