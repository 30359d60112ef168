#!/usr/bin/env bash
# Builds the window and opens it on a folder. Where there is no display it takes the tour instead.
set -euo pipefail
folder=$(realpath -e -- "${1:-.}") || {
    printf 'The folder "%s" does not exist.\n' "${1:-.}" >&2
    exit 1
}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

if [[ -z ${DISPLAY:-} && -z ${WAYLAND_DISPLAY:-} ]]; then
    say "There is no display here, so the window opens on a virtual one and its pictures are kept."
    exec scripts/tour.sh
fi

case ${PROFILE:-release} in
release) built=target/release flags=() ;;
dev) built=target/debug flags=(--debug) ;;
*) fail "PROFILE is \"release\" or \"dev\", not \"$PROFILE\"." ;;
esac
step "building the window (the first time takes several minutes)" scripts/build.sh "${flags[@]}"
say "Opening $folder"
exec "$built/tenon-window" "$folder"
