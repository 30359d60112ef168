"""The payloads of `/entities`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from tenon_sidecar.entities.base import Kind

MAX_TEXTS = 256
MAX_CHARS = 100_000


class Strict(BaseModel):
    """A key that nobody knows is a mistake of the client."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class GivenText(Strict):
    """A text, and what the answer calls it."""

    id: Annotated[StrictStr, Field(min_length=1, max_length=8_192)]
    text: Annotated[StrictStr, Field(max_length=MAX_CHARS)]


class EntitiesRequest(Strict):
    """Texts to look through; without kinds every kind is wanted."""

    texts: Annotated[list[GivenText], Field(max_length=MAX_TEXTS)]
    kinds: Annotated[list[Kind], Field(max_length=16)] | None = None


class Entity(BaseModel):
    """A name; places are bytes of UTF-8, the end is exclusive."""

    kind: Kind
    text: str
    start: int
    end: int


class TextEntities(BaseModel):
    """The names of one text, by their place."""

    id: str
    entities: list[Entity]


class EntitiesResponse(BaseModel):
    """One result for each text, in the same order."""

    results: list[TextEntities]
