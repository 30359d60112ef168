//! Days made of the commits of a repository. Nobody knows in which order the files of a commit were
//! worked on, so it is drawn by lot: a commit is its files opened and edited one after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use tenon_gatekeeper::Gatekeeper;
use tenon_index::syntax::Symbols;
use tenon_testkit::{CountingIds, Rng};

use super::replay::{Event, Score, replay};

/// A commit of more files is no piece of work of one person.
const LARGEST: usize = 12;
/// The first commits are history only.
const BEFORE: usize = 100;

#[derive(Clone)]
struct Commit {
    /// When, in milliseconds since 1970.
    at: i64,
    hash: String,
    files: Vec<String>,
}

/// The commits of a repository, the oldest first: when, and the files that there are still.
fn commits(repository: &Path) -> Vec<Commit> {
    let out = Command::new("git")
        .arg("-C")
        .arg(repository)
        .args([
            "log",
            "--reverse",
            "--no-merges",
            "-n",
            "2000",
            "--name-only",
            "--format=%x01%at %H",
        ])
        .output()
        .expect("git runs");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let commits = text.split('\u{1}').filter_map(|commit| {
        let mut lines = commit.lines();
        let (at, hash) = lines.next()?.split_once(' ')?;
        let files = lines.filter(|line| !line.is_empty()).map(str::to_owned);
        Some(Commit {
            at: at.parse::<i64>().ok()? * 1_000,
            hash: hash.to_owned(),
            files: files.collect(),
        })
    });
    commits.collect()
}

/// The texts of a repository at any of its commits.
struct Texts {
    git: Child,
    out: BufReader<std::process::ChildStdout>,
}

impl Texts {
    fn of(repository: &Path) -> Self {
        let mut git = Command::new("git")
            .arg("-C")
            .arg(repository)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("git runs");
        let out = BufReader::new(git.stdout.take().expect("it is piped"));
        Self { git, out }
    }

    fn read(&mut self, commit: &str, path: &str) -> Option<Vec<u8>> {
        let stdin = self.git.stdin.as_mut().expect("it is piped");
        writeln!(stdin, "{commit}:{path}").expect("git reads");
        let mut head = String::new();
        self.out.read_line(&mut head).expect("git answers");
        let size: usize = head.trim_end().rsplit(' ').next()?.parse().ok()?;
        let mut bytes = vec![0; size + 1];
        self.out.read_exact(&mut bytes).expect("git answers");
        bytes.pop();
        Some(bytes)
    }
}

/// The symbols of a repository, as they are before a commit.
struct Seen {
    texts: Texts,
    symbols: Symbols,
}

impl Seen {
    fn new(repository: &Path, first: &Commit) -> Self {
        let mut seen = Self {
            texts: Texts::of(repository),
            symbols: Symbols::in_memory(
                Arc::new(Gatekeeper::new([7; 32])),
                Arc::new(CountingIds::default()),
            ),
        };
        let out = Command::new("git")
            .arg("-C")
            .arg(repository)
            .args(["ls-tree", "-r", "--name-only", &first.hash])
            .output()
            .expect("git runs");
        let files = String::from_utf8_lossy(&out.stdout).into_owned();
        let files = files.lines().map(str::to_owned).collect();
        seen.follow(&Commit {
            files,
            ..first.clone()
        });
        seen
    }

    fn follow(&mut self, commit: &Commit) {
        for path in &commit.files {
            match self.texts.read(&commit.hash, path) {
                // What has no symbols uses none.
                Some(bytes) => drop(self.symbols.put(path.as_bytes(), &bytes)),
                None => self.symbols.remove(path.as_bytes()),
            }
        }
    }

    fn uses(&self, front: &str) -> Event {
        let uses = self.symbols.uses(front.as_bytes());
        let files = uses.iter().take(40);
        let file = |it: &tenon_index::syntax::Use<'_>| {
            (String::from_utf8_lossy(it.path).into_owned(), it.sure)
        };
        Event::Uses {
            files: files.map(file).collect(),
        }
    }
}

fn events(commits: &[Commit], seen: &mut Seen, rng: &mut Rng) -> Vec<Event> {
    let mut files: Vec<String> = commits
        .iter()
        .flat_map(|commit| commit.files.clone())
        .collect();
    files.sort();
    files.dedup();
    let mut events = vec![Event::Files { files }];
    let mut front = String::new();
    for (number, commit) in commits.iter().enumerate() {
        let mut left = commit.files.clone();
        let is_work = number >= BEFORE && (1..=LARGEST).contains(&left.len());
        while is_work && !left.is_empty() {
            let file = left.swap_remove(rng.below(left.len()));
            // The commit comes when the last file is done, a few minutes a file.
            let at = commit.at - 180_000 * i64::try_from(left.len() + 1).expect("a few");
            events.push(seen.uses(&front));
            front.clone_from(&file);
            events.push(Event::Open {
                at,
                file: file.clone(),
            });
            events.push(Event::Edit { at, file });
        }
        events.push(Event::Commit {
            files: commit.files.clone(),
        });
        seen.follow(commit);
    }
    events
}

#[test]
#[ignore = "it measures, and is run by hand: TENON_HISTORIES names repositories, with : between them"]
#[allow(
    clippy::disallowed_methods,
    reason = "who runs it by hand names the repositories"
)]
fn figures_of_days_made_of_commits() {
    let seed = 7;
    println!("seed {seed}");
    let given =
        std::env::var("TENON_HISTORIES").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
    for repository in given.split(':') {
        let commits = commits(Path::new(repository));
        let mut rng = Rng::seeded(seed);
        let mut score = Score::default();
        let mut seen = Seen::new(Path::new(repository), &commits[0]);
        score.add(replay(&events(&commits, &mut seen, &mut rng)));
        println!(
            "{}",
            score.told(&format!("{repository}, {} commits", commits.len()))
        );
    }
}
