"""A bounded queue: one at a time, in the order of arrival, and no more than fit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tenon_sidecar.errors import busy


class Lane:
    """Lets one request through at a time; of the others, `most` may wait."""

    def __init__(self, what: str, most: int) -> None:
        self._what = what
        self._most = most
        self._waiting = 0
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Wait for a turn and hold it, or refuse at once when too many wait.

        Yields whether there was something to wait for.
        """
        is_busy = self._turn.locked()
        if is_busy and self._waiting >= self._most:
            raise busy(f"Too many {self._what} are waiting.")
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        try:
            yield is_busy
        finally:
            self._turn.release()
