//! What was packed with gzip, as far as a bound allows.

use std::io::Read;
use std::ops::Range;

use flate2::bufread::GzDecoder;

use crate::scan::Part;

/// How a member begins: the magic number and the only method there is.
const MAGIC: &[u8; 3] = b"\x1f\x8b\x08";
/// So much of one member is unpacked, in bytes. Little data can claim to be very much.
const LARGEST: usize = 8 << 20;
/// What a beginning that holds nothing takes from the budget, in bytes.
const FUTILE: usize = 32 << 10;

/// The members that begin in the core of a part, unpacked, with the bytes they take. A member that
/// is cut short is unpacked as far as it goes.
pub(crate) fn members(part: &Part<'_>, budget: &mut usize) -> Vec<(Vec<u8>, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = part.core.start;
    while let Some(offset) = memchr::memmem::find(&part.seen[at..], MAGIC) {
        let start = at + offset;
        if start >= part.core.end {
            break;
        }
        let mut decoder = GzDecoder::new(&part.seen[start..]);
        let limit = LARGEST.min(*budget);
        let mut bytes = Vec::new();
        // A fault ends it; what came before the fault is looked at all the same.
        let _ = (&mut decoder).take(limit as u64).read_to_end(&mut bytes);
        if bytes.is_empty() {
            // Making ready for what is no member after all costs as much as unpacking one.
            *budget = budget.saturating_sub(FUTILE);
            if *budget == 0 {
                break;
            }
            at = start + MAGIC.len();
            continue;
        }
        *budget -= bytes.len();
        let end = part.seen.len() - decoder.get_ref().len();
        found.push((bytes, start..end));
        at = end;
    }
    found
}
