//! Scripts as they cross the wire.

use tenon_core::WirePath;
use tenon_script::{Found, Script, Shell, Tool};

use crate::wire::{ScriptFault, ScriptInfo, ScriptList, ScriptParameter, ScriptTool};

/// What was found, as it crosses the wire.
pub(crate) fn list(found: Found) -> ScriptList {
    let faults = found.faults.into_iter().map(|fault| {
        let at = fault
            .line
            .map(|line| format!(", line {line}"))
            .unwrap_or_default();
        ScriptFault {
            message: format!("\"{}\"{at}: {}", fault.file, fault.message),
            file: path_of(&fault.file),
            line: fault.line,
        }
    });
    ScriptList {
        faults: faults.collect(),
        scripts: found.scripts.iter().map(info).collect(),
        more: found.more,
    }
}

fn path_of(path: &str) -> WirePath {
    WirePath::from_bytes(path.as_bytes())
}

/// A script as it crosses the wire.
pub(crate) fn info(script: &Script) -> ScriptInfo {
    let parameters = script.parameters.iter().map(|parameter| ScriptParameter {
        name: parameter.name.clone(),
        default: parameter.default.clone(),
        many: parameter.many,
    });
    let command = Shell::Bash.line(&script.argv);
    ScriptInfo {
        id: script.id.clone(),
        name: script.name.clone(),
        tool: tool(script.tool),
        file: path_of(&script.file),
        line: script.line,
        folder: path_of(&script.folder),
        command: command.unwrap_or_else(|| script.argv.join(" ")),
        detail: script.detail.clone(),
        parameters: parameters.collect(),
    }
}

fn tool(tool: Tool) -> ScriptTool {
    match tool {
        Tool::Npm => ScriptTool::Npm,
        Tool::Pnpm => ScriptTool::Pnpm,
        Tool::Yarn => ScriptTool::Yarn,
        Tool::Bun => ScriptTool::Bun,
        Tool::Make => ScriptTool::Make,
        Tool::Cargo => ScriptTool::Cargo,
        Tool::Python => ScriptTool::Python,
        Tool::Poe => ScriptTool::Poe,
        Tool::Pdm => ScriptTool::Pdm,
        Tool::Hatch => ScriptTool::Hatch,
        Tool::Taskipy => ScriptTool::Taskipy,
        Tool::Rye => ScriptTool::Rye,
        Tool::Just => ScriptTool::Just,
        Tool::Shell => ScriptTool::Shell,
    }
}
