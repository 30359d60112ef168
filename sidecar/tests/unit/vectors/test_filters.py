"""Filters: patterns have only so much time."""

import pytest

from tenon_sidecar.errors import SidecarError
from tenon_sidecar.vectors import filters
from tenon_sidecar.vectors.filters import Condition
from tenon_sidecar.vectors.schemas import Filter, Paths

WANTED = Filter(paths=Paths(include=["src/.*"], exclude=[".*/old/.*"]))


def test_patterns_are_for_the_whole_path() -> None:
    condition = Condition.of(WANTED)
    assert condition is not None
    allows = condition.allows_path()
    assert allows("src/a.rs")
    assert not allows("the/src/a.rs")
    assert not allows("src/old/a.rs")


def test_patterns_that_take_too_long_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    condition = Condition.of(WANTED)
    assert condition is not None
    monkeypatch.setattr(filters, "PATTERN_SECONDS", -1.0)
    with pytest.raises(SidecarError, match="too large together"):
        Condition.of(WANTED)
    with pytest.raises(SidecarError, match="too large together"):
        condition.allows_path()("src/a.rs")
    assert Condition.of(Filter(kinds=["code"])) is not None, "without patterns there is nothing"


def test_conditions_are_told_apart_by_what_they_ask_for() -> None:
    assert Condition.of(WANTED) == Condition.of(WANTED)
    assert Condition.of(WANTED) != Condition.of(Filter(paths=Paths(include=["src/.*"])))
