//! What lies in branches that are not checked out, and which of them are merged.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use git2::{BranchType, ErrorCode, ObjectType, Oid, Repository, Sort, Tree};

/// Folders in folders that are looked into.
const DEEPEST: usize = 4;
/// Bytes of a file that is read at most.
const LARGEST: usize = 1 << 20;
/// Commits of the base's own line that are looked through for the tip of a branch.
const LONGEST_LINE: usize = 20_000;
/// Names that a branch for all others has, where nothing says which one it is.
const USUAL: [&str; 3] = ["main", "master", "trunk"];

/// A branch whose work is in the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The branch, as it was asked for.
    pub branch: String,
    /// The branch that has its commits.
    pub base: String,
}

/// What lies in folders of branches.
#[derive(Debug, Default)]
pub struct InBranches {
    /// The names of the files.
    pub names: HashSet<Vec<u8>>,
    /// The texts of those that were asked for, without those of more than 1 MiB.
    pub texts: Vec<Vec<u8>>,
}

/// The names of files in these folders, and in folders of theirs, in all local and remote-tracking
/// branches, and the texts of those whose names `is_read` takes. What several branches share is read
/// once.
pub(crate) fn names(
    repo: &Repository,
    folders: &[&Path],
    is_read: &dyn Fn(&[u8]) -> bool,
) -> Result<InBranches, git2::Error> {
    let mut reader = Reader {
        repo,
        is_read,
        seen: HashSet::new(),
        found: InBranches::default(),
    };
    let mut roots = HashSet::new();
    for branch in repo.branches(None)? {
        let (branch, _) = branch?;
        // A branch that leads nowhere, as a broken link or a shallow clone leaves it, has no names.
        let Ok(tree) = branch.get().peel_to_tree() else {
            continue;
        };
        if !roots.insert(tree.id()) {
            continue;
        }
        for folder in folders {
            match tree.get_path(folder) {
                Ok(entry) if entry.kind() == Some(ObjectType::Tree) => {
                    reader.read(entry.id(), DEEPEST)?;
                }
                Ok(_) => {}
                Err(error) if error.code() == ErrorCode::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(reader.found)
}

struct Reader<'a> {
    repo: &'a Repository,
    is_read: &'a dyn Fn(&[u8]) -> bool,
    seen: HashSet<Oid>,
    found: InBranches,
}

impl Reader<'_> {
    fn read(&mut self, id: Oid, depth: usize) -> Result<(), git2::Error> {
        if depth == 0 || !self.seen.insert(id) {
            return Ok(());
        }
        let tree: Tree<'_> = match self.repo.find_tree(id) {
            Ok(tree) => tree,
            // A partial clone has not fetched it.
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        for entry in &tree {
            match entry.kind() {
                Some(ObjectType::Tree) => self.read(entry.id(), depth - 1)?,
                Some(ObjectType::Blob) => {
                    let name = entry.name_bytes();
                    if (self.is_read)(name) {
                        self.text(entry.id())?;
                    }
                    if !self.found.names.contains(name) {
                        self.found.names.insert(name.to_vec());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn text(&mut self, id: Oid) -> Result<(), git2::Error> {
        if !self.seen.insert(id) {
            return Ok(());
        }
        match self.repo.find_blob(id) {
            Ok(blob) if blob.size() <= LARGEST => {
                self.found.texts.push(blob.content().to_vec());
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Which of these branches are merged into the base: the branch that `origin/HEAD` names, else a
/// usual one, else the one that is checked out.
///
/// A branch that has no commit of its own yet looks like a merged one. It is told apart by where
/// it stands: beside the base's own line of commits it was merged; on it, it counts only when its
/// log says that it moved since it was made.
pub(crate) fn merged(repo: &Repository, branches: &[&str]) -> Result<Vec<Merged>, git2::Error> {
    let Some((base, tips)) = base(repo)? else {
        return Ok(Vec::new());
    };
    let mut merged = Vec::new();
    let mut line: HashMap<Oid, HashSet<Oid>> = HashMap::new();
    for branch in branches.iter().filter(|branch| **branch != base) {
        let Some((tip, local)) = tip(repo, branch) else {
            continue;
        };
        for end in tips.iter().filter(|end| **end != tip) {
            if !repo.graph_descendant_of(*end, tip)? {
                continue;
            }
            let own = match line.get(end) {
                Some(own) => own,
                None => line.entry(*end).or_insert(own_line(repo, *end)?),
            };
            if !own.contains(&tip) || local.as_deref().is_some_and(|name| has_moved(repo, name)) {
                merged.push(Merged {
                    branch: (*branch).to_owned(),
                    base: base.clone(),
                });
                break;
            }
        }
    }
    Ok(merged)
}

/// The branch that others are merged into, and its commits here and at the remote.
fn base(repo: &Repository) -> Result<Option<(String, Vec<Oid>)>, git2::Error> {
    let named = repo.find_reference("refs/remotes/origin/HEAD").ok();
    let named = named.and_then(|head| {
        let target = head.symbolic_target_bytes().map(<[u8]>::to_vec)?;
        let target = String::from_utf8(target).ok()?;
        target
            .strip_prefix("refs/remotes/origin/")
            .map(str::to_owned)
    });
    let usual = || {
        let there = |name: &&&str| repo.find_branch(name, BranchType::Local).is_ok();
        USUAL.iter().find(there).map(|name| (*name).to_owned())
    };
    let name = match named.or_else(usual) {
        Some(name) => Some(name),
        None => crate::head::branch(repo)?,
    };
    let Some(name) = name else { return Ok(None) };
    let commit = |reference: String| {
        let found = repo.find_reference(&reference).ok()?;
        found.peel_to_commit().ok().map(|commit| commit.id())
    };
    let mut tips: Vec<Oid> = Vec::new();
    let places = [
        format!("refs/heads/{name}"),
        format!("refs/remotes/origin/{name}"),
    ];
    for tip in places.into_iter().filter_map(commit) {
        if !tips.contains(&tip) {
            tips.push(tip);
        }
    }
    Ok((!tips.is_empty()).then_some((name, tips)))
}

/// The commit of a branch, and the reference of the local one, which has a log.
fn tip(repo: &Repository, branch: &str) -> Option<(Oid, Option<String>)> {
    let local = format!("refs/heads/{branch}");
    let places = [
        local.clone(),
        format!("refs/remotes/origin/{branch}"),
        format!("refs/remotes/{branch}"),
    ];
    places.into_iter().find_map(|place| {
        let found = repo.find_reference(&place).ok()?;
        let id = found.peel_to_commit().ok()?.id();
        Some((id, (place == local).then_some(place)))
    })
}

/// The commits that a branch's own line has: of a merge only the first parent.
fn own_line(repo: &Repository, tip: Oid) -> Result<HashSet<Oid>, git2::Error> {
    let mut walk = repo.revwalk()?;
    walk.simplify_first_parent()?;
    walk.set_sorting(Sort::NONE)?;
    walk.push(tip)?;
    walk.take(LONGEST_LINE).collect()
}

/// Whether the log of a branch has more than the commit that it was made with.
fn has_moved(repo: &Repository, reference: &str) -> bool {
    let Ok(log) = repo.reflog(reference) else {
        return false;
    };
    let made = log
        .len()
        .checked_sub(1)
        .and_then(|first| log.get(first))
        .map(|entry| entry.id_new());
    let now = log.get(0).map(|entry| entry.id_new());
    made != now
}
