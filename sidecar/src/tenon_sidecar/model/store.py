"""The model's folder: written whole or not at all, and checked before use."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Goes up when the built graph changes, so that older folders are built again.
FORMAT = 2
# Older folders that still give vectors which can be compared with the new ones: 1 is the
# same model in floats. They are served as they are, and the set-up builds them again.
READABLE = (1, FORMAT)
CHECKSUMS = "checksums.json"
FILES = ("model.onnx", "tokenizer.json")


def problem(folder: Path, *, formats: tuple[int, ...] = (FORMAT,)) -> str | None:
    """Say what keeps the folder from being whole, or `None` when nothing does."""
    try:
        listed = json.loads((folder / CHECKSUMS).read_bytes())
        if listed["format"] not in formats:
            return "it was built by another version"
        for name in FILES:
            if _digest(folder / name) != listed["files"][name]:
                return f"{name} is damaged"
    except FileNotFoundError as error:
        return f"{Path(str(error.filename)).name} is missing"
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    except (ValueError, TypeError, KeyError):
        return f"{CHECKSUMS} is damaged"
    return None


def install(folder: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new folder, make it durable, and put it in place of the old one."""
    _sweep(folder)
    # The process number keeps two builders apart where no lock can.
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    fresh.mkdir(parents=True)
    try:
        write(fresh)
        listed = {"format": FORMAT, "files": {name: _digest(fresh / name) for name in FILES}}
        (fresh / CHECKSUMS).write_text(json.dumps(listed, indent=2) + "\n")
        for path in (*fresh.iterdir(), fresh):
            _sync(path)
        # A folder cannot be renamed over a full one, so the old one steps aside first.
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def may_build(folder: Path) -> bool:
    """Say whether a build could begin here, by opening its lock."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _lock(folder).open("a"):
            return True
    except OSError:
        return False


def _lock(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.lock")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, where the system has one, so that only one process builds."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock(folder).open("w") as file:
        try:
            import fcntl
        except ImportError:
            yield
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep(folder: Path) -> None:
    """Remove what builders that were killed have left; the lock keeps live ones away."""
    for pattern in (f".{folder.name}.*.new", f".{folder.name}.*.old"):
        for stale in folder.parent.glob(pattern):
            shutil.rmtree(stale, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        # Windows cannot open folders, and needs no such step.
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
