//! Where a journal is read from: its owner, or the file itself while there is none.

use std::path::Path;
use std::sync::Arc;

use tenon_gatekeeper::Gatekeeper;
use tenon_store::{JournalReader, Place, Workspace};
use tenon_workspace::Root;

use crate::ApiResult;
use crate::app::App;
use crate::handle::{journal_page_of, journal_proof_of, known_kind, subject, thing};
use crate::hub::Subscription;
use crate::ops;
use crate::owner::{Owner, lost};
use crate::secrets::masked_path;
use crate::socket::client::Client;
use crate::wire::{JournalPage, JournalPageParams, JournalProof, Nothing, UiEvent};

/// Checks that a name is a kind of event, or an area of kinds, without looking at any journal.
///
/// # Errors
/// `invalid` with the kinds that there are.
pub fn check_kind(kind: &str) -> ApiResult<()> {
    known_kind(kind)
}

/// Checks that a text is a reference, without looking for what it names. `file:PATH` is one too.
///
/// # Errors
/// `invalid` with what a reference looks like.
pub fn check_reference(text: &str) -> ApiResult<()> {
    match text.starts_with("file:") {
        true => Ok(()),
        false => subject(text).map(drop),
    }
}

/// A way to read a workspace's journal that adds nothing to it: nobody becomes the owner.
pub enum JournalSource {
    /// Its owner answers.
    Owner(Client),
    /// There is no owner; the file is read. There may be none yet.
    File(Unowned),
}

/// The file of a journal, which may not be there yet.
pub struct Unowned {
    reader: Option<JournalReader>,
    root: Root,
    gatekeeper: Arc<Gatekeeper>,
}

impl Unowned {
    fn page(&self, mut params: JournalPageParams) -> ApiResult<JournalPage> {
        let known = |text: String| {
            let found = thing(&text, &self.root, |path| {
                let path = masked_path(&self.gatekeeper, path);
                let look = |reader: &JournalReader| reader.document_at(&path);
                Ok(self.reader.as_ref().map_or(Ok(None), look)?)
            });
            found.map(|thing| thing.to_string())
        };
        params.subject = params.subject.map(known).transpose()?;
        match &self.reader {
            Some(reader) => journal_page_of(reader, params),
            None => Ok(JournalPage {
                events: Vec::new(),
                more: false,
            }),
        }
    }
}

impl JournalSource {
    /// Finds the journal of the folder at `root`.
    pub fn open(app: &Arc<App>, root: &Path, profile: Option<&str>) -> ApiResult<Self> {
        let root = Root::open(root)?;
        let row = app.known(&root, profile)?;
        let file = |reader| {
            Self::File(Unowned {
                reader,
                root,
                gatekeeper: app.gatekeeper.clone(),
            })
        };
        let Some(row) = row else {
            return Ok(file(None));
        };
        let socket = Owner::socket(app, &row)?;
        match Client::connect(&socket, app.surroundings.uid)? {
            Some(client) => Ok(Self::Owner(client)),
            None => match lost(app, &row) {
                Some(fault) => Err(fault),
                None => Ok(file(JournalReader::open(&place(app, &row))?)),
            },
        }
    }

    /// Reads a page.
    pub fn page(&self, params: JournalPageParams) -> ApiResult<JournalPage> {
        match self {
            Self::Owner(client) => client.call::<ops::journal_page>(&params),
            Self::File(file) => file.page(params),
        }
    }

    /// Proves the journal.
    pub fn verify(&self) -> ApiResult<JournalProof> {
        match self {
            Self::Owner(client) => client.call::<ops::journal_verify>(&Nothing {}),
            Self::File(file) => match &file.reader {
                Some(reader) => journal_proof_of(reader),
                None => Ok(JournalProof {
                    ok: true,
                    events: Some(crate::wire::Whole::size(0)),
                    seq: None,
                    why: None,
                }),
            },
        }
    }

    /// Calls `news` when the owner tells of new events, and when it is gone; without an owner
    /// nobody tells.
    pub fn listen(&self, news: impl Fn() + Clone + Send + Sync + 'static) -> Option<Subscription> {
        let Self::Owner(client) = self else {
            return None;
        };
        client.on_close(news.clone());
        Some(client.hub().subscribe(move |event| {
            if matches!(event.event, UiEvent::JournalAppended { .. }) {
                news();
            }
        }))
    }

    /// Whether the owner that answered is gone.
    pub fn closed(&self) -> bool {
        matches!(self, Self::Owner(client) if client.closed())
    }
}

fn place(app: &App, row: &Workspace) -> Place {
    app.dirs.workspace_place(row.profile, row.id)
}
