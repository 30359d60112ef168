//! A store in a folder of its own, with a clock, identities and salts that are known.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use serde_json::{Value, json};
use tempfile::TempDir;
use tenon_core::{
    Actor, ActorKind, EntityRef, EventDraft, FixedClock, Ids, SessionId, SourceId, WorkspaceId,
};
use tenon_gatekeeper::{Gatekeeper, Masked};
use tenon_store::{
    Ambient, AppDb, ContentKey, DataDirs, DirHints, Entropy, Place, ProfileId, StoreError,
    WorkspaceDb,
};
use uuid::Uuid;

pub const NOW: i64 = 1_795_219_200_000;

pub static GATEKEEPER: LazyLock<Gatekeeper> = LazyLock::new(|| Gatekeeper::new([7; 32]));

/// Identities that count from 1.
#[derive(Default)]
pub struct Counting(AtomicU64);

impl Counting {
    pub fn from(first: u64) -> Self {
        Self(AtomicU64::new(first - 1))
    }
}

impl Ids for Counting {
    fn next(&self) -> Uuid {
        let n = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        Uuid::from_u128((7 << 76) | (2 << 62) | u128::from(n))
    }
}

/// Bytes 0, 1, 2, … in place of random ones.
pub struct Counted;

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), StoreError> {
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte = n as u8;
        }
        Ok(())
    }
}

pub struct Fixture {
    pub folder: TempDir,
    pub clock: Arc<FixedClock>,
    pub dirs: DataDirs,
    pub ids: Arc<Counting>,
}

impl Fixture {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path().to_owned();
        let dirs = DataDirs::resolve(&DirHints {
            home,
            ..DirHints::default()
        });
        let clock = Arc::new(FixedClock::at(NOW));
        Self {
            folder,
            clock,
            dirs,
            ids: Arc::default(),
        }
    }

    pub fn ambient(&self) -> Ambient {
        let entropy = Arc::new(tenon_store::SystemEntropy);
        Ambient {
            clock: self.clock.clone(),
            ids: self.ids.clone(),
            entropy,
        }
    }

    pub fn try_app(&self) -> Result<AppDb, StoreError> {
        AppDb::open(&self.dirs.app_place(), self.ambient())
    }

    pub fn app(&self) -> AppDb {
        self.try_app().expect("app.db opens")
    }

    pub fn place(&self) -> Place {
        self.dirs.workspace_place(
            ProfileId(Uuid::from_u128(1)),
            WorkspaceId(Uuid::from_u128(2)),
        )
    }

    pub fn try_workspace(&self) -> Result<WorkspaceDb, StoreError> {
        let session = SessionId(Uuid::from_u128(3));
        WorkspaceDb::open(&self.place(), self.key(), session, self.ambient())
    }

    /// The workspace's key.
    pub fn key(&self) -> ContentKey {
        ContentKey::new([5; 32])
    }

    pub fn workspace(&self) -> WorkspaceDb {
        self.try_workspace().expect("workspace.db opens")
    }
}

pub fn source(n: u128) -> SourceId {
    SourceId(Uuid::from_u128(n))
}

pub fn actor() -> Actor {
    Actor {
        kind: ActorKind::Person,
        name: "ada".into(),
    }
}

pub fn subject(text: &str) -> EntityRef {
    text.parse().expect("a reference")
}

pub fn draft(kind: &str, about: &str, payload: Value) -> EventDraft {
    let (kind, subject) = (kind.to_owned(), subject(about));
    EventDraft {
        actor: actor(),
        kind,
        subject,
        cause: None,
        turn: None,
        trace: None,
        payload,
    }
}

pub fn masked(draft: EventDraft) -> Masked<EventDraft> {
    GATEKEEPER.mask_event(draft)
}

/// An ordinary event.
pub fn saved(n: u64) -> Masked<EventDraft> {
    masked(draft(
        "document.saved",
        &format!("file:{n}"),
        json!({ "n": n }),
    ))
}

/// Every file below `folder`, with its bytes.
pub fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).expect("a file");
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// Numbers that look random and follow from their seed (xorshift64*).
pub struct Dice(u64);

impl Dice {
    #[allow(
        clippy::print_stdout,
        reason = "a failed test shows the seed it can be repeated with"
    )]
    pub fn new(seed: u64) -> Self {
        println!("seed {seed}");
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) % end
    }
}
