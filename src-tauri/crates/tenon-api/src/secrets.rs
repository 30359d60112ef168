//! The gatekeeper as a process has it: with the key of this installation and the person's rules.

use tenon_gatekeeper::Gatekeeper;
use tenon_store::{DataDirs, ForgottenKey, StoreError, keys};

use crate::ApiResult;
use crate::settings::{SettingsFiles, secrets};
use crate::surroundings::Surroundings;
use crate::wire::{SettingsProblem, SettingsSnapshot};

/// The gatekeeper of a process that needs nothing else: no workspace and no database. The second
/// part is what is wrong with the person's rules, which then do not hold.
pub fn alone(surroundings: &Surroundings) -> ApiResult<(Gatekeeper, Vec<SettingsProblem>)> {
    let dirs = DataDirs::resolve(&surroundings.dirs);
    let snapshot = SettingsFiles::open(&dirs.config).snapshot();
    let gatekeeper = gatekeeper(surroundings, &snapshot)?;
    let problems = snapshot.problems.into_iter();
    let ours = problems.filter(|problem| problem.message.starts_with("\"secrets."));
    Ok((gatekeeper, ours.collect()))
}

pub(crate) fn gatekeeper(
    surroundings: &Surroundings,
    snapshot: &SettingsSnapshot,
) -> ApiResult<Gatekeeper> {
    let gatekeeper = Gatekeeper::new(key(surroundings)?);
    gatekeeper.set_own(secrets::own(&snapshot.settings));
    Ok(gatekeeper)
}

/// The key of the marks that forgotten commands leave. Backups of the data alone do not have it.
pub(crate) fn forgotten(surroundings: &Surroundings) -> ApiResult<ForgottenKey> {
    Ok(ForgottenKey::derive(&key(surroundings)?))
}

fn key(surroundings: &Surroundings) -> ApiResult<[u8; keys::SIZE]> {
    let keys = DataDirs::resolve(&surroundings.dirs).keys();
    let entropy = surroundings.ambient.entropy.as_ref();
    let name = DataDirs::REDACTION_KEY;
    match keys::load_or_create(&keys, name, entropy) {
        // It opens nothing: only the tags of marks are made with it, so that a new one will do.
        Err(StoreError::KeySize { .. }) => {
            let aside = keys::put_aside(&keys, name)?;
            tracing::warn!(
                "the key of the marks was damaged; it lies at {} now, and marks have other tags from here on",
                aside.display()
            );
            Ok(keys::load_or_create(&keys, name, entropy)?)
        }
        loaded => Ok(loaded?),
    }
}

/// A path as it may be written down: what the gatekeeper finds in it is masked. The same path gives
/// the same mark.
pub(crate) fn masked_path(gatekeeper: &Gatekeeper, path: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(path);
    let (masked, findings) = gatekeeper.mask_text(&text);
    if findings.is_empty() {
        path.to_vec()
    } else {
        masked.into_bytes()
    }
}
