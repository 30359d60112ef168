"""Checksums of a collection's files, which Lance itself does not keep.

Every file that Lance writes is written once and never changed. So a file that
differs from its checksum is damaged, a file that is missing is damage too, and a
file without a checksum is left over from a call that was never acknowledged.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tenon_sidecar.vectors.failures import Damage

NAME = "sums.json"
# Lance's note of the newest version, written again and again; it is never relied on.
HINT = "_versions/latest_version_hint.json"
_BLOCK = 1 << 20

# Size and time of the last change: enough to see that a file was touched.
Look = tuple[int, int]


@dataclass
class Sums:
    """What a collection was when the last call was acknowledged."""

    dimensions: int
    version: int = 0
    rows: int = 0
    digest: str = "0" * 16
    # Size and checksum by the path inside the folder of the table.
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    # Old versions are being removed, so that files of theirs may be missing.
    is_cleaning: bool = False
    # How the index is asked, chosen at fixed recall; empty without an index.
    index: dict[str, int] = field(default_factory=dict)


def manifest(version: int) -> str:
    """Return where Lance keeps the manifest of a version; newer ones sort first."""
    return f"_versions/{2**64 - 1 - version:020d}.manifest"


def look(folder: Path) -> dict[str, Look]:
    """Return every file below the folder that is written once, with its size and time."""
    found: dict[str, Look] = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            status = path.lstat()
            found[path.relative_to(folder).as_posix()] = (status.st_size, status.st_mtime_ns)
    found.pop(HINT, None)
    return found


def checksum(path: Path) -> str:
    """Return the checksum of a file's bytes."""
    state = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            state.update(block)
    return state.hexdigest()


def read(path: Path) -> Sums:
    """Read the checksums, or raise `Damage`."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise Damage("its checksums are missing") from None
    if hashlib.blake2b(body, digest_size=16).hexdigest().encode() != head:
        raise Damage("its checksums are damaged")
    values: dict[str, Any] = json.loads(body)
    values["files"] = {name: (size, sum_) for name, (size, sum_) in values["files"].items()}
    return Sums(**values)


def write(path: Path, sums: Sums) -> None:
    """Write the checksums so that a reader sees the old ones or the new ones."""
    body = json.dumps(asdict(sums)).encode()
    head = hashlib.blake2b(body, digest_size=16).hexdigest().encode()
    fresh = path.with_suffix(".new")
    fresh.write_bytes(head + b"\n" + body)
    fresh.replace(path)


def compare(sums: Sums, seen: dict[str, Look]) -> None:
    """Raise `Damage` when a known file is missing or has another length."""
    newest = manifest(sums.version)
    # The newest manifest first, because it says most about what happened.
    for name in sorted(sums.files, key=lambda name: name != newest):
        what = "the newest manifest" if name == newest else f"a file of {_part(name)}"
        if name not in seen:
            if sums.is_cleaning and name != newest:
                continue
            raise Damage(f"{what} is missing")
        size = seen[name][0]
        if size != sums.files[name][0]:
            raise Damage(f"{what} is empty" if size == 0 else f"{what} has another length")


def verify(folder: Path, sums: Sums, names: list[str]) -> None:
    """Raise `Damage` when one of the known files has other bytes than were written."""
    for name in names:
        if checksum(folder / name) != sums.files[name][1]:
            is_newest = name == manifest(sums.version)
            what = "the newest manifest" if is_newest else f"a file of {_part(name)}"
            raise Damage(f"{what} has other contents")


def _part(name: str) -> str:
    """Name the folder of a file; the rest of the name says nothing to a person."""
    return name.partition("/")[0].lstrip("_") if "/" in name else "the table"
