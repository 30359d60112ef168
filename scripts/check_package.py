"""Looks into packages: do they hold what they have to, and do the programs in them start?

Usage: check_package.py FILE.deb FILE.rpm …
"""

import json
import os
import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

SIDECAR = "usr/lib/tenon/sidecar"
WANTED = {
    "usr/bin/tenon": 0o755,
    "usr/bin/tenon-window": 0o755,
    "usr/share/applications/Tenon.desktop": 0o644,
    "usr/share/icons/hicolor/32x32/apps/tenon-window.png": 0o644,
    "usr/share/icons/hicolor/128x128/apps/tenon-window.png": 0o644,
    "usr/share/icons/hicolor/256x256@2/apps/tenon-window.png": 0o644,
    "usr/share/doc/tenon/copyright": 0o644,
    f"{SIDECAR}/setup.sh": 0o755,
    f"{SIDECAR}/pyproject.toml": 0o644,
    f"{SIDECAR}/requirements.lock": 0o644,
    f"{SIDECAR}/model.lock": 0o644,
    f"{SIDECAR}/tools.lock": 0o644,
    f"{SIDECAR}/src/tenon_sidecar/__main__.py": 0o644,
}
NEEDED = {
    ".deb": ["libwebkit2gtk-4.1-0", "libgtk-3-0", "bash"],
    ".rpm": ["libwebkit2gtk-4.1.so.0", "libgtk-3.so.0", "bash"],
}


class PackageError(Exception):
    """What is wrong with a package, as a sentence."""


def run(*command: str, **more: object) -> str:
    """Run a program and give what it prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    if done.returncode != 0:
        raise PackageError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return str(done.stdout)


def deb(package: Path) -> tuple[dict[str, int], str]:
    """Give the files of a deb with their modes, and what it depends on."""
    with tempfile.TemporaryDirectory() as folder:
        run("dpkg-deb", "-x", str(package), folder)
        found = [path for path in Path(folder).rglob("*") if path.is_file()]
        modes = {str(path.relative_to(folder)): path.stat().st_mode & 0o777 for path in found}
        start(Path(folder))
    return modes, run("dpkg-deb", "-f", str(package), "Depends")


def rpm(package: Path) -> tuple[dict[str, int], str]:
    """Give the same of an rpm from its header; Debian has no tool that unpacks one."""
    data = package.read_bytes()
    at = 96  # The lead.
    for align in (8, 1):
        magic, count, size = struct.unpack_from(">I4xII", data, at)
        if magic >> 8 != 0x8EADE8:
            raise PackageError(f"{package} is not an rpm")
        index, store = at + 16, at + 16 + 16 * count
        header = (index, store, count)
        at = -(-(store + size) // align) * align
    index, store, count = header
    tags = {}
    for n in range(count):
        tag, kind, offset, length = struct.unpack_from(">IIII", data, index + 16 * n)
        if kind == 8:
            tags[tag] = [
                word.decode() for word in data[store + offset :].split(b"\0", length)[:length]
            ]
        elif kind in (3, 4):
            form = f">{length}{'H' if kind == 3 else 'I'}"
            tags[tag] = list(struct.unpack_from(form, data, store + offset))
    names, folders, places, modes = (tags[tag] for tag in (1117, 1118, 1116, 1030))
    files = {
        (folders[place] + name).lstrip("/"): mode & 0o777
        for name, place, mode in zip(names, places, modes, strict=True)
        if mode & 0o170000 == 0o100000
    }
    return files, " ".join(tags[1049])


def start(root: Path) -> None:
    """Start both programs from an unpacked package, with a home of their own."""
    with tempfile.TemporaryDirectory() as home:
        around = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        for program in ("tenon", "tenon-window"):
            said = run(str(root / "usr/bin" / program), "--version", env=around)
            if not re.fullmatch(rf"{program} \d+\.\d+\.\d+\n", said):
                raise PackageError(f"{program} --version says {said!r}")
        report = json.loads(run(str(root / "usr/bin/tenon"), "doctor", "--json", env=around))
        checks = {check["name"]: check for check in report["checks"]}
        if "tenon sidecar setup" not in checks["sidecar"].get("hint", ""):
            raise PackageError(f"the doctor does not name the set-up: {checks['sidecar']}")
        if str(root / SIDECAR) not in checks["sidecar"]["detail"]:
            raise PackageError(f"the sidecar is looked for elsewhere: {checks['sidecar']}")
    desktop = (root / "usr/share/applications/Tenon.desktop").read_text()
    if "Exec=tenon-window" not in desktop or "Icon=tenon-window" not in desktop:
        raise PackageError(f"the desktop entry starts something else:\n{desktop}")


def check(package: Path) -> None:
    """Compare a package with what it has to hold."""
    files, needs = deb(package) if package.suffix == ".deb" else rpm(package)
    for name, mode in WANTED.items():
        if name not in files:
            raise PackageError(f"{name} is missing in {package.name}")
        if files[name] != mode:
            raise PackageError(f"{name} has mode {files[name]:o} in {package.name}, not {mode:o}")
    for name in files:
        if "__pycache__" in name or name.endswith(".pyc"):
            raise PackageError(f"{name} does not belong into {package.name}")
    for name in NEEDED[package.suffix]:
        if name not in needs:
            raise PackageError(f"{package.name} does not depend on {name}: {needs}")
    sys.stdout.write(f"{package.name}: {len(files)} files; needs {needs.strip()}\n")


def main() -> int:
    """Check every package that is named."""
    try:
        for name in sys.argv[1:]:
            check(Path(name))
    except (PackageError, OSError) as fault:
        sys.stderr.write(f"check_package: {fault}\n")
        return 1
    return 0 if len(sys.argv) > 1 else 2


if __name__ == "__main__":
    sys.exit(main())
