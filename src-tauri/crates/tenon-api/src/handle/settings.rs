//! Settings, the log, the layout and the runs that had one.

use tenon_core::Code;

use crate::owner::{Caller, Owner, SESSIONS_KEPT};
use crate::wire::{
    LayoutKept, LayoutParams, LayoutSwapParams, LogLines, LogParams, Nothing, SessionList,
    SessionListParams, SessionOpenParams, SessionOpened, SettingsSnapshot, SettingsUpdateParams,
    WindowParams,
};
use crate::{ApiError, ApiResult};

pub(crate) fn settings_read(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<SettingsSnapshot> {
    Ok(owner.app.settings.snapshot())
}

pub(crate) fn settings_update(
    owner: &Owner,
    _: &Caller,
    params: SettingsUpdateParams,
) -> ApiResult<SettingsSnapshot> {
    let snapshot = owner.app.settings.update(&params)?;
    owner.app.settings_changed(snapshot.clone());
    Ok(snapshot)
}

pub(crate) fn log_read(owner: &Owner, _: &Caller, params: LogParams) -> ApiResult<LogLines> {
    owner.app.log.read(&params)
}

pub(crate) fn layout_save(
    owner: &Owner,
    caller: &Caller,
    params: LayoutParams,
) -> ApiResult<Nothing> {
    let window = window_of(caller, params.window.as_deref());
    let layout = masked_layout(owner, &params.layout)?;
    owner.db.put_layout(&window, layout.clone())?;
    owner.note_layout(&window, layout);
    Ok(Nothing {})
}

/// A layout as it may be kept: it names files, whose names are facts.
fn masked_layout(owner: &Owner, layout: &str) -> ApiResult<serde_json::Value> {
    if layout.len() > 1 << 20 {
        return Err(ApiError::new(Code::Invalid, "a layout has at most 1 MiB"));
    }
    let (masked, _) = owner.app.gatekeeper.mask_text(layout);
    let layout: serde_json::Value = serde_json::from_str(&masked)
        .map_err(|e| ApiError::new(Code::Invalid, format!("the layout is not JSON: {e}")))?;
    // What was forgotten may be open still. The page may write JSON in other ways than we do.
    serde_json::from_str(&owner.without_forgotten(layout.to_string()))
        .map_err(|e| ApiError::new(Code::Internal, e.to_string()))
}

pub(crate) fn layout_read(
    owner: &Owner,
    caller: &Caller,
    params: WindowParams,
) -> ApiResult<LayoutKept> {
    let window = window_of(caller, params.window.as_deref());
    let kept = owner.db.layout(&window)?;
    if let Some(layout) = &kept {
        owner.note_first_layout(&window, &layout.json);
    }
    let layout = kept.map(|layout| layout.json.to_string());
    Ok(LayoutKept { layout })
}

pub(crate) fn layout_swap(
    owner: &Owner,
    caller: &Caller,
    params: LayoutSwapParams,
) -> ApiResult<LayoutKept> {
    let window = window_of(caller, params.window.as_deref());
    let layout = masked_layout(owner, &params.layout)?;
    let key = |branch: &str| {
        let (branch, _) = owner.app.gatekeeper.mask_text(branch);
        format!("layout/{window}/{branch}")
    };
    owner.db.keep(&key(&params.from), layout)?;
    let kept = owner.db.kept(&key(&params.to))?;
    Ok(LayoutKept {
        layout: kept.map(|layout| layout.to_string()),
    })
}

pub(crate) fn session_list(
    owner: &Owner,
    _: &Caller,
    params: SessionListParams,
) -> ApiResult<SessionList> {
    if !(1..=SESSIONS_KEPT).contains(&params.limit) {
        let message = format!("the limit is a number from 1 to {SESSIONS_KEPT}");
        return Err(ApiError::new(Code::Invalid, message));
    }
    let sessions = owner.session_infos(params.limit)?;
    Ok(SessionList { sessions })
}

pub(crate) fn session_open(
    owner: &Owner,
    caller: &Caller,
    params: SessionOpenParams,
) -> ApiResult<SessionOpened> {
    owner.open_session(&window_of(caller, params.window.as_deref()), params.id)
}

/// The label of the window that calls. One of another process says it, and is kept apart from ours.
fn window_of(caller: &Caller, named: Option<&str>) -> String {
    match &caller.window {
        Some(window) => window.clone(),
        None => format!("client/{}", named.unwrap_or_default()),
    }
}
