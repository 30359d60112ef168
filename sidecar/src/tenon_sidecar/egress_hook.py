"""Names who tries to reach the network or to start a program.

It stops nothing: that is the business of the lock in which Tenon starts this
process. It tells Tenon over an inherited socket, a line of JSON an attempt.
"""

import json
import os
import sys
import threading
import time
from collections.abc import MutableMapping
from types import FrameType

CHANNEL_VARIABLE = "TENON_EGRESS_FD"
# So many attempts in a second are told; a loop must not keep the process busy with telling.
PER_SECOND = 50
LONGEST = 200

_busy = threading.local()


class Teller:
    """Writes attempts to the channel, or drops them when nobody reads."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._second = 0
        self._told = 0

    def tell(self, way: str, target: str) -> None:
        """Write one attempt; what cannot be written at once is dropped."""
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._told = second, 0
        if self._told >= PER_SECOND:
            return
        self._told += 1
        attempt = {"way": way, "target": target[:LONGEST], "by": culprit(sys._getframe())}
        try:
            os.write(self._fd, json.dumps(attempt).encode() + b"\n")
        except OSError:
            # Tenon is gone or slow; the attempt itself must not fail for that.
            return


def install(environ: MutableMapping[str, str]) -> bool:
    """Start to tell, when Tenon passed a channel; a hook cannot be taken out again."""
    given = environ.pop(CHANNEL_VARIABLE, None)
    if given is None or not given.isdecimal():
        return False
    try:
        os.set_inheritable(int(given), False)
        os.set_blocking(int(given), False)
    except OSError:
        return False
    teller = Teller(int(given))

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        # Called for every event of the interpreter, so most leave at once.
        seen = _WAYS.get(event)
        if seen is None or getattr(_busy, "now", False):
            return
        _busy.now = True
        try:
            target = _target(arguments[seen[1]], arguments, event)
            if target is not None:
                teller.tell(seen[0], target)
        except Exception:  # noqa: BLE001 - an odd argument must not break the call that is watched
            return
        finally:
            _busy.now = False

    sys.addaudithook(hook)
    return True


# The event, what it is called in the journal, and which argument says where to.
_WAYS: dict[str, tuple[str, int]] = {
    "os.exec": ("subprocess", 0),
    "os.posix_spawn": ("subprocess", 0),
    "os.spawn": ("subprocess", 1),
    "os.system": ("subprocess", 0),
    "socket.connect": ("connect", 1),
    "socket.getaddrinfo": ("getaddrinfo", 0),
    "socket.gethostbyaddr": ("getaddrinfo", 0),
    "socket.gethostbyname": ("getaddrinfo", 0),
    "socket.sendmsg": ("sendto", 1),
    "socket.sendto": ("sendto", 1),
    "subprocess.Popen": ("subprocess", 0),
}


def _target(value: object, arguments: tuple[object, ...], event: str) -> str | None:
    if event == "socket.getaddrinfo":
        return f"{_text(value)}:{_text(arguments[1])}"
    if isinstance(value, tuple) and len(value) >= 2:
        host = _text(value[0])
        return f"[{host}]:{value[1]}" if ":" in host else f"{host}:{value[1]}"
    if event.startswith("socket.") and value is None:
        # A message on a connection has no address; its connection was told of.
        return None
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return os.fsdecode(value)
    return str(value)


def culprit(frame: FrameType | None) -> str:
    """Name the nearest package that is not of the standard library, with its place."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        package = module.partition(".")[0]
        if package and module != __name__ and package not in sys.stdlib_module_names:
            return f"{package} ({module}:{frame.f_lineno})"
        frame = frame.f_back
    return "the standard library"
