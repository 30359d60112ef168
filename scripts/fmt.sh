#!/usr/bin/env bash
# Formats all languages.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

step "Rust" cargo fmt --all
step "TypeScript" npm run --silent fmt -- --log-level warn
cd sidecar
step "Python" .venv/bin/ruff format --quiet .
step "Python's imports" .venv/bin/ruff check --quiet --select I --fix .
