//! Paths of files and folders, with the line that is said of them.

mod other;

use super::part::{BACKSLASH, POINT, Part, QUOTE, SLASH, Signs, TICK};
use super::rule::{Found, Pattern, around, floor, is_quoted, line, moved};
use super::{Kind, Source};

/// Ends of names that are files' and hardly anything else.
const EXTENSIONS: &str = "rs|toml|lock|py|pyi|ipynb|js|jsx|mjs|cjs|ts|tsx|mts|cts|d\\.ts|vue|svelte|astro|go|mod|sum|c|h|cc|cpp|cxx|hh|hpp|hxx|ino|java|kt|kts|scala|sbt|groovy|gradle|swift|m|mm|rb|erb|gemspec|php|phtml|cs|csx|csproj|fs|fsx|vb|sln|lua|pl|pm|t|r|R|jl|ex|exs|erl|hrl|hs|elm|ml|mli|clj|cljs|edn|lisp|el|vim|zig|nim|dart|sh|bash|zsh|fish|ps1|psm1|bat|cmd|sql|graphql|gql|proto|thrift|html|htm|xhtml|css|scss|sass|less|styl|xml|xsl|xsd|svg|json|json5|jsonc|jsonl|ndjson|yaml|yml|ini|cfg|conf|config|properties|env|editorconfig|md|mdx|markdown|rst|adoc|txt|tex|bib|org|csv|tsv|log|out|err|diff|patch|png|jpg|jpeg|gif|webp|ico|bmp|pdf|zip|tar|gz|tgz|bz2|xz|zst|7z|jar|war|whl|deb|rpm|apk|exe|dll|so(?:\\.\\d+)+|so|dylib|a|o|obj|lib|wasm|bin|dat|db|sqlite|sqlite3|parquet|onnx|safetensors|pem|crt|cer|key|pub|service|socket|timer|desktop|plist|tf|tfvars|nix|mk|cmake|bzl|ron|snap|template|tmpl|tpl|j2|hbs|ejs|wat|asm|s|S|v|sv|vhd|cu|cl|glsl|frag|vert|wgsl|hlsl|po|pot|strings|xib|ttf|otf|woff|woff2|mp3|mp4|wav|ogg|webm|mov|iso|img|map|bak|tmp|orig|swp|pid|sock|prof";

/// `:12`, `:12:5`, `:12-20`, `(12,5)`, `#L12`, `", line 12`, ` on line 12`.
const PLACE: &str = r#"(?:(?::\d{1,7}(?::\d{1,5})?(?:-\d{1,7})?\b)|:\[\d{1,7},\d{1,5}\]|:line \d{1,7}|\(\d{1,7}(?:,\d{1,5})?\)|#L\d{1,7}(?:-L?\d{1,7})?|"?, line \d{1,7}|[`"']? (?:on |at )?line \d{1,7})?"#;

use std::sync::LazyLock;

static NAMED: LazyLock<&'static Pattern> = LazyLock::new(|| {
    leaked(
        POINT,
        0,
        format!(
            r#"(?:^|[\s`'"(\[{{<,;:=|>*])((?:(?:~|\.{{1,2}}|[A-Za-z]:)?[/\\])?(?:[\w.@+~-]+[/\\])*[\w@+~.-]*[\w@+~-]?\.(?:{EXTENSIONS})\b{PLACE})"#
        ),
    )
});
/// A folder that ends in `/`.
static ENDED: Pattern = Pattern::of(
    SLASH,
    0,
    r"(?:^|[\s`'\x22(\[<])((?:[\w.@+-]+/)+)(?:[\s`'\x22),.;:\]]|$)",
)
.wide();
static WINDOWS: LazyLock<&'static Pattern> = LazyLock::new(|| {
    leaked(
        BACKSLASH,
        0,
        format!(
            r#"(?:^|[\s`'"(\[<])((?:(?:[A-Za-z]:|%[A-Z_]+%|\.{{1,2}})\\(?:[\w.$ -]+\\)*[\w.$-]*[\w$]|[\w.-]+(?:\\[\w.-]+)*\\[\w-]+\.[A-Za-z]{{1,5}}){PLACE})"#
        ),
    )
});
static FOLDERS: LazyLock<&'static Pattern> = LazyLock::new(|| {
    leaked(
        SLASH,
        0,
        format!(
            r#"(?:^|[\s`'"(\[{{<,;:=|>*])((?:(?:~|\.{{1,2}})/|/(?:usr|etc|var|home|tmp|opt|bin|sbin|lib|lib64|proc|dev|sys|root|run|mnt|media|srv|boot|Users|private|Library|Applications|nix|data|app|work|workspace|builds?|code|projects?)/|(?:src|lib|libs|tests?|docs?|bin|scripts?|include|app|apps|packages|crates|pkg|cmd|internal|node_modules|target|build|dist|out|etc|usr|var|home|tmp|opt|public|assets|static|config|examples?|benches|fixtures|vendor|debian|sidecar|src-tauri|\.[a-z][\w-]*)/)(?:[\w.@+-]+/)*[\w.@+-]*{PLACE})"#
        ),
    )
});
static BARE: LazyLock<&'static Pattern> = LazyLock::new(|| {
    leaked_beside(
        &BARE_WORDS,
        format!(
            r#"(?:^|[\s`'"(\[{{<,;:=|>*])((?:(?:[\w.@+~-]+|~|\.{{1,2}})?/)*(?:Makefile|GNUmakefile|Dockerfile|Containerfile|Vagrantfile|Jenkinsfile|Procfile|Rakefile|Gemfile|Justfile|justfile|CODEOWNERS|\.gitignore|\.gitattributes|\.gitmodules|\.dockerignore|\.npmrc|\.nvmrc|\.env(?:\.[a-z]+)?|\.bashrc|\.zshrc|\.profile|\.bash_history|\.vimrc|\.netrc|\.editorconfig|\.prettierrc|\.eslintrc|\.[a-z]{{0,12}}ignore|\.[a-z]{{2,12}}rc|id_rsa|id_ed25519|authorized_keys|known_hosts){PLACE})"#
        ),
    )
});
/// What each of those names has.
static BARE_WORDS: Pattern = Pattern::new(
    r"file|CODEOWNERS|\.git|\.dockerignore|rc\b|\.env|\.profile|_history|\.editorconfig|ignore|id_rsa|id_ed25519|authorized_keys|known_hosts",
);
/// A path with blanks, which only its quotes hold together.
static SPACED: LazyLock<&'static Pattern> = LazyLock::new(|| {
    leaked(
        POINT | SLASH,
        QUOTE | TICK,
        format!(
            r#"["'`]((?:~|\.{{1,2}})?/?(?:[\w.@+~-]+(?: [\w.@+~-]+)*/)+[\w.@+~-]+(?: [\w.@+~-]+)*\.(?:{EXTENSIONS}))["'`]"#
        ),
    )
});
static QUOTED_FOLDER: Pattern = Pattern::of(TICK | SLASH, 0, r"`((?:[\w.@+-]+/)+)`").wide();

/// Expressions that are put together once and live as long as the program.
fn leaked(needs: Signs, any: Signs, expression: String) -> &'static Pattern {
    let expression = Box::leak(expression.into_boxed_str());
    Box::leak(Box::new(Pattern::of(needs, any, expression).wide()))
}

fn leaked_beside(words: &'static Pattern, expression: String) -> &'static Pattern {
    let expression = Box::leak(expression.into_boxed_str());
    Box::leak(Box::new(Pattern::new(expression).wide().beside(words)))
}

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    for groups in SPACED.each(text) {
        let range = groups.first();
        let said = &text[range.clone()];
        // The first word is a folder, and none before the last has an end of its own.
        let words: Vec<_> = said.split(' ').collect();
        let is_one = words.split_last().is_some_and(|(_, before)| {
            before.first().is_some_and(|first| first.contains('/'))
                && !words.iter().any(|word| word.starts_with('-'))
                && before
                    .iter()
                    .all(|word| !word.rsplit('/').next().unwrap_or(word).contains('.'))
        });
        if is_one {
            found.add_as(Kind::File, moved(range.clone(), at), value(said));
        }
    }
    let patterns: [(&Pattern, Form); 5] = [
        (&WINDOWS, Form::Sure),
        (&NAMED, Form::File),
        (&BARE, Form::Sure),
        (&FOLDERS, Form::Folder),
        (&ENDED, Form::Folder),
    ];
    for (pattern, form) in patterns {
        for groups in pattern.each(text) {
            let mut range = groups.first();
            // All packages below a folder, as Go says it.
            let is_below =
                text[range.clone()].ends_with('/') && text[range.end..].starts_with("...");
            if is_below || text[range.clone()].ends_with("/...") {
                continue;
            }
            // A sentence's full stop is none of the path's.
            while text[range.clone()].ends_with('.') && !text[range.clone()].ends_with("/..") {
                range.end -= 1;
            }
            // `a.pl-old` is one name.
            let more = &text.as_bytes()[range.end..];
            if form == Form::File && more.starts_with(b"-") {
                let more = more
                    .iter()
                    .take_while(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b));
                range.end += more.count();
                while text[range.clone()].ends_with(['-', '.']) {
                    range.end -= 1;
                }
            }
            let said = &text[range.clone()];
            // What a compiler shows of the code, and what Node has built in.
            let is_shown = source == Source::Terminal
                && (text[..range.start].ends_with("node:")
                    || LISTED.is_in(line(text, range.start).1));
            let is_in_command = found.is_in(Kind::Command, &moved(range.clone(), at));
            if !is_shown && is_path(text, &range, said, (form, source, is_in_command)) {
                found.add_as(Kind::File, moved(range.clone(), at), value(said));
            }
        }
    }
    for groups in QUOTED_FOLDER.each(text) {
        let range = groups.first();
        if text[range.clone()].starts_with("s/") || other::is_no_path(&text[range.clone()]) {
            continue;
        }
        found.add_as(Kind::File, moved(range.clone(), at), value(&text[range]));
    }
}

/// A line of code with its number.
static LISTED: Pattern = Pattern::new(r"^[ \t]*(?:\d+[ \t]*)?\|");

/// What an expression finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    File,
    Folder,
    /// Nothing else looks like it.
    Sure,
}

static ROUTE: Pattern =
    Pattern::new(r"(?:^|[^A-Za-z])(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS) $");

/// Names that are hosts, objects or units as well are files only in a folder or with a line.
const DOUBTFUL: [&str; 20] = [
    "org", "m", "t", "a", "v", "s", "S", "o", "r", "R", "d", "service", "socket", "timer", "key",
    "map", "config", "out", "err", "log",
];

fn is_path(
    text: &str,
    range: &std::ops::Range<usize>,
    said: &str,
    (form, source, is_in_command): (Form, Source, bool),
) -> bool {
    let (before, next) = around(text, range);
    // What was asked of a server: `"GET /favicon.ico HTTP/1.1"`.
    if said.starts_with('/')
        && ROUTE.is_in(&text[floor(text, range.start.saturating_sub(10))..range.start])
    {
        return false;
    }
    // A file of another machine, as scp and git write it: `git@host:src/main.rs`.
    let word = text[..range.start].strip_suffix(':');
    let word = word.and_then(|before| before.rsplit([' ', '\t', '\n', '(', '`', '"']).next());
    // Behind a prompt's name stands a folder of this one.
    if word.is_some_and(|word| word.contains('@')) && !said.starts_with(['~', '/']) {
        return false;
    }
    let (path, place) = split(said);
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let has_folder = path.len() > name.len();
    if other::is_no_path(path) || !has_folder && place.is_empty() && other::is_no_name(name) {
        return false;
    }
    // Behind a prompt's folder comes its sign.
    let behind = &text[range.end..];
    let is_prompt = behind.starts_with(['$', '#', '%', '>'])
        && (behind.len() == 1 || behind[1..].starts_with([' ', '\n', '\r', '`', '"', ')']));
    if matches!(next, Some('@' | '=' | '$' | '{' | '*' | '…')) && place.is_empty() && !is_prompt {
        return false;
    }
    let is_mail =
        path.contains('@') && !has_folder && !path.contains("@2x") && !path.contains("@3x");
    if is_mail || path.starts_with('@') || before == Some('*') && path.starts_with('.') {
        return false;
    }
    if form == Form::Sure {
        return true;
    }
    if form == Form::Folder {
        let parts = path.split('/').filter(|part| !part.is_empty()).count();
        let is_dots = path.chars().all(|c| matches!(c, '.' | '/'));
        // A route of a server, a command of a chat.
        let is_root = path.ends_with('/') && is_in_command;
        let is_option = path.starts_with('/') && parts < 2 && !is_prompt && !is_root
            || matches!(path, "w/" | "b/" | "c/o/" | "n/" | "and/" | "or/")
            // An expression of sed.
            || path.starts_with("s/") && parts > 2;
        // `and/or`-like pairs begin with a folder's name too: `build/test`.
        let is_rooted = path.starts_with(['/', '.', '~']) || path.ends_with('/');
        let is_between = before == Some('\'') && next == Some('\'');
        let is_said = is_between || is_in_command || is_quoted(text, range);
        let is_of_tool = OF_TOOLS.iter().any(|folder| path.starts_with(folder));
        let is_pair = parts < 3 && !is_rooted && !is_said && !is_of_tool;
        return !is_dots
            && !is_option
            && !is_pair
            && before != Some('<')
            && !path.contains("//")
            && (next != Some('>') || is_prompt);
    }
    let stem = name.split('.').next().unwrap_or_default();
    // `obj.method(`, `e.g`, `a.b.c`, a number with a unit, an option of a command.
    let is_call = next == Some('(') && place.is_empty();
    // `django.db.utils` is a module.
    let goes_on = next == Some('.')
        && place.is_empty()
        && !has_folder
        && text[range.end + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    let is_short = stem.len() < 2
        && !has_folder
        && place.is_empty()
        && !is_source(name)
        && !(source == Source::Terminal && next == Some(':'));
    let is_member = !has_folder
        && place.is_empty()
        && matches!(
            stem,
            "self"
                | "this"
                | "process"
                | "window"
                | "document"
                | "console"
                | "app"
                | "import"
                | "e"
                | "i"
                | "event"
                | "module"
                | "req"
                | "res"
        )
        && !is_quoted(text, range);
    let extension = name.rsplit('.').next().unwrap_or_default();
    // In what a program prints a short name is a file where a colon or a command says so.
    let is_named = source == Source::Terminal
        && (next == Some(':') && extension.len() < 3
            || matches!(extension, "o" | "a") && stem.len() > 1);
    let is_doubtful = DOUBTFUL.contains(&extension) && !has_folder && place.is_empty() && !is_named;
    let is_number = stem.bytes().all(|b| b.is_ascii_digit()) && !has_folder && !stem.is_empty();
    !is_doubtful
        && !is_call
        && !goes_on
        && !is_short
        && !is_member
        && !is_number
        && !name.starts_with('-')
        && !(name.starts_with('.')
            && !has_folder
            && stem.is_empty()
            && !is_quoted(text, range)
            && name.len() < 5)
}

/// Folders of which the name alone says what they are.
const OF_TOOLS: [&str; 4] = ["debian/", ".github/", ".git/", "node_modules/"];

/// Whether a name of one letter is still a file of code: `a.rs`, `x.py`.
fn is_source(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    [
        "rs", "py", "js", "ts", "tsx", "go", "cpp", "java", "rb", "php", "txt", "md", "json",
        "toml", "sh", "html", "css", "sql", "yml", "yaml",
    ]
    .contains(&extension)
}

/// The path, and the place in it.
fn split(said: &str) -> (&str, &str) {
    let at = [", line", " on line", " at line", " line", "#L", "("]
        .iter()
        .filter_map(|mark| said.find(mark))
        .min();
    let colon = said
        .char_indices()
        .find(|(at, c)| {
            *c == ':'
                && said[at + 1..].starts_with(|next: char| next.is_ascii_digit() || next == '[')
        })
        .map(|(at, _)| at);
    let at = at.into_iter().chain(colon).min().unwrap_or(said.len());
    let (path, place) = said.split_at(at);
    (path.trim_end_matches(['"', '`', '\'']), place)
}

/// A path and its place in one way: `src/a.rs:12:5`.
fn value(said: &str) -> String {
    let (path, place) = split(said);
    let path = path.strip_prefix("./").unwrap_or(path);
    let numbers: Vec<&str> = place
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .collect();
    let is_range = place.contains('-');
    match numbers[..] {
        [] => path.to_owned(),
        [line] => format!("{path}:{line}"),
        [line, end] if is_range => format!("{path}:{line}-{end}"),
        [line, column, ..] => format!("{path}:{line}:{column}"),
    }
}
