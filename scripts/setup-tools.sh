#!/usr/bin/env bash
# Checks the tools that have to be there before anything else: Rust, Node, Python, git, make.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

missing=()

# Wants a program whose version, as it prints it itself, is not older than the one given.
want() {
    local name=$1 least=$2 how=$3 version
    shift 3
    if ! has "$1"; then
        missing+=("$name $least or newer is not installed. $how")
        return
    fi
    version=$("$@" 2>/dev/null | grep -oE '[0-9]+\.[0-9]+(\.[0-9]+)?' | head -n 1 || true)
    if [[ -z $version ]]; then
        missing+=("$name is installed but does not start (\"$*\" fails). $how")
    elif [[ $(printf '%s\n%s\n' "$least" "$version" | sort -V | head -n 1) != "$least" ]]; then
        missing+=("$name $least or newer is needed, and this is $version. $how")
    fi
}

# Python may have several names; the one that is new enough counts.
want_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return
        fi
    done
    missing+=("Python 3.11 or newer is not installed. Debian 12: apt-get install python3 python3-venv")
}

want Rust 1.90 "Install it with rustup, or update it with \"rustup update\"." rustc --version
want Cargo 1.90 "It comes with Rust." cargo --version
want rustfmt 1.8 "Install it with \"rustup component add rustfmt\"." rustfmt --version
want clippy 0.1 "Install it with \"rustup component add clippy\"." cargo-clippy --version
want Node 20.0 "Install Node 20 or newer, from your distribution or nodejs.org." node --version
want npm 9.0 "It comes with Node." npm --version
want git 2.20 "Install the package \"git\"." git --version
want make 3.81 "Install the package \"make\"." make --version
want_python

if ((${#missing[@]})); then
    printf '\nTenon cannot be built yet:\n' >&2
    printf '  - %s\n' "${missing[@]}" >&2
    exit 1
fi
