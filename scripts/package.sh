#!/usr/bin/env bash
# Makes the packages that the configuration names (deb and rpm), and looks whether they hold what
# they have to hold and start.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

# What is not built by Tauri: the command line, and the sidecar's sources with what pins its
# packages. Its Python environment is not in the packages, because one cannot be moved.
stage() {
    local staged=target/package
    rm -rf "$staged"
    install -D -m 755 target/release/tenon "$staged/bin/tenon"
    install -d "$staged/sidecar"
    git ls-files -z -- sidecar/src sidecar/pyproject.toml sidecar/README.md \
        sidecar/{requirements,model,tools}.lock |
        while IFS= read -r -d '' file; do
            install -D -m 644 "$file" "$staged/$file"
        done
    install -m 755 scripts/setup-sidecar.sh "$staged/sidecar/setup.sh"
}

step "building the window and the command line" scripts/build.sh
step "gathering what goes beside them" stage
rm -rf target/release/bundle
step "making the packages" npx --no-install tauri bundle --ci
packages=$(find target/release/bundle \( -name '*.deb' -o -name '*.rpm' \) -print)
# shellcheck disable=SC2086 # One path a word: none of them holds a blank.
step "looking into them" python3 scripts/check_package.py $packages
say "They are here:"
say "$packages"
