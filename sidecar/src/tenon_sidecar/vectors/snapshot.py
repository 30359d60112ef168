"""What a search reads: arrays that no writer changes any more."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tenon_sidecar.vectors.filters import Condition

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
Matcher = Callable[[str], bool]

# Above this part of the rows, a product over all of them is faster than picking.
GATHER_BELOW = 0.3
# So many answers about a table of words are kept.
KEPT = 16


class Words:
    """Distinct texts, with answers about each that are kept and extended.

    A project has far fewer paths than rows, and the same filter comes with every
    key that is typed.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}
        self._answers: OrderedDict[Hashable, list[bool]] = OrderedDict()

    def code(self, text: str) -> int:
        """Return the number of a text, which may be new."""
        code = self._codes.get(text)
        if code is None:
            code = self._codes[text] = len(self.texts)
            self.texts.append(text)
        return code

    def answers(self, name: Hashable, make: Callable[[], Matcher], count: int) -> Mask:
        """Return what the matcher of this name answers for the first `count` texts."""
        known = self._answers.pop(name, [])
        if len(known) < count:
            says = make()
            known = known + [says(text) for text in self.texts[len(known) : count]]
        self._answers[name] = known
        while len(self._answers) > KEPT:
            self._answers.popitem(last=False)
        return np.array(known[:count], dtype=np.bool_)


@dataclass(frozen=True)
class Column:
    """One word a row, as numbers into a table of words."""

    words: Words
    count: int
    codes: NDArray[np.int32]

    def where(self, name: Hashable, make: Callable[[], Matcher]) -> Mask:
        """Return for which rows the matcher of this name says yes."""
        if self.count == 0:
            return np.zeros(len(self.codes), dtype=np.bool_)
        found: Mask = self.words.answers(name, make, self.count)[self.codes]
        return found

    def text(self, slot: int) -> str:
        """Return the word of a row."""
        return self.words.texts[int(self.codes[slot])]


@dataclass(frozen=True)
class Snapshot:
    """The rows at one moment."""

    matrix: Floats
    alive: Mask
    rows: int
    refs: list[str]
    hashes: list[str]
    kinds: Column
    languages: Column
    paths: Column
    at: NDArray[np.int64]

    def search(
        self, query: Floats, limit: int, condition: "Condition | None"
    ) -> list[dict[str, Any]]:
        """Return the nearest rows with their cosine, the best first."""
        mask = condition.mask(self) if condition is not None else None
        return [
            {
                "ref": self.refs[slot],
                "hash": self.hashes[slot],
                "kind": self.kinds.text(slot),
                "path": self.paths.text(slot),
                "language": self.languages.text(slot),
                "at": int(self.at[slot]),
                "score": score,
            }
            for slot, score in self.nearest(query, limit, mask)
        ]

    def nearest(self, query: Floats, limit: int, mask: Mask | None) -> list[tuple[int, float]]:
        """Return the slots of the nearest rows with their cosine, the best first."""
        if mask is None and self.rows < len(self.alive):
            mask = self.alive
        if mask is None:
            return _best(self.matrix @ query, None, limit)
        count = int(np.count_nonzero(mask))
        if count < len(mask) * GATHER_BELOW:
            slots = np.flatnonzero(mask)
            return _best(self.matrix[slots] @ query, slots, limit)
        scores = self.matrix @ query
        scores[~mask] = -np.inf
        return _best(scores, None, min(limit, count))


def _best(scores: Floats, slots: NDArray[np.intp] | None, limit: int) -> list[tuple[int, float]]:
    limit = min(limit, len(scores))
    if limit == 0:
        return []
    top = np.argpartition(scores, len(scores) - limit)[len(scores) - limit :]
    # Equal scores come in the order of the rows, so that an answer never flickers.
    top = top[np.lexsort((top, -scores[top]))]
    found = top if slots is None else slots[top]
    return [
        (int(slot), min(1.0, float(score))) for slot, score in zip(found, scores[top], strict=True)
    ]
