//! The open windows: which workspace each one shows, and the way to that workspace's owner.

mod come;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tauri::{AppHandle, Emitter, Manager};
use tenon_api::app::App;
use tenon_api::hub::Subscription;
use tenon_api::link::Link;
use tenon_api::ops::{Op, RawOp, StreamOp};
use tenon_api::owner::Caller as ApiCaller;
use tenon_api::wire::{OpenTarget, UiEvent, WindowEvent};
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;

use crate::asked::Asked;
use crate::ipc::Caller;

/// The name of the one event that pages listen to.
pub const EVENT: &str = "tenon-event";

/// What one window shows.
pub struct Shown {
    /// The folder as it was asked for.
    pub folder: PathBuf,
    /// The profile that was asked for.
    pub profile: Option<String>,
    /// The way to the owner, or why there is none.
    pub link: ApiResult<Link>,
    /// What the page is to open.
    pub asked: Asked,
    /// Whether only files were asked for, and not their folder.
    files_only: bool,
    relay: Option<Subscription>,
}

/// All windows of this process.
pub struct Windows {
    /// The process's shared parts.
    pub app: Arc<App>,
    /// Tauri.
    pub handle: AppHandle,
    shown: Mutex<HashMap<String, Shown>>,
    /// Windows whose workspace is still being opened.
    coming: Mutex<HashSet<String>>,
    arrived: Condvar,
}

impl Windows {
    /// No windows yet.
    pub fn new(app: Arc<App>, handle: AppHandle) -> Self {
        Self {
            app,
            handle,
            shown: Mutex::default(),
            coming: Mutex::default(),
            arrived: Condvar::new(),
        }
    }

    /// Makes a new window show a folder, on a thread of its own, so that the window can be made
    /// meanwhile. Whoever asks for what it shows waits.
    pub fn show_soon(
        &self,
        label: &str,
        folder: &Path,
        profile: Option<&str>,
        open: Vec<OpenTarget>,
    ) -> ApiResult<()> {
        let (handle, label) = (self.handle.clone(), label.to_owned());
        let (folder, profile) = (folder.to_path_buf(), profile.map(str::to_owned));
        self.coming().insert(label.clone());
        let named = label.clone();
        let started = std::thread::Builder::new()
            .name("open-workspace".into())
            .spawn(move || {
                let windows = of(&handle);
                // Also when it fails: nobody may wait for ever.
                let _arrival = Arrival(windows.inner(), &named);
                windows.show(&named, &folder, profile.as_deref(), open);
            });
        started.map(drop).map_err(|e| {
            self.coming().remove(&label);
            ApiError::new(Code::Internal, format!("No thread can be started: {e}."))
        })
    }

    fn coming(&self) -> MutexGuard<'_, HashSet<String>> {
        self.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the windows that `wanted` picks show what they are to show.
    pub fn settle(&self, wanted: impl Fn(&str) -> bool) {
        let still = |coming: &mut HashSet<String>| coming.iter().any(|label| wanted(label));
        drop(self.arrived.wait_while(self.coming(), still));
    }

    /// What each window shows, by label.
    pub fn shown(&self) -> MutexGuard<'_, HashMap<String, Shown>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the window show a folder; what it showed before is let go first.
    pub fn show(&self, label: &str, folder: &Path, profile: Option<&str>, open: Vec<OpenTarget>) {
        let before = self.shown().remove(label);
        let mut files_only = !open.is_empty();
        let mut asked = Asked::default();
        if let Some(before) = &before {
            asked = before.asked.clone();
            match before.folder == folder {
                // Its owner died, or it asks for one more.
                true => files_only = before.files_only,
                false => asked.elsewhere(),
            }
        }
        asked.add(open);
        drop(before);
        let link = self.link(folder, profile, files_only);
        if let Ok(Link::Remote(client)) = &link {
            let (handle, window) = (self.handle.clone(), label.to_owned());
            client.on_close(move || {
                // Not on the thread that reads: the new owner may be reached over the same socket.
                std::thread::spawn(move || of(&handle).rejoin(&window));
            });
        }
        let relay = match &link {
            Ok(link) => Some(self.relay(label, link)),
            Err(error) => {
                tracing::warn!(error = %error, "the folder could not be opened");
                // Settings, log and sidecar are told to a window without a workspace too.
                Some(self.relay_hub(label, &self.app.hub))
            }
        };
        let shown = Shown {
            folder: folder.to_path_buf(),
            profile: profile.map(str::to_owned),
            link,
            asked,
            files_only,
            relay,
        };
        self.shown().insert(label.to_owned(), shown);
    }

    /// Finds or becomes the owner again when the old one died, and tells the page.
    fn rejoin(&self, label: &str) {
        let lost = {
            let shown = self.shown();
            let shown = shown.get(label);
            shown
                .filter(|shown| shown.link.as_ref().is_ok_and(Link::closed))
                .map(|shown| (shown.folder.clone(), shown.profile.clone()))
        };
        // A window that was closed, or shows another folder by now, has lost nothing.
        let Some((folder, profile)) = lost else {
            return;
        };
        tracing::warn!(folder = %folder.display(), "the owner of the workspace is gone");
        self.show(label, &folder, profile.as_deref(), Vec::new());
        let snapshot = self.app.settings.snapshot();
        send(&self.handle, label, UiEvent::SettingsChanged { snapshot });
        send(&self.handle, label, UiEvent::OwnerChanged {});
    }

    /// Lets go of what a closed window showed. The last one that showed a workspace ends its owner.
    pub fn closed(&self, label: &str) {
        self.settle(|other| other == label);
        let gone = self.shown().remove(label);
        if let Some(Shown {
            link: Ok(Link::Local(owner)),
            ..
        }) = &gone
        {
            owner.forget_caller(&ApiCaller::window(label));
        }
        drop(gone);
    }

    /// The window that shows a folder.
    pub fn find(&self, folder: &Path) -> Option<String> {
        let wanted = folder.canonicalize().ok()?;
        self.settle(|_| true);
        let shown = self.shown();
        let found = shown
            .iter()
            .find(|(_, shown)| shown.folder.canonicalize().is_ok_and(|f| f == wanted));
        found.map(|(label, _)| label.clone())
    }

    /// Says that the folder of a window was asked for, and not only a file of it.
    pub fn take_up(&self, label: &str) -> ApiResult<()> {
        let mut shown = self.shown();
        let Some(shown) = shown.get_mut(label) else {
            return Ok(());
        };
        shown.files_only = false;
        match &shown.link {
            Ok(Link::Local(owner)) => owner.take_up(),
            // One of another process was started for the folder, or hears of it there.
            Ok(Link::Remote(_)) | Err(_) => Ok(()),
        }
    }

    /// Makes a window open something, now or as soon as its page is there.
    pub fn open(&self, label: &str, target: OpenTarget) {
        let mut shown = self.shown();
        let now = match shown.get_mut(label) {
            Some(shown) => shown.asked.open(target),
            None => Some(target),
        };
        drop(shown);
        if let Some(target) = now {
            send(&self.handle, label, UiEvent::OpenRequested { target });
        }
    }

    /// What a window is to open first. From now on its page is told of more.
    pub fn boot(&self, label: &str) -> Vec<OpenTarget> {
        let mut shown = self.shown();
        let shown = shown.get_mut(label);
        shown.map_or_else(Vec::new, |shown| shown.asked.boot())
    }

    /// Says that a window's page is loaded anew.
    pub fn reloads(&self, label: &str) {
        if let Some(shown) = self.shown().get_mut(label) {
            shown.asked.reloads();
        }
    }

    /// Runs a command for a window, off the thread that draws.
    pub async fn json<O: Op>(&self, caller: Caller, params: O::Params) -> ApiResult<O::Output> {
        let (link, caller) = (self.link_of(&caller.0)?, ApiCaller::window(&caller.0));
        blocking(move || link.call::<O>(&caller, params)).await
    }

    /// Runs a command that answers with bytes.
    pub async fn raw<O: RawOp>(&self, caller: Caller, params: O::Params) -> ApiResult<Vec<u8>> {
        let (link, caller) = (self.link_of(&caller.0)?, ApiCaller::window(&caller.0));
        blocking(move || link.raw::<O>(&caller, params)).await
    }

    /// Runs a command that sends bytes from then on.
    pub async fn stream<O: StreamOp>(
        &self,
        caller: Caller,
        params: O::Params,
        send: impl FnMut(Vec<u8>) -> bool + Send + 'static,
    ) -> ApiResult<O::Output> {
        let (link, caller) = (self.link_of(&caller.0)?, ApiCaller::window(&caller.0));
        blocking(move || link.stream::<O>(&caller, params, Box::new(send))).await
    }

    /// The way to the owner of a window's workspace. An owner that died is replaced.
    pub fn link_of(&self, label: &str) -> ApiResult<Link> {
        self.settle(|other| other == label);
        let (folder, profile) = {
            let shown = self.shown();
            let shown = shown.get(label).ok_or_else(|| {
                ApiError::new(Code::PreconditionFailed, "no folder is open in this window")
            })?;
            match &shown.link {
                Ok(link) if !link.closed() => return Ok(link.clone()),
                Ok(_) => (shown.folder.clone(), shown.profile.clone()),
                Err(error) => return Err(error.clone()),
            }
        };
        self.show(label, &folder, profile.as_deref(), Vec::new());
        let shown = self.shown();
        shown.get(label).map_or_else(
            || Err(ApiError::new(Code::Internal, "the window is gone")),
            |shown| shown.link.clone(),
        )
    }

    fn link(&self, folder: &Path, profile: Option<&str>, files_only: bool) -> ApiResult<Link> {
        // A workspace that another window of this process shows has its owner here.
        let wanted = folder.canonicalize().ok();
        let here = self
            .app
            .owners()
            .into_iter()
            .find(|owner| wanted.as_deref() == Some(owner.root()));
        if let Some(owner) = here {
            if !files_only {
                owner.take_up()?;
            }
            return Ok(Link::Local(owner));
        }
        let link = Link::open(&self.app, folder, profile)?;
        if let Link::Local(owner) = &link {
            match files_only {
                true => owner.serve_file()?,
                false => owner.serve()?,
            }
            // A workspace that another process owns has its sidecar there.
            self.app.start_sidecar();
        }
        Ok(link)
    }

    fn relay(&self, label: &str, link: &Link) -> Subscription {
        self.relay_hub(label, link.hub())
    }

    fn relay_hub(&self, label: &str, hub: &tenon_api::hub::Hub) -> Subscription {
        let (handle, label) = (self.handle.clone(), label.to_owned());
        hub.subscribe(move |event| {
            if let UiEvent::RaiseRequested {
                request,
                of: by,
                show,
            } = &event.event
            {
                let (handle, label) = (handle.clone(), label.clone());
                let (request, by, show) = (request.clone(), by.clone(), show.clone());
                // The answer may go to the owner that is telling us now, so it cannot be made here.
                std::thread::spawn(move || {
                    of(&handle).come(&label, request, by.as_deref(), show);
                });
                return;
            }
            let own = matches!(&event.event, UiEvent::DocumentEdited { by, .. } if *by == ApiCaller::window(&label).id);
            if !own && event.window.as_ref().is_none_or(|window| *window == label) {
                send(&handle, &label, event.event.clone());
            }
        })
    }
}

struct Arrival<'a>(&'a Windows, &'a str);

impl Drop for Arrival<'_> {
    fn drop(&mut self) {
        self.0.coming().remove(self.1);
        self.0.arrived.notify_all();
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        // Listening ends before the owner does, so that no window hears of its end.
        self.relay = None;
    }
}

/// Tells one window; each event carries the window's label.
pub fn send(handle: &AppHandle, label: &str, event: UiEvent) {
    let event = WindowEvent {
        window: Some(label.to_owned()),
        event,
    };
    // To log that a line of the log could not be told would itself be a line to tell.
    let quiet = matches!(event.event, UiEvent::LogGrew { .. });
    if let Err(e) = handle.emit_to(tauri::EventTarget::webview_window(label), EVENT, event)
        && !quiet
    {
        tracing::debug!(error = %e, "a window could not be told");
    }
}

/// Runs what may block on a thread that may.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> ApiResult<T> + Send + 'static,
) -> ApiResult<T> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or_else(|e| Err(ApiError::new(Code::Internal, e.to_string())))
}

/// The windows of an app.
pub fn of(handle: &AppHandle) -> tauri::State<'_, Windows> {
    handle.state::<Windows>()
}
