# shellcheck shell=bash
# How every script here speaks. To be sourced; the caller has set `-euo pipefail`.

say() { printf '%s\n' "$*"; }

fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

heading() { printf '\n== %s ==\n' "$*"; }

# Runs a command under a description, and says how long it took.
step() {
    local what=$1 began=$SECONDS status=0
    shift
    say "-- $what ..."
    "$@" || status=$?
    if ((status == 0)); then
        say "-- $what: $((SECONDS - began)) s"
    else
        say "-- $what: FAILED after $((SECONDS - began)) s"
    fi
    return "$status"
}

has() { command -v "$1" >/dev/null 2>&1; }

# A shell that was open before Rust was installed does not know where it is.
has cargo || PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
