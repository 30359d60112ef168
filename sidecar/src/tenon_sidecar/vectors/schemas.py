"""The payloads of `/vectors/*`; the wire is camelCase and unknown keys are refused."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr
from pydantic import model_validator as validator

MAX_ROWS = 2_000
MAX_KEYS = 10_000
MAX_LIMIT = 1_000
# With the most dimensions these are some 11 MB of an answer.
MAX_PAGE = 500
MAX_DIMENSIONS = 4_096
MAX_TEXT = 100_000

Workspace = Annotated[StrictStr, Field(pattern=r"^[0-9a-f-]{8,64}$")]
Collection = Annotated[StrictStr, Field(pattern=r"^[a-z0-9-]{1,64}$")]
Ref = Annotated[StrictStr, Field(min_length=1, max_length=8_192)]
Hash = Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{32}$")]
Word = Annotated[StrictStr, Field(max_length=64)]
PathText = Annotated[StrictStr, Field(max_length=8_192)]
Pattern = Annotated[StrictStr, Field(max_length=4_096)]
Patterns = Annotated[list[Pattern], Field(max_length=256)]
# Milliseconds since 1970; what JSON's numbers hold exactly.
Millis = Annotated[StrictInt, Field(ge=-(2**53), le=2**53)]
# Base64 of little-endian 32-bit floats.
Encoded = Annotated[StrictStr, Field(max_length=4 * MAX_DIMENSIONS * 4 // 3 + 4)]


class Strict(BaseModel):
    """A key that nobody knows is a mistake of the client."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Place(Strict):
    """Which collection of which workspace."""

    workspace: Workspace
    collection: Collection


class Key(Strict):
    """What a row is found by."""

    ref: Ref
    hash: Hash


class Row(Key):
    """One row: what it is about, and its vector."""

    kind: Word
    path: PathText
    language: Word
    at: Millis
    vector: Encoded


class UpsertRequest(Place):
    """Rows to write; a row with the same key is replaced."""

    dimensions: Annotated[StrictInt, Field(ge=1, le=MAX_DIMENSIONS)]
    rows: Annotated[list[Row], Field(max_length=MAX_ROWS)]


class Paths(Strict):
    """Regular expressions, in Rust's syntax, for the whole path."""

    include: Patterns = []
    exclude: Patterns = []


class Filter(Strict):
    """What rows must be; a list that is left out asks for nothing."""

    kinds: Annotated[list[Word], Field(max_length=256)] | None = None
    languages: Annotated[list[Word], Field(max_length=256)] | None = None
    paths: Paths | None = None
    since: Millis | None = None


class SearchRequest(Place):
    """The nearest rows to a vector, or to a text that is embedded first."""

    vector: Encoded | None = None
    text: Annotated[StrictStr, Field(max_length=MAX_TEXT)] | None = None
    model: Annotated[StrictStr, Field(max_length=512)] | None = None
    limit: Annotated[StrictInt, Field(ge=1, le=MAX_LIMIT)]
    filter: Filter | None = None
    exact: StrictBool = False

    @validator(mode="after")
    def one_of_both(self) -> "SearchRequest":
        """Want a vector or a text, not both."""
        if (self.vector is None) == (self.text is None):
            raise ValueError('Give either "vector" or "text".')
        return self


class ReadRequest(Place):
    """A page of rows with their vectors; the first one without `after`."""

    after: Key | None = None
    limit: Annotated[StrictInt, Field(ge=1, le=MAX_PAGE)]


class DeleteRequest(Place):
    """Rows to take away, or the whole collection."""

    keys: Annotated[list[Key], Field(max_length=MAX_KEYS)] | None = None
    all: Literal[True] | None = None

    @validator(mode="after")
    def one_of_both(self) -> "DeleteRequest":
        """Want keys or everything, not both."""
        if (self.keys is None) == (self.all is None):
            raise ValueError('Give either "keys" or "all".')
        return self
