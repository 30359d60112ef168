//! Packages and their versions.

use super::Kind;
use super::part::{AT, BRACKET, COLON, DASH, DIGIT, DOT, JOINT, Part, QUOTE, TICK};
use super::rule::{Found, Pattern, Words, around, moved};

// `name@1.2`, `@scope/name@^1.2`, `name==1.2`, `name>=1.2`, `name~=1.2`.
static JOINED: Pattern = Pattern::of(
    DIGIT,
    AT | JOINT,
    r"(?:^|[\s`'\x22(\[,])((@[a-z0-9][\w.-]*/[\w.-]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w.-]+)+|[A-Za-z][\w.-]*(?:\[[\w,-]+\])?)(?:@|={2,3}|>=|<=|~=|!=)([~^]|>=)?v?(\d+(?:\.\d+|\.[x*]){0,3}(?:[-+.][0-9A-Za-z][0-9A-Za-z.+-]*)?)(?:,(?:<=?|>=?|!=)\d[\w.]*)*)",
);
// `serde v1.0.1`, as cargo says it, and `react 18.2.0`.
static SPOKEN: Pattern = Pattern::of(
    DIGIT | DOT,
    0,
    r"(?:^|[\s`'\x22(\[,])(((?:@[a-z0-9][\w.-]*/|(?:[a-z0-9-]+\.)+[a-z]{2,}/(?:[\w.-]+/)*)?[A-Za-z][A-Za-z0-9_+.-]*[A-Za-z0-9+])(?: version| release)? [\^~]?(?:v(\d+\.\d+(?:\.\d+)?)|(\d+\.\d+\.\d+))([-+][0-9A-Za-z][0-9A-Za-z.+-]*|(?:a|b|rc|alpha|beta|dev|post)\d+)?)",
);
// Two numbers are a version only behind a name that is known to have versions.
static KNOWN: Pattern = Pattern::of(
    DIGIT,
    0,
    r"\b((Alpine|Angular|Ansible|Apache|Bash|Bazel|Bun|Clang|CMake|CUDA|Debian|Deno|Django|Docker|Electron|Elixir|Emacs|Erlang|ESLint|Express|FastAPI|Fedora|Firefox|Flask|GCC|Git|Go|Gradle|GTK|Helm|Java|JDK|Jest|Julia|Kotlin|Kubernetes|Laravel|LanceDB|Linux|LLVM|Lua|Maven|MariaDB|MySQL|Next\.js|Neovim|nginx|Nginx|Node|Node\.js|NumPy|npm|ONNX Runtime|OpenSSL|pandas|Perl|PHP|pip|PostgreSQL|Postgres|pytest|Python|PyTorch|Qt|Rails|React|Redis|Ruby|Rust|rustc|Scala|Solid|SolidJS|Spring|Spring Boot|SQLite|Svelte|Swift|systemd|Tailwind|Tauri|TensorFlow|Terraform|tokio|TypeScript|Ubuntu|uv|Vim|Vite|Vitest|Vue|WebKitGTK|Webpack|Xcode|Yarn|Zig|zsh|bash|cmake|curl|clang|gcc|git|node|openssl|python|python3|ruby|rust) v?(\d+\.\d+)|(JDK|Java|Node|Node\.js|PostgreSQL|Postgres) (\d{1,2}))\b",
);

// As pip says it: `Successfully installed numpy-1.26.4 pandas-2.2.1`.
static INSTALLED: Pattern = Pattern::of(
    DIGIT | DASH,
    0,
    r"(?m)^[ \t]*(?:Successfully (?:un)?installed|Installing collected packages:|Would install|platform \w+ --|plugins:) ([^\n]+)",
);
static DASHED: Pattern = Pattern::new(r"([A-Za-z][\w.-]*?)-(\d+(?:\.\d+)+\w*)");

// As dpkg says it: `Setting up ripgrep (13.0.0-4+b2) ...`.
static UNPACKED: Pattern = Pattern::of(
    DIGIT | BRACKET,
    0,
    r"(?m)^(?:Setting up|Unpacking|Removing|Purging configuration files for) (([a-z0-9][a-z0-9+.-]+)(?::[a-z0-9]+)? \(([^()\s]*\d[^()\s]*)\))",
);
// An image of containers with its tag, and a package of Maven: `postgres:16.2`, `a.b:c:1.2`.
static TAGGED: Pattern = Pattern::of(
    DIGIT | COLON | DOT,
    0,
    r"(?:^|[\s`'\x22(\[,])(([a-z][\w.-]*(?:/[\w.-]+)*(?::[a-z][\w.-]*)?):(\d+\.\d[\w.-]*[\w]))",
);
// As those who bump say it: `Bump ws from 8.16.0 to 8.17.1`.
static BUMPED: Pattern = Pattern::of(
    DIGIT,
    0,
    r"(?i)\b(?:bump|bumps|bumped|update|updates|upgrade|upgrades|upgraded) `?((?:@[a-z0-9][\w.-]*/)?[a-z][\w.-]*)`? from v?\d[\w.+-]* to v?(\d[\w+-]*(?:\.[\w+-]+)*)",
);

// A line of a manifest that a sentence quotes: `tokio = "1.38"`; a module that Go misses.
static QUOTED: Pattern = Pattern::of(
    TICK | JOINT | DIGIT | QUOTE,
    0,
    "`(([a-z][\\w-]*) = \"[~^=]?(\\d[\\w.+-]*)\")`",
);
static MISSING: Pattern = Pattern::new(r"(?m)no required module provides package ([\w./-]+\w)");

/// Words before three numbers that name no package.
static NOT_NAMES: Words = Words::new(include_str!("words/before-numbers.txt"));

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    for groups in JOINED.each(text) {
        let (Some(whole), Some(name), Some(number)) =
            (groups.range(1), groups.range(2), groups.range(4))
        else {
            continue;
        };
        let joined = &text[name.end..number.start];
        let version = &text[number.clone()];
        // `user@10.0.0.1` is a host, and `x>=1` a comparison.
        let is_host = joined.starts_with('@')
            && version.split('.').count() == 4
            && version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let is_compared =
            !joined.starts_with(['@', '~']) && joined != "==" && !version.contains('.');
        let is_compared = is_compared || joined == "==" && !version.contains('.');
        if !is_host && !is_compared {
            let name = text[name].split('[').next().unwrap_or_default();
            found.add_as(
                Kind::Package,
                moved(whole.clone(), at),
                format!("{name}@{version}"),
            );
        }
    }
    for groups in SPOKEN.each(text) {
        let (Some(whole), Some(name)) = (groups.range(1), groups.range(2)) else {
            continue;
        };
        let version = groups.range(3).or_else(|| groups.range(4));
        let Some(version) = version else { continue };
        let (_, next) = around(text, &whole);
        let is_address = next == Some('.')
            && text
                .as_bytes()
                .get(whole.end + 1)
                .is_some_and(u8::is_ascii_digit);
        let name = &text[name];
        let is_hash = name.len() >= 7 && name.bytes().all(|b| b.is_ascii_hexdigit());
        let is_option = name.to_ascii_lowercase().ends_with("version");
        if is_address
            || is_hash
            || is_option
            || next == Some('/')
            || NOT_NAMES.has(&name.to_ascii_lowercase())
        {
            continue;
        }
        let version = &text[version.start..whole.end];
        found.add_as(
            Kind::Package,
            moved(whole.clone(), at),
            format!("{name}@{version}"),
        );
    }
    for pattern in [&UNPACKED, &TAGGED, &QUOTED] {
        for groups in pattern.each(text) {
            let (Some(whole), Some(name), Some(version)) =
                (groups.range(1), groups.range(2), groups.range(3))
            else {
                continue;
            };
            // `10.0.0.1` behind a colon is an address, and numbers behind a line's are a time.
            let is_time = text[version.clone()].split('.').count() > 3;
            if !is_time || !text[name.clone()].contains(['/', '.']) {
                let value = format!("{}@{}", &text[name], &text[version]);
                found.add_as(Kind::Package, moved(whole, at), value);
            }
        }
    }
    for groups in MISSING.each(text) {
        found.add(Kind::Package, moved(groups.first(), at));
    }
    for groups in BUMPED.each(text) {
        let (Some(name), Some(version)) = (groups.range(1), groups.range(2)) else {
            continue;
        };
        let value = format!("{}@{}", &text[name.clone()], &text[version]);
        found.add_as(Kind::Package, moved(name, at), value);
    }
    for groups in INSTALLED.each(text) {
        let Some(list) = groups.range(1) else {
            continue;
        };
        for groups in DASHED.within(&text[list.clone()]) {
            let (Some(name), Some(version)) = (groups.range(1), groups.range(2)) else {
                continue;
            };
            let value = format!(
                "{}@{}",
                &text[list.clone()][name.clone()],
                &text[list.clone()][version.clone()]
            );
            found.add_as(
                Kind::Package,
                moved(name.start..version.end, at + list.start),
                value,
            );
        }
    }
    for groups in KNOWN.each(text) {
        let name = groups.range(2).or_else(|| groups.range(4));
        let version = groups.range(3).or_else(|| groups.range(5));
        let (Some(whole), Some(name), Some(version)) = (groups.range(1), name, version) else {
            continue;
        };
        // `Java 1.8.0` in a word, and `Node 4 of 7`, say something else.
        let (_, next) = around(text, &whole);
        let is_counted = text[whole.end..].starts_with(" of ")
            || matches!(next, Some('%' | '-' | '/'))
            || next == Some('.') && text[whole.end + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !is_counted {
            let value = format!("{}@{}", &text[name], &text[version]);
            found.add_as(Kind::Package, moved(whole, at), value);
        }
    }
}

// `serde = "1.0"`, `serde = { version = "1.0" }`, `"react": "^18.2.0"`.
static ENTRY: Pattern = Pattern::of(
    DIGIT | QUOTE,
    0,
    r#"(?m)^[ \t]*((?:"((?:@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*)"[ \t]*:[ \t]*|([a-z0-9][\w-]*)[ \t]*=[ \t]*(?:\{[^}\n]*?\bversion[ \t]*=[ \t]*)?)"(?:[~^=]|>=)?[ \t]?v?(\d+(?:\.\d+|\.[x*]){0,3}(?:[-+][\w.+-]+)?)(?:[ ,|][^"\n]*)?"(?:[^}\n]*\})?)"#,
);
/// Keys of manifests whose value is a version but not a package's.
const KEYS: &[&str] = &[
    "version",
    "edition",
    "rust-version",
    "resolver",
    "node",
    "npm",
    "manifest_version",
    "schema",
    "lockfileVersion",
    "target",
    "engine",
    "python",
    "requires-python",
    "minimum",
    "level",
    "opt-level",
    "id",
    "port",
    "line-length",
    "target-version",
];

/// The packages that a manifest asks for.
pub(super) fn of_manifest(found: &mut Found<'_>, text: &Part<'_>) {
    for groups in ENTRY.each(text) {
        let name = groups.range(2).or_else(|| groups.range(3));
        let (Some(whole), Some(name), Some(version)) = (groups.range(1), name, groups.range(4))
        else {
            continue;
        };
        let name = &text[name];
        if !KEYS.contains(&name) {
            found.add_as(Kind::Package, whole, format!("{name}@{}", &text[version]));
        }
    }
}
