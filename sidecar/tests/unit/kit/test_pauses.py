"""The interpreter's own pauses: what is loaded is searched for garbage no more."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.vectors import PLACE, row
from tenon_sidecar.kit import pauses
from tenon_sidecar.vectors.store import Store


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.unfreeze()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    sys.setswitchinterval(interval)


def test_threads_take_turns_often_and_garbage_is_looked_for_seldom() -> None:
    pauses.shorten()
    assert sys.getswitchinterval() == pytest.approx(0.0005)
    assert gc.get_threshold()[0] >= 10_000, "a call with 2,000 rows sets off few searches"
    assert gc.get_freeze_count() > 1_000, "what is loaded already is left out"


def test_nothing_is_searched_while_it_is_loaded_nor_afterwards() -> None:
    with pauses.loading():
        assert not gc.isenabled()
        kept = [[number] for number in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(kept)


def test_a_load_that_fails_leaves_the_search_on() -> None:
    with pytest.raises(RuntimeError), pauses.loading():
        raise RuntimeError
    assert gc.isenabled()


def test_the_vectors_and_their_library_are_loaded_so(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.upsert(PLACE, 4, [row(1)])
    assert gc.get_freeze_count() > 10_000, "LanceDB is large"
    gc.unfreeze()
    store.forget(PLACE)
    assert store.open(PLACE) is not None
    assert gc.get_freeze_count() > 10_000
