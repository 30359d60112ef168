//! Files by their paths.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use grep_matcher::Matcher;

use super::ask::{Ask, Term};
use super::hit::{Done, Hit};
use super::line::show;
use super::list::list;
use super::matching::Matchers;
use crate::error::Result;

/// Gives the files whose paths hold every term.
pub(crate) fn rows(
    folder: &Path,
    ask: &Ask,
    matchers: &Matchers,
    threads: usize,
    stop: &AtomicBool,
    take: &mut dyn FnMut(Hit) -> bool,
) -> Result<Done> {
    let (files, problems) = list(folder, ask, threads, false)?;
    let mut done = Done {
        problems,
        ..Done::default()
    };
    let why: Vec<_> = ask.terms.iter().map(Term::shown).collect();
    let why = format!("the path holds {}", why.join(" and "));
    for file in files {
        let path = file.path;
        let held = |one: &grep_regex::RegexMatcher| one.is_match(&path).unwrap_or(false);
        let all = matchers.each.iter().all(held) && held(&matchers.any);
        if !all || matchers.without.iter().any(held) {
            continue;
        }
        let shown = show(&path, false, &matchers.any);
        done.files += 1;
        done.hits += 1;
        let hit = Hit {
            kind: "file",
            reference: None,
            line: 1,
            column: 1,
            text: shown.text,
            ranges: shown.ranges,
            score: 1.0,
            why: why.clone(),
            before: Vec::new(),
            after: Vec::new(),
            cut: shown.cut,
            path,
        };
        if stop.load(Ordering::Relaxed) || !take(hit) {
            break;
        }
    }
    Ok(done)
}
