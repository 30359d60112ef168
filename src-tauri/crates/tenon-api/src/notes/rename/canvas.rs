//! Canvases that name a note.

use tenon_knowledge::note::Vault;
use tenon_workspace::text;

use super::{Relinked, said};
use crate::ApiResult;
use crate::owner::{Owner, lock};

/// The canvases with their cards and links rewritten. One that cannot be is told, and keeps the old
/// name: it is no text in which a link could be looked for.
pub(super) fn rewritten(
    owner: &Owner,
    vault: &Vault,
    (from, to): (&[u8], &[u8]),
    problems: &mut Vec<String>,
) -> ApiResult<Vec<Relinked>> {
    let mut all = Vec::new();
    for path in vault.canvases() {
        let (old, _) = owner.root.read(path)?;
        let decoded = text::decode(&old);
        let edits = match vault.recanvas(&decoded.text, from, to) {
            Ok(edits) if edits.is_empty() => continue,
            Ok(edits) => edits,
            Err(why) => {
                problems.push(format!(
                    "\"{}\" is no canvas that can be read, and was left as it is: {why}.",
                    said(path)
                ));
                continue;
            }
        };
        let is_unsaved = lock(&owner.documents)
            .iter()
            .any(|document| document.dirty() && document.path.as_deref() == Some(path));
        if is_unsaved {
            problems.push(format!(
                "\"{}\" has unsaved text and still names \"{}\".",
                said(path),
                said(from)
            ));
            continue;
        }
        let borrowed: Vec<_> = edits
            .iter()
            .map(|(at, string)| (at.clone(), string.as_str()))
            .collect();
        let Ok(new) = text::splice(decoded, &borrowed) else {
            problems.push(format!(
                "\"{}\" is written in an encoding without these letters, and was left as it is.",
                said(path)
            ));
            continue;
        };
        all.push(Relinked {
            path: path.to_vec(),
            links: edits.len(),
            old,
            new,
        });
    }
    Ok(all)
}
