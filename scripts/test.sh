#!/usr/bin/env bash
# Runs every suite, also when one before it failed, and ends with a table of counts.
# With names of suites as arguments it runs only those.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh
. scripts/hermetic.sh
trap 'chmod -R u+rwX "$hermetic_home" && rm -rf "$hermetic_home"' EXIT

report=$PWD/target/test-report
rm -rf "$report"
mkdir -p "$report"

# A suite writes its report into "$out" and may leave its output in "$out/log".
suite() {
    local name=$1 began=$SECONDS status=0
    shift
    if ((${#only[@]})) && [[ " ${only[*]} " != *" $name "* ]]; then
        return
    fi
    out=$report/$name
    mkdir -p "$out"
    heading "$name"
    # The shell's own flag does not reach into a function that is asked for its status.
    (set -o pipefail; "$@" 2>&1 | tee "$out/log") || status=$?
    printf '%s\n' "$status" >"$out/status"
    say "-- $name: $((SECONDS - began)) s"
}

# The crates and the shell are built together, so that nothing is compiled twice for them. The
# window that the bench compares with has no tests.
workspace=(--workspace --exclude tenon-bench-hello)

rust() {
    if cargo nextest --version >/dev/null 2>&1; then
        local status=0
        cargo nextest run "${workspace[@]}" --config-file scripts/nextest.toml || status=$?
        cp target/nextest/default/junit.xml "$out/junit.xml" 2>/dev/null || true
        return "$status"
    fi
    say "cargo-nextest is not installed; cargo's own runner does it too."
    cargo test "${workspace[@]}" --all-targets --no-fail-fast
}

rust_examples() { cargo test --doc --no-fail-fast; }

web() { npx --no-install vitest run --reporter=default --reporter=junit --outputFile.junit="$out/junit.xml"; }

sidecar() { sidecar/.venv/bin/python -m pytest sidecar -c sidecar/pyproject.toml --rootdir sidecar -q --junitxml="$out/junit.xml"; }

checks() { scripts/check.sh; }

home() {
    local left
    left=$(hermetic_leftovers)
    if [[ -z $left ]]; then
        say "check: no test wrote into a person's folders ... ok"
        return
    fi
    say "Tests wrote into a person's folders:" "${left//$hermetic_home/}"
    say "check: no test wrote into a person's folders ... FAILED"
    return 1
}

window() {
    SKIPPED_STATUS=77 scripts/e2e.sh --reporter=default --reporter=junit --outputFile.junit="$out/junit.xml"
}

only=("$@")
rm -f target/nextest/default/junit.xml
suite rust rust
suite rust-examples rust_examples
suite web web
suite sidecar sidecar
suite home home
suite checks checks
suite window window

sidecar/.venv/bin/python scripts/test_report.py "$report"
