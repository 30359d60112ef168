"""The answers of `/vectors/*`."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Answer(BaseModel):
    """Written in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Upserted(Answer):
    """How many rows of the call stand in the collection now."""

    upserted: int


class Deleted(Answer):
    """How many rows were there and are gone."""

    deleted: int


class Hit(Answer):
    """A row that was found; `score` is the cosine, at most 1."""

    ref: str
    hash: str
    kind: str
    path: str
    language: str
    at: int
    score: float


class Found(Answer):
    """The best first; `rows` is how many the collection has."""

    hits: list[Hit]
    rows: int
    embed_ms: float
    search_ms: float


class Kept(Answer):
    """A row as it can be given back; `vector` is base64 of little-endian 32-bit floats."""

    ref: str
    hash: str
    vector: str


class Page(Answer):
    """Some rows, in the order of their keys."""

    rows: list[Kept]
    dimensions: int


class Size(Answer):
    """What a collection takes on the disk."""

    bytes: int
    files: int
    versions: int
    rows: int


class Optimized(Answer):
    """The size before and after; `indexed` when there is an index."""

    before: Size
    after: Size
    indexed: bool
    elapsed_ms: float


class Stats(Answer):
    """What a collection holds; `digest` tells two sets of keys apart."""

    exists: bool
    rows: int
    bytes: int
    files: int
    versions: int
    digest: str
    indexed: bool
