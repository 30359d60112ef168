//! Manifests, and the scripts in them.

use std::collections::BTreeMap;
use std::process::Command;

use tenon_script::{Folder, Found, LARGEST, Script, Shell, Tool, find};

struct Files(BTreeMap<String, Vec<u8>>);

impl Folder for Files {
    fn read(&self, path: &str) -> Option<Result<Vec<u8>, String>> {
        let bytes = self.0.get(path)?;
        match path.contains("unreadable") {
            true => Some(Err("it may not be read".into())),
            false => Some(Ok(bytes.clone())),
        }
    }

    fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }
}

fn found(files: &[(&str, &str)]) -> Found {
    let files = files.iter();
    let files = files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let files = Files(files.collect());
    // The order of a walk is not known.
    let paths: Vec<String> = files.0.keys().rev().cloned().collect();
    find(&paths, &files)
}

/// `FILE:NAME|FOLDER|command line|detail`
fn line(script: &Script) -> String {
    let command = Shell::Bash.line(&script.argv).expect("it can be written");
    let detail = script.detail.as_deref().unwrap_or("-");
    format!("{}|{}|{command}|{detail}", script.id, script.folder)
}

#[track_caller]
fn check(files: &[(&str, &str)], expect: &[&str]) {
    let found = found(files);
    assert_eq!(found.faults, [], "there are no faults");
    let lines: Vec<String> = found.scripts.iter().map(line).collect();
    assert_eq!(lines, expect);
}

#[test]
fn packages_are_run_by_the_manager_whose_lock_file_is_nearest() {
    check(
        &[
            (
                "package.json",
                "{\n  \"name\": \"all\",\n  \"scripts\": {\n    \"build\": \"vite build\",\n    \"test:unit\": \"vitest\"\n  }\n}\n",
            ),
            ("package-lock.json", "{}"),
            (
                "packages/web/package.json",
                r#"{"scripts":{"dev":"vite","two words":"x","-v":"y","it's":"z"}}"#,
            ),
            ("packages/web/pnpm-lock.yaml", ""),
            (
                "packages/api/package.json",
                r#"{"packageManager":"yarn@4.1.0","scripts":{"dev":"node ."}}"#,
            ),
            ("tools/package.json", r#"{"scripts":{"go":"bun x.ts"}}"#),
            ("tools/bun.lock", ""),
            (
                "node_modules/x/package.json",
                r#"{"scripts":{"install":"rm -rf /"}}"#,
            ),
        ],
        &[
            "package.json:build||npm run build|vite build",
            "package.json:test:unit||npm run test:unit|vitest",
            "packages/api/package.json:dev|packages/api|yarn run dev|node .",
            "packages/web/package.json:dev|packages/web|pnpm run dev|vite",
            "packages/web/package.json:two words|packages/web|pnpm run 'two words'|x",
            "packages/web/package.json:-v|packages/web|pnpm run -- -v|y",
            "packages/web/package.json:it's|packages/web|pnpm run 'it'\\''s'|z",
            "tools/package.json:go|tools|bun run go|bun x.ts",
        ],
    );
    let scripts = found(&[(
        "package.json",
        "{\n\n\"scripts\": {\n\"a\": \"x\",\n\"b\": \"y\"}}",
    )])
    .scripts;
    assert_eq!(
        scripts.iter().map(|script| script.line).collect::<Vec<_>>(),
        [4, 5]
    );
    assert_eq!(
        scripts[0].with(&["--watch".into()]).join(" "),
        "npm run a -- --watch"
    );
}

const MAKEFILE: &str = "\
# A makefile with everything.
CC := gcc
VERSION ?= 1
URL = http://example.org:80/
.RECIPEPREFIX_NOT = x
export PATH := /bin:$(PATH)
include other.mk
-include gone.mk
.PHONY: all clean
.DEFAULT_GOAL := all

## Build everything
all: build test ## and more
\t@echo rule: not a rule
build: \\
  $(OBJECTS)
\tcc
test check:: build  # a comment: with a colon
clean:: ; rm -rf out
%.o: %.c
\tcc $<
$(BIN): x
.SUFFIXES: .c
debug: CFLAGS += -g
debug: all ## With symbols
out/app: main.o
\tcc
a\\:b: c
gen.h gen.c &: gen.y
define RULES
fake: rule
endef
ifeq ($(OS),Windows_NT)
win: all
else
unix: all
endif
-odd: all
all: later
";

#[test]
fn targets_of_makefiles_are_found_by_the_rules_of_make() {
    check(
        &[("Makefile", MAKEFILE)],
        &[
            "Makefile:all||make all|and more",
            "Makefile:build||make build|-",
            "Makefile:test||make test|-",
            "Makefile:check||make check|-",
            "Makefile:clean||make clean|-",
            "Makefile:debug||make debug|With symbols",
            "Makefile:out/app||make out/app|-",
            "Makefile:a:b||make a:b|-",
            "Makefile:gen.h||make gen.h|-",
            "Makefile:gen.c||make gen.c|-",
            "Makefile:win||make win|-",
            "Makefile:unix||make unix|-",
            "Makefile:-odd||make -- -odd|-",
        ],
    );
    check(
        &[
            ("lib/Makefile", "no:\n"),
            ("lib/GNUmakefile", "## Yes\nyes:\n"),
        ],
        &["lib/GNUmakefile:yes|lib|make yes|Yes"],
    );
}

#[test]
fn make_itself_finds_the_same_targets() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = MAKEFILE.replace("include other.mk\n", "");
    std::fs::write(folder.path().join("Makefile"), &text).expect("it is written");
    for script in found(&[("Makefile", &text)]).scripts {
        // Whether the other platform's exists depends on a condition.
        if script.name == "win" {
            continue;
        }
        let mut argv = script.argv.clone();
        argv.insert(1, "-n".into());
        let line = Shell::Posix.line(&argv).expect("it can be written");
        let Ok(output) = Command::new("sh")
            .args(["-c", &line])
            .current_dir(&folder)
            .output()
        else {
            return;
        };
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let unknown = format!("No rule to make target '{}'.", script.name);
        assert!(
            !said.contains(&unknown) && !said.contains("invalid option"),
            "{line}: {said}"
        );
    }
}

#[test]
fn cargo_packages_workspaces_programs_and_aliases() {
    check(
        &[
            ("Cargo.toml", "[workspace]\nmembers = [\"app\"]\n"),
            (
                ".cargo/config.toml",
                "[alias]\nxtask = \"run -p xtask --\"\nci = [\"test\", \"--all\"]\n",
            ),
            (
                "app/Cargo.toml",
                "[package]\nname = \"app\"\n\n[[bin]]\nname = \"tool\"\npath = \"src/bin/t.rs\"\n",
            ),
            ("app/src/main.rs", ""),
            ("app/src/bin/t.rs", ""),
            ("app/src/bin/one.rs", ""),
            ("app/src/bin/two/main.rs", ""),
            ("app/src/bin/two/part.rs", ""),
            ("app/benches/speed.rs", ""),
            (
                "lib/Cargo.toml",
                "[package]\nname = \"lib\"\nautobins = false\n",
            ),
            ("lib/src/main.rs", ""),
        ],
        &[
            "Cargo.toml:build||cargo build --workspace|Compile",
            "Cargo.toml:test||cargo test --workspace|Run the tests",
            "Cargo.toml:check||cargo check --workspace|Find errors without building",
            "Cargo.toml:clippy||cargo clippy --workspace|Lint",
            ".cargo/config.toml:xtask||cargo xtask|cargo run -p xtask --",
            ".cargo/config.toml:ci||cargo ci|cargo test --all",
            "app/Cargo.toml:build|app|cargo build|Compile",
            "app/Cargo.toml:test|app|cargo test|Run the tests",
            "app/Cargo.toml:check|app|cargo check|Find errors without building",
            "app/Cargo.toml:clippy|app|cargo clippy|Lint",
            "app/Cargo.toml:bench|app|cargo bench|Run the benchmarks",
            "app/Cargo.toml:run.tool|app|cargo run --bin tool|Build and run the program",
            "app/Cargo.toml:run.app|app|cargo run --bin app|Build and run the program",
            "app/Cargo.toml:run.one|app|cargo run --bin one|Build and run the program",
            "app/Cargo.toml:run.two|app|cargo run --bin two|Build and run the program",
            "lib/Cargo.toml:build|lib|cargo build|Compile",
            "lib/Cargo.toml:test|lib|cargo test|Run the tests",
            "lib/Cargo.toml:check|lib|cargo check|Find errors without building",
            "lib/Cargo.toml:clippy|lib|cargo clippy|Lint",
        ],
    );
}

#[test]
fn python_projects_and_their_runners() {
    let project = "\
[project.scripts]
serve = \"app.main:serve\"
[tool.poe.tasks]
lint = \"ruff check\"
_hidden = \"x\"
docs = { cmd = \"mkdocs build\", help = \"Build the docs\" }
all = [\"lint\", \"docs\"]
[tool.pdm.scripts]
_ = { env_file = \".env\" }
start = { cmd = [\"flask\", \"run\"] }
[tool.hatch.envs.default.scripts]
cov = \"pytest --cov\"
[tool.hatch.envs.style.scripts]
fmt = [\"black .\", \"isort .\"]
[tool.taskipy.tasks]
ship = \"twine upload\"
[tool.rye.scripts]
dev = { chain = [\"a\", \"b\"] }
";
    let expect = |with: &str| {
        vec![
            format!("pyproject.toml:scripts.serve||{with}serve|app.main:serve"),
            format!("pyproject.toml:poe.lint||{with}poe lint|ruff check"),
            format!("pyproject.toml:poe.docs||{with}poe docs|Build the docs"),
            format!("pyproject.toml:poe.all||{with}poe all|lint docs"),
            "pyproject.toml:pdm.start||pdm run start|flask run".into(),
            "pyproject.toml:hatch.cov||hatch run cov|pytest --cov".into(),
            "pyproject.toml:hatch.style:fmt||hatch run style:fmt|black . isort .".into(),
            format!("pyproject.toml:taskipy.ship||{with}task ship|twine upload"),
            "pyproject.toml:rye.dev||rye run dev|a b".into(),
        ]
    };
    for (lock, with) in [
        ("other", ""),
        ("uv.lock", "uv run "),
        ("poetry.lock", "poetry run "),
    ] {
        let expect = expect(with);
        let expect: Vec<&str> = expect.iter().map(String::as_str).collect();
        check(&[("pyproject.toml", project), (lock, "")], &expect);
    }
}

#[test]
fn recipes_of_justfiles_with_their_parameters() {
    let justfile = "\
set shell := [\"bash\", \"-c\"]
version := \"1:2\"
export X := '''
fake: recipe
'''
import 'other.just'
alias b := build

# Build it
build target=\"all: of it\" *flags:
    cargo build

# a comment that stands alone

[private]
secret:
    x
_hidden:
    x
[group('ci')]
[doc('Send it off')]
deploy host $port='22' +files: build (test \"x\")
    scp
@test name=(version + ':'): build
    cargo test
";
    let found = found(&[("sub/justfile", justfile)]);
    assert_eq!(found.faults, []);
    let lines: Vec<String> = found.scripts.iter().map(line).collect();
    let expect = [
        "sub/justfile:b|sub|just b|Alias of build",
        "sub/justfile:build|sub|just build|Build it",
        "sub/justfile:deploy|sub|just deploy|Send it off",
        "sub/justfile:test|sub|just test|-",
    ];
    assert_eq!(lines, expect);
    let parameters = |at: usize| {
        let parameters = found.scripts[at].parameters.iter();
        let written = parameters.map(|parameter| {
            let default = parameter.default.as_deref();
            let many = if parameter.many { "+" } else { "" };
            format!("{many}{}={}", parameter.name, default.unwrap_or("?"))
        });
        written.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(parameters(1), "target=\"all: of it\" +flags=");
    assert_eq!(parameters(2), "host=? port='22' +files=?");
    assert_eq!(parameters(3), "name=(version + ':')");
    assert_eq!(found.scripts[2].required(), 2);
}

#[test]
fn a_broken_line_of_a_justfile_is_named_and_takes_no_recipe_with_it() {
    let justfile = "\
list := if os() == \"linux\" {
  \"a\"
} else {
  \"b\"
}
good:
    x
a b c {{{
also good
long one \\
  two:
    x
last:
    x
";
    let found = found(&[("justfile", justfile)]);
    let names: Vec<&str> = found.scripts.iter().map(|script| &*script.name).collect();
    assert_eq!(names, ["good", "last"]);
    let faults: Vec<String> = found
        .faults
        .iter()
        .map(|fault| {
            format!(
                "{}:{} {}",
                fault.file,
                fault.line.unwrap_or(0),
                fault.message
            )
        })
        .collect();
    assert_eq!(
        faults,
        [
            "justfile:8 \"a b c {{{\" is no recipe: its parameters end with a colon",
            "justfile:9 \"also good\" is no recipe: its parameters end with a colon",
        ]
    );
}

#[test]
fn what_a_terminal_saved_as_a_script_is_found() {
    check(
        &[
            (
                "scripts/cargo-test.sh",
                "#!/usr/bin/env bash\nset -e\ncargo test\n",
            ),
            ("scripts/other.sh", "#!/usr/bin/env -S python3 -u\n"),
            ("scripts/plain.sh", "# Says hello\necho hello\n"),
            ("scripts/two words.sh", "#!/bin/zsh\n\n# In zsh\n"),
            (
                "scripts/list.fish",
                "#!/usr/bin/env fish\ncd (status dirname)/..\nls\n",
            ),
            ("scripts/plain.fish", "ls\n"),
            ("scripts/send.ps1", "#!/usr/bin/env pwsh\nGet-Item x\n"),
            ("scripts/take.ps1", "Get-Item x\n"),
            ("scripts/.fish", "x"),
            ("scripts/lib/deep.sh", "x"),
            ("sub/scripts/other.sh", "x"),
        ],
        &[
            "scripts/cargo-test.sh||bash scripts/cargo-test.sh|-",
            "scripts/list.fish||fish scripts/list.fish|-",
            "scripts/other.sh||python3 -u scripts/other.sh|-",
            "scripts/plain.fish||fish scripts/plain.fish|-",
            "scripts/plain.sh||sh scripts/plain.sh|-",
            "scripts/send.ps1||pwsh scripts/send.ps1|-",
            "scripts/take.ps1||pwsh -File scripts/take.ps1|-",
            "scripts/two words.sh||zsh 'scripts/two words.sh'|In zsh",
        ],
    );
}

#[test]
fn a_broken_file_is_named_with_its_line_and_takes_no_other_with_it() {
    let large = format!("# {}\n", "x".repeat(LARGEST));
    let deep = "[".repeat(100_000);
    let found = found(&[
        (
            "a/package.json",
            "{\n  \"scripts\": {\n    \"a\": \"b\",,\n  }\n}\n",
        ),
        ("b/package.json", &deep),
        ("c/package.json", "{\n\n\"scripts\": [1]}"),
        ("d/Cargo.toml", "[package]\nname = \"x\"\n[[bin\n"),
        ("e/pyproject.toml", &format!("x = {deep}")),
        ("f/Makefile", &large),
        ("g/justfile", "a := '''\nno end\n"),
        ("h/unreadable/package.json", "{}"),
        ("i/.cargo/config.toml", "[alias\n"),
        ("i/Cargo.toml", "[package]\nname = \"i\"\n"),
        ("z/package.json", r#"{"scripts":{"fine":"x"}}"#),
    ]);
    let faults: Vec<(&str, Option<u32>)> = found
        .faults
        .iter()
        .map(|fault| (fault.file.as_str(), fault.line))
        .collect();
    assert_eq!(
        faults,
        [
            ("a/package.json", Some(3)),
            ("b/package.json", Some(1)),
            ("c/package.json", Some(3)),
            ("d/Cargo.toml", Some(3)),
            ("e/pyproject.toml", Some(1)),
            ("f/Makefile", None),
            ("g/justfile", Some(1)),
            ("h/unreadable/package.json", None),
            ("i/.cargo/config.toml", Some(1)),
        ]
    );
    for fault in &found.faults {
        assert!(
            !fault.message.is_empty() && !fault.message.contains('\n'),
            "{fault:?}"
        );
    }
    let names: Vec<&str> = found
        .scripts
        .iter()
        .map(|script| script.name.as_str())
        .collect();
    assert_eq!(names, ["build", "test", "check", "clippy", "fine"]);
}

#[test]
fn npm_runs_scripts_whatever_they_are_called() {
    let names = ["two $(words)", "--flag", "quo\"te's\t"];
    let scripts: serde_json::Map<String, serde_json::Value> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            (
                (*name).to_owned(),
                serde_json::json!(format!("echo ran-{at}-")),
            )
        })
        .collect();
    let text = serde_json::json!({ "scripts": scripts }).to_string();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("package.json"), &text).expect("it is written");
    let found = found(&[("package.json", &text)]);
    assert_eq!(found.scripts.len(), names.len());
    for script in &found.scripts {
        assert_eq!(script.tool, Tool::Npm);
        let line = Shell::Bash.line(&script.argv).expect("it can be written");
        let mut bash = Command::new("bash");
        let bash = bash.args(["--norc", "-c", &line]).current_dir(&folder);
        // Without npm or bash on this machine nothing can be said.
        let Ok(output) = bash.output() else { return };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.code() == Some(127) {
            return;
        }
        let at = names
            .iter()
            .position(|name| *name == script.name)
            .expect("it is ours");
        assert!(said.contains(&format!("\nran-{at}-")), "{line}: {output:?}");
    }
}
