"""Keeps the event loop from being held up by the interpreter itself."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# A thread that computes lets another one run so soon. With the interpreter's own 5 ms each of the
# few steps of an answer about health would wait that long.
SWITCH_SECONDS = 0.0005
# A call with 2,000 rows makes some 10,000 objects, which die by themselves when it is answered.
YOUNG_OBJECTS = 20_000


def shorten() -> None:
    """Let threads take turns more often, and look for garbage less often; once, at the start."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    gc.freeze()


@contextmanager
def loading() -> Iterator[None]:
    """Load something large in the block, and take it out of the search for garbage.

    A search through all that FastAPI and LanceDB keep takes 0.1 to 0.3 s, and nothing runs
    meanwhile, not even an answer about health. What was loaded stays until the end anyway.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
