//! Making, raising and closing windows.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tenon_api::app::App;
use tenon_api::wire::{Nothing, OpenTarget};
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;

use crate::closing::Closing;
use crate::windows;

static NEXT: AtomicU32 = AtomicU32::new(0);

fn internal(e: tauri::Error) -> ApiError {
    ApiError::new(Code::Internal, format!("the window: {e}"))
}

/// Opens a window on a folder and answers with its label.
pub fn open(
    handle: &AppHandle,
    folder: &Path,
    profile: Option<&str>,
    targets: Vec<OpenTarget>,
) -> ApiResult<String> {
    let label = match NEXT.fetch_add(1, Ordering::SeqCst) {
        0 => "main".to_owned(),
        number => format!("main-{number}"),
    };
    windows::of(handle).show_soon(&label, folder, profile, targets)?;
    let name = folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let state = windows::of(handle).app.window_state(&label);
    let builder = WebviewWindowBuilder::new(handle, &label, WebviewUrl::App("index.html".into()))
        .title(if name.is_empty() {
            "Tenon".to_owned()
        } else {
            format!("{name} - Tenon")
        })
        .inner_size(state.width, state.height)
        .min_inner_size(640.0, 400.0)
        .maximized(state.maximized)
        // Drags of panels and files are the page's own.
        .disable_drag_drop_handler()
        .background_color(tauri::window::Color(0x15, 0x17, 0x1a, 0xff));
    let window = builder.build().map_err(internal)?;
    zoom(&window, &windows::of(handle).app);
    let (handle, closing) = (handle.clone(), label.clone());
    window.on_window_event(move |event| match event {
        // The page says that it heard, asks about unsaved text and answers with `window_close`.
        WindowEvent::CloseRequested { api, .. } if shows_a_workspace(&handle, &closing) => {
            api.prevent_close();
            remember(&handle, &closing);
            crate::closing::request(&handle, &closing);
        }
        WindowEvent::Destroyed => {
            handle.state::<Closing>().heard(&closing);
            windows::of(&handle).closed(&closing);
        }
        _ => {}
    });
    Ok(label)
}

/// Whether there is a page that can be asked.
fn shows_a_workspace(handle: &AppHandle, label: &str) -> bool {
    let windows = windows::of(handle);
    windows.settle(|other| other == label);
    let shown = windows.shown();
    shown.get(label).is_some_and(|shown| shown.link.is_ok())
}

/// Draws a window's page in the size that the settings ask for.
fn zoom(window: &WebviewWindow, app: &App) {
    let zoom = f64::from(app.settings.snapshot().settings.zoom);
    if let Err(e) = window.set_zoom(zoom) {
        tracing::warn!(error = %e, "the window could not be zoomed");
    }
}

/// Follows the settings in all windows.
pub fn zoom_all(handle: &AppHandle) {
    for window in handle.webview_windows().values() {
        zoom(window, &windows::of(handle).app);
    }
}

/// Keeps a window's size for the next start.
fn remember(handle: &AppHandle, label: &str) {
    let Some(window) = handle.get_webview_window(label) else {
        return;
    };
    let (Ok(size), Ok(scale)) = (window.inner_size(), window.scale_factor()) else {
        return;
    };
    let size = size.to_logical::<f64>(scale);
    let maximized = window.is_maximized().unwrap_or(false);
    windows::of(handle)
        .app
        .keep_window_state(label, size.width, size.height, maximized);
}

/// Brings a window to the front.
pub fn raise(handle: &AppHandle, label: &str) -> ApiResult<Nothing> {
    if let Some(window) = handle.get_webview_window(label) {
        window.unminimize().map_err(internal)?;
        window.set_focus().map_err(internal)?;
    }
    Ok(Nothing {})
}

/// Loads a window's page anew.
pub fn reload(handle: &AppHandle, label: &str) -> ApiResult<Nothing> {
    if let Some(window) = handle.get_webview_window(label) {
        if let Some(shown) = windows::of(handle).shown().get(label) {
            let name = shown
                .folder
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            window
                .set_title(&format!("{name} - Tenon"))
                .map_err(internal)?;
        }
        windows::of(handle).reloads(label);
        window.reload().map_err(internal)?;
    }
    Ok(Nothing {})
}
