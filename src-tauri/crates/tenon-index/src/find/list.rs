//! The files that a question is about, in the order of their paths.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::types::{Types, TypesBuilder};
use ignore::{WalkBuilder, WalkState};
use tenon_workspace::walk;

use super::ask::Ask;
use super::stamp::{Looker, Stamp};
use crate::error::{FindError, Result};

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Relative to the folder.
    pub path: Vec<u8>,
    /// How it was when it was listed, where that was asked for.
    pub stamp: Option<Stamp>,
}

/// What could not be looked at, and why.
pub type Problem = (Vec<u8>, String);

/// Languages that have no type of ripgrep's, or another name there.
const NAMES: &[(&str, &[&str])] = &[
    ("tsx", &["*.tsx"]),
    ("jsx", &["*.jsx"]),
    ("javascript", &["*.js", "*.jsx", "*.cjs", "*.mjs"]),
    ("bash", &["*.sh", "*.bash", "*.bashrc", "*.bash_profile"]),
    ("shell", &["*.sh", "*.bash", "*.zsh", "*.ksh"]),
    (
        "c++",
        &["*.cpp", "*.cc", "*.cxx", "*.hpp", "*.hh", "*.hxx", "*.h"],
    ),
    ("c#", &["*.cs"]),
    ("rs", &["*.rs"]),
    ("golang", &["*.go"]),
];

/// The types of files that a question is limited to; `None` when it is not.
pub(crate) fn types(ask: &Ask) -> Result<Option<Types>> {
    if ask.languages.is_empty() && ask.without_languages.is_empty() {
        return Ok(None);
    }
    let mut builder = TypesBuilder::new();
    builder.add_defaults();
    for (name, globs) in NAMES {
        // A type's name is letters here, so that the library's own have no room for "c++".
        let name = own_name(name);
        for glob in *globs {
            builder
                .add(&name, glob)
                .map_err(|e| FindError::Start(e.to_string()))?;
        }
    }
    let known = builder.definitions();
    let pick = |asked: &String| {
        let low = asked.to_lowercase();
        // Every type, as ripgrep takes it.
        if low == "all" {
            return Ok(low);
        }
        if NAMES.iter().any(|(name, _)| *name == low) {
            return Ok(own_name(&low));
        }
        match known.iter().any(|definition| definition.name() == low) {
            true => Ok(low),
            false => {
                let names = known.iter().map(ignore::types::FileTypeDef::name);
                Err(FindError::Language {
                    name: asked.clone(),
                    like: like(&low, names.collect()),
                })
            }
        }
    };
    for asked in &ask.languages {
        builder.select(&pick(asked)?);
    }
    for asked in &ask.without_languages {
        builder.negate(&pick(asked)?);
    }
    let types = builder.build();
    types.map(Some).map_err(|e| FindError::Start(e.to_string()))
}

/// Names that begin as what was asked for does, as a sentence.
fn like(asked: &str, mut names: Vec<&str>) -> String {
    names.retain(|name| !name.starts_with("tenon"));
    names.extend(NAMES.iter().map(|(name, _)| *name));
    names.sort_unstable();
    names.dedup();
    let common = |name: &str| {
        name.bytes()
            .zip(asked.bytes())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let most = names.iter().map(|name| common(name)).max().unwrap_or(0);
    names.retain(|name| common(name) == most);
    match most {
        0 | 1 => {
            "there are rust, python, typescript, markdown and what \"rg --type-list\" tells".into()
        }
        _ => format!("there is {}", names[..names.len().min(5)].join(", ")),
    }
}

fn own_name(name: &str) -> String {
    let plain = name.replace('+', "p").replace('#', "sharp");
    format!("tenon{plain}")
}

/// The patterns of paths of a question; `None` when it has none.
pub(crate) fn globs(folder: &Path, ask: &Ask) -> Result<Option<Override>> {
    if ask.globs.is_empty() {
        return Ok(None);
    }
    let mut builder = OverrideBuilder::new(folder);
    for glob in &ask.globs {
        builder.add(glob).map_err(|e| FindError::Glob {
            glob: glob.clone(),
            what: e.to_string(),
        })?;
    }
    let built = builder.build();
    built.map(Some).map_err(|e| FindError::Start(e.to_string()))
}

/// The walk that lists what a question is about, as `rg --files` would.
pub(crate) fn walker(folder: &Path, ask: &Ask) -> Result<WalkBuilder> {
    let mut builder = if ask.no_ignore {
        walk::builder_without_rules(folder, ask.hidden)
    } else {
        walk::builder(folder, ask.hidden)
    };
    if let Some(globs) = globs(folder, ask)? {
        builder.overrides(globs);
    }
    if let Some(types) = types(ask)? {
        builder.types(types);
    }
    Ok(builder)
}

/// Lists the files sorted by the bytes of their paths, and what could not be looked at. With
/// `stamps` each file's state is read too.
pub fn list(
    folder: &Path,
    ask: &Ask,
    threads: usize,
    stamps: bool,
) -> Result<(Vec<Listed>, Vec<Problem>)> {
    let stamps = stamps || ask.since.is_some();
    let found = Mutex::new((Vec::new(), Vec::new()));
    walker(folder, ask)?
        .threads(threads)
        .build_parallel()
        .run(|| {
            let mut batch = Batch {
                all: &found,
                files: Vec::new(),
            };
            let mut looker = Looker::default();
            Box::new(move |entry| {
                match entry {
                    Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                        let whole = entry.path();
                        let path = below(folder, whole).to_vec();
                        let stamp = match stamps {
                            // One that went away meanwhile has nothing to find.
                            true => match looker.look(whole) {
                                Ok(stamp) => Some(stamp),
                                Err(_) => return WalkState::Continue,
                            },
                            false => None,
                        };
                        batch.files.push(Listed { path, stamp });
                    }
                    Ok(_) => {}
                    Err(e) => batch.problem(folder, &e),
                }
                WalkState::Continue
            })
        });
    let (mut files, mut problems) = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(since) = ask.since {
        let since = since.saturating_mul(1_000_000);
        files.retain(|file| file.stamp.is_some_and(|stamp| stamp.modified >= since));
    }
    // Each thread's part is in order already, so that they only have to be merged.
    files.sort_by(|a, b| a.path.cmp(&b.path));
    problems.sort();
    Ok((files, problems))
}

/// What is left of a path that a walk of `folder` came to.
fn below<'a>(folder: &Path, path: &'a Path) -> &'a [u8] {
    let bytes = path.as_os_str().as_bytes();
    let rest = bytes.strip_prefix(folder.as_os_str().as_bytes());
    let rest = rest.unwrap_or(bytes);
    rest.strip_prefix(b"/").unwrap_or(rest)
}

type All = Mutex<(Vec<Listed>, Vec<Problem>)>;

/// What one thread of the walk found; it is handed over when the thread ends.
struct Batch<'a> {
    all: &'a All,
    files: Vec<Listed>,
}

impl Batch<'_> {
    fn problem(&self, folder: &Path, error: &ignore::Error) {
        let path = path_of(error)
            .and_then(|path| path.strip_prefix(folder).ok())
            .map(|path| path.as_os_str().as_bytes().to_vec());
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.1.push((path.unwrap_or_default(), error.to_string()));
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        self.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.0.append(&mut self.files);
    }
}
