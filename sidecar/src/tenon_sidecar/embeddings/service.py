"""Owns the engine: loads it beside the server and feeds it in small portions."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum

from tenon_sidecar.embeddings.engines.base import Engine, EngineError, Vector
from tenon_sidecar.errors import Code, SidecarError
from tenon_sidecar.kit.threads import Worker

log = logging.getLogger("tenon.embeddings")

# Small enough that a short request waits about a second behind the longest one.
PORTION = 16


class EngineState(StrEnum):
    """Where the engine stands; it never leaves `ready` or `failed`."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class EmbeddingService:
    """Turns texts into vectors once the engine is ready."""

    def __init__(self, engine: Engine, worker: Worker) -> None:
        self.engine = engine
        self.state = EngineState.LOADING
        self.reason: str | None = None
        self._worker = worker

    def start(self) -> asyncio.Task[None]:
        """Load the engine in the background; the caller keeps the task."""
        return asyncio.create_task(self._load())

    async def _load(self) -> None:
        try:
            await self._worker.run(self.engine.load)
        except EngineError as error:
            self._fail(str(error))
        except Exception as error:
            log.error("The engine %s could not be loaded.", self.engine.name, exc_info=error)
            self._fail(f"The engine {self.engine.name} could not be loaded ({error}).")
        else:
            self.state = EngineState.READY
            log.info("The engine %s is ready.", self.engine.name)

    def _fail(self, reason: str) -> None:
        self.state = EngineState.FAILED
        self.reason = reason
        log.error("%s", reason)

    async def embed(
        self, texts: list[str], *, is_abandoned: Callable[[], Awaitable[bool]]
    ) -> list[Vector]:
        """Return one vector for each text, in order."""
        self._require_ready()
        # Texts of about the same length go together, so that padding wastes little.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors: list[Vector] = [[] for _ in texts]
        for begin in range(0, len(order), PORTION):
            if begin > 0 and await is_abandoned():
                raise SidecarError(Code.CANCELLED, "The client went away.", 400)
            portion = order[begin : begin + PORTION]
            made = await self._worker.run(self.engine.embed, [texts[index] for index in portion])
            for index, vector in zip(portion, made, strict=True):
                vectors[index] = vector
        return vectors

    def _require_ready(self) -> None:
        if self.state is EngineState.LOADING:
            message = "The embedding engine is still loading."
            raise SidecarError(Code.SIDECAR_UNAVAILABLE, message, 503, retryable=True)
        if self.state is EngineState.FAILED:
            message = self.reason or "The embedding engine has failed."
            raise SidecarError(Code.SIDECAR_FAILED, message, 503, hint=self.engine.remedy)
