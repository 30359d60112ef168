#!/usr/bin/env bash
# Builds the window with its pages packed in, and the command line beside it. Both in one go,
# so that no crate is compiled twice for them. Takes the options of `tauri build`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

npx --no-install tauri build --ci --no-bundle "$@" -- --package tenon-window --package tenon-cli
