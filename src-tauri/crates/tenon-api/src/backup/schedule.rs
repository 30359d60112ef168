//! Backups that are made when it is time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use tenon_core::Millis;

use super::Busy;
use crate::app::App;
use crate::wire::{BackupCreateParams, BackupInfo, BackupReason, UiEvent};
use crate::{ApiError, ApiResult};

/// How long a start is left in peace.
const FIRST: Duration = Duration::from_secs(60);
/// How often it is looked whether one is due.
const LOOK: Duration = Duration::from_secs(600);

/// The thread that makes backups. Dropping this ends it; it is not waited for, because what it has
/// half done is removed by the next one.
pub(crate) struct Schedule(#[expect(dead_code, reason = "dropping it ends the thread")] Sender<()>);

impl Schedule {
    /// Makes backups as the settings say, until this is dropped.
    pub fn start(app: &Arc<App>) -> ApiResult<Self> {
        let (alive, end) = bounded::<()>(0);
        let app = Arc::downgrade(app);
        let work = move || {
            let (mut wait, mut last) = (FIRST, None);
            while end.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = LOOK;
                let Some(app) = app.upgrade() else { return };
                app.back_up_if_due(&mut last);
            }
        };
        std::thread::Builder::new()
            .name("tenon-backup".into())
            .spawn(work)
            .map_err(|e| ApiError::new(tenon_core::Code::Internal, e.to_string()))?;
        Ok(Self(alive))
    }
}

impl App {
    /// Makes a backup when the last one is too old, and tells when it failed.
    fn back_up_if_due(&self, last: &mut Option<Instant>) {
        let settings = self.settings.snapshot().settings;
        let every = Duration::from_secs(u64::from(settings.backup_every_hours) * 3_600);
        // This process's own count goes on evenly, whatever is done to the clock.
        if !settings.backup_enabled || last.is_some_and(|at| at.elapsed() < every) {
            return;
        }
        match self.scheduled_now(every, settings.backup_keep as usize) {
            Ok(None) => {}
            Ok(Some(made)) => {
                *last = Some(Instant::now());
                tracing::info!(name = made.name, "a backup was made");
                for owner in self.owners() {
                    owner.record_backup(&made);
                }
                self.complain(&made);
            }
            Err(error) => {
                tracing::warn!(error = %error, "no backup could be made");
                self.hub.emit(UiEvent::BackupFailed { error });
            }
        }
    }

    /// Tells of workspaces that could not be backed up.
    fn complain(&self, made: &BackupInfo) {
        for left in &made.left_out {
            let message = format!("\"{}\" could not be backed up: {}", left.name, left.why);
            let error = ApiError::new(tenon_core::Code::Storage, message);
            self.hub.emit(UiEvent::BackupFailed { error });
        }
    }

    /// Makes one if the last one is older than `every`, and removes the oldest beyond `keep`.
    pub fn scheduled_now(&self, every: Duration, keep: usize) -> ApiResult<Option<BackupInfo>> {
        // Another process may have made one while this one waited.
        let _busy = Busy::wait(&self.dirs.data)?;
        let newest = self
            .backups()?
            .backups
            .into_iter()
            .find(|backup| backup.problem.is_none());
        let now = self.surroundings.ambient.clock.now();
        if newest.is_some_and(|backup| !is_due(backup.made_at.get(), now, every)) {
            return Ok(None);
        }
        let params = BackupCreateParams {
            to: None,
            with_key: false,
            profile: None,
        };
        let made = self.write_backup(&params, BackupReason::Scheduled)?;
        self.prune(keep)?;
        Ok(Some(made))
    }

    /// Removes the oldest scheduled backups; those that somebody asked for stay.
    fn prune(&self, keep: usize) -> ApiResult<()> {
        let scheduled =
            self.backups()?.backups.into_iter().filter(|backup| {
                backup.problem.is_none() && backup.reason == BackupReason::Scheduled
            });
        for old in scheduled.skip(keep.max(1)) {
            let folder = self.dirs.backups().join(&old.name);
            // First it stops looking like a backup, so that a half removed one is never offered.
            let gone = folder.with_file_name(format!("{}{}", super::DRAFT, old.name));
            std::fs::rename(&folder, &gone)
                .and_then(|()| std::fs::remove_dir_all(&gone))
                .map_err(|e| super::failed("remove the old backup", &folder, &e))?;
        }
        Ok(())
    }
}

/// Whether a backup made at `made` is too old at `now`. One from the future was made before the
/// clock was set back; nothing can be said of its age.
fn is_due(made: Millis, now: Millis, every: Duration) -> bool {
    let every = Millis::try_from(every.as_millis()).unwrap_or(Millis::MAX);
    !(0..every).contains(&now.saturating_sub(made))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_due_by_age_and_when_the_clock_was_set_back() {
        let hour = Duration::from_secs(3_600);
        for (made, now, want) in [
            (0, 3_599_999, false),
            (0, 3_600_000, true),
            (5_000, 4_000, true),
            (i64::MIN, i64::MAX, true),
        ] {
            assert_eq!(is_due(made, now, hour), want, "made {made}, now {now}");
        }
    }
}
