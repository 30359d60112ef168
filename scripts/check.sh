#!/usr/bin/env bash
# Formatting, lints and types of all languages. Every check runs, also when one before it failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
. scripts/say.sh

failed=()

# The lines "check ... ok" and "check ... FAILED" are what the report counts.
check() {
    local what=$1
    shift
    if step "$what" "$@"; then
        say "check: $what ... ok"
    else
        say "check: $what ... FAILED"
        failed+=("$what")
    fi
}

in_sidecar() { (cd sidecar && "$@"); }

check "Rust is formatted" cargo fmt --all --check
check "TypeScript: types, lints, formatting" npm run --silent check
check "Python lints" in_sidecar .venv/bin/ruff check --quiet .
check "Python is formatted" in_sidecar .venv/bin/ruff format --quiet --check .
check "Python types" in_sidecar .venv/bin/mypy
# Tauri's code is made with the pages packed in, so they have to be there.
[[ -f dist/index.html ]] || check "the page builds" npm run --silent build
check "Rust lints" cargo clippy --quiet --workspace --all-targets -- --deny warnings
if has cargo-deny; then
    check "licences and sources of crates" cargo deny --log-level error check licenses bans sources
fi

if ((${#failed[@]})); then
    fail "These checks failed: $(printf '%s; ' "${failed[@]}")"
fi
