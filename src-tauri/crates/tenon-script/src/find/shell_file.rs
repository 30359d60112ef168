//! Shell scripts in the workspace's own folder `scripts`, where commands of terminals are saved too.

use super::{Folder, Source};
use crate::script::{Script, Tool, words};

/// How names of scripts end, and what runs a script that does not say so itself.
const ENDS: &[(&str, &[&str])] = &[
    (".sh", &["sh"]),
    (".fish", &["fish"]),
    (".ps1", &["pwsh", "-File"]),
];

/// The name of a script without its end, and what runs it.
fn known(path: &str) -> Option<(&str, &'static [&'static str])> {
    let name = path.strip_prefix("scripts/")?;
    let found = ENDS
        .iter()
        .find_map(|(end, program)| Some((name.strip_suffix(end)?, *program)));
    found.filter(|(name, _)| !name.is_empty() && !name.contains('/'))
}

pub(super) fn is_one(path: &str) -> bool {
    known(path).is_some()
}

pub(super) fn read<F: Folder>(source: &Source<'_, F>) -> Vec<Script> {
    let file = source.file;
    let Some((name, usual)) = known(file) else {
        return Vec::new();
    };
    let mut lines = source.text.lines();
    let first = lines.next().unwrap_or_default();
    // It need not be executable, so that its interpreter is named.
    let mut line: Vec<&str> = match first.strip_prefix("#!") {
        Some(line) => line.split_whitespace().collect(),
        None => Vec::new(),
    };
    if line.first().is_some_and(|word| word.ends_with("/env")) {
        line.remove(0);
        line.retain(|word| *word != "-S");
    }
    // The program is looked for by its name, as it may stand elsewhere here.
    match line.first_mut() {
        Some(program) => *program = program.rsplit('/').next().unwrap_or(program),
        None => line.extend(usual),
    }
    line.push(file);
    let about = lines
        .find(|line| !line.trim().is_empty())
        .and_then(|line| line.trim_start().strip_prefix('#'))
        .map(|text| text.trim_start_matches('#'));
    let mut script = Script::new(Tool::Shell, file, name, name, words(&line));
    script.id = file.into();
    script.folder = String::new();
    vec![script.detail(about)]
}
