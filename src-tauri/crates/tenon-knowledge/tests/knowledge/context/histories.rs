//! Days made of the commits of a repository. Nobody knows in which order the files of a commit were
//! worked on, so it is drawn by lot: a commit is its files opened and edited one after the other.

use std::path::Path;
use std::process::Command;

use tenon_testkit::Rng;

use super::replay::{Event, Score, replay};

/// A commit of more files is no piece of work of one person.
const LARGEST: usize = 12;
/// The first commits are history only.
const BEFORE: usize = 100;

/// The commits of a repository, the oldest first: when, and the files that there are still.
fn commits(repository: &Path) -> Vec<(i64, Vec<String>)> {
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
            "--format=%x01%at",
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
        let at: i64 = lines.next()?.parse().ok()?;
        let files = lines.filter(|line| !line.is_empty()).map(str::to_owned);
        Some((at * 1_000, files.collect()))
    });
    commits.collect()
}

fn events(commits: &[(i64, Vec<String>)], rng: &mut Rng) -> Vec<Event> {
    let mut files: Vec<String> = commits
        .iter()
        .flat_map(|(_, files)| files.clone())
        .collect();
    files.sort();
    files.dedup();
    let mut events = vec![Event::Files { files }];
    for (number, (at, files)) in commits.iter().enumerate() {
        let mut left = files.clone();
        let is_work = number >= BEFORE && (1..=LARGEST).contains(&files.len());
        while is_work && !left.is_empty() {
            let file = left.swap_remove(rng.below(left.len()));
            // The commit comes when the last file is done, a few minutes a file.
            let at = at - 180_000 * i64::try_from(left.len() + 1).expect("a few");
            events.push(Event::Open {
                at,
                file: file.clone(),
            });
            events.push(Event::Edit { at, file });
        }
        events.push(Event::Commit {
            files: files.clone(),
        });
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
        score.add(replay(&events(&commits, &mut rng)));
        println!(
            "{}",
            score.told(&format!("{repository}, {} commits", commits.len()))
        );
    }
}
