import asyncio
from collections.abc import Awaitable, Callable

import pytest

from support.engines import FailedEngine
from tenon_sidecar.embeddings.engines.base import Engine
from tenon_sidecar.embeddings.engines.hashing import HashingEngine
from tenon_sidecar.embeddings.service import EmbeddingService
from tenon_sidecar.errors import Code, SidecarError


class OtherEngine(HashingEngine):
    """Its name is known only when it is loaded."""

    model = ""
    loads = 0

    def load(self) -> None:
        self.loads += 1
        self.model = "folder:other:01234567"


async def wanted() -> bool:
    return False


def run(old: Engine | None, scenario: Callable[[EmbeddingService], Awaitable[None]]) -> None:
    async def whole() -> None:
        service = EmbeddingService(HashingEngine(), (lambda: old) if old else None)
        await service.start()
        try:
            await scenario(service)
        finally:
            service.close()

    asyncio.run(whole())


def test_the_old_engine_is_loaded_once_when_it_is_asked_for() -> None:
    old = OtherEngine()

    async def scenario(service: EmbeddingService) -> None:
        await service.embed(["a"], is_abandoned=wanted, model="hashing")
        assert old.loads == 0
        for _ in range(2):
            assert (await service.pick("folder:other:01234567")) is old
            made = await service.embed(["a"], is_abandoned=wanted, model="folder:other:01234567")
            assert len(made) == 1
        assert old.loads == 1

    run(old, scenario)


@pytest.mark.parametrize("old", [None, OtherEngine()])
def test_an_unknown_model_is_not_found(old: Engine | None) -> None:
    async def scenario(service: EmbeddingService) -> None:
        with pytest.raises(SidecarError) as caught:
            await service.embed(["a"], is_abandoned=wanted, model="ollama:x@127.0.0.1:1")
        assert (caught.value.status, caught.value.code) == (404, Code.NOT_FOUND)

    run(old, scenario)


def test_an_old_engine_that_failed_says_why() -> None:
    async def scenario(service: EmbeddingService) -> None:
        with pytest.raises(SidecarError, match="The weights are gone"):
            await service.embed(["a"], is_abandoned=wanted, model="all-MiniLM-L6-v2")

    run(FailedEngine("The weights are gone."), scenario)
