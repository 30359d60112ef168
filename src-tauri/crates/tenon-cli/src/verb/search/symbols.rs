//! What only the workspace's owner answers: symbols, and pieces of files ranked by their words.

use std::sync::{Arc, Mutex, PoisonError};

use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::symbols::SymbolSource;
use tenon_api::wire::{SearchHit, SearchQuery, SearchRankedParams};
use tenon_api::{ApiResult, ops};
use tenon_core::WirePath;
use tenon_index::find::Problem;

use crate::Session;

/// Rows that a ranked search gives when nothing is said.
const RANKED: usize = 100;

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

    fn link(&self) -> ApiResult<Link> {
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

    /// Pieces of files, the best first.
    pub fn ranked(&self, search: SearchQuery, limit: Option<usize>) -> ApiResult<Found> {
        let limit = limit.unwrap_or(RANKED);
        if limit == 0 {
            return Ok(Found::default());
        }
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let params = SearchRankedParams { search, limit };
        let link = self.link()?;
        let answer = link.call::<ops::search_ranked>(&Caller::command_line(), params)?;
        let problems = answer.problems.into_iter();
        let told = |path: &WirePath| path.to_bytes().unwrap_or_default();
        Ok(Found {
            hits: answer.hits,
            problems: problems.map(|it| (told(&it.path), it.reason)).collect(),
        })
    }
}

/// What a ranked search found, and what it could not look at.
#[derive(Default)]
pub struct Found {
    pub hits: Vec<SearchHit>,
    pub problems: Vec<Problem>,
}
