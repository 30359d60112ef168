//! What depends on what.

use toml::{Table, Value};

use crate::repository::{expect_none, files, text};

/// A crate may depend only on crates that stand before it.
const LAYERS: &[&[&str]] = &[
    &["tenon-core"],
    &["tenon-policy"],
    &["tenon-gatekeeper"],
    &["tenon-store"],
    &["tenon-workspace"],
    &["tenon-index"],
    &["tenon-terminal"],
    &["tenon-git"],
    &["tenon-knowledge"],
    &["tenon-script"],
    &["tenon-markdown"],
    &["tenon-egress"],
    &["tenon-sidecar"],
    &["tenon-assist"],
    &["tenon-jobs"],
    &["tenon-api"],
    &["tenon-cli", "tenon-window"],
];

/// For tests only, so that it stands beside the layers.
const TESTKIT: &str = "tenon-testkit";

/// Libraries that only one crate may see.
const SOLE_USERS: &[(&str, &str)] = &[
    ("rusqlite", "tenon-store"),
    ("libsqlite3-sys", "tenon-store"),
    ("portable-pty", "tenon-terminal"),
    ("git2", "tenon-git"),
    ("comrak", "tenon-markdown"),
    ("ammonia", "tenon-markdown"),
    ("landlock", "tenon-egress"),
    ("seccompiler", "tenon-egress"),
];

struct Manifest {
    path: String,
    table: Table,
}

impl Manifest {
    fn name(&self) -> &str {
        let name = self
            .table
            .get("package")
            .and_then(|package| package.get("name"));
        name.and_then(Value::as_str).unwrap_or_default()
    }

    /// The names of dependencies in all tables whose name ends in `kind`, targets' too.
    fn dependencies(&self, kind: &str) -> Vec<&str> {
        let targets = self.table.get("target").and_then(Value::as_table);
        let of_targets = targets
            .into_iter()
            .flat_map(|t| t.values().filter_map(Value::as_table));
        std::iter::once(&self.table)
            .chain(of_targets)
            .filter_map(|table| table.get(kind).and_then(Value::as_table))
            .flatten()
            // A renamed dependency has its real name in `package`.
            .map(|(key, value)| value.get("package").and_then(Value::as_str).unwrap_or(key))
            .collect()
    }

    fn all_dependencies(&self) -> Vec<&str> {
        ["dependencies", "dev-dependencies", "build-dependencies"]
            .iter()
            .flat_map(|kind| self.dependencies(kind))
            .collect()
    }
}

/// The manifests of the product: the shell and the crates below it.
fn manifests() -> Vec<Manifest> {
    let paths = files().into_iter().filter(|path| {
        path == "src-tauri/Cargo.toml"
            || path.starts_with("src-tauri/crates/") && path.ends_with("/Cargo.toml")
    });
    paths
        .map(|path| {
            let text = text(&path).expect("a manifest is text");
            let table = text.parse().unwrap_or_else(|e| panic!("{path}: {e}"));
            Manifest { path, table }
        })
        .collect()
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

#[test]
fn a_crate_depends_only_on_crates_that_stand_above_it() {
    let mut findings = Vec::new();
    for manifest in manifests() {
        let name = manifest.name();
        let own = layer(name);
        if own.is_none() && name != TESTKIT {
            findings.push(format!(
                "{name} is in no layer; give it a place in the list"
            ));
        }
        for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
            for dependency in manifest.dependencies(kind) {
                let fits = match layer(dependency) {
                    Some(other) => own.map_or(dependency == "tenon-core", |own| other < own),
                    None => dependency != TESTKIT || kind == "dev-dependencies",
                };
                if !fits {
                    findings.push(format!("{name} has {dependency} in its {kind}"));
                }
            }
        }
    }
    expect_none("dependencies point upwards only", &findings);
}

#[test]
fn no_crate_below_the_shell_knows_tauri() {
    let mut findings = Vec::new();
    for manifest in manifests().iter().filter(|m| m.path.contains("/crates/")) {
        for dependency in manifest.all_dependencies() {
            if dependency == "tauri" || dependency.starts_with("tauri-") {
                findings.push(format!("{} depends on {dependency}", manifest.path));
            }
        }
    }
    expect_none("the core is free of the window's framework", &findings);
}

#[test]
fn a_library_with_one_owner_is_seen_by_no_other_crate() {
    let mut findings = Vec::new();
    for manifest in manifests() {
        for (library, owner) in SOLE_USERS {
            if manifest.name() != *owner && manifest.all_dependencies().contains(library) {
                findings.push(format!(
                    "{} depends on {library}, which is {owner}'s",
                    manifest.path
                ));
            }
        }
    }
    expect_none("each of these has one crate around it", &findings);
}

#[test]
fn a_crate_is_called_as_its_folder_and_takes_the_lints_of_the_workspace() {
    let mut findings = Vec::new();
    for manifest in manifests() {
        let folder = manifest.path.rsplit('/').nth(1).unwrap_or_default();
        if folder != "src-tauri" && folder != manifest.name() {
            findings.push(format!("{} is called {}", manifest.path, manifest.name()));
        }
        let lints = manifest
            .table
            .get("lints")
            .and_then(|lints| lints.get("workspace"));
        if lints.and_then(Value::as_bool) != Some(true) {
            findings.push(format!("{} has no [lints] workspace = true", manifest.path));
        }
    }
    expect_none("every manifest keeps the house's rules", &findings);
}

#[test]
fn a_plain_build_leaves_the_shell_out() {
    let root: Table = text("Cargo.toml")
        .and_then(|text| text.parse().ok())
        .expect("the root manifest reads");
    let members = root["workspace"]["default-members"]
        .as_array()
        .expect("it lists them");
    assert!(
        members
            .iter()
            .all(|member| member.as_str() != Some("src-tauri")),
        "`cargo check` must not need WebKit: {members:?}"
    );
}
