#!/usr/bin/env bash
# Drives the real window through its rooms and keeps pictures in target/tour.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

rm -rf target/tour
mkdir -p target/tour
E2E_CONFIG=tests/tour/vitest.config.ts TENON_TOUR=$PWD/target/tour scripts/e2e.sh
say "The pictures are here:"
find "$PWD/target/tour" -name '*.png' | sort
