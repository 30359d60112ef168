//! Command lines.

mod fenced;

use super::part::{self, HIGH, Part, TICK};
use super::rule::{Found, Pattern, moved};
use super::{Kind, Source};

/// Programs that are commonly called from a shell.
const PROGRAMS: &str = "Rscript|alembic|ansible|ansible-playbook|apk|apt|apt-get|asdf|awk|aws|az|bash|bazel|brew|bun|bundle|bunx|cabal|cargo|cat|cd|certbot|chmod|chown|clang|cmake|code|composer|conan|conda|corepack|coverage|cp|ctest|curl|cypress|dart|dbt|deno|df|dig|direnv|django-admin|dnf|doas|docker|docker-compose|dotnet|dpkg|du|dune|echo|elixir|env|esbuild|eslint|export|fd|ffmpeg|find|firebase|flake8|flutter|flyctl|gcc|gdb|gem|gh|ghc|ghcup|git|glab|go|gofmt|golangci-lint|goreleaser|gradle|gradlew|grep|grpcurl|gunzip|gzip|helm|heroku|hg|htop|http|hugo|hyperfine|iex|ip|iptables|isort|java|jekyll|jest|journalctl|jq|julia|just|k3d|k6|k9s|kill|kotlinc|kubectl|kustomize|launchctl|ldd|lein|lerna|less|lldb|ln|ls|lsblk|lsof|make|mamba|meson|micromamba|minikube|mise|mix|mkdir|mongosh|mv|mvn|mypy|mysql|nc|netlify|netstat|nginx|ninja|nix|nix-build|nix-shell|nixos-rebuild|node|nohup|nox|npm|npx|nslookup|nvm|nx|oc|ocaml|opam|openapi-generator|openssl|pacman|pandoc|patchelf|pdm|perl|pg_dump|php|php-cs-fixer|phpunit|ping|pip|pip3|pipx|pixi|pkg-config|pkill|playwright|pnpm|podman|poetry|pre-commit|prettier|prisma|protoc|ps|psql|pulumi|pyenv|pyright|pytest|python|python3|rails|rake|rbenv|rebar3|redis-cli|rg|rm|rollup|rspec|rsync|rubocop|ruby|ruff|rustc|rustup|sbt|scp|sed|sh|shellcheck|shfmt|skaffold|sort|source|sqlite3|sqlx|ssh|ssh-add|ssh-keygen|stack|strace|stylelint|sudo|supabase|svn|swift|swiftc|systemctl|tail|tar|tauri|tee|tenon|terraform|time|tmux|tofu|top|touch|tox|trivy|ts-node|tsc|tsx|twine|uname|unzip|useradd|usermod|uv|uvicorn|uvx|vagrant|valgrind|vercel|vi|vim|virsh|virtualenv|vite|vitest|watch|wc|wget|which|wrangler|xargs|xcodebuild|xcrun|xdg-open|yarn|yq|yum|zellij|zig|zip|zsh|zstd";

/// What a prompt has in any case.
const ENDS: part::Signs = part::PROMPT | HIGH;

static PROMPT: Pattern = Pattern::of(
    0,
    ENDS,
    r"(?m)^[ \t]*(?:➜ +\S+ git:\([^)\n]+\)(?: ✗)? +|(?:\([\w.-]+\) )?(?:\[[^\]\n]{1,80}\]|[\w.-]+@[\w.-]+(?::[^\s$#%\n]*)?|[~/][\w./~-]*|[\w.~/-]+ \([\w./-]+\)|[\w.-]+@[\w.-]+ [\w.~/-]+|[\w.@-]+/[\w./@-]+ [\w:-]+)?[ \t]?[$%❯➜] +|(?:[\w.-]+@[\w.-]+:[^\s$#%\n]*)# +|(?:PS )?[A-Za-z]:\\[^>\n]*> *)([^\s][^\n]*)$",
);
static QUOTED: std::sync::LazyLock<&'static Pattern> = std::sync::LazyLock::new(|| {
    // Of a program that is not known an option says that it is called.
    let expression = format!(
        r"`((?:[A-Z_][A-Z0-9_]*=[^\s`]+ )*(?:(?:\./[\w./-]+|(?:{PROGRAMS}))(?: [^`\n]+)|[a-z][\w-]*(?: [^`\n]+)? --?[a-z][^`\n]*))`"
    );
    Box::leak(Box::new(Pattern::of(
        TICK,
        0,
        Box::leak(expression.into_boxed_str()),
    )))
});
static SINGLE: std::sync::LazyLock<&'static Pattern> = std::sync::LazyLock::new(|| {
    let expression = format!(
        r"(?i:\brun(?:s|ning)?|\bexecut(?:e|ing)|\bcall(?:ing)?|\btype)(?: the command)? `((?:{PROGRAMS}))`"
    );
    Box::leak(Box::new(Pattern::of(
        TICK,
        0,
        Box::leak(expression.into_boxed_str()),
    )))
});
// What only output has: the prompt of root without a name before it, what npm and `set -x` echo,
// and what cargo runs.
static ECHOED: std::sync::LazyLock<&'static Pattern> = std::sync::LazyLock::new(|| {
    let expression = format!(
        r"(?m)^(?:[#>] |\++ )((?:{PROGRAMS}|\.{{1,2}}/[\w./-]+)(?: [^\n]+)?)$|^ +Running `([^`\n]+)`$"
    );
    Box::leak(Box::new(Pattern::of(
        0,
        ENDS | TICK,
        Box::leak(expression.into_boxed_str()),
    )))
});
static COMMENT: Pattern = Pattern::new(r"[ \t]+#[ \t].*$");

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    for groups in PROMPT.each(text).chain(QUOTED.each(text)) {
        let range = groups.first();
        // Vitest marks its files with the sign of a prompt.
        let word = text[range.clone()].split(' ').next().unwrap_or_default();
        let is_marked = text[..range.start].ends_with("❯ ")
            && !word.starts_with(['.', '/', '~'])
            && word.contains('/')
            && word.contains('.');
        // Vite marks its addresses so.
        let is_told = text[..range.start].ends_with("➜  ") && word.ends_with(':');
        if !is_marked && !is_told {
            add(found, range, at);
        }
    }
    if source == Source::Terminal {
        for groups in ECHOED.each(text) {
            let range = groups.first();
            // `+ prettier 3.3.0` is a package that was added.
            let second = text[range.clone()].split(' ').nth(1).unwrap_or_default();
            if !second.starts_with(|c: char| c.is_ascii_digit()) {
                add(found, range, at);
            }
        }
        return;
    }
    for groups in SINGLE.each(text) {
        add(found, groups.first(), at);
    }
    fenced::find(found, text, at);
}

fn add(found: &mut Found<'_>, range: std::ops::Range<usize>, at: usize) {
    let whole = moved(range, at);
    let said = found.text()[whole.clone()].trim_end();
    let comment = COMMENT
        .within(said)
        .next()
        .map(|groups| groups.first().start);
    let said = said[..comment.unwrap_or(said.len())].trim_end();
    // A line of a Gemfile.
    if said.starts_with("gem '") || said.starts_with("gem \"") {
        return;
    }
    // `cmake 3.25` is a program and its version.
    let is_version = said.split_once(' ').is_some_and(|(_, rest)| {
        rest.contains('.') && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    if is_version && !said.starts_with("./") {
        return;
    }
    let value = said.to_owned();
    found.add_around(Kind::Command, whole.start..whole.start + value.len(), value);
}
