//! Coming to the front when somebody outside asks for a window.

use tenon_api::ops;
use tenon_api::owner::Caller as ApiCaller;
use tenon_api::wire::{RaiseParams, RaisedParams, UiEvent};

use super::{Windows, send};

impl Windows {
    /// Brings a window to the front because somebody outside asked for its workspace. Of several
    /// windows on one folder the first one does it, unless one of them is meant.
    pub(super) fn come(&self, label: &str, request: String, of: Option<&str>, show: RaiseParams) {
        let link = {
            let shown = self.shown();
            let Some(this) = shown.get(label) else { return };
            let first = || {
                let same = shown
                    .iter()
                    .filter(|(_, other)| other.folder == this.folder);
                same.map(|(other, _)| other).min()
            };
            let is_asked = match of {
                Some(caller) => ApiCaller::window(label).id == caller,
                None => first().is_some_and(|first| first == label),
            };
            match &this.link {
                Ok(link) if is_asked => link.clone(),
                _ => return,
            }
        };
        if let Some(target) = show.target {
            self.open(label, target);
        }
        if let Some(doc) = show.document {
            send(&self.handle, label, UiEvent::DocumentRequested { doc });
        }
        if let Some(search) = show.search {
            send(&self.handle, label, UiEvent::SearchRequested { search });
        }
        if let Some(reference) = show.reference {
            send(
                &self.handle,
                label,
                UiEvent::ReferenceRequested { reference },
            );
        }
        if let Err(e) = crate::window::raise(&self.handle, label) {
            tracing::warn!(error = %e, "a window could not be brought to the front");
        }
        let told =
            link.call::<ops::workspace_raised>(&ApiCaller::window(label), RaisedParams { request });
        if let Err(e) = told {
            tracing::warn!(error = %e, "whoever asked for the window could not be answered");
        }
    }
}
