#!/usr/bin/env bash
# Drives the real window, with its pages packed in, on a virtual display. Takes the options of
# vitest. Each test starts the display, window manager and bus that it needs. E2E_CONFIG names
# another file of settings for vitest than that of the tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

missing=()
for program in Xvfb openbox dbus-daemon xdotool import identify WebKitWebDriver; do
    has "$program" || missing+=("$program")
done
if ((${#missing[@]})); then
    # On Debian the set-up has installed them, so that this is a fault there.
    has dpkg-query && fail "The window cannot be driven without: ${missing[*]}. Run \"make setup\"."
    printf '\n%s\n' "*** THE REAL WINDOW WAS NOT TESTED: these programs are missing: ${missing[*]} ***" >&2
    exit "${SKIPPED_STATUS:-0}"
fi

scripts/setup.sh e2e
step "building the window" scripts/build.sh --debug

TAURI_DRIVER=$PWD/target/tools/bin/tauri-driver
TENON_E2E_WINDOW=$PWD/target/debug/tenon-window
TENON_E2E_CLI=$PWD/target/debug/tenon
export TAURI_DRIVER TENON_E2E_WINDOW TENON_E2E_CLI
export WEBKIT_DISABLE_COMPOSITING_MODE=1
exec npx --no-install vitest run --config "${E2E_CONFIG:-tests/e2e/vitest.config.ts}" "$@"
