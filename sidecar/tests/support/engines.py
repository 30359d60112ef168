"""Engines that do what the test says."""

import threading

from tenon_sidecar.embeddings.engines.base import Engine, EngineError, Vector


class HeldEngine(Engine):
    """Loads, and embeds, only when the test lets it."""

    name = "minilm"
    model = "all-MiniLM-L6-v2"
    dimensions = 384

    def __init__(self) -> None:
        self.may_load = threading.Event()
        self.may_embed = threading.Event()
        self.is_embedding = threading.Event()

    def load(self) -> None:
        self.may_load.wait()

    def embed(self, texts: list[str]) -> list[Vector]:
        self.is_embedding.set()
        self.may_embed.wait()
        return [[1.0] + [0.0] * 383 for _ in texts]

    def release(self) -> None:
        self.may_load.set()
        self.may_embed.set()


class FailedEngine(HeldEngine):
    """Fails to load with a reason."""

    remedy = "Run `make setup` to install the weights and build the model."

    def __init__(self, reason: str) -> None:
        super().__init__()
        self._reason = reason

    def load(self) -> None:
        raise EngineError(self._reason)


class BrokenEngine(HeldEngine):
    """Loads, and then fails on every text with a message that repeats it."""

    def load(self) -> None:
        pass

    def embed(self, texts: list[str]) -> list[Vector]:
        raise RuntimeError(f"cannot embed {texts[0]}")


class PassagesHeldEngine(HeldEngine):
    """Loads, answers questions, and holds what begins with `passage`."""

    def load(self) -> None:
        pass

    def embed(self, texts: list[str]) -> list[Vector]:
        if texts[0].startswith("passage"):
            return super().embed(texts)
        return [[1.0] + [0.0] * 383 for _ in texts]


class RefusingEngine(HeldEngine):
    """Loads, and then says each time what the test gave it."""

    def __init__(self, error: EngineError) -> None:
        super().__init__()
        self._error = error

    def load(self) -> None:
        pass

    def embed(self, texts: list[str]) -> list[Vector]:
        raise self._error
