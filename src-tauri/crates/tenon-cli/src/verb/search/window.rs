//! `tenon search --window`: the search in the Search view of a window.

use std::process::ExitCode;

use serde_json::json;
use tenon_api::wire::{RaiseParams, SearchMode, SearchQuery};
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;

use crate::Session;
use crate::verb::open::{folder_of_window, no_window, owner_of, raise};

pub fn run(session: &Session, search: SearchQuery) -> ApiResult<ExitCode> {
    if search.mode != SearchMode::Query && !(search.langs.is_empty() && search.kinds.is_empty()) {
        let message = "the Search view takes a language and a kind in a query only";
        return Err(ApiError::new(Code::Invalid, message)
            .hint("Leave out \"--regex\", \"--literal\" and \"--mode\", or the fields."));
    }
    let folder = folder_of_window(session);
    let record = json!({
        "searched": search.text,
        "workspace": folder.display().to_string(),
    });
    let shown = match owner_of(session, folder)? {
        None => false,
        Some(link) => {
            let show = RaiseParams {
                search: Some(search),
                ..RaiseParams::default()
            };
            raise(session, &link, show)?
        }
    };
    if !shown {
        return Err(no_window(folder));
    }
    let told = "shown in the Search view of the open window";
    session.out.record(&record, |_| told.to_owned())?;
    Ok(ExitCode::SUCCESS)
}
