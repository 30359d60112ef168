"""Rows in memory: always those that a plain dictionary would hold."""

import random

import numpy as np
import pytest

from support.vectors import row
from tenon_sidecar.vectors.filters import Condition
from tenon_sidecar.vectors.keys import key_of
from tenon_sidecar.vectors.mirror import Mirror
from tenon_sidecar.vectors.rows import decode, from_wire
from tenon_sidecar.vectors.schemas import Row

SEED = random.randrange(2**32)
QUERY = decode(row(0).vector, "query")


def key(number: int) -> bytes:
    return key_of(f"symbol:{number}", f"{number:032x}")


def expected(rows: dict[int, Row], limit: int, languages: set[str] | None = None) -> list[str]:
    scored = [
        (-float(np.float32(decode(one.vector, "x") @ QUERY)), one.path)
        for one in rows.values()
        if languages is None or one.language in languages
    ]
    return [path for _, path in sorted(scored)[:limit]]


@pytest.mark.parametrize("seed", [SEED], ids=[f"seed {SEED}"])
def test_after_any_changes_it_finds_what_is_there(seed: int) -> None:
    chance = random.Random(seed)
    mirror, rows = Mirror(4), dict[int, Row]()
    for step in range(150):
        numbers = [chance.randrange(4_000) for _ in range(chance.randrange(1, 60))]
        if chance.random() < 0.4:
            mirror.drop([key(number) for number in numbers])
            for number in numbers:
                rows.pop(number, None)
        else:
            # A vector of its own for each step, so that an old one would be seen.
            given = [
                row(
                    number,
                    row(number * 1_000 + step).vector,
                    path=f"{number}.{step}",
                    language=chance.choice(["rust", "go"]),
                )
                for number in set(numbers)
            ]
            mirror.put(from_wire(given, 4))
            rows |= {int(one.ref.partition(":")[2]): one for one in given}
        assert len(mirror) == mirror.snapshot.rows == len(rows)
    found = mirror.snapshot.search(QUERY, 30, None)
    assert [hit["path"] for hit in found] == expected(rows, 30)
    go = Condition(languages=frozenset({"go"}))
    found = mirror.snapshot.search(QUERY, 30, go)
    assert [hit["path"] for hit in found] == expected(rows, 30, {"go"})
    assert {hit["language"] for hit in found} == {"go"}


def test_a_search_sees_the_rows_of_one_moment() -> None:
    mirror = Mirror(4)
    mirror.put(from_wire([row(number) for number in range(10)], 4))
    before = mirror.snapshot
    wanted = before.search(QUERY, 10, None)
    for number in range(5_000):
        mirror.put(from_wire([row(number % 10, row(number).vector)], 4))
    mirror.drop([key(number) for number in range(10)])
    assert before.search(QUERY, 10, None) == wanted
    assert mirror.snapshot.search(QUERY, 10, None) == []


def test_what_is_gone_is_swept_out() -> None:
    mirror = Mirror(4)
    for _ in range(20):
        mirror.put(from_wire([row(number) for number in range(500)], 4))
    assert len(mirror.snapshot.alive) < 2_000
    assert len(mirror.snapshot.refs) < 2_000


def test_a_kept_answer_about_paths_is_extended_by_new_ones() -> None:
    mirror = Mirror(4)
    condition = Condition(include=(r"src/.*\.rs",))
    for begin in range(0, 40, 10):
        mirror.put(from_wire([row(number) for number in range(begin, begin + 10)], 4))
        assert len(mirror.snapshot.search(QUERY, 100, condition)) == begin + 10
    mirror.put(from_wire([row(100, path="notes/a.md")], 4))
    assert len(mirror.snapshot.search(QUERY, 100, condition)) == 40


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_equal_scores_come_in_a_fixed_order(limit: int) -> None:
    mirror = Mirror(4)
    mirror.put(from_wire([row(number, row(0).vector) for number in range(10)], 4))
    found = mirror.snapshot.search(QUERY, limit, None)
    assert len(found) == limit
    assert found == mirror.snapshot.search(QUERY, limit, None)
    assert all(hit["score"] == pytest.approx(1.0) for hit in found)
