#!/usr/bin/env bash
# Makes the packages that the configuration names (deb and rpm).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

step "building the packages" npx --no-install tauri build --ci -- --package tenon-window --package tenon-cli
say "They are here:"
find target/release/bundle \( -name '*.deb' -o -name '*.rpm' \) -print
