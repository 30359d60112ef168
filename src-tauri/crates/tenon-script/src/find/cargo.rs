//! What Cargo can do with a package or a workspace, and the aliases beside it.

use super::toml_file::{Table, parse, written};
use super::{Fault, Folder, Given, LARGEST, Source};
use crate::script::{Script, Tool, folder_of, words};

/// What Cargo does in any folder with a manifest.
const USUAL: [(&str, &str); 4] = [
    ("build", "Compile"),
    ("test", "Run the tests"),
    ("check", "Find errors without building"),
    ("clippy", "Lint"),
];

pub(super) fn read<F: Folder>(source: &Source<'_, F>, faults: &mut Vec<Fault>) -> Given {
    let parsed = parse(source.text)?;
    let manifest = Table::new(source.text, parsed.get_ref());
    let package = manifest.below(&["package"]);
    let workspace = manifest.below(&["workspace"]);
    let mut found = Vec::new();
    if package.is_some() || workspace.is_some() {
        // A manifest without a package speaks of all its members.
        let all = package.is_none().then_some("--workspace");
        let mut add = |verb: &str, about: &str| {
            let mut argv = words(&["cargo", verb]);
            argv.extend(all.map(str::to_owned));
            let script = Script::new(Tool::Cargo, source.file, verb, verb, argv);
            found.push(after_dashes(script, verb == "test" || verb == "bench").detail(Some(about)));
        };
        for (verb, about) in USUAL {
            add(verb, about);
        }
        if package.is_some() && has_benches(source, &manifest) {
            add("bench", "Run the benchmarks");
        }
    }
    if let Some(package) = package {
        for (name, line) in binaries(source, &manifest, &package) {
            let argv = words(&["cargo", "run", "--bin", &name]);
            let (key, shown) = (format!("run.{name}"), format!("run {name}"));
            let script = Script::new(Tool::Cargo, source.file, &key, &shown, argv).line(line);
            found.push(after_dashes(script, true).detail(Some("Build and run the program")));
        }
    }
    for name in [".cargo/config.toml", ".cargo/config"] {
        let file = source.beside(name);
        let Some(read) = source.folder.read(&file) else {
            continue;
        };
        match aliases(&file, read) {
            Ok(aliases) => found.extend(aliases),
            Err((line, message)) => faults.push(Fault {
                file,
                line,
                message,
            }),
        }
        break;
    }
    Ok(found)
}

/// What a person adds is for the program that Cargo runs, not for Cargo.
fn after_dashes(mut script: Script, runs: bool) -> Script {
    script.before_arguments = runs.then_some("--");
    script
}

fn has_benches<F: Folder>(source: &Source<'_, F>, manifest: &Table<'_, '_>) -> bool {
    let folder = source.beside("benches/");
    let has_file = source.paths.iter().any(|path| path.starts_with(&folder));
    has_file || !manifest.tables("bench").is_empty()
}

/// The package's programs: those that the manifest names, and those at the usual places.
fn binaries<F: Folder>(
    source: &Source<'_, F>,
    manifest: &Table<'_, '_>,
    package: &Table<'_, '_>,
) -> Vec<(String, u32)> {
    let mut names: Vec<(String, u32)> = Vec::new();
    let mut paths = Vec::new();
    for (bin, line) in manifest.tables("bin") {
        if let Some(name) = bin.text("name") {
            names.push((name.to_owned(), line));
        }
        paths.extend(bin.text("path").map(|path| source.beside(path)));
    }
    if package.is_false("autobins") {
        return names;
    }
    let mut usual = Vec::new();
    let main = source.beside("src/main.rs");
    if let Some(name) = package.text("name")
        && source.paths.contains(main.as_str())
        && !paths.contains(&main)
    {
        usual.push(name.to_owned());
    }
    let folder = source.beside("src/bin/");
    for path in source
        .paths
        .iter()
        .filter(|path| !paths.contains(&(**path).to_owned()))
    {
        let Some(below) = path.strip_prefix(&folder) else {
            continue;
        };
        let name = match below.split_once('/') {
            None => below.strip_suffix(".rs"),
            Some((name, "main.rs")) => Some(name),
            Some(_) => None,
        };
        usual.extend(name.map(str::to_owned));
    }
    usual.sort_unstable();
    usual.retain(|name| !names.iter().any(|(other, _)| other == name));
    names.extend(usual.into_iter().map(|name| (name, 1)));
    names
}

fn aliases(file: &str, read: Result<Vec<u8>, String>) -> Given {
    let bytes = read.map_err(|message| (None, message))?;
    if bytes.len() > LARGEST {
        return Err((None, "it is too large to be read for aliases".into()));
    }
    let text = String::from_utf8_lossy(&bytes);
    let parsed = parse(&text)?;
    let Some(table) = Table::new(&text, parsed.get_ref()).below(&["alias"]) else {
        return Ok(Vec::new());
    };
    let entries = table.entries().into_iter();
    Ok(entries
        .map(|(name, line, value)| {
            let body = written(value).map(|body| format!("cargo {body}"));
            let argv = words(&["cargo", name]);
            let mut script = Script::new(Tool::Cargo, file, name, name, argv)
                .line(line)
                .detail(body.as_deref());
            script.folder = folder_of(folder_of(file)).into();
            script
        })
        .collect())
}
