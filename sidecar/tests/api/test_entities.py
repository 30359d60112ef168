"""`POST /entities`."""

from typing import Any

import pytest

from support.wire import Answer, assert_error, post
from tenon_sidecar.entities.registry import make_extractor
from tenon_sidecar.errors import Code


def ask(port: int, body: Any) -> Answer:  # noqa: ANN401
    return post(port, body, "/entities")


def test_places_are_bytes_of_each_text(port: int) -> None:
    text = "🐕 Grüße an alle.\n// Reviewed-by: Jörg Müller <a@b.c>, and Red Hat paid"
    answer = ask(port, {"texts": [{"id": "x", "text": text}, {"id": "y", "text": ""}]})
    assert answer.status == 200
    first, second = answer.json()["results"]
    assert second == {"id": "y", "entities": []}
    assert [(one["kind"], one["text"]) for one in first["entities"]] == [
        ("person", "Jörg Müller"),
        ("organisation", "Red Hat"),
    ]
    for one in first["entities"]:
        assert text.encode()[one["start"] : one["end"]].decode() == one["text"]


def test_only_the_wanted_kinds_come(port: int) -> None:
    texts = [{"id": "x", "text": "Ada Lovelace of Mozilla uses Firefox"}]
    everything = ask(port, {"texts": texts}).json()["results"][0]["entities"]
    assert [one["kind"] for one in everything] == ["person", "organisation", "project"]
    some = ask(port, {"texts": texts, "kinds": ["project"]}).json()["results"][0]["entities"]
    assert [one["text"] for one in some] == ["Firefox"]
    none = ask(port, {"texts": texts, "kinds": []}).json()["results"][0]["entities"]
    assert none == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"texts": "a"},
        {"texts": ["a"]},
        {"texts": [{"id": "x", "text": "a", "more": 1}]},
        {"texts": [{"id": "", "text": "a"}]},
        {"texts": [{"id": "x", "text": "a" * 100_001}]},
        {"texts": [{"id": "x", "text": "a"}] * 257},
        {"texts": [], "kinds": ["place"]},
        {"texts": [], "more": 1},
        b'{"texts":[{"id":"x","text":"\\ud800"}]}',
    ],
)
def test_a_malformed_body_is_refused(port: int, body: Any) -> None:  # noqa: ANN401
    assert_error(ask(port, body), 422, Code.INVALID)


@pytest.mark.parametrize(
    "part",
    [
        "O'",
        "A ",
        "Ada ",
        "A.",
        "a.b/",
        "'",
        '"',
        "`",
        "```",
        "Co Ltd ",
        "\t",
        "\0",
        "x" * 50,
        "by Ada, ",
    ],
)
def test_no_long_line_takes_more_than_its_length(part: str) -> None:
    # A rule that looks back and forth over the whole line would not end in this test's time.
    text = (part * 100_000)[:100_000]
    spans = make_extractor().extract(text)
    assert spans == sorted(spans)
