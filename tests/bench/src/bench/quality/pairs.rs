//! Questions that were not written for a search: the documentation of public functions, taken away
//! from them, in the sources of this project's own dependencies.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tenon_index::syntax::{Extract, Language, Limits, Symbol, extract};

use super::random::Random;
use super::{Asked, Place};
use crate::sources;

/// Pairs that are wanted.
const PAIRS: usize = 1_000;
/// Pieces of files among which the answers are looked for, at most about so many.
const CHUNKS: usize = 6_000;
/// A package with more lines than these would be most of the set.
const LONGEST: usize = 12_000;
/// A package of which fewer pieces than one in so many answer a question only makes the set larger.
const SPARSEST: usize = 7;
/// A shorter text says too little to be a question.
const WORDS: usize = 4;
/// A shorter function is its own name.
const LINES: u32 = 3;

/// Which half of the packages a set is drawn from, by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// Weights are chosen on these.
    Tuned,
    /// Nothing is chosen on these, so that their figures are those of packages not seen before.
    HeldOut,
}

impl Half {
    /// The same for a name on any machine, whatever else is unpacked there.
    fn of(name: &str) -> Self {
        let mixed = name
            .bytes()
            .fold(0, |mixed, letter| Random(mixed ^ u64::from(letter)).bits());
        match mixed % 2 {
            0 => Self::Tuned,
            _ => Self::HeldOut,
        }
    }
}

/// Writes the sources of packages of a half to `top`, without the comments that document them, and
/// gives the questions that the comments of public functions are. The same in every run of a seed.
pub fn write(unpacked: &Path, top: &Path, half: Half, seed: u64) -> Result<Vec<Asked>> {
    let mut random = Random(seed);
    let mut packages = one_version_each(sources::packages(unpacked)?);
    packages.retain(|package| Half::of(&name(package)) == half);
    random.shuffle(&mut packages);
    let (mut found, mut chunks) = (Vec::new(), 0);
    for package in packages {
        if found.len() >= PAIRS * 6 / 5 || chunks >= CHUNKS {
            break;
        }
        let source = package.join("src");
        if !source.is_dir() {
            continue;
        }
        let files = rust(sources::read(&source)?);
        let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
        if lines > LONGEST {
            continue;
        }
        let read = of_package(&package, &files)?;
        if read.found.len() * SPARSEST < read.chunks {
            continue;
        }
        chunks += read.chunks;
        for (path, bare) in read.files {
            let to = top.join(&path);
            fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
            fs::write(to, &bare)?;
        }
        found.extend(read.found);
    }
    only_different(&mut found);
    ensure!(
        found.len() >= PAIRS,
        "only {} functions with documentation in {chunks} pieces",
        found.len()
    );
    random.shuffle(&mut found);
    found.truncate(PAIRS);
    Ok(found.into_iter().map(|one| one.asked).collect())
}

struct Found {
    asked: Asked,
    body: String,
}

/// What a package gives.
struct Package {
    files: Vec<(PathBuf, String)>,
    found: Vec<Found>,
    chunks: usize,
}

fn of_package(package: &Path, files: &[(PathBuf, String)]) -> Result<Package> {
    let name = package.file_name().context("a package has a name")?;
    let mut read = Package {
        files: Vec::new(),
        found: Vec::new(),
        chunks: 0,
    };
    for (path, text) in files {
        let path = Path::new(name).join(path.strip_prefix(package)?);
        let Ok(file) = extract(Language::Rust, text.as_bytes(), Limits::default()) else {
            continue;
        };
        let (bare, kept) = without_documentation(text);
        let shown = path.to_str().context("a path is text")?;
        read.found.extend(of_file(shown, text, &file, &kept));
        read.chunks += file.chunks.len();
        read.files.push((path, bare));
    }
    only_different(&mut read.found);
    Ok(read)
}

/// Leaves out what is no question, because two functions answer it equally well.
fn only_different(found: &mut Vec<Found>) {
    let mut texts: HashMap<String, usize> = HashMap::new();
    let mut bodies: HashMap<String, usize> = HashMap::new();
    for one in &*found {
        *texts.entry(one.asked.text.to_lowercase()).or_default() += 1;
        *bodies.entry(one.body.clone()).or_default() += 1;
    }
    found.retain(|one| texts[&one.asked.text.to_lowercase()] == 1 && bodies[&one.body] == 1);
}

/// The newest of each package, so that no function is there twice.
fn one_version_each(packages: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = HashSet::new();
    let newest = packages.into_iter().rev();
    let newest = newest.filter(|path| seen.insert(name(path)));
    newest.collect()
}

/// What an unpacked package is called, without its version.
fn name(package: &Path) -> String {
    let name = package.file_name().unwrap_or_default().to_string_lossy();
    let name = name.rsplit_once('-').map_or(&*name, |(name, _)| name);
    name.to_owned()
}

fn rust(files: Vec<(PathBuf, Vec<u8>)>) -> Vec<(PathBuf, String)> {
    let rust = files
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|it| it == "rs"));
    rust.filter_map(|(path, text)| Some((path, String::from_utf8(text).ok()?)))
        .collect()
}

/// A text without the lines that document something, and for each of its lines whether it stayed.
fn without_documentation(text: &str) -> (String, Vec<bool>) {
    let (mut bare, mut kept, mut inside) = (String::with_capacity(text.len()), Vec::new(), false);
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        let is_block =
            (start.starts_with("/**") && !start.starts_with("/***")) || start.starts_with("/*!");
        let opens = !inside && is_block;
        let is_line = !inside && is_documentation(start);
        let gone = inside || opens || is_line;
        if (inside || opens) && start[if opens { 3.min(start.len()) } else { 0 }..].contains("*/") {
            inside = false;
        } else if opens {
            inside = true;
        }
        kept.push(!gone);
        if !gone {
            bare.push_str(line);
        }
    }
    (bare, kept)
}

fn is_documentation(line: &str) -> bool {
    (line.starts_with("///") && !line.starts_with("////")) || line.starts_with("//!")
}

/// The public functions of a file that have documentation, and where they stand without it.
fn of_file(path: &str, text: &str, file: &Extract, kept: &[bool]) -> Vec<Found> {
    let lines: Vec<&str> = text.lines().collect();
    let mut after = vec![0_u32];
    for stays in kept {
        after.push(after.last().copied().unwrap_or_default() + u32::from(*stays));
    }
    let now = |line: u32| after.get(line as usize).copied().unwrap_or_default();
    let functions = file.symbols.iter().filter(|symbol| is_asked_for(symbol));
    let found = functions.filter_map(|symbol| {
        let start = text[..symbol.range.start as usize].lines().count();
        let above = lines.get(start.saturating_sub(1)..symbol.line as usize - 1)?;
        let asked = question(above)?;
        let body = lines.get(symbol.line as usize..symbol.end_line as usize)?;
        let body = body.join("\n");
        Some(Found {
            asked: Asked {
                text: asked,
                places: vec![Place {
                    path: path.to_owned(),
                    from: now(symbol.line),
                    to: now(symbol.end_line),
                }],
            },
            body: body.split_whitespace().collect(),
        })
    });
    found.collect()
}

fn is_asked_for(symbol: &Symbol) -> bool {
    symbol.kind.is_function()
        && symbol.signature.starts_with("pub ")
        && symbol.end_line + 1 - symbol.line >= LINES
}

/// The first paragraph of a comment, without marks.
fn question(above: &[&str]) -> Option<String> {
    let comment = above.iter().map(|line| line.trim_start());
    let comment = comment.filter(|line| is_documentation(line));
    let comment = comment.map(|line| line[3..].trim());
    let first = comment
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty() && !line.starts_with("```") && !line.starts_with('#'));
    let text: Vec<&str> = first.collect();
    let text = plain(&text.join(" "));
    (text.split_whitespace().count() >= WORDS).then_some(text)
}

/// Without the marks of Markdown and the places that links lead to.
fn plain(text: &str) -> String {
    let (mut plain, mut rest) = (String::new(), text);
    while let Some(at) = rest.find("](") {
        plain.push_str(&rest[..at]);
        rest = rest[at + 2..]
            .find(')')
            .map_or("", |end| &rest[at + 3 + end..]);
    }
    plain.push_str(rest);
    plain.retain(|letter| !"`[]*".contains(letter));
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "//! A file.\n\n/** Of a block\n    comment. */\nstruct A;\n\nimpl A {\n    /// Reads the [`Header`](x::Header) of a\n    /// packet.\n    ///\n    /// More.\n    #[inline]\n    pub fn read(&self) {\n        // a remark\n        one();\n    }\n    /// Too private to be asked for by anybody.\n    fn other(&self) {\n        two();\n    }\n}\n";

    #[test]
    fn the_comment_of_a_public_function_is_the_question_for_its_body() {
        let (bare, kept) = without_documentation(FILE);
        let shown: Vec<&str> = bare.lines().collect();
        assert_eq!(shown[..2], ["", "struct A;"], "{bare}");
        assert!(
            !bare.contains("packet") && bare.contains("// a remark"),
            "{bare}"
        );
        let file = extract(Language::Rust, FILE.as_bytes(), Limits::default()).expect("it is read");
        let found = of_file("a.rs", FILE, &file, &kept);
        assert_eq!(found.len(), 1, "the other one is private");
        assert_eq!(found[0].asked.text, "Reads the Header of a packet.");
        let place = &found[0].asked.places[0];
        assert_eq!(
            shown[place.from as usize - 1].trim(),
            "pub fn read(&self) {"
        );
        assert_eq!(shown[place.to as usize - 1].trim(), "}");
    }
}
