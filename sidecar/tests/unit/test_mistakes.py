"""What is wrong with a payload is said in sentences of our own."""

import json
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from tenon_sidecar.embeddings.schemas import EmbeddingsRequest
from tenon_sidecar.entities.schemas import EntitiesRequest
from tenon_sidecar.errors import malformed
from tenon_sidecar.health.endpoints import Nonce
from tenon_sidecar.mistakes import PATTERNS
from tenon_sidecar.vectors.schemas import (
    DeleteRequest,
    ReadRequest,
    SearchRequest,
    UpsertRequest,
)

PLACE = {"workspace": "0123456789", "collection": "one"}
ROW = {"ref": "a", "hash": "0" * 32, "kind": "", "path": "", "language": "", "at": 0, "vector": ""}
MODELS: list[type[BaseModel]] = [
    EmbeddingsRequest,
    EntitiesRequest,
    DeleteRequest,
    ReadRequest,
    SearchRequest,
]


def refused(model: type[BaseModel], body: bytes) -> str:
    with pytest.raises(ValidationError) as raised:
        model.model_validate_json(body)
    return malformed(raised.value).message


@pytest.mark.parametrize(
    ("model", "body", "said"),
    [
        (EmbeddingsRequest, {}, "texts: It is missing."),
        (EmbeddingsRequest, [], "It is a list, and has to be an object."),
        (EmbeddingsRequest, {"texts": "a"}, "texts: It is a text, and has to be a list."),
        (EmbeddingsRequest, {"texts": [None]}, "texts.0: It is null, and has to be a text."),
        (
            EmbeddingsRequest,
            {"texts": [True]},
            "texts.0: It is true or false, and has to be a text.",
        ),
        (
            EmbeddingsRequest,
            {"texts": ["a"] * 257},
            "texts: It has too many entries; 256 is the most.",
        ),
        (
            EmbeddingsRequest,
            {"texts": ["a" * 100_001]},
            "texts.0: It is too long; 100000 characters is the most.",
        ),
        (
            EmbeddingsRequest,
            {"texts": [], "encoding": "hex"},
            'encoding: It has to be "floats" or "base64".',
        ),
        (
            EmbeddingsRequest,
            {"texts": [], "text": 1},
            "text: There is no such field; leave it out.",
        ),
        (
            EntitiesRequest,
            {"texts": [{"id": "", "text": ""}]},
            "texts.0.id: It is too short; 1 character is the least.",
        ),
        (SearchRequest, PLACE | {"limit": 1}, 'Give either "vector" or "text".'),
        (
            SearchRequest,
            PLACE | {"limit": 0, "text": ""},
            "limit: It is too small; 1 is the least.",
        ),
        (
            SearchRequest,
            PLACE | {"limit": 1001, "text": ""},
            "limit: It is too large; 1000 is the most.",
        ),
        (
            SearchRequest,
            PLACE | {"limit": 1.5, "text": ""},
            "limit: It is a number that is not whole, and has to be a whole number.",
        ),
        (
            SearchRequest,
            PLACE | {"limit": 1, "text": "", "exact": 1},
            "exact: It is a number, and has to be true or false.",
        ),
        (
            SearchRequest,
            {"workspace": "../a", "collection": "one", "limit": 1, "text": ""},
            "workspace: It has to be 8 to 64 hexadecimal digits in small letters, and dashes.",
        ),
        (
            UpsertRequest,
            PLACE | {"dimensions": 4, "rows": [ROW | {"hash": "A" * 32}]},
            "rows.0.hash: It has to be 32 hexadecimal digits in small letters.",
        ),
        (
            UpsertRequest,
            PLACE | {"dimensions": 4, "rows": [7]},
            "rows.0: It is a number, and has to be an object.",
        ),
        (DeleteRequest, PLACE | {"all": False}, "all: It has to be true."),
        (DeleteRequest, PLACE, 'Give either "keys" or "all".'),
    ],
)
def test_a_mistake_says_which_field_what_is_wrong_and_what_is_taken(
    model: type[BaseModel],
    body: Any,  # noqa: ANN401
    said: str,
) -> None:
    assert refused(model, json.dumps(body).encode()) == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "The body is empty, and has to be JSON."),
        (b'{"texts": [\n"a"', "The body is not JSON in UTF-8; line 2, column 3 is wrong."),
        (b'{"texts": ["\\ud800"]}', "The body is not JSON in UTF-8; line 1, column 19 is wrong."),
        (b'{"texts": ["\xff"]}', "The body is not JSON in UTF-8; line 1, column 13 is wrong."),
    ],
)
def test_what_is_no_json_says_where(body: bytes, said: str) -> None:
    assert refused(EmbeddingsRequest, body) == said


def test_a_number_with_too_many_digits_is_a_mistake_with_a_place() -> None:
    body = json.dumps(PLACE)[:-1] + ', "text": "", "limit": 1' + "0" * 5_000 + "}"
    said = refused(SearchRequest, body.encode())
    assert said.startswith(("limit: It is ", "The body is not JSON")), said


def test_of_a_key_that_nobody_knows_only_the_beginning_is_named() -> None:
    body = json.dumps({"texts": [], "k" * 10_000: 1}).encode()
    assert refused(EmbeddingsRequest, body) == f"{'k' * 60}: There is no such field; leave it out."


def test_every_pattern_of_a_payload_has_words() -> None:
    models: list[type[BaseModel]] = [*MODELS, UpsertRequest]
    schemas = [model.model_json_schema() for model in models]
    schemas.append(TypeAdapter(Nonce).json_schema())
    found = set()

    def look(node: Any) -> None:  # noqa: ANN401
        if isinstance(node, dict):
            found.update([node["pattern"]] if "pattern" in node else [])
            node = list(node.values())
        if isinstance(node, list):
            for one in node:
                look(one)

    look(schemas)
    assert found == set(PATTERNS)
