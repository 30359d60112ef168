"""The payloads of `/embeddings`."""

import base64
import struct
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from tenon_sidecar.embeddings.engines.base import Vector
from tenon_sidecar.embeddings.service import Purpose

MAX_TEXTS = 256
MAX_CHARS = 100_000


Text = Annotated[StrictStr, Field(max_length=MAX_CHARS)]


class Encoding(StrEnum):
    """How vectors are written: as JSON numbers, or as base64 of little-endian f32."""

    FLOATS = "floats"
    BASE64 = "base64"


class EmbeddingsRequest(BaseModel):
    """Texts to embed; an unknown key is a mistake of the client and is refused."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    texts: Annotated[list[Text], Field(max_length=MAX_TEXTS)]
    purpose: Purpose = Purpose.PASSAGE
    encoding: Encoding = Encoding.FLOATS
    model: Annotated[StrictStr, Field(max_length=500)] | None = None


class EmbeddingsResponse(BaseModel):
    """One vector of length 1 for each text, in the same order."""

    model: str
    dimensions: int
    vectors: list[list[float]] | list[str]


def packed(vector: Vector) -> str:
    """Return a vector as base64 of little-endian f32."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
