"""The sidecar as Tenon starts it: a process with a socket passed in."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.wire import HEALTH, TOKEN, get


def listen() -> socket.socket:
    """Open the listening socket, as Tenon does."""
    listener = socket.create_server(("127.0.0.1", 0))
    return listener


def environment(models_dir: Path, **changes: str | None) -> dict[str, str]:
    """Return a small environment; `None` takes a variable away."""
    values: dict[str, str | None] = {
        "PATH": os.environ["PATH"],
        "HOME": str(models_dir),
        "TENON_SIDECAR_TOKEN": TOKEN,
        "TENON_SIDECAR_ENGINE": "hashing",
        "TENON_MODELS_DIR": str(models_dir),
        "TENON_VECTORS_DIR": str(models_dir / "vectors"),
        **changes,
    }
    return {key: value for key, value in values.items() if value is not None}


def command(*arguments: str) -> list[str]:
    """Return the command line; `-I` keeps a hostile current folder off the import path."""
    return [sys.executable, "-I", "-m", "tenon_sidecar", *arguments]


@contextmanager
def running(models_dir: Path, *arguments: str) -> "Iterator[tuple[subprocess.Popen[bytes], int]]":
    """Run the sidecar until the block ends; yields the process and the port.

    Its log goes to the file `log` in `models_dir`, because a pipe that nobody
    reads fills up and stops it.
    """
    with listen() as listener, (models_dir / "log").open("wb") as log:
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            command("--fd", str(listener.fileno()), *arguments),
            pass_fds=[listener.fileno()],
            env=environment(models_dir),
            stdin=subprocess.PIPE,
            stderr=log,
        )
    with process:
        try:
            yield process, port
        finally:
            process.kill()


def wait_until_loaded(port: int) -> str:
    """Ask for health until the engine has settled, and return its state."""
    while (state := get(port, HEALTH).json()["engine"]["state"]) == "loading":
        pass
    return str(state)
