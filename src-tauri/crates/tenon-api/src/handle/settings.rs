//! Settings, the log and the layout.

use tenon_core::Code;

use crate::owner::{Caller, Owner};
use crate::wire::{
    LayoutKept, LayoutParams, LogLines, LogParams, Nothing, SettingsSnapshot, SettingsUpdateParams,
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
    if params.layout.len() > 1 << 20 {
        return Err(ApiError::new(Code::Invalid, "a layout has at most 1 MiB"));
    }
    // A layout names files, whose names are facts.
    let (masked, _) = owner.app.gatekeeper.mask_text(&params.layout);
    let layout = serde_json::from_str(&masked)
        .map_err(|e| ApiError::new(Code::Invalid, format!("the layout is not JSON: {e}")))?;
    owner.db.put_layout(&window, layout)?;
    Ok(Nothing {})
}

pub(crate) fn layout_read(
    owner: &Owner,
    caller: &Caller,
    params: WindowParams,
) -> ApiResult<LayoutKept> {
    let kept = owner
        .db
        .layout(&window_of(caller, params.window.as_deref()))?;
    let layout = kept.map(|layout| layout.json.to_string());
    Ok(LayoutKept { layout })
}

/// The label of the window that calls. One of another process says it, and is kept apart from ours.
fn window_of(caller: &Caller, named: Option<&str>) -> String {
    match &caller.window {
        Some(window) => window.clone(),
        None => format!("client/{}", named.unwrap_or_default()),
    }
}
