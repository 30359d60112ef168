//! Lines by the words they share with a question, in files that no ranking holds.

use std::path::Path;

use super::ask::{Ask, Case, Term};
use super::hit::Hit;
use super::list::Problem;
use super::matching::{Matchers, pattern};
use super::scan::{Scanned, Scanner};
use crate::error::Result;

/// So many times more lines than are wanted are kept before the worst of them are dropped.
const SPARE: usize = 8;

/// The lines of the files at `paths` that hold at least half of `words`, in capital or small letters,
/// those with most of them first and at most `limit`; and what could not be read. The score of a line
/// is the part of the words that it holds.
///
/// # Errors
/// [`FindError::Empty`](crate::FindError::Empty) without words.
pub fn lines_with(
    folder: &Path,
    paths: &[Vec<u8>],
    words: &[String],
    limit: usize,
) -> Result<(Vec<Hit>, Vec<Problem>)> {
    let terms: Vec<_> = words.iter().cloned().map(Term::Literal).collect();
    let any: Vec<_> = terms.iter().map(pattern).collect();
    let of = |terms| Ask {
        terms,
        case: Case::Ignore,
        ..Ask::default()
    };
    // The searcher is asked for lines with any of them; how many a line holds is counted after.
    let ask = of(vec![Term::Regex(any.join("|"))]);
    let each = Matchers::new(&of(terms))?;
    let matchers = Matchers::new(&ask)?;
    let mut scanner = Scanner::new(&ask, None);
    let (mut best, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let scanned = scanner.scan(folder, path, &ask, &matchers, &mut |mut hit| {
            let held = each.held(hit.text.as_bytes());
            let held: Vec<_> = held.map(|at| words[at].as_str()).collect();
            if held.len() * 2 >= words.len() {
                hit.score = held.len() as f64 / words.len() as f64;
                hit.why = format!("the line holds {}", held.join(", "));
                best.push(hit);
            }
            if best.len() > limit.saturating_mul(SPARE) {
                keep(&mut best, limit);
            }
            true
        });
        match scanned {
            Scanned::Read | Scanned::Gone => {}
            Scanned::Failed(why) => problems.push((path.clone(), why)),
            Scanned::LongLine(longest) => {
                let why = format!("it has a line longer than {} MiB", longest >> 20);
                problems.push((path.clone(), why));
            }
        }
    }
    keep(&mut best, limit);
    Ok((best, problems))
}

/// Keeps the best, in the order of files and lines where they are as good.
fn keep(hits: &mut Vec<Hit>, limit: usize) {
    hits.sort_by(|a, b| {
        let order = b.score.total_cmp(&a.score);
        let order = order.then_with(|| a.path.cmp(&b.path));
        order.then(a.line.cmp(&b.line))
    });
    hits.truncate(limit);
}
