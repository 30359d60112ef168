//! The text on standard input.

use std::io::Read;
use std::process::ExitCode;

use tenon_api::wire::{EntitiesFindParams, EntityFound, Whole};
use tenon_api::{ApiError, ApiResult, secrets};
use tenon_core::Code;
use tenon_knowledge::entity::{Source, find, one_line};

use super::{EntitiesArguments, ask, of_wire, print};
use crate::Session;
use crate::values::is_name;

/// Lists the entities of standard input by the rules, and the names where their kinds are asked for.
pub(super) fn read(session: &Session, arguments: &EntitiesArguments) -> ApiResult<ExitCode> {
    let source = arguments.what;
    let text = text()?;
    let mut found = by_rules(session, arguments, &text, source)?;
    let kinds = arguments.kind.iter().filter(|kind| is_name(kind)).cloned();
    let kinds: Vec<_> = kinds.collect();
    let mut status = ExitCode::SUCCESS;
    // As of files, names are looked for in prose only.
    if !kinds.is_empty() && source == Source::Prose {
        let params = EntitiesFindParams {
            kinds,
            value: arguments.value.clone(),
            text: Some(text),
            ..EntitiesFindParams::default()
        };
        status = ask(session, params, u32::MAX, |names| {
            found.extend(names);
            Ok(())
        })?;
        found.sort_by_key(|one| (one.start.get(), one.end.get()));
    }
    found.truncate(arguments.limit.map_or(usize::MAX, |limit| limit as usize));
    print(session, &found.iter().map(of_wire).collect::<Vec<_>>())?;
    Ok(status)
}

fn text() -> ApiResult<String> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|e| ApiError::new(Code::Storage, format!("standard input: {e}")))?;
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let message = format!("standard input is not UTF-8 at byte {at}");
        ApiError::new(Code::Invalid, message)
            .hint("Turn it into UTF-8 first, for example with iconv.")
    })
}

fn by_rules(
    session: &Session,
    arguments: &EntitiesArguments,
    text: &str,
    source: Source,
) -> ApiResult<Vec<EntityFound>> {
    // What is a secret is not shown, as everywhere.
    let (gatekeeper, _) = secrets::alone(&session.surroundings)?;
    let secret = gatekeeper.find(text);
    let wanted = |kind: &str| arguments.kind.is_empty() || arguments.kind.iter().any(|k| k == kind);
    let value = arguments.value.to_lowercase();
    let found = find(text, source).into_iter().filter(|entity| {
        wanted(entity.kind.word())
            && entity.value.to_lowercase().contains(&value)
            && !secret
                .iter()
                .any(|secret| secret.start < entity.range.end && entity.range.start < secret.end)
    });
    // They come in the order of their places, so that each line end is counted once.
    let (mut line, mut start, mut counted) = (1, 0, 0);
    let rows = found.map(|entity| {
        for (at, _) in text[counted..entity.range.start].match_indices('\n') {
            line += 1;
            start = counted + at + 1;
        }
        counted = entity.range.start;
        EntityFound {
            kind: entity.kind.word().to_owned(),
            value: entity.value,
            text: one_line(&text[entity.range.clone()]).into_owned(),
            reference: String::new(),
            path: None,
            line: Whole::size(line),
            column: Whole::size((entity.range.start - start) as u64 + 1),
            start: Whole::size(entity.range.start as u64),
            end: Whole::size(entity.range.end as u64),
        }
    });
    Ok(rows.collect())
}
