//! A folder, its symbols, and the work on their meaning.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tenon_core::{FixedClock, RunId};
use tenon_gatekeeper::Gatekeeper;
use tenon_store::{DistinctCommand, Place};
use tenon_testkit::{TempWorkspace, wait_until};
use tenon_workspace::Root;

use super::fake::{Fake, vector_of};
use crate::ApiResult;
use crate::meaning::commands::Commands;
use crate::meaning::{Meaning, Parts, Wishes};
use crate::owner::lock;
use crate::surroundings::SystemIds;
use crate::symbols::SymbolIndex;
use crate::wire::{MeaningScope, MeaningState};

/// The commands that ran in a folder, as a test has them.
#[derive(Clone, Default)]
pub struct FakeCommands(pub Arc<Mutex<Vec<DistinctCommand>>>);

impl Commands for FakeCommands {
    fn all(&self) -> ApiResult<Vec<DistinctCommand>> {
        Ok(lock(&self.0).clone())
    }

    fn one(&self, run: RunId) -> ApiResult<Option<DistinctCommand>> {
        let all = lock(&self.0);
        Ok(all.iter().find(|command| command.run == run).cloned())
    }
}

pub struct Desk {
    pub folder: TempWorkspace,
    pub data: tempfile::TempDir,
    pub fake: Arc<Fake>,
    pub symbols: Arc<SymbolIndex>,
    pub wishes: Arc<Mutex<Wishes>>,
    pub gatekeeper: Arc<Gatekeeper>,
    pub commands: Option<FakeCommands>,
}

impl Desk {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempWorkspace::with(files);
        let gatekeeper = Arc::new(Gatekeeper::new([7; 32]));
        let root = Root::open(folder.path()).expect("a folder");
        let symbols = SymbolIndex::in_memory(root, gatekeeper.clone(), Arc::new(SystemIds));
        let wishes = Wishes {
            enabled: true,
            switch_on: None,
            scope: MeaningScope::All,
            cpu: 100,
            engine: Ok("hashing".into()),
            refused: None,
            salt: Vec::new(),
        };
        Self {
            folder,
            data: tempfile::tempdir().expect("a folder"),
            fake: Arc::new(Fake::new()),
            symbols: Arc::new(symbols),
            wishes: Arc::new(Mutex::new(wishes)),
            gatekeeper,
            commands: None,
        }
    }

    pub fn write(&self, path: &str, text: &str) {
        self.folder.put(path.as_bytes(), text.as_bytes());
    }

    pub fn file(&self) -> PathBuf {
        self.data.path().join("meaning.db")
    }

    /// The work as a process has it, which has looked at the files.
    pub fn begin(&self) -> Meaning {
        let meaning = self.open(false);
        meaning.start().expect("it starts");
        meaning
    }

    /// What a call has that does not stay.
    pub fn once(&self) -> Meaning {
        self.open(true)
    }

    fn open(&self, once: bool) -> Meaning {
        let wishes = self.wishes.clone();
        let meaning = Meaning::new(Parts {
            service: self.fake.clone(),
            symbols: self.symbols.clone(),
            root: Root::open(self.folder.path()).expect("a folder"),
            commands: self.commands.clone().map(|it| Box::new(it) as _),
            gatekeeper: self.gatekeeper.clone(),
            clock: Arc::new(FixedClock::at(1_760_000_000_000)),
            place: Place {
                file: self.file(),
                backups: self.data.path().into(),
                label: "meaning".into(),
            },
            vectors: self.data.path().join("vectors"),
            begin: once.then(|| Box::new(|| ()) as _),
            workspace: "00000000".into(),
            wishes: Box::new(move || lock(&wishes).clone()),
            tell: Box::new(|_| ()),
        });
        self.symbols.refresh(b"").expect("the files are read");
        meaning
    }

    /// Looks at the files again; without a watcher the work is told by hand.
    pub fn look(&self, meaning: &Meaning) {
        self.symbols.refresh(b"").expect("the files are read");
        meaning.tell(crate::meaning::job::Order::Changed(None));
    }

    #[track_caller]
    pub fn until(&self, meaning: &Meaning, state: MeaningState) {
        wait_until(
            &format!("{state:?}, and not {:?}", meaning.status()),
            || {
                meaning.nudge();
                meaning.status().state == state
            },
        );
    }

    /// What the collection has to hold: each row's text by its key.
    pub fn wanted(&self) -> BTreeMap<(String, String), String> {
        let files = crate::meaning::follow::Files {
            symbols: &self.symbols,
            root: self.symbols.root(),
            gatekeeper: &self.gatekeeper,
            salt: b"",
            commands: None,
            left_out: &Mutex::default(),
        };
        let paths: Vec<Vec<u8>> = self.symbols.lock().paths().map(<[u8]>::to_vec).collect();
        let mut wanted = BTreeMap::new();
        for path in paths {
            let (_, pieces) = files.pieces(&path).expect("it is as it was read");
            for piece in pieces {
                let key = piece.passage.key;
                wanted.insert((key.reference, hex::encode(key.hash)), piece.text);
            }
        }
        wanted
    }

    /// Checks that the only collection holds what the files say: nothing lost, nothing wrong.
    #[track_caller]
    pub fn check(&self, what: &str) {
        let wanted = self.wanted();
        let state = lock(&self.fake.0);
        assert_eq!(state.collections.len(), 1, "{what}: one collection");
        let rows = state.collections.values().next().expect("one");
        let keys: Vec<_> = rows
            .keys()
            .map(|key| (key.reference.clone(), key.hash.clone()))
            .collect();
        assert_eq!(keys, wanted.keys().cloned().collect::<Vec<_>>(), "{what}");
        for (row, text) in rows.values().zip(wanted.values()) {
            let right = vector_of(text);
            let cosine: f32 = row.vector.0.iter().zip(&right).map(|(a, b)| a * b).sum();
            assert!(cosine > 0.999, "{what}: the vector of {text}");
        }
    }
}
