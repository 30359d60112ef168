//! Packages and their versions.

mod manifest;

use super::Kind;
use super::Source;
use super::part::{AT, BRACKET, COLON, DASH, DIGIT, JOINT, POINT, Part, QUOTE, SLASH, TICK};
use super::rule::{Found, Pattern, Words, around, floor, moved};
pub use manifest::Manifest;
pub(super) use manifest::of_manifest;

// `name@1.2`, `@scope/name@^1.2`, `name==1.2`, `name>=1.2`, `name~=1.2`.
static JOINED: Pattern = Pattern::of(
    DIGIT,
    AT | JOINT,
    r"(?:^|[\s`'\x22(\[,])((@[a-z0-9][\w.-]*/[\w.-]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w.-]+)+|[A-Za-z][\w.-]*(?:\[[\w,-]+\])?)(?:@|={2,3}|>=|<=|~=|!=)([~^]|>=)?v?(\d+(?:\.\d+|\.[x*]){0,3}(?:[-+.][0-9A-Za-z][0-9A-Za-z.+-]*)?)(?:,(?:<=?|>=?|!=)\d[\w.]*)*)",
);
// `serde v1.0.1`, as cargo says it, and `react 18.2.0`.
static SPOKEN: Pattern = Pattern::of(
    DIGIT | POINT,
    0,
    r"(?:^|[\s`'\x22(\[,])(((?:@[a-z0-9][\w.-]*/|(?:[a-z0-9-]+\.)+[a-z]{2,}/(?:[\w.-]+/)*)?[A-Za-z][A-Za-z0-9_+.-]*[A-Za-z0-9+])(?: version| release)? [\^~]?(?:v(\d+\.\d+(?:\.\d+)?)|(\d+\.\d+\.\d+))([-+][0-9A-Za-z][0-9A-Za-z.+-]*|(?:a|b|rc|alpha|beta|dev|post)\d+)?)",
);
// Two numbers are a version only behind a name that is known to have versions.
static KNOWN: Pattern = Pattern::of(
    DIGIT,
    0,
    r"\b((Alpine|Angular|Ansible|Apache|Bash|Bazel|Bun|Clang|CMake|CUDA|Debian|Deno|Django|Docker|Electron|Elixir|Emacs|Erlang|ESLint|Express|FastAPI|Fedora|Firefox|Flask|GCC|Git|Go|Gradle|GTK|Helm|Java|JDK|Jest|Julia|Kotlin|Kubernetes|Laravel|LanceDB|Linux|LLVM|Lua|Maven|MariaDB|MySQL|Next\.js|Neovim|nginx|Nginx|Node|Node\.js|NumPy|npm|ONNX Runtime|OpenSSL|pandas|Perl|PHP|pip|PostgreSQL|Postgres|pytest|Python|PyTorch|Qt|Rails|React|Redis|Ruby|Rust|rustc|Scala|Solid|SolidJS|Spring|Spring Boot|SQLite|Svelte|Swift|systemd|Tailwind|Tauri|TensorFlow|Terraform|tokio|TypeScript|Ubuntu|uv|Vim|Vite|Vitest|Vue|WebKitGTK|Webpack|Xcode|Yarn|Zig|zsh|bash|cmake|curl|clang|gcc|git|node|openssl|python|python3|ruby|rust) v?(\d+\.\d+)|(JDK|Java|Node|Node\.js|PostgreSQL|Postgres|React|Vue|Angular|Svelte|Django|Rails|Laravel|Webpack|Vite|Electron|PHP|MySQL) (\d{1,2}))\b",
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
    r"(?m)^(?:Setting up|Unpacking|Removing|Purging configuration files for|[ \t]+[-•*] (?:Installing|Updating|Removing|Downgrading)) (([A-Za-z0-9][A-Za-z0-9+._/-]+)(?::[a-z0-9]+)? \(([^()\s]*\d[^()\s]*)\))",
);
// Go names its releases so: `go1.22`.
static RELEASED: Pattern = Pattern::of(
    DIGIT | POINT,
    0,
    r"(?:^|[\s`'\x22(\[,])((go)(1\.\d{1,2}(?:\.\d{1,2})?))\b",
);
// As apt lists what can be upgraded: `curl/stable 7.88.1-10 amd64`.
static LISTED: Pattern = Pattern::of(
    DIGIT | SLASH,
    0,
    r"(?m)^(([a-z0-9][a-z0-9+.-]+)/[a-z][\w,-]* (\d[^\s]*)) (?:amd64|arm64|armhf|i386|all)\b",
);
// As cargo tells what it does; a package may be called like any word.
static BUILT: Pattern = Pattern::of(
    DIGIT | POINT,
    0,
    r"(?m)^ +(?:Compiling|Checking|Updating|Adding|Removing|Downgrading|Downloaded|Downloading|Locking|Installing|Installed|Replacing|Documenting|Fresh|Packaging|Verifying|Uploading|Upgrading|Dirty) (([A-Za-z][\w-]*) v(\d[\w.+-]*))",
);
// As npm tells of what a package asks for: `peer react@"^18.2.0"`.
static ASKED: Pattern = Pattern::of(
    AT | QUOTE | DIGIT,
    0,
    r#"(?:^|\s)(((?:@[a-z0-9][\w.-]*/)?[a-z][\w.-]*)@"[~^>=<]{0,2} ?v?(\d[^"\n]*)")"#,
);
// An image of containers with its tag, and a package of Maven: `postgres:16.2`, `a.b:c:1.2`.
static TAGGED: Pattern = Pattern::of(
    DIGIT | COLON | POINT,
    0,
    r"(?:^|[\s`'\x22(\[,])(([a-z][\w.-]*(?:/[\w.-]+)*(?::[a-z][\w.-]*)?):(\d+\.\d[\w.-]*[\w]))",
);
// Images that everybody has, of which one number is a version.
static IMAGES: Pattern = Pattern::of(
    DIGIT | COLON,
    0,
    r"(?:^|[\s`'\x22(\[,/])((alpine|busybox|caddy|clickhouse|debian|elasticsearch|fedora|golang|grafana|haproxy|httpd|influxdb|kafka|mariadb|memcached|minio|mongo|mysql|nats|nginx|node|openjdk|php|postgres|prometheus|python|rabbitmq|redis|ruby|rust|traefik|ubuntu|valkey):(\d{1,2}|\d{1,4}[.-][\w.-]*\w))(?:[\s`'\x22),]|[.;:](?:\s|$)|$)",
);

// As those who bump say it: `Bump ws from 8.16.0 to 8.17.1`.
static BUMPED: Pattern = Pattern::of(
    DIGIT,
    0,
    r"(?i)\b(?:bump|bumps|bumped|bumping|update|updates|updating|upgrade|upgrades|upgraded|upgrading) `?((?:@[a-z0-9][\w.-]*/)?[a-z][\w.-]*)`? (?:from v?\d[\w.+-]* to v?(\d[\w+-]*(?:\.[\w+-]+)*)|to v?(\d+(?:\.\d[\w+-]*)+))",
);

// A line of a manifest that a sentence quotes: `tokio = "1.38"`; a module that Go misses.
static QUOTED: Pattern = Pattern::of(
    TICK | JOINT | DIGIT | QUOTE,
    0,
    "`(([a-z][\\w-]*) = (?:\\{[^}`\n]*?\\bversion = )?\"[~^=]?(\\d[\\w.+-]*)\"(?:[^}`\n]*\\})?)`",
);
static MISSING: Pattern = Pattern::new(r"(?m)no required module provides package ([\w./-]+\w)");

// Two numbers behind any name, where what stands before says that it has versions.
static WANTED: Pattern = Pattern::of(
    DIGIT | POINT,
    0,
    r"(?i)\b(?:requires?|needs?|depends on|up(?:grad|dat)(?:e[sd]?|ing) to|pinn?(?:s|ed|ing)? (?:to|at)|bump(?:s|ed|ing)? to|install(?:s|ed|ing)?|runs? on|runs? with|works? (?:only )?with|tested (?:with|on|against)|built (?:with|on|against)|compiled with|compatible with|incompatible with|broken (?:in|since|by|with)|fails? (?:with|on)|breaks? (?:with|on)|migrat(?:e[sd]?|ing) to|switch(?:e[sd]|ing)? to|mov(?:e[sd]?|ing) to|support(?:s|ed|ing)?(?: for)?|regression in|released?|at least|dropp?(?:s|ed|ing)?(?: support for)?|suggest(?:s|ed)?|use[sd]?|using|tr(?:y|ied)|prefer(?:s|red)?|chose|picked|add(?:s|ed)?|pull(?:s|ed)? in|since|than|unlike|look(?:s|ed|ing)? at|compar(?:e[sd]?|ing) (?:to|with)|evaluat(?:e[sd]?|ing)|alternative to|fork(?:ed)? (?:of|from)|ship(?:s|ped)? with|(?:bug|fixed|broken|new|added|removed|missing|changed) in) `?(([a-z][\w-]*(?:\.js)?) v?(\d{1,4}\.\d{1,4}))\b",
);
// Two numbers behind names of packages, which are written in small letters and are no other words.
static SMALL: Pattern = Pattern::of(
    DIGIT | POINT,
    0,
    r"\b((numpy|scipy|pandas|polars|torch|pytorch|tensorflow|keras|jax|sklearn|scikit-learn|matplotlib|django|fastapi|pydantic|sqlalchemy|celery|aiohttp|urllib3|setuptools|wheel|poetry|mypy|ruff|black|pylint|flake8|pyright|typescript|eslint|prettier|webpack|rollup|esbuild|vite|vitest|nextjs|nuxt|vue|react|angular|svelte|solid-js|jquery|lodash|axios|electron|tauri|deno|bun|npm|pnpm|yarn|nodejs|php|perl|lua|kotlin|scala|golang|llvm|glibc|musl|libc|libstdc\+\+|zlib|zstd|sqlite|postgres|postgresql|mysql|mariadb|mongodb|redis|nginx|kubernetes|kubectl|docker|podman|containerd|terraform|ansible|systemd|ffmpeg|qt|gtk|opengl|vulkan|cuda|serde|tokio|hyper|axum|actix-web|clap|rayon|rustls|reqwest|sqlx|diesel|lancedb|onnxruntime|neovim|emacs|tmux|ubuntu|debian|fedora|alpine|macos|iOS|macOS|Android|Flutter|Ktor|Quarkus|Hibernate|JUnit|RSpec|Nuxt|Astro|Prisma|Polars|Keras|JAX|SciPy|Matplotlib|Pydantic|SQLAlchemy|MongoDB|Elasticsearch|OpenSearch|RabbitMQ|Podman|Grafana|Prometheus|FFmpeg|Vulkan|OpenGL|glibc|JUnit|Mockito|Axum|Bevy|Rails|Phoenix|CPython|PyPy) v?(\d{1,4}\.\d{1,4}))\b",
);

/// Words before three numbers that name no package.
static NOT_NAMES: Words = Words::new(include_str!("words/before-numbers.txt"));

/// Licences, of which the number is no package's version.
static LICENCES: Pattern = Pattern::new(
    r"(?i)^(?:(?:[AL]?GPL|MPL|EPL|BSD|CDDL|EUPL|BSL|BUSL|SSPL|OSL|AFL|OFL|CeCILL|CPL|GFDL|PSF|Artistic|CC|CC-BY(?:-[A-Z]+)*)@|Apache@(?:1\.[01]|2\.0)$)",
);
/// What stands behind the argument of a command: `semver 1.2.3 -i prerelease`.
static OPTION: Pattern = Pattern::new(r"^ --?[A-Za-z]");

/// Adds a package, unless it is a licence.
fn add(found: &mut Found<'_>, range: std::ops::Range<usize>, value: String) {
    if !LICENCES.is_in(&value) {
        found.add_as(Kind::Package, range, value);
    }
}

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    if !matches!(source, Source::Code(_)) {
        manifest::quoted(found, text, at);
    }
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
            || OPTION.is_in(&text[whole.end..])
            || found.is_in(Kind::Command, &moved(whole.clone(), at))
            || NOT_NAMES.has(&name.to_ascii_lowercase())
        {
            continue;
        }
        let version = &text[version.start..whole.end];
        let value = format!("{name}@{version}");
        add(found, moved(whole, at), value);
    }
    for pattern in [
        &RELEASED, &BUILT, &LISTED, &ASKED, &UNPACKED, &TAGGED, &IMAGES, &QUOTED,
    ] {
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
        let version = groups.range(2).or_else(|| groups.range(3));
        let (Some(name), Some(version)) = (groups.range(1), version) else {
            continue;
        };
        if !NOT_NAMES.has(&text[name.clone()].to_ascii_lowercase()) {
            let value = format!("{}@{}", &text[name.clone()], &text[version]);
            found.add_as(Kind::Package, moved(name, at), value);
        }
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
    for groups in WANTED.each(text).chain(SMALL.each(text)) {
        let (Some(whole), Some(name), Some(version)) =
            (groups.range(1), groups.range(2), groups.range(3))
        else {
            continue;
        };
        let is_word = NOT_NAMES.has(&text[name.clone()].to_ascii_lowercase());
        if !is_word && !is_measured(text, whole.end) {
            let value = format!("{}@{}", &text[name], &text[version]);
            let end = whole.end;
            add(found, moved(whole, at), value);
            add_next(found, text, end, at);
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
        if !is_counted && !is_measured(text, whole.end) {
            let value = format!("{}@{}", &text[name], &text[version]);
            let end = whole.end;
            add(found, moved(whole, at), value);
            add_next(found, text, end, at);
        }
    }
}

/// Adds those that a sentence lists behind one: `Go 1.22, protoc 25.1 and buf 1.30`.
fn add_next(found: &mut Found<'_>, text: &str, mut end: usize, at: usize) {
    /// So many in one list; each name that is known begins another.
    const MOST: usize = 6;

    static NEXT: Pattern = Pattern::new(
        r"^`?(?:,| and|, and|,? or| /|;) `?(([A-Za-z][\w-]*(?:\.js)?) v?(\d{1,4}\.\d{1,4}))\b",
    );
    for _ in 0..MOST {
        let groups = NEXT.within(&text[end..floor(text, end + 120)]).next();
        let Some(groups) = groups else { return };
        let part = |group| groups.range(group).map(|range| moved(range, end));
        let (Some(whole), Some(name), Some(version)) = (part(1), part(2), part(3)) else {
            return;
        };
        if NOT_NAMES.has(&text[name.clone()].to_ascii_lowercase()) || is_measured(text, whole.end) {
            return;
        }
        let value = format!("{}@{}", &text[name], &text[version]);
        end = whole.end;
        add(found, moved(whole, at), value);
    }
}

/// Whether what stands before is a number of things, or a piece of a longer one.
fn is_measured(text: &str, end: usize) -> bool {
    static UNIT: Pattern = Pattern::new(
        r"^(?: ?%| ?(?:[kKMGTP]i?B|[mnµ]?s|ms|Hz|[kMG]Hz|x|times|seconds?|minutes?|hours?|days?|weeks?|years?|millions?|billions?|of|percent|points?|stars?|bytes?|kg|km|miles?|inch(?:es)?)\b|[-/]\w|\.\d)",
    );
    UNIT.is_in(&text[end..])
}
