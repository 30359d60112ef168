"""What an embedding engine is."""

from abc import ABC, abstractmethod

Vector = list[float]


class EngineError(Exception):
    """The engine cannot be loaded; the message says why and is shown to the person."""


class Engine(ABC):
    """Turns texts into vectors of length 1.

    Making one is cheap and imports nothing heavy; `load` does the rest, and both
    `load` and `embed` run on the engine's own thread.
    """

    name: str
    model: str
    dimensions: int
    remedy: str | None = None

    @abstractmethod
    def load(self) -> None:
        """Get ready, or raise `EngineError` with the reason."""

    @abstractmethod
    def embed(self, texts: list[str]) -> list[Vector]:
        """Return one vector for each text, in order."""
