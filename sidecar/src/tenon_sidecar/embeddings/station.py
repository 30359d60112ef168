"""One engine at work: its load, its threads, and the two lanes that lead to it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from enum import StrEnum
from typing import TypeVar

from tenon_sidecar.embeddings.engines.base import Engine, EngineError, Vector
from tenon_sidecar.embeddings.lane import Lane
from tenon_sidecar.errors import Code, SidecarError
from tenon_sidecar.kit import pauses
from tenon_sidecar.kit.threads import Worker

log = logging.getLogger("tenon.embeddings")

# What one step takes: little enough that a client that went away is soon noticed.
PORTION_TEXTS = 16
PORTION_CHARS = 32_000
MOST_PASSAGES = 8
MOST_QUESTIONS = 32
# An engine that could not be reached is asked again after so many seconds.
AGAIN_SECONDS = 10.0

IsAbandoned = Callable[[], Awaitable[bool]]
Beside = Callable[[], Awaitable[None]]
T = TypeVar("T")


class EngineState(StrEnum):
    """Where the engine stands; only one that could not be reached leaves `failed`."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class Station:
    """Feeds one engine.

    It is ready when `beside` is done too, which is what the first request needs from others.
    Passages run one request after the other, and the next portion is tokenised while
    one runs. Questions have a thread of their own, so that somebody who searches does
    not wait behind what is embedded in the background.
    """

    def __init__(self, engine: Engine, beside: Beside | None = None) -> None:
        self.engine = engine
        self._beside = beside
        self.state = EngineState.LOADING
        self._failure: EngineError | None = None
        # Set once the first try to load has ended, well or badly.
        self.settled = asyncio.Event()
        self._again = asyncio.Event()
        self._passages = Lane("requests for passages", MOST_PASSAGES)
        self._questions = Lane("questions", MOST_QUESTIONS)
        self._runner = Worker("engine")
        self._reader = Worker("tokenizer")
        self._answerer = Worker("questions")

    @property
    def reason(self) -> str | None:
        """Why it has failed, for the person."""
        return str(self._failure) if self._failure else None

    @property
    def hint(self) -> str | None:
        """What the person can do about that, unless the reason says so itself."""
        if self._failure is None:
            return None
        hint = self._failure.hint or self.engine.remedy
        return None if hint and hint in str(self._failure) else hint

    async def load(self) -> None:
        """Load the engine, and again and again one that cannot be reached."""
        while not await self._load():
            self._again.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._again.wait(), AGAIN_SECONDS)

    async def _load(self) -> bool:
        """Try once; false when it may be tried again."""
        try:
            return await self._try()
        finally:
            self.settled.set()

    async def _try(self) -> bool:
        try:
            await asyncio.gather(self._runner.run(self._load_engine), self._warm())
        except EngineError as error:
            self._fail(error)
            return not error.retryable
        except Exception as error:
            log.error("The engine %s could not be loaded.", self.engine.name, exc_info=error)
            what = f"The engine {self.engine.name} could not be loaded ({error})."
            self._fail(EngineError(what))
        else:
            self.state, self._failure = EngineState.READY, None
            log.info("The engine %s is ready.", self.engine.name)
        return True

    async def _warm(self) -> None:
        if self._beside is None:
            return
        try:
            await self._beside()
        except Exception as error:
            # Whoever needs it is told when they ask for it.
            log.warning("The first search will take longer.", exc_info=error)

    def _load_engine(self) -> None:
        with pauses.loading():
            self.engine.load()

    def _fail(self, error: EngineError) -> None:
        if str(error) != self.reason:
            log.error("%s", error)
        self.state, self._failure = EngineState.FAILED, error

    async def passages(self, texts: list[str], is_abandoned: IsAbandoned) -> list[Vector]:
        """Return one vector for each text, in order, when it is their turn."""
        self.require_ready()
        async with self._passages.turn() as waited:
            await _unless(is_abandoned, after=waited)
            return await self._embed(texts, is_abandoned)

    async def questions(self, texts: list[str], is_abandoned: IsAbandoned) -> list[Vector]:
        """The same beside the passages, for texts that somebody waits for."""
        self.require_ready()
        async with self._questions.turn() as waited:
            made: list[Vector] = []
            for begin in range(0, len(texts), PORTION_TEXTS):
                # Behind a slow engine most who asked have long typed on.
                await _unless(is_abandoned, after=waited or begin > 0)
                portion = texts[begin : begin + PORTION_TEXTS]
                made += await self._answer(self._answerer.run(self.engine.embed, portion))
            return made

    async def _embed(self, texts: list[str], is_abandoned: IsAbandoned) -> list[Vector]:
        vectors: list[Vector] = [[] for _ in texts]
        portions = list(_portions(texts))
        ahead: asyncio.Task[object] | None = None
        try:
            for place, portion in enumerate(portions):
                await _unless(is_abandoned, after=place > 0)
                prepared = await self._answer(ahead or self._prepare(texts, portion))
                more = portions[place + 1 : place + 2]
                ahead = self._prepare(texts, more[0]) if more else None
                made = await self._answer(self._runner.run(self.engine.run, prepared))
                for index, vector in zip(portion, made, strict=True):
                    vectors[index] = vector
        finally:
            if ahead is not None:
                ahead.cancel()
        return vectors

    def _prepare(self, texts: list[str], portion: list[int]) -> "asyncio.Task[object]":
        chosen = [texts[index] for index in portion]
        return asyncio.ensure_future(self._reader.run(self.engine.prepare, chosen))

    async def _answer(self, work: Awaitable[T]) -> T:
        try:
            return await work
        except EngineError as error:
            raise self._refusal(error) from error

    def require_ready(self) -> None:
        """Say why there is no answer, unless there can be one."""
        if self.state is EngineState.LOADING:
            message = "The embedding engine is still loading."
            raise SidecarError(Code.SIDECAR_UNAVAILABLE, message, 503, retryable=True)
        if self._failure is not None:
            self._again.set()
            raise self._refusal(self._failure)

    def _refusal(self, error: EngineError) -> SidecarError:
        status = 403 if error.code is Code.PERMISSION else 503
        return SidecarError(
            error.code,
            str(error),
            status,
            hint=error.hint or self.engine.remedy,
            retryable=error.retryable,
        )

    def close(self) -> None:
        """Drop what waits."""
        for worker in (self._runner, self._reader, self._answerer):
            worker.close()


def _portions(texts: list[str]) -> Iterator[list[int]]:
    """Cut the texts, by length, so that each step is short and padding wastes little."""
    portion: list[int] = []
    chars = 0
    for index in sorted(range(len(texts)), key=lambda index: len(texts[index])):
        chars += len(texts[index])
        if portion and (len(portion) == PORTION_TEXTS or chars > PORTION_CHARS):
            yield portion
            portion, chars = [], len(texts[index])
        portion.append(index)
    if portion:
        yield portion


async def _unless(is_abandoned: IsAbandoned, *, after: bool) -> None:
    """Drop the work of a client that went away, after it has waited for something."""
    if after and await is_abandoned():
        raise SidecarError(Code.CANCELLED, "The client went away.", 400)
