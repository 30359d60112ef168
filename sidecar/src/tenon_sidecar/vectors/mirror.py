"""The rows of a collection in memory, in step with what is on the disk.

Lance reads and converts the whole column for each exact search, several times as
slow as one product of a matrix that is there already.
"""

import numpy as np
from numpy.typing import NDArray

from tenon_sidecar.vectors.rows import Rows
from tenon_sidecar.vectors.snapshot import Column, Floats, Mask, Snapshot, Words

# Rows that are gone are swept out once they are this part of all.
SWEEP_ABOVE = 0.25
GROW_BY = 1.25


class Mirror:
    """Only one thread changes it; any thread may search a snapshot of it."""

    def __init__(self, dimensions: int, room: int = 0) -> None:
        self.dimensions = dimensions
        self._count = 0
        # Room that is not used yet takes no memory.
        self._matrix: Floats = np.empty((room, dimensions), np.float32)
        self._at: NDArray[np.int64] = np.empty(room, np.int64)
        self._codes: NDArray[np.int32] = np.empty((3, room), np.int32)
        self._words = (Words(), Words(), Words())
        self._refs: list[str] = []
        self._hashes: list[str] = []
        self._gone: set[int] = set()
        self._slots: dict[bytes, int] = {}
        self.snapshot = self._freeze()

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def memory(self) -> int:
        """How many bytes the vectors take."""
        return self._matrix.nbytes

    def put(self, rows: Rows) -> None:
        """Add rows; one with a known key replaces the old one."""
        begin, end = self._count, self._count + len(rows)
        self._reserve(end)
        # Behind what snapshots see, so that a search never reads half a vector.
        self._matrix[begin:end] = rows.matrix
        self._at[begin:end] = rows.at
        for row, texts in enumerate((rows.kinds, rows.languages, rows.paths)):
            words = self._words[row]
            self._codes[row, begin:end] = [words.code(text) for text in texts]
        self._refs += rows.refs
        self._hashes += rows.hashes
        for slot, key in enumerate(rows.keys, begin):
            old = self._slots.get(key)
            if old is not None:
                self._gone.add(old)
            self._slots[key] = slot
        self._count = end
        self._settle()

    def pick(self, keys: list[bytes]) -> list[tuple[str, str, Floats]]:
        """Return what rows are about, their hashes and vectors, for keys that are there."""
        slots = [self._slots[key] for key in keys]
        return [(self._refs[slot], self._hashes[slot], self._matrix[slot]) for slot in slots]

    def drop(self, keys: list[bytes]) -> None:
        """Take rows away; a key that is not there is passed over."""
        for key in keys:
            slot = self._slots.pop(key, None)
            if slot is not None:
                self._gone.add(slot)
        self._settle()

    def _settle(self) -> None:
        if len(self._gone) > max(1_000, SWEEP_ABOVE * self._count):
            self._sweep()
        self.snapshot = self._freeze()

    def _sweep(self) -> None:
        kept = np.flatnonzero(self._alive())
        places = {int(slot): place for place, slot in enumerate(kept)}
        self._slots = {key: places[slot] for key, slot in self._slots.items()}
        # New arrays and lists: older snapshots keep theirs.
        self._matrix = self._matrix[kept]
        self._at = self._at[kept]
        self._codes = self._codes[:, kept]
        self._refs = [self._refs[slot] for slot in kept]
        self._hashes = [self._hashes[slot] for slot in kept]
        self._count, self._gone = len(kept), set()

    def _alive(self) -> Mask:
        alive = np.ones(self._count, dtype=np.bool_)
        alive[list(self._gone)] = False
        return alive

    def _reserve(self, count: int) -> None:
        room = len(self._at)
        if count <= room:
            return
        room = max(count, int(room * GROW_BY))
        matrix = np.empty((room, self.dimensions), np.float32)
        matrix[: self._count] = self._matrix[: self._count]
        at = np.empty(room, np.int64)
        at[: self._count] = self._at[: self._count]
        codes = np.zeros((3, room), np.int32)
        codes[:, : self._count] = self._codes[:, : self._count]
        self._matrix, self._at, self._codes = matrix, at, codes

    def _freeze(self) -> Snapshot:
        count = self._count
        columns = [
            Column(words, len(words.texts), codes[:count])
            for words, codes in zip(self._words, self._codes, strict=True)
        ]
        return Snapshot(
            self._matrix[:count],
            self._alive(),
            len(self._slots),
            self._refs,
            self._hashes,
            columns[0],
            columns[1],
            columns[2],
            self._at[:count],
        )
