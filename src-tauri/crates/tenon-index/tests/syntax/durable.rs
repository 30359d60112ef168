//! Identities in two places: durable storage, and the folder of the index. Whatever becomes of one of
//! them, an id is the old or a new one and never another symbol's.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tenon_gatekeeper::Gatekeeper;
use tenon_index::syntax::{
    Change, Durable, Generation, Limits, Lost, Prepared, Row, SymbolId, Symbols,
};

use crate::Counting;

/// Durable storage as a database is: each state whole.
#[derive(Clone, Default)]
struct Stored {
    generation: Option<Generation>,
    reached: Option<Generation>,
    rows: BTreeMap<Vec<u8>, Row>,
    unreadable: u64,
}

impl Durable for Stored {
    fn generation(&self) -> Option<Generation> {
        self.generation
    }

    fn reached(&self) -> Option<Generation> {
        self.reached
    }

    fn rows(&self) -> (Vec<Row>, u64) {
        (self.rows.values().cloned().collect(), self.unreadable)
    }
}

impl Stored {
    /// Keeps what is to be kept, and says whether there was something.
    fn keep(&mut self, symbols: &mut Symbols) -> bool {
        let Some(unkept) = symbols.unkept() else {
            return false;
        };
        self.generation = Some(unkept.generation);
        self.reached = self.generation;
        for row in unkept.rows {
            if row.present.is_empty() && row.departed.is_empty() {
                self.rows.remove(&row.path);
            } else {
                self.rows.insert(row.path.clone(), row);
            }
        }
        true
    }
}

struct Place {
    dir: tempfile::TempDir,
    ids: Arc<Counting>,
}

type Ids = BTreeMap<String, SymbolId>;

impl Place {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().expect("a folder"),
            ids: Arc::default(),
        }
    }

    fn file(&self) -> std::path::PathBuf {
        self.dir.path().join("symbols")
    }

    fn open(&self, stored: &Stored) -> Symbols {
        open(self.dir.path(), stored, self.ids.clone())
    }
}

fn open(dir: &Path, stored: &Stored, ids: Arc<Counting>) -> Symbols {
    let gatekeeper = Arc::new(Gatekeeper::new([7; 32]));
    Symbols::open(dir.to_path_buf(), stored, gatekeeper, ids)
}

fn ids(symbols: &Symbols) -> Ids {
    let name = |located: tenon_index::syntax::Located<'_>| {
        let path = String::from_utf8_lossy(located.path);
        (format!("{path}:{}", located.symbol.name), located.id)
    };
    symbols.all().map(name).collect()
}

fn body(name: &str) -> String {
    let lines = (0..9).map(|n| format!("    step_{n}_of_{name}({name}_{n}, {name}{n});\n"));
    format!("fn {name}() {{\n{}}}\n", lines.collect::<String>())
}

/// Looks at all files as a scan does: what is gone is told, everything is taken at once.
fn scan(symbols: &mut Symbols, files: &BTreeMap<&str, String>) {
    let known: Vec<Vec<u8>> = symbols
        .paths()
        .chain(symbols.awaiting())
        .map(<[u8]>::to_vec)
        .collect();
    let gone = known
        .into_iter()
        .filter(|path| !files.keys().any(|there| there.as_bytes() == path))
        .map(Change::Removed);
    let put = files.iter().map(|(path, text)| {
        let gatekeeper = symbols.gatekeeper();
        let (path, text) = (path.as_bytes(), text.as_bytes());
        Change::Put(Prepared::read(
            gatekeeper,
            path,
            text,
            None,
            Limits::default(),
        ))
    });
    let changes = gone.chain(put).collect();
    let rest = symbols.settle(changes);
    symbols.apply(rest);
}

fn two() -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("a.rs", body("one") + &body("two")),
        ("d/b.rs", "struct S { x: u8 }\n".to_owned() + &body("three")),
    ])
}

#[test]
fn without_the_folder_of_the_index_the_same_ids_come_back() {
    let place = Place::new();
    let mut stored = Stored::default();
    let mut symbols = place.open(&stored);
    let mut files = two();
    scan(&mut symbols, &files);
    let three = ids(&symbols)["d/b.rs:three"];
    let gone = files.remove("d/b.rs").expect("a file");
    scan(&mut symbols, &files);
    assert!(stored.keep(&mut symbols));
    assert!(!stored.keep(&mut symbols), "each is handed out once");
    symbols.save().expect("it is kept");
    let before = ids(&symbols);
    let whole = std::fs::read(place.file()).expect("there");
    let (mut broken, middle) = (whole.clone(), whole.len() / 2);
    broken[middle] ^= 1;
    for damage in [None, Some(&broken[..]), Some(b""), Some(&whole[..9])] {
        match damage {
            Some(bytes) => std::fs::write(place.file(), bytes).expect("written"),
            None => std::fs::remove_file(place.file()).expect("removed"),
        }
        let mut again = place.open(&stored);
        assert_eq!(again.lost(), None);
        assert_eq!(
            again.counts(),
            (0, 0, 0),
            "nothing is said that was not read"
        );
        scan(&mut again, &files);
        assert_eq!(ids(&again), before);
        files.insert("e.rs", gone.clone());
        scan(&mut again, &files);
        assert_eq!(ids(&again)["e.rs:three"], three, "what left is remembered");
        files.remove("e.rs");
    }
}

#[test]
fn what_moved_while_the_folder_of_the_index_was_gone_is_recognised() {
    let place = Place::new();
    let mut stored = Stored::default();
    let mut symbols = place.open(&stored);
    scan(&mut symbols, &two());
    stored.keep(&mut symbols);
    let before = ids(&symbols);
    let mut files = two();
    let moved = files.remove("a.rs").expect("a file");
    files.insert("z.rs", moved);
    let mut again = place.open(&stored);
    scan(&mut again, &files);
    let after = ids(&again);
    assert_eq!(after["z.rs:two"], before["a.rs:two"]);
    assert_eq!(after["d/b.rs:x"], before["d/b.rs:x"], "also the short ones");
}

#[test]
fn an_older_database_takes_the_ids_from_the_folder_of_the_index() {
    let place = Place::new();
    let mut stored = Stored::default();
    let mut symbols = place.open(&stored);
    let mut files = two();
    scan(&mut symbols, &files);
    stored.keep(&mut symbols);
    let older = stored.clone();
    files.insert("c.rs", body("four"));
    scan(&mut symbols, &files);
    stored.keep(&mut symbols);
    symbols.save().expect("it is kept");
    let before = ids(&symbols);
    for mut found in [older, Stored::default()] {
        found.reached = stored.reached;
        let mut again = place.open(&found);
        assert_eq!((again.lost(), ids(&again)), (None, before.clone()));
        assert!(found.keep(&mut again), "and is brought forward");
        assert_eq!(found.rows, stored.rows);
        let count = |it: &Stored| it.generation.map(|it| it.count);
        assert!(count(&found) > count(&stored), "a new state");
    }
}

#[test]
fn what_is_lost_is_said() {
    let place = Place::new();
    let mut stored = Stored::default();
    let mut symbols = place.open(&stored);
    scan(&mut symbols, &two());
    stored.keep(&mut symbols);
    let older = stored.clone();
    let mut files = two();
    files.insert("c.rs", body("four"));
    scan(&mut symbols, &files);
    stored.keep(&mut symbols);
    let with = |stored: &Stored, reached| Stored {
        reached,
        ..stored.clone()
    };
    let lost = |stored: &Stored| place.open(stored).lost();
    assert_eq!(lost(&stored), None);
    assert_eq!(lost(&with(&older, None)), None, "nothing else knows better");
    assert_eq!(lost(&with(&older, stored.reached)), Some(Lost::Since));
    assert_eq!(
        lost(&with(&Stored::default(), stored.reached)),
        Some(Lost::All)
    );
    let unreadable = Stored {
        unreadable: 2,
        ..stored.clone()
    };
    assert_eq!(lost(&unreadable), Some(Lost::Unreadable(2)));
    let mut again = place.open(&with(&older, stored.reached));
    scan(&mut again, &files);
    let mut mended = with(&older, stored.reached);
    mended.keep(&mut again);
    assert_eq!(lost(&mended), None, "it is said once");
    // A folder of another database, whose symbols this one does not know.
    symbols.save().expect("it is kept");
    let mut other = place.open(&Stored::default());
    let mut foreign = Stored::default();
    scan(&mut other, &BTreeMap::new());
    foreign.keep(&mut other);
    foreign.generation = Some(Generation {
        line: uuid::Uuid::from_u128(1 << 100),
        count: 1,
    });
    foreign.rows.clear();
    assert_eq!(
        lost(&with(&foreign, foreign.generation)),
        Some(Lost::Some(6))
    );
}

#[test]
fn a_secret_path_keeps_its_ids_durably_and_stands_nowhere_readable() {
    let place = Place::new();
    let mut stored = Stored::default();
    let mut symbols = place.open(&stored);
    let secret = ["d-ghp_", "0123456789abcdefghijABCDEFGHIJ012345/a.rs"].concat();
    let files = BTreeMap::from([(secret.as_str(), body("one"))]);
    scan(&mut symbols, &files);
    stored.keep(&mut symbols);
    symbols.save().expect("it is kept");
    let kept = std::fs::read(place.file()).expect("there");
    assert!(memchr::memmem::find(&kept, b"0123456789").is_none());
    let mut again = place.open(&stored);
    scan(&mut again, &files);
    assert_eq!(ids(&again), ids(&symbols));
}

#[test]
fn what_is_forgotten_leaves_the_folder_and_what_files_still_say_keeps_its_id() {
    let place = Place::new();
    let mut stored = Stored::default();
    let mut symbols = place.open(&stored);
    let mut files = two();
    files.insert("teacup.rs", body("four"));
    files.insert("g.rs", body("teacups"));
    scan(&mut symbols, &files);
    files.remove("g.rs");
    scan(&mut symbols, &files);
    let before = ids(&symbols);
    stored.keep(&mut symbols);
    symbols.forget(&["teacup".to_owned()]);
    stored.keep(&mut symbols);
    symbols.save().expect("it is kept");
    assert!(!stored.rows.contains_key(&b"g.rs"[..]), "it is in no file");
    let kept = std::fs::read(place.file()).expect("there");
    assert!(memchr::memmem::find(&kept, b"teacup").is_none());
    for mut symbols in [symbols, place.open(&stored)] {
        assert!(!ids(&symbols).contains_key("teacup.rs:four"));
        scan(&mut symbols, &files);
        assert_eq!(ids(&symbols), before);
    }
}

/// Numbers that follow from their seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % end
    }
}

/// A program that is killed between any two of its writes, at any step, and files that change
/// meanwhile. Every function has a text of its own, so it is known which is which.
#[test]
fn killed_between_the_two_writes_an_id_is_the_old_or_a_new_one_and_nobody_elses() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let place = Place::new();
        let mut stored = Stored::default();
        let mut symbols = place.open(&stored);
        let paths = ["a.rs", "b.rs", "d/c.rs"];
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        let mut owners: BTreeMap<SymbolId, String> = BTreeMap::new();
        let mut durable: BTreeMap<String, SymbolId> = BTreeMap::new();
        for step in 0..40 {
            let name = format!("n{}", dice.below(9));
            match dice.below(3) {
                0 => drop(names.remove(&name)),
                _ => drop(names.insert(name, paths[dice.below(3) as usize])),
            }
            let mut files = BTreeMap::new();
            for (name, path) in &names {
                *files.entry(*path).or_insert_with(String::new) += &body(name);
            }
            scan(&mut symbols, &files);
            for located in symbols.all() {
                let name = located.symbol.name.to_string();
                let owner = owners.entry(located.id).or_insert_with(|| name.clone());
                assert_eq!(*owner, name, "seed {seed}, step {step}: another's id");
                if let Some(known) = durable.get(&name) {
                    assert_eq!(*known, located.id, "seed {seed}, step {step}: it was kept");
                }
            }
            // Killed before both writes, between them, after them, or not at all.
            let end = dice.below(8);
            if end == 0 {
                symbols = place.open(&stored);
                continue;
            }
            stored.keep(&mut symbols);
            let all = symbols.all();
            durable.extend(all.map(|it| (it.symbol.name.to_string(), it.id)));
            match end {
                1 => symbols = place.open(&stored),
                2 => {
                    symbols.save().expect("it is kept");
                    symbols = place.open(&stored);
                }
                3 => {
                    drop(std::fs::remove_file(place.file()));
                    symbols = place.open(&stored);
                }
                4 => symbols.save().expect("it is kept"),
                _ => {}
            }
        }
    }
}
