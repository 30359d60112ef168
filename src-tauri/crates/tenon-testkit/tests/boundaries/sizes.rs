//! How long files may be.

use crate::repository::{expect_none, files, text};

/// By ending: from how many lines on a file needs a reason, and how many it never has.
const LIMITS: &[(&str, usize, usize)] = &[
    (".rs", 400, 800),
    (".ts", 250, 400),
    (".tsx", 250, 400),
    (".py", 250, 450),
];

/// Files that were looked at again, and why they stay in one piece.
const ALLOWED: &[(&str, &str)] = &[];

fn is_exempt(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    let folders = ["tests", "testing", "benches", "fixtures"];
    parts.iter().any(|part| folders.contains(part))
        || path.contains(".test.")
        || path.ends_with("/tests.rs")
        // Written by a program.
        || path == "src/ipc/bindings.ts"
}

/// Lines of the product: tests inside a Rust file stand at its end and do not count.
fn lines(path: &str) -> usize {
    let text = text(path).unwrap_or_default();
    let count = text.lines().take_while(|line| *line != "#[cfg(test)]");
    if path.ends_with(".rs") {
        count.count()
    } else {
        text.lines().count()
    }
}

#[test]
fn no_file_is_longer_than_its_kind_may_be() {
    let mut findings = Vec::new();
    for path in files().iter().filter(|path| !is_exempt(path)) {
        let Some((_, again, never)) = LIMITS.iter().find(|(end, ..)| path.ends_with(end)) else {
            continue;
        };
        let count = lines(path);
        let allowed = ALLOWED.iter().any(|(name, _)| name == path);
        if count > *never {
            findings.push(format!(
                "{path} has {count} lines and may never have more than {never}"
            ));
        } else if count > *again && !allowed {
            findings.push(format!(
                "{path} has {count} lines; above {again} it needs a reason here"
            ));
        } else if count <= *again && allowed {
            findings.push(format!(
                "{path} has {count} lines and needs no reason any more"
            ));
        }
    }
    expect_none("files stay short enough to be read", &findings);
}

#[test]
fn every_exception_names_a_file_and_a_reason() {
    let files = files();
    for (path, reason) in ALLOWED {
        assert!(files.iter().any(|file| file == path), "{path} is gone");
        assert!(reason.len() > 20, "{path}: say why it stays in one piece");
    }
}
