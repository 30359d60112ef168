#!/usr/bin/env bash
# Breaks what Tenon stands on and counts what survives. Takes the options of `tenon-faults run`, such
# as --quick, --only and names, or --seed and a number.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

step "building Tenon and the faults" cargo build --quiet --package tenon-cli --package tenon-faults
step "breaking things" target/debug/tenon-faults run --tenon target/debug/tenon "$@"
