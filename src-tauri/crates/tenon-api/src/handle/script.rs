//! Scripts of the folder.

use crate::ApiResult;
use crate::owner::{Caller, Owner};
use crate::scripts::{self, find};
use crate::wire::{
    Nothing, ScriptCommand, ScriptCommandParams, ScriptList, ScriptRunParams, ScriptStarted,
};

pub(crate) fn script_list(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<ScriptList> {
    Ok(scripts::list(find(owner)?))
}

pub(crate) fn script_command(
    owner: &Owner,
    _: &Caller,
    params: ScriptCommandParams,
) -> ApiResult<ScriptCommand> {
    let script = scripts::named(owner, &params.id, &params.arguments)?;
    let cwd = scripts::folder(owner, &script)?;
    Ok(ScriptCommand {
        argv: script.with(&params.arguments),
        cwd: cwd.display().to_string(),
        script: scripts::info(&script),
    })
}

pub(crate) fn script_run(
    owner: &Owner,
    _: &Caller,
    params: ScriptRunParams,
) -> ApiResult<ScriptStarted> {
    let script = scripts::named(owner, &params.id, &params.arguments)?;
    scripts::start(owner, &script, &params)
}
