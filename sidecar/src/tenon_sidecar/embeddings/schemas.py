"""The payloads of `/embeddings`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictStr

MAX_TEXTS = 256
MAX_CHARS = 100_000

Text = Annotated[StrictStr, Field(max_length=MAX_CHARS)]


class EmbeddingsRequest(BaseModel):
    """Texts to embed; an unknown key is a mistake of the client and is refused."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    texts: Annotated[list[Text], Field(max_length=MAX_TEXTS)]


class EmbeddingsResponse(BaseModel):
    """One vector of length 1 for each text, in the same order."""

    model: str
    dimensions: int
    vectors: list[list[float]]
