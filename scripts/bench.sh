#!/usr/bin/env bash
# Measures Tenon side by side with its peers. Takes the options of `tenon-bench run`, such as
# --quick, or --only and names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

scripts/setup-system.sh xterm
# The distribution's ripgrep may be years old, and the walk is compared with a current one.
rg=target/tools/bin/rg
if [[ ! -x $rg ]]; then
    step "building ripgrep" cargo install --quiet --locked --root target/tools ripgrep@15.1.0 || rg=rg
fi
step "building the window" scripts/build.sh
step "building the peers' pages" \
    npx --no-install vite build --config tests/bench/hello/web/vite.config.ts --logLevel warn
step "building the peers and the bench" \
    cargo build --release --quiet --package tenon-bench --package tenon-bench-hello
step "measuring" target/release/tenon-bench run --rg "$rg" \
    --sources "${CARGO_HOME:-$HOME/.cargo}/registry/src" "$@"
