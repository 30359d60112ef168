"""Threads with a bounded queue: who comes too late is told to come again."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from tenon_sidecar.errors import busy
from tenon_sidecar.kit.threads import Worker

P = ParamSpec("P")
R = TypeVar("R")


class Lane:
    """One thread, and at most so many calls that run or wait on it."""

    def __init__(self, name: str, limit: int, what: str) -> None:
        self._worker = Worker(name)
        self._limit = limit
        self._what = what
        self._waiting = 0

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work` on the thread, or answer 429 when too many calls wait."""
        if self._waiting >= self._limit:
            raise busy(f"Too many calls wait for the {self._what}.")
        self._waiting += 1
        try:
            return await self._worker.run(work, *args, **kwargs)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Drop what waits."""
        self._worker.close()
