//! The last commits, as lists of them show them.

use std::sync::{Arc, Mutex};

use tenon_git::Repo;

use crate::owner::{Owner, lock};
use crate::wire::{CommitList, CommitListParams, CommitRow, Whole};
use crate::{ApiError, ApiResult};

/// So many of the last commits are known by name: these are listed and linked.
pub(crate) const LAST: usize = 2_000;
/// The longest first line of a message that is shown, in characters.
const SUBJECT: usize = 120;
/// The most rows of one answer.
const MOST: u32 = 1_000;
/// The fewest digits of a hash that are shown; so many stay the only ones for long.
const SHORTEST: usize = 10;
/// The fewest digits that are looked for in hashes; fewer fit too many.
const DIGITS: usize = 4;

/// What was read the last time, with what tells whether HEAD or a branch leads elsewhere.
pub(crate) type Kept = Mutex<Option<(u64, Arc<Vec<CommitRow>>)>>;

/// The commits that fit, the last first.
pub(crate) fn list(owner: &Owner, params: &CommitListParams) -> ApiResult<CommitList> {
    if !(1..=MOST).contains(&params.limit) {
        let message = format!("between 1 and {MOST} commits can be asked for");
        return Err(ApiError::new(tenon_core::Code::Invalid, message));
    }
    let query = params.query.trim().to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let is_hash =
        (DIGITS..=40).contains(&query.len()) && query.bytes().all(|byte| byte.is_ascii_hexdigit());
    let all = read(owner)?;
    let fits = |row: &&CommitRow| {
        let subject = row.subject.to_lowercase();
        words.iter().all(|word| subject.contains(word)) || is_hash && row.hash.starts_with(&query)
    };
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let mut found = all.iter().filter(fits).cloned();
    let commits: Vec<_> = found.by_ref().take(limit).collect();
    Ok(CommitList {
        commits,
        more: found.next().is_some(),
    })
}

/// The last commits; they are read again when HEAD or a branch leads elsewhere.
fn read(owner: &Owner) -> ApiResult<Arc<Vec<CommitRow>>> {
    owner.root.renew()?;
    let Some(repo) = Repo::discover(owner.root())? else {
        return Ok(Arc::default());
    };
    let state = repo.branches_state()?;
    let mut kept = lock(&owner.commits);
    if let Some((known, rows)) = &*kept
        && *known == state
    {
        return Ok(rows.clone());
    }
    let commits = repo.commits(LAST)?;
    let mut hashes: Vec<&str> = commits.iter().map(|commit| &*commit.id).collect();
    hashes.sort_unstable();
    let rows = commits.iter().map(|commit| CommitRow {
        reference: format!("commit:{}", commit.id),
        hash: commit.id.clone(),
        short: short(&hashes, &commit.id),
        subject: subject(owner, &commit.message),
        at: Whole::clamped(commit.at.saturating_mul(1_000)),
    });
    let rows = Arc::new(rows.collect::<Vec<_>>());
    *kept = Some((state, rows.clone()));
    Ok(rows)
}

/// The first line of a message, masked and cut.
pub(crate) fn subject(owner: &Owner, message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    // A secret that was cut first would not look like one.
    let masked = owner.app().gatekeeper.mask_text(line).0;
    masked.chars().take(SUBJECT).collect()
}

/// The beginning of a hash that no other of `hashes`, which are sorted, has.
fn short(hashes: &[&str], hash: &str) -> String {
    let at = hashes.partition_point(|known| *known < hash);
    let before = at.checked_sub(1).and_then(|before| hashes.get(before));
    let around = before.into_iter().chain(hashes.get(at + 1));
    let same = around.map(|other| {
        let pairs = other.bytes().zip(hash.bytes());
        pairs.take_while(|(a, b)| a == b).count()
    });
    let digits = same.max().map_or(0, |same| same + 1).max(SHORTEST);
    hash.chars().take(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_short_hash_has_as_many_digits_as_tell_it_from_the_others() {
        let long = ["00000000000000a1", "00000000000000b1", "00000000000000b2"];
        assert_eq!(short(&long, long[0]), "00000000000000a");
        assert_eq!(short(&long, long[1]), long[1], "its neighbour differs last");
        assert_eq!(short(&["4f1c9e2a10b3"], "4f1c9e2a10b3"), "4f1c9e2a10");
    }
}
