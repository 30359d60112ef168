//! Settings, the log and the layout.

use tenon_core::Code;

use crate::owner::{Caller, Owner};
use crate::wire::{
    LayoutParams, LogLines, LogParams, Nothing, SettingsSnapshot, SettingsUpdateParams, UiEvent,
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
    owner.app.hub.emit(UiEvent::SettingsChanged {
        snapshot: snapshot.clone(),
    });
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
    let window = caller.window.as_deref().unwrap_or("client");
    if params.layout.len() > 1 << 20 {
        return Err(ApiError::new(Code::Invalid, "a layout has at most 1 MiB"));
    }
    let layout = serde_json::from_str(&params.layout)
        .map_err(|e| ApiError::new(Code::Invalid, format!("the layout is not JSON: {e}")))?;
    owner.db.put_layout(window, layout)?;
    Ok(Nothing {})
}
