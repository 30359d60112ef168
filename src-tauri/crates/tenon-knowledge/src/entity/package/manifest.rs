//! Packages in the files that list them, and in pieces of such files.
//!
//! Where name and version stand side by side the range has both; where other lines or tags stand
//! between them it is the name's.

use std::ops::Range;

use super::super::Kind;
use super::super::fence;
use super::super::part::{BRACKET, COLON, DIGIT, JOINT, Part, QUOTE, SLASH};
use super::super::rule::{Found, Pattern, Words, moved};

/// How a file lists packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manifest {
    /// `name = "1.2"` in tables, and lists of requirements.
    Toml,
    /// `name = "a"` with `version = "1.2"` below, of each package that was chosen.
    Lock,
    /// `"name": "1.2"`.
    Json,
    /// `name==1.2`, one a line.
    Requirements,
    /// `gem "name", "1.2"`, and what Bundler writes of it.
    Gems,
    /// Tags of Maven and of NuGet.
    Markup,
    /// `path/of/module v1.2.3`.
    Go,
    /// `"group:name:1.2"`.
    Gradle,
}

impl Manifest {
    /// How a file with this name lists packages; none where it does not.
    pub(in super::super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "Cargo.toml" | "pyproject.toml" | "Pipfile" | "libs.versions.toml" => Self::Toml,
            "Cargo.lock" | "poetry.lock" | "uv.lock" | "pdm.lock" => Self::Lock,
            "package.json" | "composer.json" | "package-lock.json" => Self::Json,
            "Gemfile" | "Gemfile.lock" | "gems.rb" | "Podfile" => Self::Gems,
            "pom.xml" | "Directory.Packages.props" | "Directory.Build.props" => Self::Markup,
            "go.mod" => Self::Go,
            "build.gradle" | "build.gradle.kts" => Self::Gradle,
            name if name.ends_with(".csproj") || name.ends_with(".fsproj") => Self::Markup,
            name if name.ends_with(".gemspec") => Self::Gems,
            name if name.ends_with(".txt")
                && ["requirements", "constraints"]
                    .iter()
                    .any(|word| name.starts_with(word) || name.contains(&format!("-{word}"))) =>
            {
                Self::Requirements
            }
            _ => return None,
        })
    }
}

// `serde = "1.0"`, `serde = { version = "1.0" }`.
static ENTRY: Pattern = Pattern::of(
    DIGIT | QUOTE,
    0,
    r#"(?m)^[ \t]*((?:"?([A-Za-z0-9][\w.-]*)"?)[ \t]*=[ \t]*(?:\{[^}\n]*?\bversion[ \t]*=[ \t]*)?"(?:[~^=<]|[~>=]=)?[ \t]?v?(\d+(?:\.\d+|\.[x*]){0,3}(?:[-+][\w.+-]+)?)(?:[ ,|][^"\n]*)?"(?:[^}\n]*\})?)"#,
);
// `"react": "^18.2.0"`.
static PAIR: Pattern = Pattern::of(
    DIGIT | QUOTE | COLON,
    0,
    r#"("((?:@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*(?:/[\w.-]+)?)"[ \t]*:[ \t]*"((?:[~^=<]|[>=]=)?)[ \t]?v?(\d+(?:\.\d+|\.[x*]){0,3}(?:[-+][\w.+-]+)?)(?:[ ,|][^"\n]*)?")"#,
);
// What npm wrote down: `"node_modules/react": {` with `"version": "18.2.0"` below.
static PLACED: Pattern = Pattern::of(
    0,
    0,
    r#""(?:[^"\n]*/)?node_modules/((?:@[\w.-]+/)?[\w.-]+)": \{\s*"version": "([^"\n]+)""#,
);
// `"packageManager": "pnpm@9.1.0"`.
static MANAGER: Pattern = Pattern::of(
    DIGIT | QUOTE,
    0,
    r#""packageManager"\s*:\s*"(([a-z]+)@(\d[\w.-]*))"#,
);
// `"flask>=3.0"` and `'httpx==0.27.0'` in a list.
static REQUIRED: Pattern = Pattern::of(
    DIGIT | QUOTE | JOINT,
    0,
    r#"["'](([A-Za-z0-9][\w.-]*)(?:\[[\w, -]+\])?[ \t]*\(?(?:[=~!<>]=|===|[<>])[ \t]*v?(\d+(?:\.[\d*]+)*\w*(?:[.+-]\w+)*)(?:[ \t]*,[ \t]*[=~!<>]{1,3}[ \t]*\d[\w.*]*)*)\)?[ \t]*(?:;[^"'\n]*)?["']"#,
);
static LINE: Pattern = Pattern::of(
    DIGIT | JOINT,
    0,
    r"(?m)^[ \t]*(([A-Za-z0-9][\w.-]*)(?:\[[\w, -]+\])?[ \t]*(?:[=~!<>]=|===|[<>])[ \t]*v?(\d+(?:\.[\d*]+)*\w*(?:[.+-]\w+)*)(?:[ \t]*,[ \t]*[=~!<>]{1,3}[ \t]*\d[\w.*]*)*)",
);
static GEM: Pattern = Pattern::of(
    DIGIT | QUOTE,
    0,
    r#"(?:^|[^\w.])((?:gem|pod|\w+\.add_(?:(?:runtime|development)_)?dependency)[ (]+["']([\w./-]+)["'],[ ]*["'](?:[~><=!]+ ?)?(\d[\w.-]*)["'])"#,
);
// What Bundler chose: `    rails (7.1.3)`.
static CHOSEN: Pattern = Pattern::of(
    DIGIT | BRACKET,
    0,
    r"(?m)^ {4}(([A-Za-z0-9][\w.-]*) \((\d[\w.-]*)\))\r?$",
);
static MODULE: Pattern = Pattern::of(
    DIGIT | SLASH,
    0,
    r"(?m)(?:^|[ \t])(([a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w.~-]+)+) v(\d[\w.+-]*))",
);
static COORDINATES: Pattern = Pattern::of(
    DIGIT | COLON | QUOTE,
    0,
    r#"["'](([A-Za-z][\w.-]*:[A-Za-z][\w.-]*):(\d[\w.+-]*))(?:@\w+)?["']"#,
);
static PLUGIN: Pattern = Pattern::of(
    DIGIT | QUOTE,
    0,
    r#"\b(id ?\(?["']([\w.-]+)["']\)? version ["'](\d[\w.-]*)["'])"#,
);
static ARTIFACT: Pattern = Pattern::new(
    r"<artifactId>\s*([\w.-]+)\s*</artifactId>(?:\s*<!--[^>]*-->)*\s*<version>\s*[\[(]?(\d[\w.-]*)[^<]*</version>",
);
static REFERENCE: Pattern = Pattern::of(
    DIGIT | QUOTE,
    0,
    r#"<Package(?:Reference|Version)\s+(?:Include|Update)="([\w.-]+)"\s+Version="\[?(\d[\w.*-]*)[^"]*""#,
);
/// What has a package in it, and what is the project itself.
static AROUND: Pattern =
    Pattern::new(r"<(/?)(dependency|plugin|parent|extension|path|project)(?:\s[^>]*)?>");

/// Keys of manifests whose value is a version but not a package's.
static KEYS: Words = Words::new(include_str!("../words/keys.txt"));

/// The packages that a manifest asks for.
pub(in super::super) fn of_manifest(found: &mut Found<'_>, text: &Part<'_>, form: Manifest) {
    match form {
        Manifest::Toml => {
            tables(found, text, 0..text.len(), 0);
            each(found, text, &REQUIRED, 0);
        }
        Manifest::Lock => tables(found, text, 0..text.len(), 0),
        Manifest::Json => {
            pairs(found, text, 0, false);
            each(found, text, &MANAGER, 0);
            apart(found, text, &PLACED, 0);
        }
        Manifest::Requirements => each(found, text, &LINE, 0),
        Manifest::Gems => {
            each(found, text, &GEM, 0);
            each(found, text, &CHOSEN, 0);
        }
        Manifest::Markup => markup(found, text, 0),
        Manifest::Go => each(found, text, &MODULE, 0),
        Manifest::Gradle => {
            each(found, text, &COORDINATES, 0);
            each(found, text, &PLUGIN, 0);
        }
    }
}

/// Those in pieces of manifests that a text quotes.
pub(super) fn quoted(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    for block in fence::blocks(text) {
        let piece = || Part::new(&text[block.range.clone()]);
        let start = at + block.range.start;
        match block.language.as_str() {
            "toml" => {
                tables(found, text, block.range.clone(), at);
                each(found, &piece(), &REQUIRED, start);
            }
            "json" | "jsonc" => {
                let said = &text[block.range.clone()];
                let is_listed = said.contains("ependencies\"") || said.contains("\"require");
                pairs(found, &piece(), start, !is_listed);
            }
            "kotlin" | "groovy" | "gradle" => each(found, &piece(), &PLUGIN, start),
            _ => {}
        }
    }
    pairs(found, text, at, true);
    each(found, text, &GEM, at);
    if text.contains("<artifactId>") || text.contains("<Package") {
        markup(found, text, at);
    }
}

fn each(found: &mut Found<'_>, text: &Part<'_>, pattern: &Pattern, at: usize) {
    for groups in pattern.each(text) {
        if let (Some(whole), Some(name), Some(version)) =
            (groups.range(1), groups.range(2), groups.range(3))
        {
            let value = format!("{}@{}", &text[name], &text[version]);
            found.add_as(Kind::Package, moved(whole, at), value);
        }
    }
}

/// Those whose name stands apart from the version.
fn apart(found: &mut Found<'_>, text: &Part<'_>, pattern: &Pattern, at: usize) {
    for groups in pattern.each(text) {
        if let (Some(name), Some(version)) = (groups.range(1), groups.range(2)) {
            let value = format!("{}@{}", &text[name.clone()], &text[version]);
            found.add_as(Kind::Package, moved(name, at), value);
        }
    }
}

/// Those of JSON. In a sentence the version has three numbers or says that it is a range.
fn pairs(found: &mut Found<'_>, text: &Part<'_>, at: usize, is_strict: bool) {
    for groups in PAIR.each(text) {
        let (Some(whole), Some(name), Some(joint), Some(version)) = (
            groups.range(1),
            groups.range(2),
            groups.range(3),
            groups.range(4),
        ) else {
            continue;
        };
        let (name, version) = (&text[name], &text[version]);
        let numbers = version.split(['-', '+']).next().unwrap_or_default();
        let is_sure = !joint.is_empty() || numbers.split('.').count() == 3;
        let is_key = KEYS.has(name) || name.to_ascii_lowercase().ends_with("version");
        if !is_key && (is_sure || !is_strict) {
            found.add_as(Kind::Package, moved(whole, at), format!("{name}@{version}"));
        }
    }
}

fn markup(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    apart(found, text, &REFERENCE, at);
    let tags: Vec<_> = AROUND.each(text).collect();
    let mut tags = tags.iter().peekable();
    let mut open: Vec<&str> = Vec::new();
    for groups in ARTIFACT.each(text) {
        let (Some(name), Some(version)) = (groups.range(1), groups.range(2)) else {
            continue;
        };
        while let Some(tag) = tags.next_if(|tag| tag.first().start < name.start) {
            let word = tag.range(2).map(|word| &text[word]).unwrap_or_default();
            match tag.range(1).is_some_and(|slash| !slash.is_empty()) {
                true => open.truncate(
                    open.iter()
                        .rposition(|it| *it == word)
                        .unwrap_or(open.len()),
                ),
                false => open.push(word),
            }
        }
        // The project's own name and version stand in no other tag.
        if open.last() != Some(&"project") {
            let value = format!("{}@{}", &text[name.clone()], &text[version]);
            found.add_as(Kind::Package, moved(name, at), value);
        }
    }
}

static HEADER: Pattern = Pattern::new(r"^[ \t]*\[\[?([^\[\]\n]+)\]\]?[ \t]*(?:#.*)?\r?\n?$");
static NAME: Pattern = Pattern::new(r#"^[ \t]*name[ \t]*=[ \t]*"([\w.-]+)""#);
static VERSION: Pattern = Pattern::new(r#"^[ \t]*version[ \t]*=[ \t]*"[~^=<> ]*(\d[\w.+-]*)"#);

/// What the lines of TOML below a header are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    /// `name = "1.2"`, one a line.
    Packages,
    /// A package's name and version, of what was chosen.
    Chosen,
    /// One package, which the header names.
    One,
    Other,
}

fn tables(found: &mut Found<'_>, text: &Part<'_>, range: Range<usize>, at: usize) {
    let mut table = Table::Packages;
    let mut name: Option<Range<usize>> = None;
    let mut place = range.start;
    for line in text[range].split_inclusive('\n') {
        let start = place;
        place += line.len();
        if let Some(header) = HEADER.within(line).next().map(|groups| groups.first()) {
            let is_many = line[..header.start].ends_with("[[");
            (table, name) = below(&line[header.clone()], is_many);
            name = name.map(|range| moved(moved(range, header.start), start));
            continue;
        }
        let group = |pattern: &Pattern| {
            let groups = pattern.within(line).next()?;
            Some(moved(groups.range(1)?, start))
        };
        if table == Table::Chosen
            && let Some(range) = group(&NAME)
        {
            name = Some(range);
        }
        if matches!(table, Table::Chosen | Table::One)
            && let Some(version) = group(&VERSION)
            && let Some(name) = name.take()
        {
            let value = format!("{}@{}", &text[name.clone()], &text[version]);
            found.add_as(Kind::Package, moved(name, at), value);
        }
        if table == Table::Packages {
            entries(found, line, at + start);
        }
    }
}

/// What a header says of the lines below it, and where in it a package is named.
fn below(header: &str, is_many: bool) -> (Table, Option<Range<usize>>) {
    let unquoted = |said: &str| said.trim_matches(['"', '\'', ' ']).to_owned();
    let (before, last) = header.rsplit_once('.').unwrap_or(("", header));
    let is_list = |said: &str| {
        let word = unquoted(said.rsplit('.').next().unwrap_or_default());
        word.ends_with("dependencies")
            || matches!(word.as_str(), "packages" | "dev-packages" | "versions")
            || said.starts_with("patch.")
    };
    if is_many && header == "package" {
        return (Table::Chosen, None);
    }
    if is_list(header) {
        return (Table::Packages, None);
    }
    if is_list(before) {
        let start = header.len() - last.trim_start_matches(['"', '\'']).len();
        return (Table::One, Some(start..start + unquoted(last).len()));
    }
    (Table::Other, None)
}

fn entries(found: &mut Found<'_>, line: &str, at: usize) {
    for groups in ENTRY.within(line) {
        if let (Some(whole), Some(name), Some(version)) =
            (groups.range(1), groups.range(2), groups.range(3))
        {
            let (name, version) = (&line[name], &line[version]);
            if !KEYS.has(name) {
                found.add_as(Kind::Package, moved(whole, at), format!("{name}@{version}"));
            }
        }
    }
}
