//! What the watcher tells, folded into a list of files, ends as what a fresh walk finds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tenon_testkit::{Rng, TempWorkspace, wait_until};
use tenon_workspace::{Change, Finder, Seen, Watcher, walk};

#[derive(Default)]
struct News {
    /// All that was told of each path, in order.
    told: BTreeMap<Vec<u8>, Vec<Change>>,
    /// A list of files, kept as the owner keeps one.
    files: Finder,
    rescans: usize,
    /// How often the folder itself went, and came back.
    gone: usize,
    back: usize,
}

struct Watched {
    workspace: TempWorkspace,
    news: Arc<Mutex<News>>,
    watcher: Watcher,
}

fn all_files(folder: &Path) -> BTreeSet<Vec<u8>> {
    let found = Mutex::new(BTreeSet::new());
    walk::files(folder, true, 1, || {
        |path: &[u8]| {
            found
                .lock()
                .expect("nobody panics here")
                .insert(path.to_vec())
        }
    });
    found.into_inner().expect("nobody panics here")
}

impl News {
    fn take(&mut self, root: &Path, seen: Seen) {
        match &seen {
            Seen::Gone => {
                self.gone += 1;
                self.files.replace(BTreeSet::new());
            }
            Seen::Rescan | Seen::Back => {
                self.rescans += 1;
                self.back += usize::from(seen == Seen::Back);
                self.files.replace(all_files(root));
            }
            Seen::Changed(changed) => {
                for (path, change) in changed {
                    self.told.entry(path.clone()).or_default().push(*change);
                    if *change != Change::Modified {
                        self.files.remove(path);
                    }
                    let full = root.join(String::from_utf8_lossy(path).as_ref());
                    let is_file = full.symlink_metadata().is_ok_and(|meta| meta.is_file());
                    let parent = full.parent().unwrap_or(root);
                    let name = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
                    if *change == Change::Created
                        && is_file
                        && walk::kept_names(parent).contains(name)
                    {
                        self.files.insert(path.clone());
                    }
                }
            }
            Seen::Limited(why) => panic!("the watcher is limited here: {why}"),
        }
    }
}

impl Watched {
    fn start(workspace: TempWorkspace) -> Self {
        Self::start_also(workspace, vec![])
    }

    fn start_also(workspace: TempWorkspace, also: Vec<PathBuf>) -> Self {
        let news = Arc::new(Mutex::new(News::default()));
        let (heard, root) = (news.clone(), workspace.path().to_owned());
        let watcher = Watcher::start(workspace.path(), also, move |seen| {
            heard.lock().expect("nobody panics here").take(&root, seen);
        });
        let watched = Self {
            workspace,
            news,
            watcher: watcher.expect("there are watches left"),
        };
        wait_until("the first walk", || watched.news().rescans > 0);
        watched
    }

    fn news(&self) -> std::sync::MutexGuard<'_, News> {
        self.news.lock().expect("nobody panics here")
    }

    fn wait_for(&self, path: &str, change: Change) {
        wait_until(&format!("{path} to be {change:?}"), || {
            let news = self.news();
            let told = news.told.get(path.as_bytes());
            told.is_some_and(|told| told.contains(&change))
        });
    }

    fn put(&self, path: &str, content: &str) {
        self.workspace.put(path.as_bytes(), content.as_bytes());
    }

    fn at(&self, path: &str) -> PathBuf {
        self.workspace.at(path.as_bytes())
    }

    /// Waits until the list that was kept from the news is what a walk finds.
    fn expect_consistent(&self, what: &str) {
        let fresh = all_files(self.workspace.path());
        let limit = fresh.len() + 1_000;
        let kept = || -> BTreeSet<Vec<u8>> {
            let (found, _) = self.news().files.find("", limit, &[]);
            found.into_iter().map(|found| found.path).collect()
        };
        let mut last = kept();
        let end = std::time::Instant::now() + tenon_testkit::PATIENCE;
        while last != fresh && std::time::Instant::now() < end {
            std::thread::sleep(std::time::Duration::from_millis(5));
            last = kept();
        }
        let shown = |paths: Vec<&Vec<u8>>| -> Vec<String> {
            paths
                .iter()
                .map(|path| path.escape_ascii().to_string())
                .collect()
        };
        assert!(
            last == fresh,
            "{what}\n  missed: {:?}\n  stale: {:?}",
            shown(fresh.difference(&last).collect()),
            shown(last.difference(&fresh).collect()),
        );
    }
}

#[test]
fn what_happens_to_files_is_told() {
    let watched = Watched::start(TempWorkspace::with(&[("sub/old.txt", "old")]));
    watched.put("new.txt", "new");
    watched.wait_for("new.txt", Change::Created);
    watched.put("sub/old.txt", "changed");
    watched.wait_for("sub/old.txt", Change::Modified);
    fs::rename(watched.at("sub/old.txt"), watched.at("renamed.txt")).expect("both are ours");
    watched.wait_for("sub/old.txt", Change::Removed);
    watched.wait_for("renamed.txt", Change::Created);
    fs::remove_file(watched.at("renamed.txt")).expect("it is ours");
    watched.wait_for("renamed.txt", Change::Removed);
    watched.expect_consistent("after a few changes");
}

#[test]
fn a_save_of_ours_is_told_as_one_file_and_nothing_else() {
    let watched = Watched::start(TempWorkspace::with(&[("a.txt", "a")]));
    let root = tenon_workspace::Root::open(watched.workspace.path()).expect("it is there");
    let (ids, mut documents) = (
        crate::support::PathIds::default(),
        tenon_workspace::Documents::default(),
    );
    let id = documents.create(&ids, "text").expect("a document");
    let options = tenon_workspace::SaveOptions {
        path: Some(b"a.txt"),
        overwrite: true,
        ..Default::default()
    };
    documents.save(&root, id, &options).expect("there is space");
    watched.put("end", "");
    watched.wait_for("end", Change::Created);
    let told = watched.news().told.clone();
    let names: Vec<_> = told
        .keys()
        .map(|path| path.escape_ascii().to_string())
        .collect();
    assert_eq!(
        names,
        ["a.txt", "end"],
        "the temporary file is nobody's business"
    );
}

#[test]
fn a_file_in_folders_that_were_just_made_is_found_200_times_of_200() {
    let watched = Watched::start(TempWorkspace::new());
    for round in 0..200 {
        let path = format!("d{round}/a/b/c/file.txt");
        fs::create_dir_all(watched.at(&format!("d{round}/a/b/c"))).expect("it is ours");
        fs::write(watched.at(&path), "x").expect("there is space");
        watched.wait_for(&path, Change::Created);
    }
    watched.expect_consistent("after 200 trees");
}

#[test]
fn a_folder_moved_in_from_outside_is_found_with_all_that_is_in_it() {
    let outside = TempWorkspace::with(&[("tree/a/b.txt", ""), ("tree/c.txt", "")]);
    let watched = Watched::start(TempWorkspace::new());
    fs::rename(outside.at(b"tree"), watched.at("tree")).expect("both are on one disk");
    watched.wait_for("tree/a/b.txt", Change::Created);
    watched.put("tree/a/later.txt", "");
    watched.wait_for("tree/a/later.txt", Change::Created);
    fs::rename(watched.at("tree"), outside.at(b"back")).expect("both are on one disk");
    watched.wait_for("tree", Change::Removed);
    outside.put(b"back/a/not-ours.txt", b"");
    watched.put("end", "");
    watched.wait_for("end", Change::Created);
    let told = watched
        .news()
        .told
        .contains_key(b"tree/a/not-ours.txt".as_slice());
    assert!(!told, "what was moved away is not watched any more");
    watched.expect_consistent("after a folder came and went");
}

#[test]
fn what_is_ignored_is_not_watched_unless_somebody_looks() {
    let watched = Watched::start(TempWorkspace::with(&[
        (".git/HEAD", ""),
        (".gitignore", "target/\n"),
        ("target/debug/x", ""),
        ("src/a.rs", ""),
    ]));
    watched.put("target/debug/new", "");
    watched.put("target/new", "");
    watched.put(".git/new", "");
    watched.put("src/new", "");
    watched.wait_for("src/new", Change::Created);
    let below = |watched: &Watched, folder: &[u8]| {
        watched
            .news()
            .told
            .keys()
            .filter(|path| path.starts_with(folder))
            .count()
    };
    assert_eq!(below(&watched, b"target/") + below(&watched, b".git/"), 0);

    watched.watcher.also(watched.workspace.path(), b"target");
    let mut count = 0;
    wait_until("the folder to be watched, now that somebody looks", || {
        count += 1;
        watched.put(&format!("target/seen{count}"), "");
        below(&watched, b"target/") > 0
    });
    assert_eq!(
        below(&watched, b"target/debug/"),
        0,
        "but what is below is not"
    );
}

#[test]
fn folders_outside_are_watched_when_they_are_named() {
    let outside = TempWorkspace::with(&[("HEAD", "a")]);
    let watched = Watched::start_also(TempWorkspace::new(), vec![outside.path().to_owned()]);
    outside.put(b"HEAD", b"b");
    let path = outside.at(b"HEAD").into_os_string().into_encoded_bytes();
    wait_until("the file outside", || {
        watched.news().told.contains_key(&path)
    });
}

#[test]
fn a_folder_that_is_no_longer_ignored_is_watched() {
    let watched = Watched::start(TempWorkspace::with(&[
        (".ignore", "build/\n"),
        ("build/deep/x", ""),
    ]));
    let before = watched.news().rescans;
    watched.put(".ignore", "nothing\n");
    wait_until("a rescan by the new rules", || {
        watched.news().rescans > before
    });
    watched.put("build/deep/new", "");
    watched.wait_for("build/deep/new", Change::Created);
    watched.expect_consistent("by the new rules");
}

#[test]
fn a_burst_of_5_000_files_ends_as_a_fresh_walk() {
    let watched = Watched::start(TempWorkspace::new());
    for number in 0..5_000 {
        watched.put(&format!("burst/{}/{number}.txt", number % 40), "");
    }
    watched.expect_consistent("after they were made");
    fs::remove_dir_all(watched.at("burst")).expect("it is ours");
    watched.expect_consistent("after they were removed");
}

#[test]
fn folders_that_come_go_and_move_all_the_time_are_followed() {
    const NAMES: &[&str] = &["a", "b", "a/x", "a/y", "b/x", "a/x/deep", "b/x/deep", "c"];
    for seed in [0x5eed_0005, 0x5eed_0006, 0x5eed_0007] {
        let mut rng = Rng::seeded(seed);
        let watched = Watched::start(TempWorkspace::new());
        for round in 0..10 {
            for step in 0..60 {
                let (one, two) = (
                    watched.at(rng.pick::<&str>(NAMES)),
                    watched.at(rng.pick::<&str>(NAMES)),
                );
                // Many of these cannot be done as things stand, and that is fine.
                let _ = match rng.below(5) {
                    0 => fs::create_dir_all(&one),
                    1 => fs::remove_dir_all(&one),
                    2 => fs::rename(&one, &two),
                    _ => fs::write(one.join(format!("{round}-{step}")), ""),
                };
            }
            watched.expect_consistent(&format!("seed {seed:#x}, round {round}"));
        }
    }
}

#[test]
fn it_is_known_when_everything_until_now_was_told() {
    let watched = Watched::start(TempWorkspace::new());
    let outside = tempfile::tempdir().expect("a folder");
    let mark = outside.path().join("mark");
    std::fs::write(&mark, "").expect("a file");
    for round in 0..100 {
        let path = format!("d{}/{round}", round % 3);
        watched.workspace.put(path.as_bytes(), b"x");
        let told = watched.watcher.told_until_now(&mark);
        let also = watched.watcher.told_until_now(&mark);
        assert_eq!(
            (told.recv(), also.recv()),
            (Ok(()), Ok(())),
            "round {round}"
        );
        let news = watched.news.lock().expect("nobody panics here");
        assert!(news.told.contains_key(path.as_bytes()), "{path}");
        assert!(!news.told.keys().any(|path| path.ends_with(b"mark")));
    }
    std::fs::remove_file(&mark).expect("it goes");
    let told = watched.watcher.told_until_now(&mark);
    assert!(told.recv().is_err(), "it cannot be known");
}

#[test]
fn dropping_the_watcher_ends_it() {
    let watched = Watched::start(TempWorkspace::new());
    let Watched {
        workspace,
        news,
        watcher,
    } = watched;
    drop(watcher);
    assert_eq!(Arc::strong_count(&news), 1, "nobody listens any more");
    drop(workspace);
}

/// A watched folder in a folder of its own, so that it can go.
fn watched_inside() -> (TempWorkspace, PathBuf, Arc<Mutex<News>>, Watcher) {
    let around = TempWorkspace::with(&[("open/a.txt", "a"), ("open/sub/b.txt", "b")]);
    let root = around.at(b"open");
    let news = Arc::new(Mutex::new(News::default()));
    let (heard, at) = (news.clone(), root.clone());
    let watcher = Watcher::start(&root, vec![], move |seen| {
        heard.lock().expect("nobody panics here").take(&at, seen);
    });
    let watcher = watcher.expect("there are watches left");
    let first = news.clone();
    wait_until("the first walk", || first.lock().expect("fine").rescans > 0);
    (around, root, news, watcher)
}

fn wait_for_news(what: &str, news: &Mutex<News>, come: impl Fn(&News) -> bool) {
    wait_until(what, || come(&news.lock().expect("nobody panics here")));
}

#[test]
fn a_root_that_was_renamed_and_comes_back_is_heard_again() {
    let (around, root, news, _watcher) = watched_inside();
    let away = around.at(b"away");
    fs::rename(&root, &away).expect("both are ours");
    wait_for_news("the folder to be gone", &news, |news| news.gone == 1);
    fs::write(away.join("elsewhere.txt"), "").expect("there is space");
    fs::rename(&away, &root).expect("both are ours");
    wait_for_news("the folder to be back", &news, |news| news.back == 1);
    fs::write(root.join("sub/new.txt"), "").expect("there is space");
    wait_for_news("news of what is below it", &news, |news| {
        news.told.contains_key(&b"sub/new.txt"[..])
    });
    let told = news.lock().expect("fine").told.clone();
    assert!(
        !told.contains_key(&b"elsewhere.txt"[..]),
        "what is elsewhere has no path here: {told:?}"
    );
}

#[test]
fn a_root_that_is_deleted_and_made_again_is_heard_again() {
    let (_around, root, news, _watcher) = watched_inside();
    for round in 1..=3 {
        fs::remove_dir_all(&root).expect("it is ours");
        if round > 1 {
            wait_for_news("the folder to be gone", &news, |news| news.gone >= 1);
        }
        fs::create_dir(&root).expect("its place is free");
        wait_for_news("the folder to be back", &news, |news| news.back >= round);
        let name = format!("{round}.txt");
        fs::write(root.join(&name), "").expect("there is space");
        wait_for_news("news of a file in it", &news, |news| {
            news.told.contains_key(name.as_bytes())
        });
    }
}

#[test]
fn a_folder_above_the_root_that_is_exchanged_is_noticed() {
    let around = TempWorkspace::with(&[("above/open/a.txt", "a"), ("other/open/b.txt", "b")]);
    let root = around.at(b"above/open");
    let news = Arc::new(Mutex::new(News::default()));
    let (heard, at) = (news.clone(), root.clone());
    let _watcher = Watcher::start(&root, vec![], move |seen| {
        heard.lock().expect("nobody panics here").take(&at, seen);
    })
    .expect("there are watches left");
    wait_for_news("the first walk", &news, |news| news.rescans > 0);
    fs::rename(around.at(b"above"), around.at(b"before")).expect("both are ours");
    fs::rename(around.at(b"other"), around.at(b"above")).expect("both are ours");
    wait_for_news("another folder at the path", &news, |news| news.back == 1);
    fs::write(root.join("new.txt"), "").expect("there is space");
    wait_for_news("news of it", &news, |news| {
        news.told.contains_key(&b"new.txt"[..])
    });
}
