//! The sidecar.

use crate::ApiResult;
use crate::owner::{Caller, Owner};
use crate::wire::{Nothing, SidecarStatus};

pub(crate) fn sidecar_status(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<SidecarStatus> {
    Ok(owner.app.sidecar.status())
}

pub(crate) fn sidecar_restart(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<SidecarStatus> {
    owner.app.sidecar.restart(&owner.app)
}
