"""Ends this process when the parent dies, seen as the end of standard input."""

import os
import threading
from collections.abc import Callable

GRACE_SECONDS = 1.0


def watch_stdin(
    stop: Callable[[], None], fd: int = 0, *, cut_off: Callable[[int], None] = os._exit
) -> threading.Thread:
    """Call `stop` at the end of `fd`; what still runs a second later is cut off.

    A native call cannot be interrupted from Python, and Tenon's processes must
    not outlive it by more than two seconds.
    """

    def wait() -> None:
        try:
            while os.read(fd, 4096):
                pass
        except OSError:
            # A standard input that cannot be read can tell nothing more about the parent.
            pass
        timer = threading.Timer(GRACE_SECONDS, cut_off, (0,))
        timer.daemon = True
        timer.start()
        stop()

    thread = threading.Thread(target=wait, name="watch-stdin", daemon=True)
    thread.start()
    return thread
