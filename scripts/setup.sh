#!/usr/bin/env bash
# Installs what is missing for building and testing. Running it again changes nothing
# and takes about a second. `setup.sh e2e` also builds the driver of the real window.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

# Node packages are installed anew when the lock file changed. The stamp lies in the
# folder that it speaks of, so that it goes with it.
node_packages() {
    local stamp=node_modules/.tenon-stamp wanted
    wanted=$(sha256sum package-lock.json .npmrc | sha256sum)
    if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then
        return
    fi
    step "installing the Node packages" npm ci --no-audit --no-fund --loglevel=error
    printf '%s\n' "$wanted" >"$stamp"
}

driver() {
    local stamp=target/setup/tauri-driver wanted="tauri-driver 2"
    if [[ -x target/tools/bin/tauri-driver && -f $stamp && $(<"$stamp") == "$wanted" ]]; then
        return
    fi
    step "building tauri-driver into target/tools" \
        cargo install tauri-driver --version '^2' --locked --quiet --root target/tools
    mkdir -p target/setup
    printf '%s\n' "$wanted" >"$stamp"
}

case ${1:-all} in
all)
    scripts/setup-tools.sh
    scripts/setup-system.sh
    node_packages
    scripts/setup-sidecar.sh
    ;;
e2e) driver ;;
*) fail "setup.sh knows nothing but \"e2e\", not \"$1\"." ;;
esac
