"""The engines that are there: the one that was chosen, and the one before it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

from tenon_sidecar.embeddings.engines.base import Engine, Vector
from tenon_sidecar.embeddings.station import Beside, EngineState, IsAbandoned, Station
from tenon_sidecar.errors import Code, SidecarError

# A request that asks for the old engine first waits so long for it to load.
LOAD_SECONDS = 10.0


class Purpose(StrEnum):
    """What the texts are for."""

    PASSAGE = "passage"
    QUERY = "query"


class EmbeddingService:
    """Turns texts into vectors once the engine is ready.

    `old` makes the engine of the collection that is still searched while a new one
    is filled; it is loaded only when somebody asks for it. `beside` is waited for before
    the chosen engine counts as ready.
    """

    def __init__(
        self,
        engine: Engine,
        old: Callable[[], Engine] | None = None,
        beside: Beside | None = None,
    ) -> None:
        self.engine = engine
        self._main = Station(engine, beside)
        self._make_old = old
        self._old: Station | None = None
        self._loads: list[asyncio.Task[None]] = []

    @property
    def state(self) -> EngineState:
        """Where the chosen engine stands."""
        return self._main.state

    @property
    def reason(self) -> str | None:
        """Why the chosen engine has failed."""
        return self._main.reason

    @property
    def hint(self) -> str | None:
        """What the person can do when the chosen engine has failed."""
        return self._main.hint

    def start(self) -> asyncio.Task[None]:
        """Load the chosen engine in the background."""
        return self._load(self._main)

    async def embed(
        self,
        texts: list[str],
        *,
        is_abandoned: IsAbandoned,
        purpose: Purpose = Purpose.PASSAGE,
        model: str | None = None,
    ) -> list[Vector]:
        """Return one vector for each text, in order, made by `model` or the chosen engine."""
        station = await self._station(model)
        if purpose is Purpose.QUERY:
            return await station.questions(texts, is_abandoned)
        return await station.passages(texts, is_abandoned)

    async def pick(self, model: str | None) -> Engine:
        """Return the engine behind a model string, loaded; an unknown one is `notFound`."""
        return (await self._station(model)).engine

    async def _station(self, model: str | None) -> Station:
        if model is None or model == self.engine.model:
            return self._main
        if self._make_old is not None:
            old = self._old or self._begin_old(self._make_old)
            # What an engine is called may be known only when its files are read.
            if old.engine.model in ("", model):
                with suppress(TimeoutError):
                    await asyncio.wait_for(old.settled.wait(), LOAD_SECONDS)
            if old.engine.model == model:
                return old
        if not self.engine.model:
            self._main.require_ready()
        raise SidecarError(Code.NOT_FOUND, "No engine here makes vectors of that model.", 404)

    def _begin_old(self, make: Callable[[], Engine]) -> Station:
        self._old = Station(make())
        self._load(self._old)
        return self._old

    def _load(self, station: Station) -> asyncio.Task[None]:
        task = asyncio.create_task(station.load())
        self._loads.append(task)
        return task

    def close(self) -> None:
        """Stop loading, and drop what waits."""
        for task in self._loads:
            task.cancel()
        for station in (self._main, self._old):
            if station is not None:
                station.close()
