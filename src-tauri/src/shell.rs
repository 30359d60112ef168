//! Commands that need a window or the desktop around it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use tauri::Manager;
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;
use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::Caller as ApiCaller;
use tenon_api::wire::{
    AppInfo, Boot, ClipboardImage, ClipboardText, LinkParams, Nothing, PickedFolder, ProfileParams,
    RestoreReport, WindowParams, WorkspaceOpenParams,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{ActorKind, Code};

use crate::closing::Closing;
use crate::ipc::Caller;
use crate::windows::{Windows, blocking};

/// Everything for a window's first paint.
pub async fn window_boot(windows: &Windows, caller: Caller, _: Nothing) -> ApiResult<Boot> {
    let label = caller.0;
    let handle = windows.handle.clone();
    blocking(move || {
        let windows = crate::windows::of(&handle);
        let (app, window) = (&windows.app, label);
        // It may have to wait for the workspace, which opens while the page loads.
        let link = windows.link_of(&window);
        let open = windows.boot(&window);
        let api = ApiCaller::window(&window);
        let mut boot = Boot {
            app: AppInfo {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                platform: std::env::consts::OS.to_owned(),
                data_dir: app.dirs.data.display().to_string(),
                config_dir: app.dirs.config.display().to_string(),
                home: Some(app.surroundings.dirs.home.display().to_string()),
                software_rendering: tenon_api::doctor::software_rendering(&app.surroundings),
            },
            window: window.clone(),
            workspace: None,
            workspace_error: None,
            settings: app.settings.snapshot(),
            sidecar: app.sidecar.status(),
            layout: None,
            documents: Vec::new(),
            open,
            restored: RestoreReport::default(),
        };
        match link {
            Err(error) => boot.workspace_error = Some(error),
            Ok(link) => {
                if let Link::Local(owner) = &link {
                    // What the page held before a reload is let go; it attaches anew.
                    owner.forget_caller(&api);
                }
                let named = WindowParams {
                    window: Some(window),
                };
                boot.layout = link.call::<ops::layout_read>(&api, named)?.layout;
                boot.documents = link.call::<ops::document_list>(&api, Nothing {})?.documents;
                boot.restored = link.call::<ops::restore_report>(&api, Nothing {})?;
                boot.sidecar = link.call::<ops::sidecar_status>(&api, Nothing {})?;
                boot.workspace = Some(link.call::<ops::workspace_current>(&api, Nothing {})?);
            }
        }
        Ok(boot)
    })
    .await
}

/// Opens a folder, here or in a window of its own.
pub async fn window_open(
    windows: &Windows,
    caller: Caller,
    params: WorkspaceOpenParams,
) -> ApiResult<Nothing> {
    let folder = std::path::PathBuf::from(&params.root);
    if !folder.is_absolute() {
        return Err(ApiError::new(
            Code::Invalid,
            "a folder is named by its whole path",
        ));
    }
    if folder == windows.app.dirs.scratch() {
        windows.app.dirs.make_scratch()?;
    }
    // Looked at before anything that is open is let go.
    drop(tenon_api::open_folder(&folder)?);
    if let Some(label) = windows.find(&folder) {
        windows.take_up(&label)?;
        return crate::window::raise(&windows.handle, &label);
    }
    if params.new_window {
        return crate::window::open(&windows.handle, &folder, None, Vec::new()).map(|_| Nothing {});
    }
    windows.show(&caller.0, &folder, None, Vec::new());
    crate::window::reload(&windows.handle, &caller.0)
}

/// Binds the workspace to another profile and opens it again there.
pub async fn window_bind_profile(
    windows: &Windows,
    caller: Caller,
    params: ProfileParams,
) -> ApiResult<Nothing> {
    let label = caller.0;
    let Link::Local(owner) = windows.link_of(&label)? else {
        return Err(ApiError::new(
            Code::PreconditionFailed,
            "another process owns this workspace",
        )
        .hint("End it, and bind the folder from the window then."));
    };
    let sharing = windows.shown().values().filter(|shown| {
        matches!(&shown.link, Ok(Link::Local(other)) if std::sync::Arc::ptr_eq(other, &owner))
    }).count();
    if sharing > 1 {
        return Err(
            ApiError::new(Code::Conflict, "another window shows this workspace")
                .hint("Close that window first."),
        );
    }
    let profile = windows.app.profile(Some(&params.profile))?;
    let (row, folder) = (owner.row(), owner.root().to_path_buf());
    drop(owner);
    windows.closed(&label);
    let bound = windows.app.rebind(row.id, profile.id);
    windows.show(&label, &folder, None, Vec::new());
    bound?;
    crate::window::reload(&windows.handle, &label)
}

/// Lets the person pick a folder.
pub async fn window_pick_folder(
    windows: &Windows,
    _: Caller,
    _: Nothing,
) -> ApiResult<PickedFolder> {
    let dialog = windows.handle.dialog().clone();
    blocking(move || {
        let picked = dialog
            .file()
            .set_title("Open folder")
            .blocking_pick_folder();
        let path = picked.and_then(|picked| picked.into_path().ok());
        Ok(PickedFolder {
            root: path.map(|path| path.display().to_string()),
        })
    })
    .await
}

/// Takes note that the page heard of a request to close: from here on it asks for as long as it takes.
pub async fn window_closing(windows: &Windows, caller: Caller, _: Nothing) -> ApiResult<Nothing> {
    windows.handle.state::<Closing>().heard(&caller.0);
    Ok(Nothing {})
}

/// Closes the window; the page has asked about unsaved text.
pub async fn window_close(windows: &Windows, caller: Caller, _: Nothing) -> ApiResult<Nothing> {
    if let Some(window) = windows.handle.get_webview_window(&caller.0) {
        window
            .destroy()
            .map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
    }
    Ok(Nothing {})
}

/// Reads the clipboard.
pub async fn clipboard_read(windows: &Windows, _: Caller, _: Nothing) -> ApiResult<ClipboardText> {
    // An empty clipboard, or one that holds a picture, has no text and is no fault.
    Ok(ClipboardText {
        text: windows.handle.clipboard().read_text().unwrap_or_default(),
    })
}

/// Reads the picture in the clipboard, which the page itself is not given on every platform.
pub async fn clipboard_image(
    windows: &Windows,
    _: Caller,
    _: Nothing,
) -> ApiResult<ClipboardImage> {
    // A clipboard that holds something else has no picture and is no fault.
    let Ok(image) = windows.handle.clipboard().read_image() else {
        return Ok(ClipboardImage { png: None });
    };
    let png = png_of(image.width(), image.height(), image.rgba());
    let png = png.map_err(|e| {
        let message = format!("the picture in the clipboard cannot be read: {e}");
        ApiError::new(Code::Invalid, message)
    })?;
    Ok(ClipboardImage {
        png: Some(BASE64.encode(png)),
    })
}

fn png_of(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgba)?;
    writer.finish()?;
    Ok(bytes)
}

/// Writes the clipboard.
pub async fn clipboard_write(
    windows: &Windows,
    _: Caller,
    params: ClipboardText,
) -> ApiResult<Nothing> {
    let written = windows.handle.clipboard().write_text(params.text);
    written.map_err(|e| ApiError::new(Code::Internal, format!("the clipboard refused: {e}")))?;
    Ok(Nothing {})
}

/// Opens a link in the browser, if the policy lets it.
pub async fn link_open(windows: &Windows, _: Caller, params: LinkParams) -> ApiResult<Nothing> {
    tenon_api::check_link(ActorKind::Person, &params.url)?;
    let opened = windows.handle.opener().open_url(params.url, None::<&str>);
    opened
        .map_err(|e| ApiError::new(Code::Internal, format!("no browser could be opened: {e}")))?;
    Ok(Nothing {})
}
