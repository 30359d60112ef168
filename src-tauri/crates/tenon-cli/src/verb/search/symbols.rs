//! What only the workspace's owner answers: symbols, and pieces of files ranked by their words.

use std::sync::{Arc, Mutex, PoisonError};

use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::symbols::SymbolSource;
use tenon_api::{ApiResult, ops};

use crate::Session;

/// The way to the owner, or this process in its place, from the first question on that needs it.
pub struct Symbols {
    session: Session,
    link: Mutex<Option<Link>>,
}

impl Symbols {
    pub fn new(session: &Session) -> Arc<Self> {
        Arc::new(Self {
            session: session.clone(),
            link: Mutex::default(),
        })
    }

    /// The owner, or this process in its place.
    pub fn link(&self) -> ApiResult<Link> {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(link) = &*link {
            return Ok(link.clone());
        }
        let opened = self.session.link()?;
        *link = Some(opened.clone());
        Ok(opened)
    }

    /// Symbols as a source of rows.
    pub fn source(self: Arc<Self>) -> SymbolSource {
        let folder = self.session.workspace.clone();
        SymbolSource::new(&folder, move |params| {
            self.link()?
                .call::<ops::symbols_find>(&Caller::command_line(), params)
        })
    }
}
