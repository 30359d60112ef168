"""No text makes the rules do more than its length asks for. Work is counted, not timed."""

import importlib
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tenon_sidecar.entities import asian, cues, groups, masking, tokens
from tenon_sidecar.entities.registry import make_extractor

# What the patterns are made of is told by the library's own parser alone.
PARSER: Any = importlib.import_module("re._parser")
MODULES: list[ModuleType] = [asian, cues, groups, masking, tokens]
PIECES = [
    "O'", "A ", "Mr ", "Aa-", "a.b.", "Anna ", "Anna, ", '"', "'", "(", "「", "田", "田中",
    "e\u0301", "\u0301", "the ", "by Ada, ", "A.", "Al-", "al-", "Олег ", "「田中", "感谢王", "김",
    "University of ", "A& ", "Apache ", "A:", "Ан", "React ",
]  # fmt: skip


class Counted:
    """A pattern that counts the characters it is handed."""

    def __init__(self, pattern: re.Pattern[str], told: list[int]) -> None:
        self._pattern = pattern
        self._told = told

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        method = getattr(self._pattern, name)

        def call(*given: Any) -> Any:  # noqa: ANN401
            text, *bounds = [one for one in given if not callable(one)]
            begin, end = [*bounds, 0, len(text)][:2] if len(bounds) < 2 else bounds
            self._told.append(1 + min(end, len(text)) - begin)
            return method(*given)

        return call


def patterns() -> Iterator[tuple[ModuleType, str, re.Pattern[str]]]:
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield module, name, value


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_is_at_most_twice_the_work(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    for module, name, pattern in patterns():
        monkeypatch.setattr(module, name, Counted(pattern, told))
    work = []
    for size in (4_000, 8_000):
        told.clear()
        make_extractor().extract((piece * size)[:size])
        work.append(sum(told))
    assert work[1] <= 2.2 * work[0], work
    assert work[1] <= 2_000 * 8_000, work


def repeats(parsed: Any, unbounded: int = 0) -> Iterator[int]:  # noqa: ANN401
    """How many unbounded repetitions each repetition of a pattern lies in, itself included."""
    if isinstance(parsed, tuple) and len(parsed) == 2 and str(parsed[0]).endswith("_REPEAT"):
        low, high, inner = parsed[1]
        del low
        unbounded += str(high) == "MAXREPEAT"
        yield unbounded
        yield from repeats(inner, unbounded)
    elif isinstance(parsed, tuple | list) or hasattr(parsed, "data"):
        for one in getattr(parsed, "data", parsed):
            yield from repeats(one, unbounded)


def test_a_repetition_in_a_repetition_is_seen() -> None:
    assert max(repeats(PARSER.parse(r"(?:a+b?)*"))) == 2
    assert max(repeats(PARSER.parse(r"(?:a{1,4}b?)*a+"))) == 1


def test_no_pattern_repeats_a_repetition_without_a_bound() -> None:
    found = list(patterns())
    assert len(found) > 10
    nested = [
        (module.__name__, name)
        for module, name, pattern in found
        if max(repeats(PARSER.parse(pattern.pattern, pattern.flags)), default=0) > 1
    ]
    assert nested == []
