# shellcheck shell=bash
# Runs tests in a home of their own, so that they neither see nor touch the person's. To be
# sourced; sets `hermetic_home`. Toolchains and the finished model stay where they are.

# The name is short: a socket's path has at most 107 bytes.
hermetic_home=$(mktemp -d "${TMPDIR:-/tmp}/tenon-XXXXXX")

export CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}"
export RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}"
export npm_config_cache="${npm_config_cache:-$HOME/.npm}"
export TENON_MODELS_DIR="${TENON_MODELS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/tenon/models}"
export HOME=$hermetic_home/home
export XDG_DATA_HOME=$HOME/.local/share
export XDG_CONFIG_HOME=$HOME/.config
export XDG_CACHE_HOME=$HOME/.cache
export XDG_STATE_HOME=$HOME/.local/state
export XDG_RUNTIME_DIR=$hermetic_home/run
# Whoever commits in a test says who they are.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export npm_config_update_notifier=false
unset TENON_DATA_DIR TENON_SIDECAR_PYTHON TENON_SIDECAR_TOKEN TENON_SOCKET
mkdir -p "$HOME"
mkdir -m 0700 "$XDG_RUNTIME_DIR"

# What a test of Tenon left in the home of the person who ran it, had this not been another.
hermetic_leftovers() { find "$hermetic_home" -name 'tenon*' -not -path "$hermetic_home" -prune -print; }
