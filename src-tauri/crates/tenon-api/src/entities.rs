//! What the texts of a workspace speak of: kept in `meaning.db`, and brought in line with the files
//! and the commits when it is asked for.

mod look;
mod names;

use std::collections::BTreeMap;
use std::sync::Mutex;

use tenon_gatekeeper::Gatekeeper;
use tenon_git::Repo;
use tenon_knowledge::entity::{Kind, Source};
use tenon_store::{EntityOf, EntityRow, MeaningDb};
use tenon_workspace::{Root, walk};

use crate::owner::lock;
use crate::{ApiResult, symbols};

pub(crate) use look::rows;
use names::has_names;
pub(crate) use names::{NAMES, Names, add};

/// Changes when the rules find something else in the same text.
const RULES: u32 = 8;
/// The largest file that is looked at, in bytes.
pub(crate) const LARGEST: u64 = 1 << 20;
/// How many commits are looked at, the last ones.
const COMMITS: usize = 2_000;
/// Texts that are written before more are read.
const SLICE: usize = 64;
/// Threads that list the files.
const THREADS: usize = 2;

/// Where entities are looked for, and what masks them.
pub(crate) struct Texts<'a> {
    pub root: &'a Root,
    pub gatekeeper: &'a Gatekeeper,
    /// Whether anything may be said about a file.
    pub is_open: &'a dyn Fn(&[u8]) -> bool,
    pub names: Option<&'a dyn Names>,
}

/// What is to be read again.
struct Stale {
    of: EntityOf,
    print: [u8; 16],
    source: Source,
    /// The message of a commit; a file is read when its turn comes.
    text: Option<String>,
}

/// What a look at the texts left out.
pub(crate) struct Refreshed {
    /// What could not be read, in sentences.
    pub problems: Vec<String>,
    /// The texts whose names were asked for and not answered, each with the reason.
    pub lost: Vec<(EntityOf, String)>,
}

impl Texts<'_> {
    /// Brings `db` in line with the texts as they are now.
    pub fn refresh(&self, db: &MeaningDb) -> ApiResult<Refreshed> {
        let mut lost = Vec::new();
        let known = db.entity_texts()?;
        let (mut now, mut problems) = self.files();
        problems.extend(self.commits(&mut now));
        let gone: Vec<_> = known
            .keys()
            .filter(|of| !now.contains_key(of))
            .cloned()
            .collect();
        for pending in gone
            .into_iter()
            .map(|of| db.remove_entities(of))
            .collect::<Vec<_>>()
        {
            pending.wait()?;
        }
        let is_stale = |stale: &Stale| known.get(&stale.of) != Some(&stale.print);
        let stale: Vec<_> = now.into_values().filter(is_stale).collect();
        for slice in stale.chunks(SLICE) {
            let mut read = Vec::new();
            for one in slice {
                let text = match &one.text {
                    Some(text) => Ok(text.clone()),
                    None => self.text(&one.of),
                };
                match text {
                    Ok(text) => read.push((one, text)),
                    Err(problem) => problems.push(problem),
                }
            }
            let mut rows: Vec<Vec<EntityRow>> = read
                .iter()
                .map(|(one, text)| look::rows(self.gatekeeper, &one.of, text, one.source))
                .collect();
            let texts: Vec<_> = read
                .iter()
                .map(|(one, text)| (one.source, text.as_str()))
                .collect();
            let unanswered = self
                .names
                .map(|names| add(names, &texts, &mut rows))
                .unwrap_or_default();
            let put = |(number, ((one, _), rows)): (usize, (&(&Stale, String), Vec<EntityRow>))| {
                // What was not answered is asked again the next time.
                let done = !unanswered.contains_key(&number);
                db.put_entities(one.of.clone(), if done { one.print } else { [0; 16] }, rows)
            };
            let pending: Vec<_> = read.iter().zip(rows).enumerate().map(put).collect();
            let of = |(number, why): (&usize, &String)| (read[*number].0.of.clone(), why.clone());
            lost.extend(unanswered.iter().map(of));
            for pending in pending {
                pending.wait()?;
            }
        }
        Ok(Refreshed { problems, lost })
    }

    /// The files whose texts are looked at, with what they are now.
    fn files(&self) -> (BTreeMap<EntityOf, Stale>, Vec<String>) {
        let found = Mutex::new(Vec::new());
        let problems = walk::files(self.root.path(), false, THREADS, || {
            |path: &[u8]| {
                lock(&found).push(path.to_vec());
                true
            }
        });
        let paths = found.into_inner().unwrap_or_default();
        let mut now = BTreeMap::new();
        for path in paths {
            let Some(stamp) = symbols::stamp_of(self.root, &path) else {
                continue;
            };
            let is_secret = !self
                .gatekeeper
                .find(&String::from_utf8_lossy(&path))
                .is_empty();
            if stamp.size > LARGEST || is_secret || !(self.is_open)(&path) {
                continue;
            }
            let source = Source::of_path(&String::from_utf8_lossy(&path));
            let numbers = [stamp.size, stamp.modified as u64, stamp.inode];
            let print = self.print(source, &numbers.map(u64::to_le_bytes).concat());
            let of = EntityOf::File(path);
            let stale = Stale {
                of: of.clone(),
                print,
                source,
                text: None,
            };
            now.insert(of, stale);
        }
        (now, problems)
    }

    /// Adds the messages of the last commits. Returns why there are none, where they cannot be read.
    fn commits(&self, now: &mut BTreeMap<EntityOf, Stale>) -> Option<String> {
        let read = |repo: Option<Repo>| repo.map_or(Ok(Vec::new()), |repo| repo.commits(COMMITS));
        let commits = match Repo::discover(self.root.path()).and_then(read) {
            Ok(commits) => commits,
            Err(error) => return Some(error.to_string()),
        };
        for commit in commits {
            let of = EntityOf::Commit(commit.id);
            let stale = Stale {
                of: of.clone(),
                print: self.print(Source::Prose, &[]),
                source: Source::Prose,
                text: Some(commit.message),
            };
            now.insert(of, stale);
        }
        None
    }

    fn text(&self, of: &EntityOf) -> Result<String, String> {
        let EntityOf::File(path) = of else {
            return Ok(String::new());
        };
        let (bytes, _) = self.root.read(path).map_err(|error| error.to_string())?;
        // What is not text speaks of nothing.
        match bytes.iter().take(8 << 10).any(|b| *b == 0) {
            true => Ok(String::new()),
            false => Ok(String::from_utf8(bytes).unwrap_or_default()),
        }
    }

    /// A name for a text and for what looks at it.
    fn print(&self, source: Source, text: &[u8]) -> [u8; 16] {
        let names = self.names.is_some() && has_names(source);
        let mut print = blake3::Hasher::new();
        print.update(&RULES.to_le_bytes());
        print.update(&[u8::from(names)]);
        print.update(text);
        let mut half = [0; 16];
        half.copy_from_slice(&print.finalize().as_bytes()[..16]);
        half
    }
}

/// Whether a word is a kind, of the rules here or of the sidecar's.
pub(crate) fn is_kind(word: &str) -> bool {
    word.parse::<Kind>().is_ok() || NAMES.contains(&word)
}

/// All kinds, for a sentence.
pub(crate) fn kinds() -> String {
    let rules = Kind::ALL.iter().map(|kind| kind.word());
    rules.chain(NAMES).collect::<Vec<_>>().join(", ")
}
