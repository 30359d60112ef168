//! Closing a window whose page may hang: the page has a moment to say that it heard, and after that
//! the person is asked in the system's own way.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{Nothing, UiEvent};

use crate::windows;

/// How long a page has to answer that it heard. It asks its questions after that, for as long as
/// it takes.
const PATIENCE: Duration = Duration::from_secs(4);

/// The close requests that a page has not answered.
#[derive(Debug, Default)]
pub struct Closing {
    waiting: Mutex<HashMap<String, u64>>,
}

impl Closing {
    /// Notes a request; answers whether it is the one to wait for.
    fn ask(&self, label: &str, number: u64) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.contains_key(label) {
            return false;
        }
        waiting.insert(label.to_owned(), number);
        true
    }

    /// The page answered, or there is nothing to wait for any more.
    pub fn heard(&self, label: &str) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.remove(label);
    }

    /// Whether a request is still without an answer.
    fn unanswered(&self, label: &str, number: u64) -> bool {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.get(label) == Some(&number)
    }
}

/// Asks a window's page to close. Where no answer comes, the person is asked.
pub fn request(handle: &AppHandle, label: &str) {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    windows::send(handle, label, UiEvent::CloseRequested {});
    if !handle.state::<Closing>().ask(label, number) {
        return;
    }
    let (handle, label) = (handle.clone(), label.to_owned());
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        if !handle.state::<Closing>().unanswered(&label, number) {
            return;
        }
        tracing::warn!(window = %label, "the page does not answer that it shall close");
        let unsaved = windows::blocking({
            let (handle, label) = (handle.clone(), label.clone());
            move || Ok(unsaved(&handle, &label))
        });
        ask_person(&handle, &label, &unsaved.await.unwrap_or_default());
    });
}

/// Names of the texts that the owner knows to be unsaved.
fn unsaved(handle: &AppHandle, label: &str) -> Vec<String> {
    let Ok(link) = windows::of(handle).link_of(label) else {
        return Vec::new();
    };
    let listed = link.call::<ops::document_list>(&Caller::window(label), Nothing {});
    let documents = listed.map(|list| list.documents).unwrap_or_default();
    let dirty = documents.into_iter().filter(|document| document.dirty);
    dirty.map(|document| document.name).collect()
}

fn ask_person(handle: &AppHandle, label: &str, unsaved: &[String]) {
    let Some(window) = handle.get_webview_window(label) else {
        handle.state::<Closing>().heard(label);
        return;
    };
    let (asked, label) = (handle.clone(), label.to_owned());
    let dialog = handle.dialog().message(question(unsaved));
    dialog
        .title("Tenon does not answer")
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom(
            "Close anyway".to_owned(),
            "Keep waiting".to_owned(),
        ))
        .parent(&window)
        .show(move |close| {
            asked.state::<Closing>().heard(&label);
            if !close {
                return;
            }
            tracing::warn!(window = %label, "the window is closed past its page");
            if let Err(e) = window.destroy() {
                tracing::error!(error = %e, "the window could not be closed");
            }
        });
}

/// What the person is asked, with what would be lost.
fn question(unsaved: &[String]) -> String {
    const SHOWN: usize = 8;
    let what = "The window's page does not answer.";
    if unsaved.is_empty() {
        return format!("{what} Everything that it told of is saved.");
    }
    let shown: Vec<_> = unsaved.iter().take(SHOWN).map(String::as_str).collect();
    let more = match unsaved.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let names = shown.join(", ");
    format!("{what} Closing it now gives up what is not saved in {names}{more}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_request_at_a_time_is_waited_for() {
        let closing = Closing::default();
        assert!(closing.ask("main", 1));
        assert!(!closing.ask("main", 2), "a second click asks nothing twice");
        assert!(closing.ask("main-1", 3), "another window is another matter");
        assert!(closing.unanswered("main", 1));
        closing.heard("main");
        assert!(!closing.unanswered("main", 1));
        assert!(closing.ask("main", 4), "the next request waits again");
        assert!(!closing.unanswered("main", 1), "an old one is over");
    }

    #[test]
    fn the_question_names_what_would_be_lost() {
        let names = |count: usize| (1..=count).map(|n| format!("{n}.rs")).collect::<Vec<_>>();
        assert!(question(&[]).contains("is saved"));
        assert!(question(&names(2)).ends_with("what is not saved in 1.rs, 2.rs."));
        assert!(question(&names(10)).ends_with("8.rs and 2 more."));
    }
}
