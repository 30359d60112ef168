#!/usr/bin/env bash
# Removes what was built and installed into this folder. System packages and the model stay.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rm -rf target dist node_modules sidecar/.venv src-tauri/gen
