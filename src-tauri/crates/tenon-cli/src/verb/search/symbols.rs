//! What only the workspace's owner answers: symbols, and pieces of files ranked by their words.

use std::sync::{Arc, Mutex, PoisonError};

use tenon_api::link::Link;
use tenon_api::ops::Op;
use tenon_api::symbols::SymbolSource;
use tenon_api::{ApiResult, ops};

use crate::Session;
use crate::verb::asking::Asking;

/// The way to the owner, or this process in its place, from the first question on that needs it.
pub struct Symbols {
    session: Session,
    asking: Mutex<Option<Arc<Asking>>>,
}

impl Symbols {
    pub fn new(session: &Session) -> Arc<Self> {
        Arc::new(Self {
            session: session.clone(),
            asking: Mutex::default(),
        })
    }

    fn asking(&self) -> ApiResult<Arc<Asking>> {
        let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asking) = &*asking {
            return Ok(asking.clone());
        }
        let opened = Arc::new(Asking::open(&self.session)?);
        *asking = Some(opened.clone());
        Ok(opened)
    }

    /// The owner, or this process in its place.
    pub fn link(&self) -> ApiResult<Link> {
        Ok(self.asking()?.link())
    }

    /// Asks the owner, or the next one when it ends meanwhile.
    pub fn call<O: Op>(&self, params: O::Params) -> ApiResult<O::Output>
    where
        O::Params: Clone,
    {
        self.asking()?.call::<O>(params)
    }

    /// Symbols as a source of rows.
    pub fn source(self: Arc<Self>) -> SymbolSource {
        let folder = self.session.workspace.clone();
        SymbolSource::new(&folder, move |params| {
            self.call::<ops::symbols_find>(params)
        })
    }
}
