"""What an embedding engine is."""

from abc import ABC, abstractmethod
from typing import Any

from tenon_sidecar.errors import Code

Vector = list[float]


class EngineError(Exception):
    """The engine cannot be loaded, or cannot answer; the person is shown the message.

    `retryable` says that the same may succeed later with nobody doing anything, as
    when the program behind the engine is not running yet. `hint` says what helps where
    the engine's own remedy does not.
    """

    def __init__(
        self,
        message: str,
        *,
        code: Code = Code.SIDECAR_FAILED,
        retryable: bool = False,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.retryable = retryable
        self.hint = hint


class Engine(ABC):
    """Turns texts into vectors of length 1.

    Making one is cheap and imports nothing heavy; `load` does the rest. The other
    methods are called after it, from several threads at once. `model` and
    `dimensions` may be empty and 0 before `load` has found them out.
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

    def prepare(self, texts: list[str]) -> Any:  # noqa: ANN401
        """Do what can be done for these texts while others are in `run`."""
        return texts

    def run(self, prepared: Any) -> list[Vector]:  # noqa: ANN401
        """Return the vectors of what `prepare` returned."""
        return self.embed(prepared)
