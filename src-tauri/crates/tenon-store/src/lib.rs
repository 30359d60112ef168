//! SQLite, and nothing else in Tenon speaks SQL.
//!
//! The types that matter: [`AppDb`] knows profiles and workspaces, [`WorkspaceDb`] holds one
//! workspace's journal and content, [`RunsDb`] the commands that ran in a profile, [`DataDirs`] says where every file lies, and [`StoreError`]
//! says what failed, where, and what to do.
//!
//! Facts come in as `Masked<EventDraft>` and are kept readable; content (the bytes that give work
//! back) is sealed with the workspace's [`ContentKey`]. Each write is durable when its call
//! returns, or when its [`Pending`] says so.
//!
//! This crate will never write an event that the gatekeeper has not seen, touch a file that a
//! newer program wrote, or read the clock by itself: [`Ambient`] is given to it.
#![deny(missing_docs)]

mod ambient;
mod app_db;
mod atuin;
mod copy;
mod database;
mod dirs;
mod error;
mod file;
mod inspect;
pub mod keys;
mod meaning_db;
mod migrate;
mod name;
mod readers;
mod residue;
mod room;
mod runs_db;
mod salvage;
mod scrub;
mod seal;
mod sums;
mod table;
mod workspace_db;
mod writer;

pub use ambient::{Ambient, Entropy, SystemEntropy};
pub use app_db::AppDb;
pub use atuin::{AtuinFault, AtuinHistory, AtuinRow, read_atuin};
pub use copy::{DatabaseKind, copy_database, prove_database};
pub use dirs::{DataDirs, DirHints, Place};
pub use error::StoreError;
pub use inspect::is_vacant;
pub use meaning_db::entities::{EntityOf, EntityQuery, EntityRow};
pub use meaning_db::found::FiledPassage;
pub use meaning_db::work::{Compared, Missing, PassageCounts, PassageScope};
pub use meaning_db::{MeaningDb, OpenedMeaning, Passage, PassageFile, PassageKey, PassageState};
pub use name::NameError;
pub use residue::holds as file_holds;
pub use runs_db::forget::{ForgetRuns, ForgottenRuns, forget_runs_in_copy};
pub use runs_db::{
    DistinctCommand, DistinctQuery, ForgottenKey, Imported, KeptOutput, NewOutput, NewRun, Run,
    RunEnd, RunExit, RunPage, RunQuery, RunSource, RunState, RunsDb, RunsReader,
};
pub use salvage::{Cut, Salvaged, salvage_app, salvage_runs, salvage_workspace};
pub use seal::{ContentHash, ContentKey, SealedContent};
pub use table::document::Document;
pub use table::journal::{JournalQuery, JournalRow};
pub use table::layout::Layout;
pub use table::link::{Link, LinkKind, LinkOrigin};
pub use table::link_verdict::{LinkPrint, LinkVerdict};
pub use table::profile::{Profile, ProfileId};
pub use table::restore::{Restore, RestoreFile};
pub use table::session::Session;
pub use table::version::outside::OutsideChange;
pub use table::version::room::HistorySize;
pub use table::version::{Lack, Version, VersionBytes, VersionKind};
pub use table::workspace::{FolderMark, Workspace};
pub use workspace_db::forget::{Forget, Forgotten, Note, Scribe, forget_in_copy};
pub use workspace_db::history::{NewBytes, NewFile, NewVersion};
pub use workspace_db::hot::{Screen, Unsaved};
pub use workspace_db::journal::{Delivery, Erased, PAYLOAD_LIMIT, erasure, salvage_note};
pub use workspace_db::keyring::{KeyTrouble, holds_sealed, key_trouble};
pub use workspace_db::links::NewLink;
pub use workspace_db::reader::JournalReader;
pub use workspace_db::symbols::{SymbolRow, SymbolRows, SymbolsLost};
pub use workspace_db::text::{KeptText, Undo};
pub use workspace_db::verdicts::Judged;
pub use workspace_db::{Examined, WorkspaceDb};
pub use writer::Pending;
