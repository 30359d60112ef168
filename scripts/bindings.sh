#!/usr/bin/env bash
# Writes src/ipc/bindings.ts anew from the list of commands; the tests only compare it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

export UPDATE=1
step "writing src/ipc/bindings.ts" cargo test --quiet --package tenon-window bindings
