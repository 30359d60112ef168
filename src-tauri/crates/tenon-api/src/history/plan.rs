//! What a restore would do, before it does anything.

use std::collections::{BTreeMap, BTreeSet};

use tenon_core::{Code, Millis};
use tenon_store::{Lack, RestoreFile, Version, VersionBytes, VersionKind};
use tenon_workspace::walk::{self, Rules};
use tenon_workspace::{Root, WorkspaceError};

use super::archive::{Archive, Found, HARD_LIMIT, Unseen, Why, is_gone};
use crate::{ApiError, ApiResult, moment};

/// What a restore goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// A moment, for a file or a folder.
    Moment(Millis),
    /// A version, for one file.
    Version(i64),
}

/// A file that changes: what it is, and what it becomes. A version that says that the file is
/// gone, or none, stands for no file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    /// Its path.
    pub path: Vec<u8>,
    /// What it is.
    pub before: Option<Version>,
    /// What it becomes.
    pub after: Option<Version>,
    /// What there is to say of it beforehand.
    pub note: Option<&'static str>,
}

impl Step {
    /// Whether there is a file before, and after.
    pub fn there(&self) -> (bool, bool) {
        let there = |version: &Option<Version>| version.as_ref().is_some_and(|it| !is_gone(it));
        (there(&self.before), there(&self.after))
    }

    /// The step as it is written down.
    pub fn row(&self, archive: &Archive) -> RestoreFile {
        RestoreFile {
            path: archive.known(&self.path),
            before: self.before.as_ref().map(|version| version.id),
            after: self.after.as_ref().map(|version| version.id),
        }
    }
}

/// What a restore would do.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The file or folder.
    pub scope: Vec<u8>,
    /// What changes, by path.
    pub steps: Vec<Step>,
    /// What is left alone although it may not be what it was, and why.
    pub left: Vec<(Vec<u8>, &'static str)>,
    /// Files that are already what they become.
    pub same: u32,
}

/// The place in the workspace that a path names, whether there is something or not.
pub(crate) fn scope_of(root: &Root, path: &[u8]) -> ApiResult<Vec<u8>> {
    let path = root.relative(path)?;
    let path = path.strip_suffix(b"/").unwrap_or(path);
    if path.is_empty() || path == b"." {
        return Ok(Vec::new());
    }
    let mut cut = path.len();
    loop {
        match root.place(&path[..cut]) {
            Ok(place) => {
                let rest = path[cut..].strip_prefix(b"/").unwrap_or(&path[cut..]);
                let odd = |part: &[u8]| matches!(part, b"" | b"." | b"..");
                if !rest.is_empty() && rest.split(|b| *b == b'/').any(odd) {
                    let name = String::from_utf8_lossy(path).into_owned();
                    return Err(WorkspaceError::BadPath(name).into());
                }
                let parts = [&place.real[..], rest]
                    .into_iter()
                    .filter(|part| !part.is_empty());
                let scope = parts.collect::<Vec<_>>().join(&b'/');
                return if scope.split(|b| *b == b'/').any(|part| part == b".git") {
                    Err(ApiError::new(
                        Code::Invalid,
                        "what is in .git is git's own and has no local history",
                    ))
                } else {
                    Ok(scope)
                };
            }
            Err(WorkspaceError::NotFound(_) | WorkspaceError::NotFolder(_)) if cut > 0 => {
                cut = path[..cut].iter().rposition(|b| *b == b'/').unwrap_or(0);
            }
            Err(other) => return Err(other.into()),
        }
    }
}

impl Archive {
    /// Whether ignore files leave out what is at a path, or would be.
    pub fn is_ignored(&self, path: &[u8]) -> bool {
        if path.is_empty() {
            return false;
        }
        let root = self.root.path();
        let cut = path.iter().rposition(|b| *b == b'/').unwrap_or(0);
        let mut folder = &path[..cut];
        // A folder that is not there any more is on no list.
        while !folder.is_empty() && self.root.place(folder).is_err() {
            folder = &folder[..folder.iter().rposition(|b| *b == b'/').unwrap_or(0)];
        }
        walk::folder_is_ignored(root, folder)
            || self.root.place(path).is_ok() && !Rules::default().keep(root, path)
    }

    /// Keeps what every file at `scope` or below it is now.
    pub fn look_below(&self, scope: &[u8], kind: VersionKind) -> ApiResult<()> {
        let complete = self.db.history_complete()?;
        let why = Why {
            kind,
            limit: HARD_LIMIT,
            unseen: complete.map_or(Unseen::There, Unseen::Since),
        };
        let mut last: BTreeMap<Vec<u8>, Version> = BTreeMap::new();
        for version in self.db.last_versions(&self.known(scope), None)? {
            last.extend(version.path.clone().map(|path| (path, version)));
        }
        let mut paths: BTreeSet<Vec<u8>> = last
            .iter()
            .filter(|(_, version)| !is_gone(version))
            .map(|(path, _)| path.clone())
            .collect();
        let folder = self.root.absolute(scope);
        if folder.is_dir() {
            let found = std::sync::Mutex::new(Vec::new());
            walk::files(&folder, true, 1, || {
                |path: &[u8]| {
                    let parts = [scope, path].into_iter().filter(|part| !part.is_empty());
                    crate::owner::lock(&found).push(parts.collect::<Vec<_>>().join(&b'/'));
                    true
                }
            });
            paths.extend(found.into_inner().unwrap_or_default());
        } else if !scope.is_empty() && !self.is_ignored(scope) {
            paths.insert(scope.to_vec());
        }
        let (mut new, mut touched) = (Vec::new(), Vec::new());
        for path in paths {
            match self.look(&path, last.get(&path), why)? {
                Found::Same | Found::Restless => {}
                Found::Touched(id, modified) => touched.push((id, modified)),
                Found::Changed(file) => new.push(*file),
            }
            if new.len() >= 64 {
                self.keep(std::mem::take(&mut new))?;
            }
        }
        if !touched.is_empty() {
            self.db.touch_versions(touched)?;
        }
        if new.is_empty() {
            Ok(())
        } else {
            self.keep(new).map(drop)
        }
    }

    /// What a restore of `scope` would do. What is there now is kept first.
    pub fn plan(&self, scope: &[u8], aim: Aim) -> ApiResult<Plan> {
        if !scope.is_empty() && self.is_ignored(scope) {
            let name = String::from_utf8_lossy(scope);
            let message =
                format!("\"{name}\" is left out by ignore files, so it has no local history");
            return Err(ApiError::new(Code::PreconditionFailed, message));
        }
        self.look_below(scope, VersionKind::External)?;
        match aim {
            Aim::Moment(at) => self.plan_moment(scope, at),
            Aim::Version(id) => self.plan_version(scope, id),
        }
    }

    /// Why steps of a plan would fail, as far as it can be told before, by their places in it.
    pub fn foresee(&self, steps: &[Step]) -> Vec<Option<ApiError>> {
        let gone = steps.iter().filter(|step| !step.there().1);
        let gone: BTreeSet<&[u8]> = gone.map(|step| step.path.as_slice()).collect();
        let goes = |path: &[u8]| gone.contains(path);
        let look = |step: &Step| match step.there().1 {
            true => tenon_workspace::can_come(&self.root, &step.path, &goes),
            false => tenon_workspace::can_go(&self.root, &step.path),
        };
        let found = steps.iter().map(|step| look(step).err());
        found.map(|error| error.map(ApiError::from)).collect()
    }

    fn plan_version(&self, scope: &[u8], id: i64) -> ApiResult<Plan> {
        let none = || ApiError::new(Code::NotFound, format!("There is no version {id}."));
        let after = self.db.version(id)?.ok_or_else(none)?;
        let before = self.last(scope)?;
        let mut plan = Plan {
            scope: scope.to_vec(),
            ..Plan::default()
        };
        self.add(&mut plan, scope.to_vec(), before, Some(after))?;
        Ok(plan)
    }

    fn plan_moment(&self, scope: &[u8], at: Millis) -> ApiResult<Plan> {
        let by_path = |versions: Vec<Version>| -> BTreeMap<Vec<u8>, Version> {
            let with = versions.into_iter();
            with.filter_map(|version| Some((version.path.clone()?, version)))
                .collect()
        };
        self.has_been(scope, at)?;
        let scoped = self.known(scope);
        let first = self.db.first_versions(&scoped)?;
        // A file that lay outside of what is restored is followed there; one that lay in it at
        // another path goes back to that.
        let inside = |path: &[u8]| {
            let rest = path.strip_prefix(scope);
            rest.is_some_and(|rest| scope.is_empty() || rest.starts_with(b"/"))
        };
        let early = first.iter().all(|version| version.at > at);
        let mut followed = BTreeMap::new();
        for path in first.iter().filter_map(|version| version.path.as_ref()) {
            let then = self.db.version_as_of(&self.known(path), at)?;
            let then = then.filter(|then| !then.path.as_deref().is_some_and(inside));
            followed.extend(then.map(|then| (path.clone(), then)));
        }
        if early && followed.is_empty() {
            return Err(self.too_early(scope, self.since(&first)?, at));
        }
        let mut now = by_path(self.db.last_versions(&scoped, None)?);
        let mut then = by_path(self.db.last_versions(&scoped, Some(at))?);
        then.extend(followed);
        let mut plan = Plan {
            scope: scope.to_vec(),
            ..Plan::default()
        };
        for first in first {
            let Some(path) = first.path.clone() else {
                continue;
            };
            let (before, after) = (now.remove(&path), then.remove(&path));
            match after {
                // Where nothing of the folder is known by its paths, a file that cannot be followed is
                // not known to have been away: it is left alone.
                None if early || !first.born => {
                    if before.is_some_and(|before| !is_gone(&before)) {
                        plan.left
                            .push((path, "what it was at that moment is not known"));
                    }
                }
                after => self.add(&mut plan, path, before, after)?,
            }
        }
        Ok(plan)
    }

    /// When the history of these files begins, also of what they were under other paths.
    fn since(&self, first: &[Version]) -> ApiResult<Option<Millis>> {
        let mut since = None;
        for path in first.iter().filter_map(|version| version.path.as_ref()) {
            let all = self.db.versions_at(&self.known(path))?;
            let begins = all.iter().filter(|it| it.on_disk).map(|it| it.at).min();
            since = since.into_iter().chain(begins).min();
        }
        Ok(since)
    }

    fn too_early(&self, scope: &[u8], since: Option<Millis>, at: Millis) -> ApiError {
        let name = String::from_utf8_lossy(scope);
        let what = if name.is_empty() {
            "the folder".to_owned()
        } else {
            format!("\"{name}\"")
        };
        match since {
            None => ApiError::new(
                Code::NotFound,
                format!("There is no local history of {what}."),
            ),
            Some(since) => {
                let (since, at) = (moment::told(since), moment::told(at));
                let message = format!("The local history of {what} begins on {since}, after {at}.");
                ApiError::new(Code::PreconditionFailed, message)
                    .hint("Name a later moment, in milliseconds since 1970 or as RFC 3339.")
            }
        }
    }

    /// Refuses a moment that is still to come, unless a clock that was set back since has seen it.
    pub fn has_been(&self, scope: &[u8], at: Millis) -> ApiResult<()> {
        let now = self.clock.now();
        if at <= now {
            return Ok(());
        }
        let last = self.db.last_versions(&self.known(scope), None)?;
        if last.iter().any(|version| version.at >= at) {
            return Ok(());
        }
        let (at, now) = (moment::told(at), moment::told(now));
        let message = format!("{at} is still to come: it is {now}.");
        Err(ApiError::new(Code::Invalid, message).hint("Name a moment that has been."))
    }

    /// Adds a file to a plan: as a step, as one that is the same, or as one that is left alone.
    pub fn add(
        &self,
        plan: &mut Plan,
        path: Vec<u8>,
        before: Option<Version>,
        after: Option<Version>,
    ) -> ApiResult<()> {
        let step = Step {
            path,
            before,
            after,
            note: None,
        };
        let reason = match step.there() {
            (false, false) => {
                plan.same += 1;
                return Ok(());
            }
            (there, true) => match step.after.as_ref().map(|after| &after.bytes) {
                Some(VersionBytes::Lacking(Lack::TooLarge)) => {
                    Some("it was too large at that moment to be kept")
                }
                Some(VersionBytes::Lacking(_)) => Some("its bytes of that moment were not kept"),
                _ if there && self.is_same(&step)? => {
                    plan.same += 1;
                    return Ok(());
                }
                _ if self.is_lost(&step)? => {
                    Some("its bytes of that moment are gone from the repository")
                }
                _ => None,
            },
            (true, false) => None,
        };
        let unkept = matches!(
            step.before.as_ref().map(|before| &before.bytes),
            Some(VersionBytes::Lacking(
                Lack::TooLarge | Lack::Unreadable | Lack::Dropped
            ))
        );
        match reason {
            None if unkept => plan
                .left
                .push((step.path, "what it is now cannot be kept first")),
            None => plan.steps.push(step),
            Some(reason) => plan.left.push((step.path, reason)),
        }
        Ok(())
    }

    fn is_same(&self, step: &Step) -> ApiResult<bool> {
        let (Some(before), Some(after)) = (&step.before, &step.after) else {
            return Ok(false);
        };
        if after.mode.is_some_and(|mode| before.mode != Some(mode)) {
            return Ok(false);
        }
        if before.bytes == after.bytes {
            return Ok(true);
        }
        match (&before.bytes, &after.bytes) {
            // One may be a committed blob and the other kept here.
            (VersionBytes::Content(_), VersionBytes::GitBlob(_))
            | (VersionBytes::GitBlob(_), VersionBytes::Content(_)) => {
                let bytes = self.bytes(before)?;
                bytes.map_or(Ok(false), |bytes| self.is(after, &bytes))
            }
            _ => Ok(false),
        }
    }

    fn is_lost(&self, step: &Step) -> ApiResult<bool> {
        match &step.after {
            Some(after) if matches!(after.bytes, VersionBytes::GitBlob(_)) => {
                Ok(self.bytes(after)?.is_none())
            }
            _ => Ok(false),
        }
    }
}
