//! The owner itself.

use crate::ApiResult;
use crate::doctor;
use crate::owner::{Caller, Owner};
use crate::wire::{DoctorReport, Nothing, OwnerStatus, RestoreReport, Whole};

pub(crate) fn owner_status(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<OwnerStatus> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let running = owner
        .terminals
        .list()
        .iter()
        .filter(|terminal| terminal.running)
        .count();
    Ok(OwnerStatus {
        pid: std::process::id(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        workspace: owner.info()?,
        clients: owner.clients(),
        terminals: count(running),
        unsaved: count(super::buffer::count_unsaved(owner)),
        since: Whole::clamped(owner.since),
        sidecar: owner.app.sidecar.status(),
    })
}

pub(crate) fn restore_report(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<RestoreReport> {
    Ok(owner.restored())
}

pub(crate) fn doctor_report(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<DoctorReport> {
    Ok(doctor::report(&owner.app, owner.root()))
}
