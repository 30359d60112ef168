//! Symbols and chunks of real sources, beside the bare parser on as many threads.

use std::collections::HashMap;
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Result, ensure};
use tenon_core::Ids;
use tenon_gatekeeper::Gatekeeper;
use tenon_index::syntax::{Change, Language, Limits, Prepared, Symbols};
use tree_sitter::Parser;
use uuid::Uuid;

use super::text::THREADS;
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::sources;
use crate::work::Work;

/// A file that has a grammar.
struct Source {
    path: Vec<u8>,
    text: Vec<u8>,
    language: Language,
}

/// Ids of the machine's clock.
struct Minted;

impl Ids for Minted {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let top = work.folder().join("parsed");
    let size = sources::million(&work.sources, &top)?;
    let mut read = Vec::new();
    for (path, text) in sources::read(&top)? {
        let path = path.strip_prefix(&top)?.as_os_str().as_bytes().to_vec();
        let limits = Limits::default();
        if let Some(language) = Language::of(&path, &text)
            && text.len() <= limits.size
        {
            let of = Source {
                path,
                text,
                language,
            };
            read.push(of);
        }
    }
    std::fs::remove_dir_all(&top)?;
    let bytes: usize = read.iter().map(|source| source.text.len()).sum();
    let gatekeeper = Arc::new(Gatekeeper::new([7; 32]));
    let pairs = alternate(work.pairs_of(10), work.at_most(240), |side| {
        let began = Instant::now();
        match side {
            Side::Ours => whole(&read, &gatekeeper)?,
            Side::Peer => bare(&read)?,
        }
        Ok(vec![bytes as f64 / 1e6 / began.elapsed().as_secs_f64()])
    })?;
    let question = Question {
        what: "symbols and chunks that can be asked for".to_owned(),
        unit: "MB/s",
        peer: "bare tree-sitter, 2 threads",
        statistic: Statistic::Median,
        bar: Bar::RatioAtLeast(0.8),
    };
    let of = format!("{} of {} files have a grammar", read.len(), size.files);
    Ok(vec![Row::of(&question, &pairs).note(of)])
}

/// Reads every file as an owner does, and takes all of them into a store.
fn whole(read: &[Source], gatekeeper: &Arc<Gatekeeper>) -> Result<()> {
    let prepared = spread(read, |sources| {
        let prepare = |source: &Source| {
            let limits = Limits::default();
            Prepared::read(gatekeeper, &source.path, &source.text, None, limits)
        };
        sources.map(prepare).collect::<Vec<_>>()
    });
    let mut symbols = Symbols::in_memory(gatekeeper.clone(), Arc::new(Minted));
    symbols.apply(prepared.into_iter().flatten().map(Change::Put).collect());
    let (files, found, _) = symbols.counts();
    ensure!(
        files == read.len() && found > 0,
        "{files} files, {found} symbols"
    );
    Ok(())
}

/// Makes the trees and lets them go.
fn bare(read: &[Source]) -> Result<()> {
    let trees = spread(read, |sources| {
        let mut parsers: HashMap<&str, Parser> = HashMap::new();
        let mut trees = 0;
        for source in sources {
            let parser = parsers.entry(source.language.word()).or_default();
            if parser.language().is_none() {
                // A grammar that does not fit makes no tree, and the count below tells.
                let _ = parser.set_language(&source.language.grammar());
            }
            trees += usize::from(parser.parse(&source.text, None).is_some());
        }
        trees
    });
    let trees: usize = trees.into_iter().sum();
    ensure!(trees == read.len(), "{trees} trees of {} files", read.len());
    Ok(())
}

/// Gives every thread its share of the files, one after the other as it is ready.
fn spread<T: Send>(
    read: &[Source],
    work: impl Fn(&mut dyn Iterator<Item = &Source>) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|_| {
                scope.spawn(|| {
                    let turn = || read.get(next.fetch_add(1, Ordering::Relaxed));
                    work(&mut std::iter::from_fn(turn))
                })
            })
            .collect();
        let done = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        done.map(|done| done.expect("no thread panics")).collect()
    })
}
