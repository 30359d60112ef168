//! Secrets in the documents that are open.

use tenon_core::Code;

use crate::owner::{Caller, Owner, lock};
use crate::wire::{DocumentSecret, DocumentSecrets, DocumentSecretsParams};
use crate::{ApiError, ApiResult};

/// The most lines that are looked at in one call.
const LINES: u32 = 100_000;
/// So many lines around the ones asked for are looked at too: keys go over many lines.
const AROUND: usize = 200;

pub(crate) fn document_secrets(
    owner: &Owner,
    _: &Caller,
    params: DocumentSecretsParams,
) -> ApiResult<DocumentSecrets> {
    let (first, last) = (params.first_line, params.last_line);
    if first == 0 || last < first || last - first >= LINES {
        let message = format!("the lines {first} to {last} are no range of 1 to {LINES} lines");
        return Err(ApiError::new(Code::Invalid, message));
    }
    // The text is shared with the document, so typing goes on while it is looked at.
    let (text, path) = {
        let documents = lock(&owner.documents);
        let document = documents.get(params.doc)?;
        (document.text.clone(), document.path.clone())
    };
    let path = path.map(|path| String::from_utf8_lossy(&path).into_owned());
    let from = text.line_to_char(
        (first as usize - 1)
            .saturating_sub(AROUND)
            .min(text.len_lines()),
    );
    let to = text.line_to_char((last as usize + AROUND).min(text.len_lines()));
    let part = text.slice(from..to).to_string();
    let base = text.char_to_utf16_cu(from);
    let (mut units, mut done) = (base, 0);
    let mut place = |at: usize| {
        units += part[done..at].encode_utf16().count();
        done = at;
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    let found = owner.app.gatekeeper.find_in(&part, path.as_deref());
    let secrets = found.into_iter().map(|finding| DocumentSecret {
        from: place(finding.start),
        to: place(finding.end),
        rule: finding.rule,
        kind: finding.kind,
    });
    Ok(DocumentSecrets {
        secrets: secrets.collect(),
    })
}
