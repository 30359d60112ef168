//! What must not be in a file that everybody gets: places of one machine.

use crate::repository::{expect_none, files, text, top};

/// Written in pieces, so that this file does not name what it looks for.
fn hosts() -> [String; 5] {
    [
        ["registry.npm", "js.org"],
        ["registry.yarn", "pkg.com"],
        ["files.python", "hosted.org"],
        ["pypi.", "org/simple"],
        ["index.", "crates.io"],
    ]
    .map(|parts| parts.concat())
}

#[test]
fn no_file_names_a_registry_host_or_a_folder_of_this_machine() {
    let top = format!("{}/", top().display());
    let homes: Vec<_> = ["root", "home"].map(|name| format!("/{name}/")).to_vec();
    let mut findings = Vec::new();
    for path in files() {
        for (number, line) in text(&path).unwrap_or_default().lines().enumerate() {
            let named = hosts().iter().any(|host| line.contains(host.as_str()))
                || line.contains(&top)
                || !is_test(&path) && homes.iter().any(|home| starts_a_real_home(line, home));
            if named {
                findings.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    expect_none(
        "files hold nothing of the machine they were written on",
        &findings,
    );
}

/// Names in samples.
const SAMPLE_OWNERS: &[&str] = &["ada", "me", "you"];

/// Whether `line` names a folder in a home. Samples in documents speak of somebody made up.
fn starts_a_real_home(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let is_start = !before.is_some_and(|c| c.is_alphanumeric() || "/._-~}*".contains(c));
        let owner: String = line[at + home.len()..]
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        is_start && !SAMPLE_OWNERS.contains(&owner.as_str())
    })
}

/// Tests make up homes of all kinds.
fn is_test(path: &str) -> bool {
    path.contains(".test.") || path.contains("/tests/") || path.starts_with("tests/")
}

#[test]
fn lock_files_name_packages_and_no_addresses() {
    let mut findings = Vec::new();
    for path in files() {
        let marks: &[&str] = match path.rsplit('/').next().unwrap_or_default() {
            "package-lock.json" => &["\"resolved\": \"http"],
            name if name.ends_with(".lock") && name != "Cargo.lock" => &["http://", "https://"],
            _ => continue,
        };
        for (number, line) in text(&path).unwrap_or_default().lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                findings.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    expect_none("a lock file can be used with any mirror", &findings);
}
