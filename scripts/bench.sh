#!/usr/bin/env bash
# Measures Tenon side by side with its peers. Takes the options of `tenon-bench run`, such as
# --quick, or --only and names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

scripts/setup-system.sh xterm
step "building the window" scripts/build.sh
step "building the peers' pages" \
    npx --no-install vite build --config tests/bench/hello/web/vite.config.ts --logLevel warn
step "building the peers and the bench" \
    cargo build --release --quiet --package tenon-bench --package tenon-bench-hello
step "measuring" target/release/tenon-bench run "$@"
