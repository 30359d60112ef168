//! Repositories that want to do harm: nothing they name runs, and nothing they hold hangs.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use tenon_git::{GitError, Repo};

use crate::fixture::{Fixture, within_the_deadline};

fn decode(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

/// Does everything that this crate can do with a repository.
fn use_all_of(root: &Path) -> Result<(), GitError> {
    let root = root.to_owned();
    within_the_deadline(move || {
        let repo = Repo::discover(&root)?.expect("there is a repository");
        repo.status()?;
        repo.head_text(b"a.txt")?;
        repo.marks(b"a.txt", "changed\n", decode)?;
        repo.watch_paths();
        Ok(())
    })
}

/// `arm` gets the canary's path; `control` is the git command that proves that the canary sings.
fn check(name: &str, arm: fn(&Fixture, &str), control: &[&str]) {
    let fixture = Fixture::with_files();
    let (script, trace) = fixture.canary();
    arm(&fixture, &script);
    // Same length, other time: only the content can tell whether it is changed.
    fixture.write("a.txt", "one\n2wo\nthree\n");
    use_all_of(&fixture.root()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(
        !trace.exists(),
        "{name} must not run while a repository is read"
    );
    fixture.git_in(&fixture.root(), control);
    assert!(
        trace.exists(),
        "{name} is not armed: git itself did not run it"
    );
}

#[test]
fn no_program_of_the_configuration_runs() {
    check(
        "core.fsmonitor",
        |f, canary| drop(f.git(["config", "core.fsmonitor", canary])),
        &["status"],
    );
    check(
        "a clean filter",
        |f, canary| filter(f, "clean", canary),
        &["add", "a.txt"],
    );
    check(
        "a smudge filter",
        |f, canary| filter(f, "smudge", canary),
        &["checkout", "-f", "--", "a.txt"],
    );
    check(
        "a long-running filter",
        |f, canary| filter(f, "process", canary),
        &["add", "a.txt"],
    );
    check(
        "diff.external",
        |f, canary| drop(f.git(["config", "diff.external", canary])),
        &["diff"],
    );
    check(
        "a diff driver",
        |f, canary| driver(f, "command", canary),
        &["diff"],
    );
    check(
        "textconv",
        |f, canary| driver(f, "textconv", canary),
        &["diff"],
    );
    check(
        "core.hooksPath",
        hooks_path,
        &["commit", "-q", "-a", "-m", "x"],
    );
    check(
        "a hook",
        |f, canary| {
            fs::create_dir_all(f.root().join(".git/hooks")).expect("a folder");
            symlink(canary, f.root().join(".git/hooks/pre-commit")).expect("a hook");
        },
        &["commit", "-q", "-a", "-m", "x"],
    );
    check(
        "an include inside the repository",
        |f, canary| {
            f.write("extra", format!("[core]\n\tfsmonitor = {canary}\n"));
            f.git(["config", "include.path", "../extra"]);
        },
        &["status"],
    );
}

fn filter(fixture: &Fixture, kind: &str, canary: &str) {
    fixture.write(".git/info/attributes", "*.txt filter=evil\n");
    fixture.git(["config", &format!("filter.evil.{kind}"), canary]);
}

fn driver(fixture: &Fixture, kind: &str, canary: &str) {
    fixture.write(".gitattributes", "*.txt diff=evil\n");
    fixture.git(["config", &format!("diff.evil.{kind}"), canary]);
}

fn hooks_path(fixture: &Fixture, canary: &str) {
    fs::create_dir(fixture.base().join("hooks")).expect("a folder");
    symlink(canary, fixture.base().join("hooks/pre-commit")).expect("a hook");
    fixture.git(["config", "core.hooksPath", "../hooks"]);
}

#[test]
fn an_include_that_leads_elsewhere_is_refused() {
    let outside = |fixture: &Fixture| fixture.base().join("outside").display().to_string();
    let includes: [fn(&str) -> String; 5] = [
        |path| format!("[include]\n\tpath = {path}\n"),
        |path| format!("[include]path=\"{path}\"\n"),
        |path| format!("[includeIf \"gitdir:/\"]\n\tpath = {path}\n"),
        |_| "[include]\n\tpath = ~/outside\n".to_owned(),
        |_| "[include]\n\tpath = ../../outside\n".to_owned(),
    ];
    for include in includes {
        for file in [".git/config", ".gitmodules", "indirect"] {
            let fixture = Fixture::with_files();
            fs::write(outside(&fixture).as_str(), "[core]\n\tbare = true\n").expect("a file");
            let mut text = include(&outside(&fixture));
            if file == ".git/config" {
                text.insert_str(
                    0,
                    &fs::read_to_string(fixture.root().join(file)).expect("it"),
                );
            }
            if file == "indirect" {
                fixture.git(["config", "include.path", "../indirect"]);
            }
            let text = if file == ".git/config" {
                text
            } else {
                text.replace("../../", "../")
            };
            fixture.write(file, &text);
            let error = fixture.refusal();
            assert!(
                matches!(error, GitError::Include { .. }),
                "{text:?} in {file}: {error}"
            );
        }
    }
}

#[test]
fn an_include_of_a_missing_file_is_harmless() {
    let fixture = Fixture::with_files();
    fixture.git(["config", "include.path", "../missing"]);
    use_all_of(&fixture.root()).expect("git passes over it as well");
}

#[test]
fn includes_in_a_circle_are_refused() {
    let fixture = Fixture::with_files();
    fixture.write("circle", "[include]\n\tpath = circle\n");
    fixture.git_in(&fixture.root(), ["config", "include.path", "../circle"]);
    let error = fixture.refusal();
    assert!(matches!(error, GitError::Include { .. }), "{error}");
}

#[test]
fn files_in_another_folder_are_refused() {
    for worktree in ["/", "../sub", "../.."] {
        let fixture = Fixture::with_files();
        fixture.git(["config", "core.worktree", worktree]);
        let error = fixture.refusal();
        assert!(
            matches!(error, GitError::WorktreeElsewhere { .. }),
            "{worktree}: {error}"
        );
    }
    let fixture = Fixture::with_files();
    // This is the folder of `.git` itself, as submodules have it.
    fixture.git(["config", "core.worktree", ".."]);
    use_all_of(&fixture.root()).expect("it is the same folder");
}

#[test]
fn a_git_file_or_link_that_leads_to_a_foreign_repository_is_refused() {
    let tricks: [fn(&Fixture); 7] = [
        |f| f.write(".git", "gitdir: ../other/.git\n"),
        |f| f.write(".git", "gitdir: ../other/.git/worktrees/linked\n"),
        |f| f.write(".git", "gitdir: ../nowhere\n"),
        |f| f.write(".git", "gitdir: ../home\n"),
        |f| f.write(".git", "something else\n"),
        |f| symlink("../other/.git", f.root().join(".git")).expect("a link"),
        |f| {
            f.git(["init", "-q"]);
            f.write(".git/commondir", "../../other/.git\n");
        },
    ];
    for (number, trick) in tricks.iter().enumerate() {
        let fixture = Fixture::bare_ground();
        let base = fixture.base();
        for args in [
            &["init", "-q", "other"][..],
            &["-C", "other", "commit", "-q", "--allow-empty", "-m", "x"],
            &["-C", "other", "worktree", "add", "-q", "../linked"],
        ] {
            assert!(fixture.git_in(&base, args).status.success(), "git {args:?}");
        }
        trick(&fixture);
        let error = fixture.refusal();
        assert!(
            matches!(error, GitError::Misdirected { .. }),
            "trick {number}: {error}"
        );
    }
}

#[test]
fn a_bare_repository_among_the_files_is_not_taken() {
    let fixture = Fixture::with_files();
    fixture.git(["init", "-q", "--bare", "sub/trap"]);
    let (script, trace) = fixture.canary();
    fixture.git(["-C", "sub/trap", "config", "core.fsmonitor", &script]);
    let repo = fixture.repo_at(&fixture.root().join("sub/trap"));
    assert_eq!(
        repo.folder(),
        fixture.root(),
        "the outer repository is the one"
    );
    repo.status().expect("a status");
    assert!(
        !trace.exists(),
        "and the inner one's configuration is not obeyed"
    );
}

#[test]
fn a_repository_of_another_user_is_refused_with_the_way_out() {
    if !rustix::process::geteuid().is_root() {
        return; // Only root can give a folder away.
    }
    let fixture = Fixture::with_files();
    std::os::unix::fs::chown(fixture.root().join(".git"), Some(54_321), None).expect("given away");
    let error = fixture.refusal();
    assert!(matches!(error, GitError::NotOwned { .. }), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("another user") && text.contains("safe.directory"),
        "{text}"
    );
}

#[test]
fn pipes_in_the_place_of_files_are_refused_and_do_not_hang() {
    let places = [
        ".git/config",
        ".git/index",
        ".git/packed-refs",
        ".git/refs/heads/main",
        ".git/info/exclude",
        ".git/info/attributes",
        ".git/objects/info/alternates",
        ".git/objects/pack/x.idx",
        ".gitignore",
        "sub/.gitignore",
        "sub/.gitattributes",
        ".gitmodules",
    ];
    for place in places {
        let fixture = Fixture::with_files();
        let path = fixture.root().join(place);
        drop(fs::remove_file(&path));
        fixture.pipe(&path);
        let error = fixture.refusal();
        assert!(
            matches!(error, GitError::Special { .. }),
            "{place}: {error}"
        );
    }
}

#[test]
fn pipes_that_configuration_and_links_lead_to_are_refused() {
    let tricks: [fn(&Fixture); 4] = [
        |f| {
            drop(f.git([
                "config",
                "core.excludesFile",
                &f.base().join("pipe").display().to_string(),
            ]))
        },
        |f| {
            drop(f.git([
                "config",
                "core.attributesFile",
                &f.base().join("pipe").display().to_string(),
            ]))
        },
        |f| symlink("../pipe", f.root().join(".gitignore")).expect("a link"),
        |f| {
            f.write("store/info/x", "");
            f.pipe("w/store/y.pack");
            f.write(".git/objects/info/alternates", "../../store\n");
        },
    ];
    for (number, trick) in tricks.iter().enumerate() {
        let fixture = Fixture::with_files();
        fixture.pipe("pipe");
        trick(&fixture);
        let error = fixture.refusal();
        assert!(
            matches!(error, GitError::Special { .. }),
            "trick {number}: {error}"
        );
    }
}

#[test]
fn a_damaged_repository_is_an_error_and_no_panic() {
    for (file, bytes) in [
        (".git/config", &b"[core\n"[..]),
        (".git/index", b"DIRC\0\0\0\x09garbage"),
        (".git/HEAD", b"\xff\xff\xff"),
        (".git/refs/heads/main", b"not hex"),
    ] {
        let fixture = Fixture::with_files();
        fixture.write(file, bytes);
        let error = use_all_of(&fixture.root()).expect_err(file);
        assert!(matches!(error, GitError::Git { .. }), "{file}: {error}");
    }
}
