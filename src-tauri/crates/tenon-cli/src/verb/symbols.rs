//! `tenon symbols`: what the files of the workspace define.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use serde::Serialize;
use tenon_api::link::Link;
use tenon_api::symbols::Glance;
use tenon_api::wire::{SymbolRow, SymbolRows, SymbolsFindParams, SymbolsListParams, SymbolsListed};
use tenon_api::{ApiResult, ops};
use tenon_core::{Code, WirePath};
use tenon_workspace::{Root, WorkspaceError};

use super::asking::Asking;
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
    let from = Source::open(session)?;
    if is_path {
        list(session, &from, &WirePath::from_bytes(&what), limit)?;
    } else {
        let params = SymbolsFindParams {
            query: String::from_utf8_lossy(&what).into_owned(),
            limit: limit.unwrap_or(FOUND),
            fresh: true,
        };
        if limit != Some(0) {
            print(session, &from.find(params)?.symbols)?;
        }
    }
    from.tell(session);
    Ok(ExitCode::SUCCESS)
}

/// Where symbols come from.
enum Source {
    /// The workspace's owner, and what was said already.
    Owner(Box<Asking>, usize),
    /// The files alone, where nothing can be kept.
    Files(Box<Glance>),
}

impl Source {
    fn open(session: &Session) -> ApiResult<Self> {
        match Asking::open(session) {
            Ok(asking) => {
                let told = lost(&asking.link()).len();
                Ok(Self::Owner(Box::new(asking), told))
            }
            Err(e) if e.code == Code::Storage => {
                session.out.notice(&format!(
                    "{} Symbols are read from the files; their ids are not kept.",
                    e.message
                ));
                let glance = Glance::new(&session.workspace, &session.surroundings)?;
                Ok(Self::Files(Box::new(glance)))
            }
            Err(e) => Err(e),
        }
    }

    fn find(&self, params: SymbolsFindParams) -> ApiResult<SymbolRows> {
        match self {
            Self::Owner(asking, _) => asking.call::<ops::symbols_find>(params),
            Self::Files(glance) => glance.find(&params),
        }
    }

    fn list(&self, params: SymbolsListParams) -> ApiResult<SymbolsListed> {
        match self {
            Self::Owner(asking, _) => asking.call::<ops::symbols_list>(params),
            Self::Files(glance) => glance.list(&params),
        }
    }

    /// Says what was found to be lost by this call.
    fn tell(&self, session: &Session) {
        if let Self::Owner(asking, told) = self {
            for sentence in lost(&asking.link()).iter().skip(*told) {
                session.out.notice(sentence);
            }
        }
    }
}

/// What an owner of this process has lost; another one has windows that are told.
fn lost(link: &Link) -> Vec<String> {
    match link {
        Link::Local(owner) => owner.restored().lost,
        Link::Remote(_) => Vec::new(),
    }
}

fn list(session: &Session, from: &Source, path: &WirePath, limit: Option<u32>) -> ApiResult<()> {
    let mut left = limit.unwrap_or(u32::MAX);
    let mut offset = 0;
    while left > 0 {
        let params = SymbolsListParams {
            path: path.clone(),
            offset,
            limit: left.min(PART),
        };
        let part = from.list(params)?;
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
