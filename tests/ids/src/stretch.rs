//! One stretch of a history: its files as they were, and then commit by commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use tenon_core::Ids;
use tenon_gatekeeper::Gatekeeper;
use tenon_index::syntax::{Change, Language, Limits, Prepared, SymbolId, Symbols};
use tenon_testkit::Rng;
use uuid::Uuid;

use crate::Report;
use crate::git::{Changed, Git};
use crate::text::Text;
use crate::truth::{Event, FAR, Seen, pairs};

/// A commit that touches more files ends the stretch.
const MOST: usize = 300;
/// So many events of one kind are taken from one commit.
const OF_ONE: usize = 10;

/// Ids that count.
struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)) + 1)
    }
}

struct Stretch<'a> {
    git: &'a mut Git,
    symbols: Symbols,
    gatekeeper: Arc<Gatekeeper>,
    texts: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Every symbol that ever was, as it was last seen.
    known: HashMap<SymbolId, (Text, String)>,
}

/// What is still to be looked at.
pub struct Chosen<'a> {
    /// How many events of each kind are wanted.
    pub room: BTreeMap<Event, usize>,
    /// Commits that were looked at.
    pub judged: &'a mut BTreeSet<String>,
    /// What chooses.
    pub rng: &'a mut Rng,
}

/// Whether a file is a program's text.
fn is_code(path: &[u8]) -> bool {
    use Language as L;
    let data = [L::Json, L::Markdown, L::Yaml, L::Toml, L::Html, L::Css];
    Language::of_name(path).is_some_and(|language| !data.contains(&language))
}

/// Follows the symbols through the commits, and adds what became of them to the report.
pub fn follow(
    git: &mut Git,
    commits: &[String],
    mut chosen: Chosen<'_>,
    report: &mut Report,
) -> Result<()> {
    let mut changes = Vec::new();
    for pair in commits.windows(2) {
        let mut changed = git.between(&pair[0], &pair[1])?;
        changed.retain(|it| it.old.iter().chain(&it.new).all(|(path, _)| is_code(path)));
        if changed.len() > MOST {
            break;
        }
        changes.push((pair[1].as_str(), changed));
    }
    let gatekeeper = Arc::new(Gatekeeper::new([7; 32]));
    let ids = Arc::new(Counting(AtomicU64::new(0)));
    let mut stretch = Stretch {
        git,
        symbols: Symbols::in_memory(gatekeeper.clone(), ids),
        gatekeeper,
        texts: BTreeMap::new(),
        known: HashMap::new(),
    };
    stretch.begin(&changes)?;
    for (commit, changed) in &changes {
        stretch.step(commit, changed, &mut chosen, report)?;
    }
    Ok(())
}

impl Stretch<'_> {
    /// Puts every file that is touched later as it was at first.
    fn begin(&mut self, changes: &[(&str, Vec<Changed>)]) -> Result<()> {
        let mut touched = BTreeSet::new();
        let mut first = Vec::new();
        for changed in changes.iter().flat_map(|(_, changed)| changed) {
            if let Some((path, id)) = &changed.old
                && touched.insert(path.clone())
            {
                first.push((path.clone(), id.clone()));
            }
            touched.extend(changed.new.iter().map(|(path, _)| path.clone()));
        }
        let put: Vec<Change> = first
            .into_iter()
            .map(|(path, id)| self.put(path, &id))
            .collect::<Result<_>>()?;
        self.symbols.apply(put);
        let paths: Vec<Vec<u8>> = self.texts.keys().cloned().collect();
        self.remember(&paths);
        Ok(())
    }

    fn put(&mut self, path: Vec<u8>, id: &str) -> Result<Change> {
        let bytes = self.git.bytes(id)?;
        let limits = Limits::default();
        let prepared = Prepared::read(&self.gatekeeper, &path, &bytes, None, limits);
        self.texts.insert(path, bytes);
        Ok(Change::Put(prepared))
    }

    fn seen(&self, paths: &BTreeSet<Vec<u8>>) -> Vec<Seen> {
        let mut seen = Vec::new();
        for path in paths {
            let bytes = self.texts.get(path).map_or(&[][..], Vec::as_slice);
            for located in self.symbols.outline(path) {
                let symbol = located.symbol;
                let range = symbol.range.start as usize..symbol.range.end as usize;
                let plain = String::from_utf8_lossy(bytes.get(range).unwrap_or_default());
                let names = symbol.parents.iter().chain([&symbol.name]);
                seen.push(Seen {
                    id: located.id,
                    path: path.clone(),
                    names: names.map(ToString::to_string).collect(),
                    kind: symbol.kind,
                    text: Text::new(&plain, &symbol.name),
                    plain: plain.into_owned(),
                });
            }
        }
        seen
    }

    fn remember(&mut self, paths: &[Vec<u8>]) {
        for seen in self.seen(&paths.iter().cloned().collect()) {
            let name = seen.told();
            self.known.insert(seen.id, (seen.text, name));
        }
    }

    fn step(
        &mut self,
        commit: &str,
        changed: &[Changed],
        chosen: &mut Chosen<'_>,
        report: &mut Report,
    ) -> Result<()> {
        let Chosen { room, judged, rng } = chosen;
        let before: BTreeSet<Vec<u8>> = changed
            .iter()
            .filter_map(|it| it.old.as_ref())
            .map(|it| it.0.clone())
            .collect();
        let after: BTreeSet<Vec<u8>> = changed
            .iter()
            .filter_map(|it| it.new.as_ref())
            .map(|it| it.0.clone())
            .collect();
        let both = changed
            .iter()
            .filter_map(|it| Some((it.old.as_ref()?, it.new.as_ref()?)));
        let files: BTreeMap<Vec<u8>, Vec<u8>> = both
            .map(|(old, new)| (old.0.clone(), new.0.clone()))
            .collect();
        let old = self.seen(&before);
        let mut put: Vec<Change> = Vec::new();
        for gone in before.difference(&after) {
            self.texts.remove(gone);
            put.push(Change::Removed(gone.clone()));
        }
        for (path, id) in changed.iter().filter_map(|it| it.new.clone()) {
            put.push(self.put(path, &id)?);
        }
        self.symbols.apply(put);
        let new = self.seen(&after);
        let mut cases: BTreeMap<Event, Vec<(usize, Option<usize>)>> = BTreeMap::new();
        let truths = pairs(&old, &new, &files);
        for pair in truths.pairs {
            cases
                .entry(pair.event)
                .or_default()
                .push((pair.new, Some(pair.old)));
        }
        let came = truths.came.into_iter().map(|at| (at, None));
        cases.insert(Event::Came, came.collect());
        if !judged.insert(commit.to_owned()) {
            cases.clear();
        }
        for (event, mut all) in cases {
            let Some(left) = room.get_mut(&event) else {
                continue;
            };
            for _ in 0..OF_ONE.min(*left) {
                if all.is_empty() {
                    break;
                }
                let (now, was) = all.swap_remove(rng.below(all.len()));
                *left -= 1;
                self.judge(commit, event, &new[now], was.map(|was| &old[was]), report);
            }
        }
        let paths: Vec<Vec<u8>> = after.into_iter().collect();
        self.remember(&paths);
        Ok(())
    }

    fn judge(
        &self,
        commit: &str,
        event: Event,
        now: &Seen,
        was: Option<&Seen>,
        report: &mut Report,
    ) {
        let known = self.known.get(&now.id);
        let (kept, anothers) = match was {
            Some(was) => (was.id == now.id, was.id != now.id && known.is_some()),
            None => (
                true,
                known.is_some_and(|(text, _)| text.likeness(&now.text) < FAR),
            ),
        };
        let tally = report.of(event);
        tally.cases += 1;
        tally.anothers += usize::from(anothers);
        tally.kept += usize::from(kept && !anothers);
        tally.lost += usize::from(!kept && !anothers);
        if !kept || anothers {
            let was = was.map_or_else(|| "nothing".to_owned(), Seen::told);
            let got = known
                .filter(|_| anothers)
                .map_or("a new id", |(_, name)| name);
            let line = format!("{commit:.12} {event:?} {} was {was}, got {got}", now.told());
            report.wrong.push(line);
        }
    }
}

impl Seen {
    fn told(&self) -> String {
        let path = String::from_utf8_lossy(&self.path);
        format!("{} {path}:{}", self.kind.word(), self.names.join("/"))
    }
}
