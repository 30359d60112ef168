"""Beyond the rows that are searched exactly: an index that finds nearly the same."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from tenon_sidecar.vectors import collection as module
from tenon_sidecar.vectors.collection import Collection
from tenon_sidecar.vectors.filters import Condition
from tenon_sidecar.vectors.rows import Rows
from tenon_sidecar.vectors.snapshot import Floats

DIMENSIONS = 64
ROWS = 6_000
CHANCE = np.random.default_rng(7)
MIDDLES = CHANCE.standard_normal((60, DIMENSIONS)).astype(np.float32)


def vectors(count: int) -> Floats:
    near = MIDDLES[CHANCE.integers(0, len(MIDDLES), count)]
    made = near + 0.6 * CHANCE.standard_normal((count, DIMENSIONS))
    unit: Floats = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    return unit


def rows(first: int, matrix: Floats) -> Rows:
    numbers = range(first, first + len(matrix))
    return Rows(
        [hashlib.sha256(str(number).encode()).digest()[:16] for number in numbers],
        [f"symbol:{number}" for number in numbers],
        [f"{number:032x}" for number in numbers],
        ["symbol"] * len(matrix),
        [f"src/it's {number % 50}.rs" for number in numbers],
        ["go" if number % 10 == 0 else "rust" for number in numbers],
        np.array(numbers, np.int64),
        matrix,
    )


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """A collection that counts as large, optimized, with its index."""
    monkeypatch.setattr(module, "EXACT_ROWS", 5_000)
    monkeypatch.setattr(module, "MIRROR_ROWS", 8_000)
    made = Collection.create(tmp_path / "c", rows(0, vectors(2_000)))
    for first in range(2_000, ROWS, 2_000):
        made.upsert(rows(first, vectors(2_000)))
    assert not made.is_indexed
    assert made.mirror is not None
    made.optimize()
    return made


def refs(found: list[dict[str, object]]) -> set[object]:
    return {hit["ref"] for hit in found}


def recall(large: Collection, condition: Condition | None) -> float:
    hits = 0
    for query in vectors(30):
        wanted = refs(large.search(query, 10, condition, exact=True))
        hits += len(wanted & refs(large.search(query, 10, condition, exact=False)))
    return hits / 300


def test_the_index_finds_nearly_all_also_behind_a_filter(large: Collection) -> None:
    assert large.is_indexed
    assert large.mirror is None, "the rows are not kept in memory any more"
    assert recall(large, None) >= 0.95
    some = Condition(
        languages=frozenset({"go"}), include=(r"src/it's .*\.rs",), exclude=(r".* 10\.rs",)
    )
    assert recall(large, some) >= 0.9
    found = large.search(vectors(1)[0], 50, some, exact=False)
    assert found
    assert all(hit["language"] == "go" and hit["path"] != "src/it's 10.rs" for hit in found)
    assert [hit["score"] for hit in found] == sorted((h["score"] for h in found), reverse=True)


def test_rows_without_any_order_are_found_by_reading_more_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EXACT_ROWS", 5_000)
    monkeypatch.setattr(module, "MIRROR_ROWS", 5_500)
    chance = CHANCE.standard_normal((ROWS, DIMENSIONS)).astype(np.float32)
    chance /= np.linalg.norm(chance, axis=1, keepdims=True)
    made = Collection.create(tmp_path / "c", rows(0, chance))
    made.optimize()
    assert made.is_indexed
    assert recall(made, None) >= 0.95
    assert made.folder.sums.index["refine"] <= 5, "few rows are read again in full"
    assert made.mirror is None


def test_an_index_that_has_to_be_read_whole_leaves_the_answer_to_the_rows_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EXACT_ROWS", 5_000)
    chance = CHANCE.standard_normal((ROWS, DIMENSIONS)).astype(np.float32)
    chance /= np.linalg.norm(chance, axis=1, keepdims=True)
    made = Collection.create(tmp_path / "c", rows(0, chance))
    made.optimize()
    assert made.is_indexed
    assert made.mirror is not None
    assert recall(made, None) == 1.0
    again = Collection.open(made.folder.path)
    assert again.is_indexed
    assert again.mirror is not None


def test_new_rows_are_found_before_the_index_knows_them(large: Collection) -> None:
    fresh = vectors(40)
    large.upsert(rows(ROWS, fresh))
    for number, query in enumerate(fresh, ROWS):
        (hit,) = large.search(query, 1, None, exact=False)
        assert hit["ref"] == f"symbol:{number}"
        assert hit["score"] == pytest.approx(1.0, abs=1e-4)


def test_what_is_deleted_is_not_found_in_the_index(large: Collection) -> None:
    gone = rows(0, vectors(1_500))
    query = vectors(1)[0]
    assert large.delete(gone.keys[:900]) == 900
    found = large.search(query, 500, None, exact=False)
    assert not refs(found) & set(gone.refs[:900])
    large.delete(gone.keys[900:])
    assert large.mirror is not None, "few enough again to search each"
    assert len(large.search(query, 9_999, None, exact=False)) == ROWS - 1_500


def test_it_is_whole_after_it_was_closed(large: Collection) -> None:
    again = Collection.open(large.folder.path)
    assert again.is_indexed
    assert again.folder.sums.rows == ROWS
    assert again.folder.sums.index == large.folder.sums.index
    assert recall(again, None) >= 0.95


def test_many_small_changes_are_brought_together_in_it(large: Collection) -> None:
    for first in range(ROWS, ROWS + 400, 20):
        large.upsert(rows(first, vectors(20)))
    before = large.folder.size()
    large.optimize()
    after = large.folder.size()
    assert after["versions"] <= 2 < before["versions"]
    assert after["files"] < before["files"]
    assert after["rows"] == ROWS + 400
    assert recall(large, None) >= 0.95


def test_a_narrow_filter_finds_all_that_it_lets_through(large: Collection) -> None:
    few = Condition(since=ROWS - 12)
    for query in vectors(10):
        found = large.search(query, 20, few, exact=False)
        assert refs(found) == {f"symbol:{number}" for number in range(ROWS - 12, ROWS)}


def test_rows_are_given_back_also_when_they_are_not_in_memory(large: Collection) -> None:
    seen: dict[str, Floats] = {}
    after = None
    while page := list(large.read(after, 2_500)):
        seen |= {ref: vector for ref, _, vector in page}
        ref, content_hash, _ = page[-1]
        after = hashlib.sha256(ref.removeprefix("symbol:").encode()).digest()[:16]
        assert content_hash == f"{int(ref.removeprefix('symbol:')):032x}"
    assert len(seen) == ROWS
    (hit,) = large.search(seen["symbol:7"], 1, None, exact=True)
    assert hit["ref"] == "symbol:7"
