//! Forgetting: in the journal, in other rows, in the log and in kept copies; and looking afterwards
//! whether the text is really gone.

mod known;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tenon_core::{Code, EntityRef, SessionId, SourceId, counted};
use tenon_store::{
    ContentKey, Forget, MeaningDb, Note, Place, Scribe, erasure, file_holds, forget_in_copy, keys,
};

use super::{Caller, Owner};
use crate::backup;
use crate::handle::thing;
use crate::lock::OwnerLock;
use crate::wire::{JournalForgetParams, JournalForgotten, JournalLeft, Whole};
use crate::{ApiError, ApiResult};

/// A shorter text stands in too much by chance, in bytes.
const SHORTEST: usize = 4;
/// Why the name of a file that was forgotten by its reference or by time may still stand somewhere.
const NAME_STAYS: &str = "The name of a forgotten file stands there: as a part of another text, or because another Tenon has it open or has read it from the disk. \"tenon forget --match NAME\" takes it out of every text.";
/// So many places are named at most.
const NAMED: usize = 100;

impl Owner {
    pub(crate) fn forget(
        &self,
        caller: &Caller,
        params: JournalForgetParams,
    ) -> ApiResult<JournalForgotten> {
        let text = params.text.clone();
        let what = self.what(params)?;
        // What is still on its way to the local history would name a file after it was forgotten.
        self.history.flush();
        if let Forget::Match(texts) = &what {
            self.forget_in_session(texts, false);
        }
        let ids = self.app.surroundings.ambient.ids.as_ref();
        let scribe = |source| Scribe {
            source,
            session: SessionId::new(ids),
            note: self.note(caller),
        };
        // Notes of the owner's own come from a source of their own, so that they queue behind
        // nothing.
        let done = self.db.forget(&what, &scribe(SourceId::new(ids)))?;
        self.journal.written();
        let mut answer = JournalForgotten {
            events: Whole::size(done.events),
            rows: Whole::size(done.rows),
            logs: 0,
            backups: 0,
            sealed: Whole::size(done.sealed),
            wiped: done.wiped,
            left: Vec::new(),
        };
        let place = self
            .app
            .dirs
            .workspace_place(self.row().profile, self.row().id);
        answer.left.extend(self.dropped(&place.file, done.dropped));
        // A shorter name stands in too much by chance; what is made from files is made again.
        let long = done.names.iter().filter(|name| name.len() >= SHORTEST);
        let names: Vec<String> = long.cloned().collect();
        if !done.names.is_empty() {
            self.forget_in_session(&done.names, true);
            super::lock(&self.recent)
                .retain(|path| !done.names.iter().any(|name| name.as_bytes() == path));
        }
        let texts = match &what {
            Forget::Match(texts) => texts,
            _ => &names,
        };
        if !texts.is_empty() {
            if matches!(what, Forget::Match(_)) {
                self.forget_recent(texts);
            }
            self.symbols.forget(texts);
            if let Err(error) = self.meaning.forget(texts) {
                let file = self
                    .app
                    .dirs
                    .meaning_place(self.row().profile, self.row().id)
                    .file;
                answer
                    .left
                    .push(self.left(&file, format!("{}.", error.message)));
            }
            answer.logs = self.app.log.forget(&self.app.dirs.logs(), texts)?;
        }
        let elsewhere = backup::elsewhere(&self.app.dirs.data)?;
        let copies = self.copies(&what, &elsewhere.backups);
        let mut in_copies = self.forget_runs(
            &what,
            &self.files_of_backups(&elsewhere.backups),
            &mut answer,
        )?;
        let (others, locks) = self.others(&what)?;
        let backups = copies.len();
        if let Forget::Match(texts) = &what {
            for file in &others {
                forget_meaning(file, texts, &mut |file, why| {
                    answer.left.push(self.left(file, why));
                });
                forget_index(&file.with_file_name("index"), texts, &mut |file, why| {
                    answer.left.push(self.left(file, why));
                });
            }
        }
        for (number, file) in copies.into_iter().chain(others).enumerate() {
            let scribe = scribe(SourceId::new(ids));
            let ambient = &self.app.surroundings.ambient;
            match forget_in_copy(&file, &self.key_of(&file), &what, &scribe, ambient) {
                Ok(None) => {}
                Ok(Some(done)) => {
                    answer.backups += u32::from(number < backups);
                    in_copies += done.events + done.rows;
                    answer.wiped &= done.wiped;
                    answer.left.extend(self.dropped(&file, done.dropped));
                }
                Err(fault) => {
                    let why = format!("This copy could not be treated: {fault}.");
                    answer.left.push(self.left(&file, why));
                }
            }
        }
        drop(locks);
        for folder in &elsewhere.away {
            let why = "Backups were made there, and the folder is not there now. Mount its disk and forget again, or make an empty folder there if they are gone for good.";
            answer.left.push(self.left(folder, why.to_owned()));
        }
        let is_nothing = answer.events.get() == 0 && answer.rows.get() == 0 && in_copies == 0;
        if let Forget::About(thing) = &what
            && is_nothing
            && answer.wiped
            && answer.left.is_empty()
        {
            self.refuse_unheard(thing)?;
        }
        let wanted: Vec<String> = text.into_iter().chain(names).collect();
        if !wanted.is_empty() {
            let mut files = Vec::new();
            files_below(&self.app.dirs.data, &mut files);
            for folder in &elsewhere.backups {
                files_below(folder, &mut files);
            }
            self.look_for(&what, &wanted, files, &done.headers, &mut answer.left);
        }
        Ok(answer)
    }

    /// The key of the workspace whose database or copy a file is, as far as its path says.
    fn key_of(&self, file: &Path) -> ContentKey {
        let rows = self.app.db.recent(None, u32::MAX).unwrap_or_default();
        let path = file.to_string_lossy();
        let named = rows.iter().find(|row| path.contains(&row.id.to_string()));
        let id = named.map_or(self.row().id, |row| row.id);
        let found = keys::load(&self.app.dirs.keys(), id);
        found.ok().flatten().unwrap_or_else(ContentKey::missing)
    }

    /// Says what is lost where no key could seal the names of files.
    fn dropped(&self, file: &Path, rows: u64) -> Option<JournalLeft> {
        let why = format!(
            "Nothing is left of the text; but {} of files with it in their names lost their path, because the key that seals names is not here.",
            counted(rows, "version")
        );
        (rows > 0).then(|| self.left(file, why))
    }

    fn what(&self, params: JournalForgetParams) -> ApiResult<Forget> {
        match (params.subject, params.text, params.since) {
            (Some(thing), None, None) => Ok(Forget::About(self.thing(&thing)?)),
            (None, Some(text), None) if text.len() < SHORTEST => Err(ApiError::new(
                Code::Invalid,
                "A text to forget has at least 4 bytes; a shorter one stands everywhere",
            )),
            (None, Some(text), None) => {
                // Where the text is a secret, its mark stands in its place.
                let (masked, findings) = self.app.gatekeeper.mask_text(&text);
                let mut texts = vec![text];
                if !findings.is_empty() {
                    texts.push(masked);
                }
                Ok(Forget::Match(texts))
            }
            (None, None, Some(at)) => Ok(Forget::Since(at.get())),
            _ => Err(ApiError::new(
                Code::Invalid,
                "Name one of a reference, a text and a time to forget",
            )),
        }
    }

    /// Reads a reference; a file may also be named by the path that it has now.
    pub(crate) fn thing(&self, text: &str) -> ApiResult<EntityRef> {
        thing(text, &self.root, |path| {
            Ok(self.db.document_at(&self.masked_path(path))?)
        })
    }

    /// Makes the masked notes of an erasure.
    fn note(&self, caller: &Caller) -> Note {
        let (gatekeeper, actor) = (self.app.gatekeeper.clone(), caller.actor.clone());
        let subject = self.subject();
        Arc::new(move |seqs| gatekeeper.mask_event(erasure(actor.clone(), subject.clone(), seqs)))
    }

    fn forget_recent(&self, texts: &[String]) {
        super::lock(&self.recent).retain(|path| {
            let path = String::from_utf8_lossy(path);
            !texts.iter().any(|text| path.contains(text.as_str()))
        });
        self.context.forget(texts);
    }

    /// Every file of every backup.
    fn files_of_backups(&self, elsewhere: &[PathBuf]) -> Vec<PathBuf> {
        let mut files = Vec::new();
        files_below(&self.app.dirs.backups(), &mut files);
        for folder in elsewhere {
            files_below(folder, &mut files);
        }
        files
    }

    /// The copies to treat: a text is forgotten in every one, a reference or a time in those of
    /// this workspace.
    fn copies(&self, what: &Forget, elsewhere: &[PathBuf]) -> Vec<PathBuf> {
        let mut copies = self.files_of_backups(elsewhere);
        let row = self.row();
        let folder = self.app.dirs.workspace_dir(row.profile, row.id);
        files_below(&folder.join(backup::ASIDE), &mut copies);
        let id = row.id.to_string();
        copies.retain(|copy| {
            matches!(what, Forget::Match(_)) || copy.to_string_lossy().contains(&id)
        });
        copies
    }

    /// The databases of other workspaces that nobody owns now, with what was set aside of them, and
    /// the locks: a text is forgotten there too. One that is open is named by the search
    /// afterwards, if it has the text.
    fn others(&self, what: &Forget) -> ApiResult<(Vec<PathBuf>, Vec<OwnerLock>)> {
        let (mut others, mut locks) = (Vec::new(), Vec::new());
        if !matches!(what, Forget::Match(_)) {
            return Ok((others, locks));
        }
        let (app, own) = (&self.app, self.row().id);
        for row in app.db.recent(None, u32::MAX)? {
            let file = app.dirs.workspace_place(row.profile, row.id).file;
            let folder = app.dirs.workspace_dir(row.profile, row.id);
            if row.id != own
                && file.is_file()
                && let Some(lock) = OwnerLock::take(&folder)?
            {
                files_below(&folder.join(backup::ASIDE), &mut others);
                others.push(file);
                locks.push(lock);
            }
        }
        Ok((others, locks))
    }

    /// Searches files for the text and names where it still stands.
    fn look_for(
        &self,
        what: &Forget,
        texts: &[String],
        files: Vec<PathBuf>,
        headers: &[u64],
        left: &mut Vec<JournalLeft>,
    ) {
        let row = self.row();
        let own = self.app.dirs.workspace_place(row.profile, row.id).file;
        let texts: Vec<Vec<u8>> = texts.iter().map(|text| text.clone().into_bytes()).collect();
        for file in files {
            if left.len() >= NAMED {
                return;
            }
            match file_holds(&file, &texts) {
                Ok(false) => {}
                Ok(true) if file == own && !headers.is_empty() => {
                    let why = format!(
                        "It stands in the fixed part of {}, which proves the journal and is never changed; the first is seq {}.",
                        counted(headers.len(), "event"),
                        headers[0]
                    );
                    left.push(self.left(&file, why));
                }
                Ok(true) => {
                    let why = match what {
                        Forget::Match(_) => why_there(&file),
                        _ => NAME_STAYS,
                    };
                    left.push(self.left(&file, why.to_owned()));
                }
                // A file that went away in the meantime holds nothing.
                Err(_) if !file.exists() => {}
                Err(e) => left.push(self.left(&file, format!("It was not searched: {e}."))),
            }
        }
    }

    fn left(&self, file: &Path, why: String) -> JournalLeft {
        let below = file.strip_prefix(&self.app.dirs.data).unwrap_or(file);
        JournalLeft {
            file: below.display().to_string(),
            why,
        }
    }
}

/// Removes what another workspace, whose database is `file`, can be found by: all of its meaning when
/// a text is in it, and the files of its vectors that have one. Both are made again.
fn forget_meaning(file: &Path, texts: &[String], left: &mut impl FnMut(&Path, String)) {
    let wanted: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    let place = Place {
        file: file.with_file_name("meaning.db"),
        backups: file.into(),
        label: String::new(),
    };
    let log = file.with_file_name("meaning.db-wal");
    let mut held = [&place.file, &log].into_iter().filter(|file| file.exists());
    if held.any(|file| file_holds(file, &wanted).unwrap_or(true))
        && let Err(e) = MeaningDb::remove(&place)
    {
        left(&place.file, format!("It could not be removed: {e}."));
    }
    let mut above = file.ancestors().skip(1);
    if let (Some(own), Some(profile)) = (above.next(), above.nth(1))
        && let Some(id) = own.file_name()
    {
        forget_index(&profile.join("vectors").join(id), texts, left);
    }
}

/// Removes the files of an index that hold a text; the index is made again when it is needed.
fn forget_index(folder: &Path, texts: &[String], left: &mut impl FnMut(&Path, String)) {
    let texts: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    let mut files = Vec::new();
    files_below(folder, &mut files);
    for file in files {
        let removed = match file_holds(&file, &texts) {
            Ok(false) => continue,
            Ok(true) => std::fs::remove_file(&file),
            Err(e) => {
                left(&file, format!("It was not searched: {e}."));
                continue;
            }
        };
        if let Err(e) = removed {
            left(&file, format!("It could not be removed: {e}."));
        }
    }
}

/// Why a text still stands in a file, as far as the file's place tells.
fn why_there(file: &Path) -> &'static str {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let aside = |part: std::path::Component<'_>| part.as_os_str() == backup::ASIDE;
    if file.components().any(aside) || name.contains(".damaged-") {
        "It stands in damaged data that was set aside, and which cannot be changed. Remove it when you do not need it any more."
    } else if name.starts_with("app.db") || name == "backup.json" {
        "It stands in the path or name of a folder that Tenon knows, or in the name of a profile; without these their data would not be found again. Rename the profile, or delete the backup."
    } else {
        "It still stands there: another Tenon has it open, or what shows it wrote it again."
    }
}

/// Every file below a folder; links are not followed.
pub(crate) fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_below(&entry.path(), found),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found.sort();
}
