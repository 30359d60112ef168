//! Printing the links that persons made, and how much is linked.

use std::collections::HashMap;

use tenon_api::link::Link as Owner;
use tenon_api::owner::Caller;
use tenon_api::wire::{Link, LinkCount, RunListParams, SymbolsFindParams};
use tenon_api::{ApiResult, ops};
use tenon_core::{WirePath, counted as count};

use crate::output::harmless_line;

/// What symbols and commands are called; their references alone say nothing to people.
pub struct Names<'o> {
    owner: &'o Owner,
    known: HashMap<String, String>,
}

impl<'o> Names<'o> {
    pub fn new(owner: &'o Owner) -> Self {
        let known = HashMap::new();
        Self { owner, known }
    }

    /// The line of a link for people.
    pub fn line(&mut self, link: &Link) -> ApiResult<String> {
        let from = self.end(&link.from, link.from_file.as_ref())?;
        let to = self.end(&link.to, link.to_file.as_ref())?;
        Ok(format!("{}  {from} -> {to}", link.id))
    }

    fn end(&mut self, reference: &str, file: Option<&WirePath>) -> ApiResult<String> {
        if let Some(path) = file {
            return Ok(format!("file:{}", harmless_line(&path.path)));
        }
        if let Some(known) = self.known.get(reference) {
            return Ok(known.clone());
        }
        let name = match reference.split_once(':') {
            Some(("symbol", _)) => self.symbol(reference)?,
            Some(("run", id)) => self.command(id)?,
            _ => None,
        };
        let name = name.unwrap_or_else(|| reference.to_owned());
        self.known.insert(reference.to_owned(), name.clone());
        Ok(name)
    }

    /// A symbol with those that it stands in, and where it is.
    fn symbol(&self, reference: &str) -> ApiResult<Option<String>> {
        let params = SymbolsFindParams {
            query: reference.to_owned(),
            limit: 1,
            fresh: true,
        };
        let caller = Caller::command_line();
        let found = self.owner.call::<ops::symbols_find>(&caller, params)?;
        let row = found.symbols.into_iter().next();
        let row = row.filter(|row| row.reference == reference);
        Ok(row.map(|row| {
            let parts: Vec<_> = row.parent.iter().chain([&row.name]).collect();
            let parts: Vec<_> = parts.into_iter().map(|part| harmless_line(part)).collect();
            let path = harmless_line(&row.path.path);
            format!("symbol {} ({path}:{})", parts.join("."), row.line)
        }))
    }

    fn command(&self, id: &str) -> ApiResult<Option<String>> {
        let params = RunListParams {
            id: id.parse().ok(),
            limit: 1,
            ..RunListParams::default()
        };
        if params.id.is_none() {
            return Ok(None);
        }
        let caller = Caller::command_line();
        let found = self.owner.call::<ops::run_list>(&caller, params);
        // A command that was forgotten is still named by its reference.
        let Ok(found) = found else { return Ok(None) };
        let run = found.runs.into_iter().next();
        Ok(run.map(|run| format!("run {}", harmless_line(run.command.trim()))))
    }
}

/// The line of how much is linked to a thing.
pub fn counted(row: &LinkCount) -> String {
    let names: Vec<_> = row.names.iter().map(|name| harmless_line(name)).collect();
    let (files, runs) = (count(row.files, "file"), count(row.runs, "command"));
    let commits = count(row.commits, "commit");
    let names = match names[..] {
        [] => String::new(),
        _ => format!("  {}", names.join(" · ")),
    };
    let reference = harmless_line(&row.reference);
    format!("{reference}  {files}, {runs}, {commits}{names}")
}
