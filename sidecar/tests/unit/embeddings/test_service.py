import asyncio

import pytest

from tenon_sidecar.embeddings.engines.base import Vector
from tenon_sidecar.embeddings.engines.hashing import HashingEngine
from tenon_sidecar.embeddings.service import PORTION, EmbeddingService, EngineState
from tenon_sidecar.errors import Code, SidecarError
from tenon_sidecar.kit.threads import Worker


class CountingEngine(HashingEngine):
    def __init__(self) -> None:
        self.portions: list[list[int]] = []

    def embed(self, texts: list[str]) -> list[Vector]:
        self.portions.append([len(text) for text in texts])
        return super().embed(texts)


class RaisingEngine(HashingEngine):
    def load(self) -> None:
        raise RuntimeError("the library is broken")


async def wanted() -> bool:
    return False


async def abandoned() -> bool:
    return True


def test_texts_go_in_small_portions_of_like_length() -> None:
    async def scenario() -> None:
        engine = CountingEngine()
        worker = Worker("engine")
        service = EmbeddingService(engine, worker)
        await service.start()
        texts = ["x" * (index * 13 % 40) for index in range(40)]
        vectors = await service.embed(texts, is_abandoned=wanted)
        assert vectors == HashingEngine().embed(texts)
        assert [len(portion) for portion in engine.portions] == [PORTION, PORTION, 8]
        lengths = [length for portion in engine.portions for length in portion]
        assert lengths == sorted(lengths)
        worker.close()

    asyncio.run(scenario())


def test_work_for_a_client_that_went_away_is_dropped() -> None:
    async def scenario() -> None:
        engine = CountingEngine()
        worker = Worker("engine")
        service = EmbeddingService(engine, worker)
        await service.start()
        with pytest.raises(SidecarError) as caught:
            await service.embed(["a"] * 100, is_abandoned=abandoned)
        assert caught.value.code is Code.CANCELLED
        assert len(engine.portions) == 1
        worker.close()

    asyncio.run(scenario())


def test_an_unforeseen_failure_of_the_load_is_a_failed_engine() -> None:
    async def scenario() -> None:
        worker = Worker("engine")
        service = EmbeddingService(RaisingEngine(), worker)
        await service.start()
        assert service.state is EngineState.FAILED
        assert service.reason == "The engine hashing could not be loaded (the library is broken)."
        worker.close()

    asyncio.run(scenario())
