//! `tenon symbols`: what the files of the workspace define.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use serde::Serialize;
use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::wire::{SymbolRow, SymbolsFindParams, SymbolsListParams};
use tenon_api::{ApiResult, ops};
use tenon_core::WirePath;
use tenon_workspace::{Root, WorkspaceError};

use crate::Session;
use crate::output::{json, write};

/// Symbols that are asked for at once.
const PART: u32 = 5_000;
/// How many a query finds when nothing is said.
const FOUND: u32 = 100;

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    #[serde(flatten)]
    path: &'a WirePath,
    line: u32,
    kind: &'a str,
    name: &'a str,
    parent: &'a [String],
}

pub fn run(session: &Session, what: Option<OsString>, limit: Option<u32>) -> ApiResult<ExitCode> {
    let root = Root::open(&session.workspace)?;
    let what = what.map(OsString::into_vec).unwrap_or_default();
    let is_path = match root.place(&what) {
        Ok(_) => true,
        Err(e @ WorkspaceError::Outside { .. }) => return Err(e.into()),
        Err(_) => false,
    };
    let link = session.link()?;
    if is_path {
        list(session, &link, WirePath::from_bytes(&what), limit)?;
    } else {
        let params = SymbolsFindParams {
            query: String::from_utf8_lossy(&what).into_owned(),
            limit: limit.unwrap_or(FOUND),
            fresh: true,
        };
        if limit != Some(0) {
            let found = link.call::<ops::symbols_find>(&Caller::command_line(), params)?;
            print(session, &found.symbols)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(session: &Session, link: &Link, path: WirePath, limit: Option<u32>) -> ApiResult<()> {
    let mut left = limit.unwrap_or(u32::MAX);
    let mut offset = 0;
    while left > 0 {
        let params = SymbolsListParams {
            path: path.clone(),
            offset,
            limit: left.min(PART),
        };
        let part = link.call::<ops::symbols_list>(&Caller::command_line(), params)?;
        print(session, &part.symbols)?;
        let count = u32::try_from(part.symbols.len()).unwrap_or(u32::MAX);
        if !part.more || count == 0 {
            break;
        }
        offset += count;
        left -= count;
    }
    Ok(())
}

fn print(session: &Session, symbols: &[SymbolRow]) -> ApiResult<()> {
    let mut lines = Vec::new();
    for symbol in symbols {
        if session.out.is_json() {
            let line = Line {
                id: &symbol.id,
                path: &symbol.path,
                line: symbol.line,
                kind: &symbol.kind,
                name: &symbol.name,
                parent: &symbol.parent,
            };
            lines.append(&mut json(&line)?);
        } else {
            let parents = symbol.parent.iter().map(|name| format!("{name} › "));
            let parents: String = parents.collect();
            let (path, line) = (&symbol.path.path, symbol.line);
            let text = format!("{path}:{line}: {} {parents}{}", symbol.kind, symbol.name);
            lines.extend_from_slice(text.as_bytes());
        }
        lines.push(b'\n');
    }
    write(&lines)
}
