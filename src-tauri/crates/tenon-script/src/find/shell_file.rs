//! Shell scripts in the workspace's own folder `scripts`, where commands of terminals are saved too.

use super::{Folder, Source};
use crate::script::{Script, Tool, words};

pub(super) fn is_one(path: &str) -> bool {
    let name = path.strip_prefix("scripts/");
    name.is_some_and(|name| !name.contains('/') && name.ends_with(".sh") && name != ".sh")
}

pub(super) fn read<F: Folder>(source: &Source<'_, F>) -> Vec<Script> {
    let file = source.file;
    let name = file.trim_start_matches("scripts/").trim_end_matches(".sh");
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
        None => line.push("sh"),
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
