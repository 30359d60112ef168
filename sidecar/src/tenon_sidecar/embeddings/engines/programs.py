"""Engines that are programs on this machine: Ollama, and whatever speaks like OpenAI."""

from abc import abstractmethod
from typing import Any
from urllib.parse import urlsplit

from tenon_sidecar.embeddings import parts
from tenon_sidecar.embeddings.engines.base import Engine, EngineError, Vector
from tenon_sidecar.embeddings.engines.local import Caller, endpoint

# Which tokens such a model makes is not known, so long texts are cut by characters; a part
# has some 400 tokens of code, which the smallest usual context of 512 holds.
PART_CHARS = 1_200
OVERLAP_CHARS = 200
# So many parts are asked at once: a large model on a slow machine has to answer in time.
ASKED_AT_ONCE = 16


class ProgramEngine(Engine):
    """Asks a program for vectors, and believes none that does not fit."""

    model = ""
    dimensions = 0
    remedy = (
        "Look whether the program runs and has that model; the settings embeddings.url, "
        "embeddings.model and egress.engines say which it is."
    )

    def __init__(self, name: str, model: str, url: str, proxy: str | None, port: int) -> None:
        self.name = name
        self._asked = model
        self._url = url
        self._caller = Caller(name, proxy)
        try:
            split = urlsplit(url)
            self.model = f"{name}:{model}@{split.hostname}:{split.port or port}"
        except ValueError:
            self.model = f"{name}:{model}@{url}"

    def load(self) -> None:
        """Check the address, and ask for one vector to learn how long they are."""
        endpoint(self._url)
        self.dimensions = len(self._ask(["ready"])[0])

    def embed(self, texts: list[str]) -> list[Vector]:
        """Cut long texts, ask for all parts, and join them again."""
        cut = [parts.spread(parts.cut(text, PART_CHARS, OVERLAP_CHARS)) for text in texts]
        # Some programs refuse an empty text, and others give it no vector.
        asked = [part if part.strip() else " " for text in cut for part in text]
        slices = range(0, len(asked), ASKED_AT_ONCE)
        made = (vector for at in slices for vector in self._ask(asked[at : at + ASKED_AT_ONCE]))
        merged = []
        for text in cut:
            vectors = [next(made) for _ in text]
            merged.append(parts.merge(vectors, [max(1, len(part)) for part in text]))
        return merged

    def _ask(self, texts: list[str]) -> list[Vector]:
        vectors = self._vectors(texts)
        if not isinstance(vectors, list) or len(vectors) != len(texts):
            found = len(vectors) if isinstance(vectors, list) else "no list of"
            vectors_ = "vector" if found == 1 else "vectors"
            texts_ = "1 text" if len(texts) == 1 else f"{len(texts)} texts"
            raise self._odd(f"{found} {vectors_} for {texts_}")
        wanted = self.dimensions
        return [self._checked(vector, wanted) for vector in vectors]

    def _checked(self, vector: object, wanted: int) -> Vector:
        if not isinstance(vector, list) or not vector:
            raise self._odd("something that is no vector")
        if wanted and len(vector) != wanted:
            raise self._odd(f"a vector of {len(vector)} dimensions instead of {wanted}")
        try:
            return parts.normal([float(value) for value in vector])
        except (TypeError, ValueError, OverflowError):
            raise self._odd("a vector that is not of finite numbers, or has no length") from None

    def _odd(self, what: str) -> EngineError:
        return EngineError(f"The engine {self.name} answered with {what}.")

    @abstractmethod
    def _vectors(self, texts: list[str]) -> Any:  # noqa: ANN401
        """Ask, and return what should be one vector for each text, in order."""


class OpenAiEngine(ProgramEngine):
    """Whatever answers at `/v1/embeddings` as OpenAI does."""

    def __init__(self, model: str, url: str, proxy: str | None) -> None:
        super().__init__("openai", model, url, proxy, 80)
        base = url.rstrip("/")
        if not base.endswith("/embeddings"):
            base += "/embeddings" if base.endswith("/v1") else "/v1/embeddings"
        self._place = base

    def _vectors(self, texts: list[str]) -> Any:  # noqa: ANN401
        payload = {"model": self._asked, "input": texts, "encoding_format": "float"}
        answer = self._caller.post(self._place, payload)
        try:
            rows = list(enumerate(answer["data"]))
            rows.sort(key=lambda row: row[1].get("index", row[0]))
            return [row["embedding"] for _, row in rows]
        except (AttributeError, TypeError, KeyError):
            raise self._odd("JSON that is not a list of embeddings") from None


class OllamaEngine(ProgramEngine):
    """Ollama, at `/api/embed`."""

    def __init__(self, model: str, url: str, proxy: str | None) -> None:
        super().__init__("ollama", model, url, proxy, 80)
        self._place = url.rstrip("/") + "/api/embed"

    def _vectors(self, texts: list[str]) -> Any:  # noqa: ANN401
        answer = self._caller.post(self._place, {"model": self._asked, "input": texts})
        try:
            return answer["embeddings"]
        except (TypeError, KeyError):
            raise self._odd("JSON without embeddings") from None
