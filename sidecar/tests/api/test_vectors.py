"""`POST /vectors/*` of a real process: bodies, filters, and what is refused."""

import json
import uuid
from typing import Any

import pytest

from support.vectors import digest, encode, wire_row
from support.wire import Answer, assert_error, post
from tenon_sidecar.errors import Code


@pytest.fixture
def place() -> dict[str, str]:
    """A collection of its own for each test."""
    return {"workspace": str(uuid.uuid4()), "collection": "test"}


def call(port: int, what: str, place: dict[str, str], **body: Any) -> Answer:  # noqa: ANN401
    return post(port, {**place, **body}, f"/vectors/{what}")


def put(port: int, place: dict[str, str], *rows: dict[str, Any]) -> Answer:
    return call(port, "upsert", place, dimensions=4, rows=list(rows))


def refs(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [hit["ref"] for hit in answer.json()["hits"]]


def test_what_is_written_is_found_the_best_first(port: int, place: dict[str, str]) -> None:
    near, far = encode(1, 0.1, 0, 0), encode(0, 0, 1, 0)
    put(port, place, wire_row(1, far), wire_row(2, encode(3, 0, 0, 0)), wire_row(3, near))
    answer = call(port, "search", place, vector=encode(2, 0, 0, 0), limit=3)
    assert refs(answer) == ["symbol:2", "symbol:3", "symbol:1"]
    scores = [hit["score"] for hit in answer.json()["hits"]]
    assert scores == pytest.approx([1.0, 0.99503719, 0.0], abs=1e-6)
    assert answer.json()["rows"] == 3


def test_a_row_with_the_same_key_is_replaced(port: int, place: dict[str, str]) -> None:
    put(port, place, wire_row(1, path="old.rs"), wire_row(2))
    answer = put(port, place, wire_row(1, path="x.rs"), wire_row(1, path="new.rs"), wire_row(3))
    assert answer.json() == {"upserted": 2}
    hits = call(port, "search", place, vector=encode(1, 0, 0, 0), limit=9).json()["hits"]
    assert sorted(hit["path"] for hit in hits) == ["new.rs", "src/file2.rs", "src/file3.rs"]
    stats = call(port, "stats", place).json()
    assert (stats["rows"], stats["digest"]) == (3, digest([1, 2, 3]))


def test_what_is_deleted_is_not_found(port: int, place: dict[str, str]) -> None:
    put(port, place, *(wire_row(number) for number in range(5)))
    keys = [{"ref": f"symbol:{number}", "hash": f"{number:032x}"} for number in (1, 3, 99)]
    assert call(port, "delete", place, keys=keys).json() == {"deleted": 2}
    left = call(port, "search", place, vector=encode(1, 0, 0, 0), limit=9)
    assert sorted(refs(left)) == ["symbol:0", "symbol:2", "symbol:4"]
    assert call(port, "stats", place).json()["digest"] == digest([0, 2, 4])
    put(port, place, wire_row(1))
    assert call(port, "stats", place).json()["rows"] == 4


def test_two_collections_know_nothing_of_each_other(port: int, place: dict[str, str]) -> None:
    put(port, place, wire_row(1))
    other = {**place, "collection": "other"}
    put(port, other, wire_row(2))
    assert call(port, "delete", place, all=True).json() == {"deleted": 1}
    assert call(port, "stats", place).json()["exists"] is False
    assert call(port, "stats", other).json()["rows"] == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "abcd"),
        ({"kinds": ["note"]}, "c"),
        ({"kinds": []}, ""),
        ({"languages": ["rust", "it's"]}, "ad"),
        ({"since": 3}, "cd"),
        ({"paths": {"include": [r"src/.*\.rs"]}}, "a"),
        ({"paths": {"include": [r"src/.*", r"notes/.*"], "exclude": [r".*\.py"]}}, "ac"),
        ({"paths": {"include": [r"rc/a\.rs", r"src/a\.r"]}}, ""),
        ({"paths": {"include": [r"notes/\p{L}+\.md"]}}, "c"),
        ({"paths": {"include": [r"(?i)SRC/[a-z&&[^b]]\..*"]}}, "a"),
        ({"paths": {"exclude": [".*"]}}, "d"),
        ({"paths": {"exclude": ["(?s).*"]}}, ""),
        ({"kinds": ["symbol"], "languages": ["rust"], "since": 2, "paths": {}}, "d"),
    ],
)
def test_a_filter_lets_through(
    port: int, place: dict[str, str], wanted: dict[str, Any], found: str
) -> None:
    put(
        port,
        place,
        wire_row(1, path="src/a.rs", ref="a"),
        wire_row(2, path="src/b.py", language="python", ref="b"),
        wire_row(3, path="notes/grüße.md", kind="note", language="", ref="c"),
        wire_row(4, path="it's \\odd\n.rs", ref="d"),
    )
    for exact in (False, True):
        answer = call(
            port, "search", place, vector=encode(1, 0, 0, 0), limit=9, filter=wanted, exact=exact
        )
        assert "".join(sorted(refs(answer))) == found


@pytest.mark.parametrize("pattern", ["(", "a)|(b", "a(?=b)", "a{9999999}", "(?-u:.)", "(?x)a # b"])
def test_a_pattern_that_rust_would_refuse_is_refused(
    port: int, place: dict[str, str], pattern: str
) -> None:
    put(port, place, wire_row(1))
    answer = call(
        port,
        "search",
        place,
        vector=encode(1, 0, 0, 0),
        limit=1,
        filter={"paths": {"exclude": ["fine", pattern]}},
    )
    assert_error(answer, 422, Code.INVALID)
    assert answer.json()["error"]["message"].startswith("filter.paths.exclude.1: The pattern")


NAN = "AADAfwAAAAAAAAAAAAAAAA=="
ROW = wire_row(1)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("upsert", {}),
        ("upsert", {"dimensions": 4, "rows": [ROW], "more": 1}),
        ("upsert", {"dimensions": 4, "rows": [{**ROW, "more": 1}]}),
        ("upsert", {"dimensions": 4, "rows": [{**ROW, "at": 1.5}]}),
        ("upsert", {"dimensions": 4, "rows": [{**ROW, "at": 2**63}]}),
        ("upsert", {"dimensions": 4, "rows": [{**ROW, "hash": "ABC"}]}),
        ("upsert", {"dimensions": 4, "rows": [{**ROW, "ref": ""}]}),
        ("upsert", {"dimensions": 4, "rows": [{**ROW, "vector": encode(1, 0, 0)}]}),
        ("upsert", {"dimensions": 4, "rows": [{**ROW, "vector": encode(0, 0, 0, 0)}]}),
        ("upsert", {"dimensions": 4, "rows": [{**ROW, "vector": NAN}]}),
        ("upsert", {"dimensions": 4, "rows": [{**ROW, "vector": "not base64"}]}),
        ("upsert", {"dimensions": 0, "rows": []}),
        ("upsert", {"dimensions": 4, "rows": [ROW] * 2001}),
        ("search", {"limit": 1}),
        ("search", {"limit": 1, "vector": encode(1), "text": "a"}),
        ("search", {"limit": 0, "vector": encode(1)}),
        ("search", {"limit": 1001, "vector": encode(1)}),
        ("search", {"limit": True, "vector": encode(1)}),
        ("search", {"limit": 1, "vector": encode(1), "filter": {"kind": "a"}}),
        ("delete", {}),
        ("delete", {"all": False}),
        ("delete", {"all": True, "keys": []}),
        ("stats", {"workspace": "../../etc"}),
        ("stats", {"workspace": "0123456"}),
        ("stats", {"collection": "a/b"}),
        ("stats", {"collection": "test\n"}),
        ("optimize", {"collection": ""}),
    ],
)
def test_a_malformed_body_is_refused_and_nothing_done(
    port: int, place: dict[str, str], what: str, body: dict[str, Any]
) -> None:
    answer = post(port, {**place, **body}, f"/vectors/{what}")
    assert_error(answer, 422, Code.INVALID)
    assert call(port, "stats", place).json()["exists"] is False


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"workspace":"\\ud800"}', b"\xff{}"])
def test_what_is_no_object_of_json_is_refused(port: int, body: bytes) -> None:
    for what in ("upsert", "search", "delete", "optimize", "stats"):
        assert_error(post(port, body or b" ", f"/vectors/{what}"), 422, Code.INVALID)


def test_dimensions_are_those_of_the_first_rows(port: int, place: dict[str, str]) -> None:
    put(port, place, wire_row(1))
    wrong = wire_row(2, encode(1, 0))
    answer = call(port, "upsert", place, dimensions=2, rows=[wrong])
    assert_error(answer, 422, Code.INVALID)
    assert answer.json()["error"]["message"] == (
        "The collection test holds vectors of 4 dimensions, not of 2."
    )
    assert call(port, "stats", place).json()["rows"] == 1


def test_what_is_not_there(port: int, place: dict[str, str]) -> None:
    answer = call(port, "search", place, vector=encode(1), limit=1)
    assert_error(answer, 404, Code.NOT_FOUND)
    assert_error(call(port, "optimize", place), 404, Code.NOT_FOUND)
    assert call(port, "delete", place, keys=[]).json() == {"deleted": 0}
    assert call(port, "upsert", place, dimensions=4, rows=[]).json() == {"upserted": 0}
    assert call(port, "stats", place).json()["exists"] is False


def test_a_text_is_embedded_first(port: int, place: dict[str, str]) -> None:
    made = post(port, {"texts": ["open the red door"]}).json()["vectors"][0]
    rows = [wire_row(1, encode(*made)), wire_row(2, encode(1, *([0] * 63)))]
    call(port, "upsert", place, dimensions=64, rows=rows)
    answer = call(port, "search", place, text="open the red door", limit=1)
    assert refs(answer) == ["symbol:1"]
    assert answer.json()["hits"][0]["score"] == pytest.approx(1.0, abs=1e-6)
    unknown = call(port, "search", place, text="a", model="no-such-model", limit=1)
    assert_error(unknown, 404, Code.NOT_FOUND)


def test_many_small_calls_are_brought_together(port: int, place: dict[str, str]) -> None:
    for number in range(60):
        put(port, place, wire_row(number))
    answer = call(port, "optimize", place).json()
    assert answer["before"]["versions"] == 60
    assert answer["before"]["rows"] == answer["after"]["rows"] == 60
    assert answer["after"]["versions"] == 1
    assert answer["after"]["files"] <= 6
    assert answer["after"]["bytes"] < answer["before"]["bytes"]
    stats = call(port, "stats", place).json()
    assert {key: stats[key] for key in ("bytes", "files", "versions", "rows")} == answer["after"]
    assert stats["digest"] == digest(list(range(60)))
    found = call(port, "search", place, vector=encode(1, 0, 0, 0), limit=100)
    assert len(refs(found)) == 60


def test_bodies_are_json_of_any_length_up_to_the_limit(port: int, place: dict[str, str]) -> None:
    long = "p" * 8_000
    rows = [wire_row(number, path=long + str(number)) for number in range(1_000)]
    assert len(json.dumps(rows)) > 8_000_000
    assert put(port, place, *rows).json() == {"upserted": 1_000}


def test_rows_are_given_back_page_after_page(port: int, place: dict[str, str]) -> None:
    vectors = {number: encode(*(float(number == at) for at in range(4))) for number in range(4)}
    put(port, place, *(wire_row(number, vector) for number, vector in vectors.items()))
    seen: dict[str, str] = {}
    after: dict[str, Any] = {}
    for rows in (3, 1, 0):
        page = call(port, "read", place, limit=3, **after).json()
        assert (len(page["rows"]), page["dimensions"]) == (rows, 4)
        for row in page["rows"]:
            assert row["hash"] == f"{int(row['ref'].removeprefix('symbol:')):032x}"
            seen[row["ref"]] = row["vector"]
            after = {"after": {"ref": row["ref"], "hash": row["hash"]}}
        # What is changed meanwhile disturbs no page of the others.
        call(port, "delete", place, keys=[{"ref": "symbol:99", "hash": f"{99:032x}"}])
    assert seen == {f"symbol:{number}": vector for number, vector in vectors.items()}
    gone = call(port, "delete", place, keys=[after["after"]])
    assert gone.json() == {"deleted": 1}
    last = call(port, "read", place, limit=3, **after)
    assert (last.status, last.json()["rows"]) == (200, [])


def test_what_cannot_be_given_back_is_said(port: int, place: dict[str, str]) -> None:
    assert_error(call(port, "read", place, limit=1), 404, Code.NOT_FOUND)
    for body in ({}, {"limit": 0}, {"limit": 501}, {"limit": 1, "after": {"ref": "a"}}):
        assert_error(call(port, "read", place, **body), 422, Code.INVALID)
