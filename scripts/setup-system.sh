#!/usr/bin/env bash
# Installs the system packages that are missing on Debian and Ubuntu; elsewhere it names them.
# What else a task needs can be given as arguments, by its name on Debian.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

# To build: a compiler, WebKitGTK and what Tauri links. Then the sidecar's environment.
debian=(
    build-essential pkg-config python3-venv
    libwebkit2gtk-4.1-dev libayatana-appindicator3-dev librsvg2-dev libxdo-dev libssl-dev
)
# To test: the window on a display of its own, ripgrep, which the walk is compared with, and the
# shells that mark their commands.
debian+=(
    webkit2gtk-driver xvfb xauth dbus-x11 at-spi2-core xdotool imagemagick openbox ripgrep
    zsh fish tmux
)
debian+=("$@")

fedora=(
    gcc gcc-c++ pkgconf-pkg-config
    webkit2gtk4.1-devel libayatana-appindicator-gtk3-devel librsvg2-devel libxdo-devel openssl-devel
    xorg-x11-server-Xvfb xorg-x11-xauth dbus-daemon at-spi2-core xdotool ImageMagick openbox ripgrep
    zsh fish tmux
)
arch=(
    base-devel webkit2gtk-4.1 libayatana-appindicator librsvg xdotool openssl
    xorg-server-xvfb xorg-xauth dbus at-spi2-core imagemagick openbox ripgrep
    zsh fish tmux
)

as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo "$@"
    fi
}

on_debian() {
    local package missing=()
    for package in "${debian[@]}"; do
        # A package that dpkg has never heard of prints nothing.
        if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
            missing+=("$package")
        fi
    done
    if ((${#missing[@]} == 0)); then
        return
    fi
    if ((EUID != 0)) && ! has sudo; then
        fail "These packages are missing, and only root may install them. Run as root:
    apt-get install ${missing[*]}"
    fi
    say "System packages to install: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    step "asking for the list of packages" as_root apt-get update -qq ||
        fail "apt-get update failed; see above."
    step "installing the system packages" \
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" ||
        fail "apt-get could not install them; see above."
}

# Where packages cannot be installed by us, what is linked against has to be there already.
elsewhere() {
    local system=$1 how=$2 module missing=()
    has cc || missing+=("a C compiler")
    if has pkg-config; then
        for module in webkit2gtk-4.1 ayatana-appindicator3-0.1 librsvg-2.0 openssl; do
            pkg-config --exists "$module" || missing+=("$module")
        done
    else
        missing+=("pkg-config")
    fi
    if ((${#missing[@]} == 0)); then
        return
    fi
    fail "On $system Tenon installs no packages by itself, and these are missing: ${missing[*]}
Install them and run this again:
    $how"
}

case $(uname -s) in
Linux)
    family=$(
        . /etc/os-release 2>/dev/null
        printf ' %s %s ' "${ID:-}" "${ID_LIKE:-}"
    )
    case $family in
    *" debian "* | *" ubuntu "*) on_debian ;;
    *" fedora "* | *" rhel "*) elsewhere Fedora "sudo dnf install ${fedora[*]}" ;;
    *" arch "*) elsewhere Arch "sudo pacman -S --needed ${arch[*]}" ;;
    *) elsewhere "this system" "your package manager, with what these are called on Debian: ${debian[*]}" ;;
    esac
    ;;
Darwin)
    fail "Tenon is built on Linux so far: files are opened with calls that only Linux has.
What a build on macOS would need: xcode-select --install; brew install rust node python git make ripgrep"
    ;;
*)
    fail "Tenon is built on Linux so far: files are opened with calls that only Linux has.
What a build on Windows would need: Visual Studio Build Tools (C++), WebView2, Rust, Node 20, Python 3.11, git, make.
Inside WSL 2 with Debian it works as on Linux."
    ;;
esac
