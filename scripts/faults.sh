#!/usr/bin/env bash
# Breaks what Tenon stands on and counts what survives. Takes the options of `tenon-faults run`, such
# as --quick, --only and names, or --seed and a number.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

step "building Tenon and the faults" cargo build --quiet --package tenon-cli --package tenon-faults
step "breaking things" target/debug/tenon-faults run --tenon target/debug/tenon "$@"

if (($# == 0)); then
    seed=$RANDOM$RANDOM
    step "a gigabyte through a terminal and back, seed $seed" env SEED="$seed" cargo test --quiet \
        --package tenon-terminal --test terminal -- --ignored --exact filter::no_byte_of_a_gigabyte_is_changed
fi
