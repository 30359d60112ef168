import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from support.engines import HeldEngine
from tenon_sidecar.embeddings import station as module
from tenon_sidecar.embeddings.engines.base import EngineError, Vector
from tenon_sidecar.embeddings.engines.hashing import HashingEngine
from tenon_sidecar.embeddings.station import PORTION_TEXTS, EngineState, Station
from tenon_sidecar.errors import Code, SidecarError


class CountingEngine(HashingEngine):
    def __init__(self) -> None:
        self.portions: list[list[int]] = []

    def embed(self, texts: list[str]) -> list[Vector]:
        self.portions.append([len(text) for text in texts])
        return super().embed(texts)


class RaisingEngine(HashingEngine):
    def load(self) -> None:
        raise RuntimeError("the library is broken")


class AwayEngine(HashingEngine):
    """Cannot be reached until it is told to come."""

    def __init__(self) -> None:
        self.is_there = False

    def load(self) -> None:
        if not self.is_there:
            raise EngineError("Nobody answers.", retryable=True)


class SteppedEngine(HashingEngine):
    """A portion may run only after the next one was prepared."""

    def __init__(self) -> None:
        self.prepared = threading.Semaphore(0)
        self.left = 0

    def prepare(self, texts: list[str]) -> list[str]:
        self.prepared.release()
        return texts

    def run(self, prepared: list[str]) -> list[Vector]:
        self.prepared.acquire()
        self.left -= 1
        if self.left:
            self.prepared.acquire()
            self.prepared.release()
        return self.embed(prepared)


async def wanted() -> bool:
    return False


async def abandoned() -> bool:
    return True


def run(engine: HashingEngine, scenario: Callable[[Station], Awaitable[None]]) -> None:
    async def whole() -> None:
        station = Station(engine)
        loading = asyncio.create_task(station.load())
        await station.settled.wait()
        try:
            await scenario(station)
        finally:
            loading.cancel()
            station.close()

    asyncio.run(whole())


def test_texts_go_in_small_portions_of_like_length() -> None:
    async def scenario(station: Station) -> None:
        texts = ["x" * (index * 13 % 40) for index in range(40)]
        vectors = await station.passages(texts, wanted)
        assert vectors == HashingEngine().embed(texts)

    engine = CountingEngine()
    run(engine, scenario)
    assert [len(portion) for portion in engine.portions] == [PORTION_TEXTS, PORTION_TEXTS, 8]
    lengths = [length for portion in engine.portions for length in portion]
    assert lengths == sorted(lengths)


def test_long_texts_make_smaller_portions() -> None:
    async def scenario(station: Station) -> None:
        await station.passages(["x" * 20_000] * 3 + ["x"], wanted)

    engine = CountingEngine()
    run(engine, scenario)
    assert [len(portion) for portion in engine.portions] == [2, 1, 1]


def test_the_next_portion_is_prepared_while_one_runs() -> None:
    engine = SteppedEngine()
    engine.left = 3

    async def scenario(station: Station) -> None:
        assert len(await station.passages(["x"] * 40, wanted)) == 40

    # Were it prepared only after the run, this would never end.
    run(engine, scenario)


def test_work_for_a_client_that_went_away_is_dropped() -> None:
    async def scenario(station: Station) -> None:
        with pytest.raises(SidecarError) as caught:
            await station.passages(["a"] * 100, abandoned)
        assert caught.value.code is Code.CANCELLED

    engine = CountingEngine()
    run(engine, scenario)
    assert len(engine.portions) == 1


def test_a_question_whose_asker_went_away_while_it_waited_is_dropped() -> None:
    engine = CountingEngine()
    gone = False

    async def is_gone() -> bool:
        return gone

    async def scenario(station: Station) -> None:
        nonlocal gone
        async with station._questions.turn():
            late = asyncio.ensure_future(station.questions(["late"], is_gone))
            passages = asyncio.ensure_future(station.passages(["early"], is_gone))
            await passages
            gone = True
        with pytest.raises(SidecarError, match="went away"):
            await late

    run(engine, scenario)
    assert engine.portions == [[len("early")]], "the engine was not asked for it"


def test_an_unforeseen_failure_of_the_load_is_a_failed_engine() -> None:
    async def scenario(station: Station) -> None:
        assert station.state is EngineState.FAILED
        assert station.reason == "The engine hashing could not be loaded (the library is broken)."

    run(RaisingEngine(), scenario)


def test_an_engine_that_cannot_be_reached_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    # So long that only the request can have made it ask again.
    monkeypatch.setattr(module, "AGAIN_SECONDS", 3600.0)
    engine = AwayEngine()

    async def scenario(station: Station) -> None:
        assert (station.state, station.reason) == (EngineState.FAILED, "Nobody answers.")
        engine.is_there = True
        with pytest.raises(SidecarError, match="Nobody answers") as caught:
            await station.passages(["a"], wanted)
        assert (caught.value.code, caught.value.retryable) == (Code.SIDECAR_FAILED, True)
        while station.state is not EngineState.READY:
            await asyncio.sleep(0)
        assert station.reason is None
        assert len(await station.passages(["a"], wanted)) == 1

    run(engine, scenario)


def test_it_is_asked_again_without_a_request_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0.001)
    engine = AwayEngine()

    async def scenario(station: Station) -> None:
        engine.is_there = True
        while station.state is not EngineState.READY:
            await asyncio.sleep(0)

    run(engine, scenario)


def test_a_question_does_not_wait_for_passages() -> None:
    class Engine(HashingEngine):
        held = threading.Event()

        def embed(self, texts: list[str]) -> list[Vector]:
            if texts[0] == "passage":
                self.held.wait()
            return super().embed(texts)

    engine = Engine()

    async def scenario(station: Station) -> None:
        passages = [asyncio.create_task(station.passages(["passage"], wanted)) for _ in range(3)]
        await asyncio.sleep(0)
        assert len(await station.questions(["question"], wanted)) == 1
        assert not any(task.done() for task in passages)
        engine.held.set()
        await asyncio.gather(*passages)

    run(engine, scenario)


def test_both_lanes_are_bounded() -> None:
    engine = HeldEngine()
    engine.may_load.set()

    async def scenario(station: Station) -> None:
        for lane, most in (
            (station.passages, module.MOST_PASSAGES),
            (station.questions, module.MOST_QUESTIONS),
        ):
            under_way = [asyncio.create_task(lane(["a"], wanted)) for _ in range(most + 1)]
            await asyncio.sleep(0)
            with pytest.raises(SidecarError) as caught:
                await lane(["a"], wanted)
            error = caught.value
            assert (error.status, error.code) == (429, Code.SIDECAR_UNAVAILABLE)
            assert error.retryable
            assert error.headers == {"retry-after": "1"}
            engine.may_embed.set()
            await asyncio.gather(*under_way)
            assert len(await lane(["a"], wanted)) == 1
            engine.may_embed.clear()

    async def whole() -> None:
        station = Station(engine)
        await station.load()
        try:
            await scenario(station)
        finally:
            engine.release()
            station.close()

    asyncio.run(whole())


def test_a_waiting_request_that_is_cancelled_gives_its_place_back() -> None:
    engine = HeldEngine()
    engine.may_load.set()

    async def whole() -> None:
        station = Station(engine)
        await station.load()
        most = module.MOST_PASSAGES
        tasks = [asyncio.create_task(station.passages(["a"], wanted)) for _ in range(most + 1)]
        await asyncio.sleep(0)
        tasks[-1].cancel()
        await asyncio.wait(tasks[-1:])
        tasks[-1] = asyncio.create_task(station.passages(["a"], wanted))
        await asyncio.sleep(0)
        engine.release()
        assert all(len(vectors) == 1 for vectors in await asyncio.gather(*tasks))
        station.close()

    asyncio.run(whole())


def test_it_is_ready_when_what_the_first_request_needs_beside_it_is() -> None:
    async def scenario() -> None:
        may_go = asyncio.Event()

        async def beside() -> None:
            await may_go.wait()

        station = Station(HashingEngine(), beside)
        load = asyncio.create_task(station.load())
        for _ in range(100):
            await asyncio.sleep(0.001)
        state = station.state
        assert state is EngineState.LOADING
        may_go.set()
        await load
        assert station.state is EngineState.READY
        station.close()

    asyncio.run(scenario())


def test_what_stands_beside_it_and_fails_costs_nothing_but_time() -> None:
    async def beside() -> None:
        raise OSError("no library")

    async def scenario() -> None:
        station = Station(HashingEngine(), beside)
        await station.load()
        assert station.state is EngineState.READY
        station.close()

    asyncio.run(scenario())
