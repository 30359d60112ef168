"""One collection: its folder, its table, and its rows in memory."""

import logging
import shutil
import time
import uuid
from bisect import bisect_right
from collections.abc import Callable, Iterator
from collections.abc import Collection as Several
from pathlib import Path
from typing import Any

from tenon_sidecar.vectors.failures import Damage, invalid, storage_error
from tenon_sidecar.vectors.filters import Condition
from tenon_sidecar.vectors.folder import Folder
from tenon_sidecar.vectors.keys import as_hex, digest_of
from tenon_sidecar.vectors.lance import Table
from tenon_sidecar.vectors.mirror import Mirror
from tenon_sidecar.vectors.rows import Rows
from tenon_sidecar.vectors.snapshot import Floats
from tenon_sidecar.vectors.sums import Sums
from tenon_sidecar.vectors.tune import is_dear, tune

log = logging.getLogger("tenon.vectors")

# Up to so many rows every search is exact and needs no index.
EXACT_ROWS = 100_000
# So many rows are kept in memory while there is no index yet, or none that is quicker.
MIRROR_ROWS = 200_000
# An index that does not know this part of the rows is made anew.
STALE_ABOVE = 0.3


class Collection:
    """All changes come from one thread; `search` may come from another."""

    def __init__(self, folder: Folder, table: Table) -> None:
        self.folder = folder
        self._table = table
        self._keys: set[bytes] = set()
        self._digest = 0
        # The keys in their order, while nothing was changed since somebody asked.
        self._ordered: list[bytes] | None = None
        self.mirror: Mirror | None = None

    @classmethod
    def create(cls, path: Path, rows: Rows) -> "Collection":
        """Make a collection with its first rows; its folder appears whole or not at all."""
        fresh = path.with_name(f".new-{uuid.uuid4().hex}")
        try:
            fresh.mkdir(parents=True)
            made = cls(Folder(fresh, Sums(rows.matrix.shape[1])), Table.create(fresh, rows))
            made._commit(lambda: None, added=rows.keys)
            fresh.rename(path)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> "Collection":
        """Open and verify a collection, or raise `Damage`."""
        folder = Folder.open(path)
        try:
            made = cls(folder, Table.open(path))
            made._load()
        except Damage:
            raise
        except Exception as error:
            if storage_error(error) is not None:
                raise
            raise Damage("its table cannot be read") from error
        if folder.sums.is_cleaning:
            folder.sums.is_cleaning = False
            made._commit(lambda: None)
        return made

    def _load(self) -> None:
        sums = self.folder.sums
        if self._table.version != sums.version:
            raise Damage("its newest version is another one")
        if self._wants_mirror():
            self.mirror = Mirror(sums.dimensions, sums.rows)
            for rows in self._table.rows(sums.dimensions):
                self.mirror.put(rows)
                self._keys.update(rows.keys)
        else:
            for keys in self._table.keys():
                self._keys.update(keys)
        self._digest = digest_of(self._keys)
        if len(self._keys) != sums.rows or as_hex(self._digest) != sums.digest:
            raise Damage("its rows are not those that were written")

    def _wants_mirror(self) -> bool:
        sums = self.folder.sums
        is_quick = sums.index and not is_dear(sums.index, sums.rows)
        return sums.rows <= (EXACT_ROWS if is_quick else MIRROR_ROWS)

    def _commit(
        self, work: Callable[[], None], added: Several[bytes] = (), removed: Several[bytes] = ()
    ) -> None:
        """Do one change and write it down; after an error the collection is opened anew."""
        work()
        digest = self._digest ^ digest_of(added) ^ digest_of(removed)
        count = len(self._keys) + len(added) - len(removed)
        self.folder.record(self._table.version, count, as_hex(digest))
        self._keys.update(added)
        self._keys.difference_update(removed)
        self._digest = digest
        self._ordered = None

    def _keep_mirror(self) -> None:
        if self._wants_mirror() == (self.mirror is not None):
            return
        if self.mirror is not None:
            self.mirror = None
            return
        mirror = Mirror(self.folder.sums.dimensions, self.folder.sums.rows)
        for rows in self._table.rows(mirror.dimensions):
            mirror.put(rows)
        self.mirror = mirror

    def upsert(self, rows: Rows) -> int:
        """Write rows, and return how many."""
        self.want_dimensions(rows.matrix.shape[1])
        if len(rows) == 0:
            return 0
        self.folder.check()
        added = [key for key in rows.keys if key not in self._keys]
        self._commit(lambda: self._table.upsert(rows), added=added)
        if self.mirror is not None:
            self.mirror.put(rows)
        self._keep_mirror()
        return len(rows)

    def delete(self, keys: list[bytes]) -> int:
        """Take rows away, and return how many were there."""
        self.folder.check()
        there = sorted(set(keys) & self._keys)
        if not there:
            return 0
        self._commit(lambda: self._table.delete(there), removed=there)
        if self.mirror is not None:
            self.mirror.drop(there)
        self._keep_mirror()
        return len(there)

    def read(self, after: bytes | None, limit: int) -> Iterator[tuple[str, str, Floats]]:
        """Return some rows in the order of their keys: what each is about, its hash, its vector."""
        if self._ordered is None:
            self._ordered = sorted(self._keys)
        begin = bisect_right(self._ordered, after) if after is not None else 0
        wanted = self._ordered[begin : begin + limit]
        if self.mirror is not None:
            return iter(self.mirror.pick(wanted))
        return self._table.pick(wanted, self.folder.sums.dimensions)

    def want_dimensions(self, dimensions: int) -> None:
        """Refuse vectors of another length."""
        have = self.folder.sums.dimensions
        if dimensions != have:
            name = self.folder.path.name
            raise invalid(
                f"The collection {name} holds vectors of {have} dimensions, not of {dimensions}."
            )

    def optimize(self) -> None:
        """Bring files together, remove old versions, and keep the index fresh."""
        self.folder.check()
        unknown = self._table.unindexed_rows() if self.folder.sums.index else 0
        self._commit(self._table.compact)
        self._refresh_index(unknown)
        # From here on old files may be missing; a kill in between must not look like damage.
        self.folder.sums.is_cleaning = True
        self._commit(lambda: None)
        self._commit(self._clean)
        self._keep_mirror()

    def _clean(self) -> None:
        self._table.clean()
        self.folder.sums.is_cleaning = False

    def _refresh_index(self, unknown: int) -> None:
        """Make the index, or tune it anew when it has learnt rows that it did not know."""
        rows = len(self._keys)
        sums = self.folder.sums
        if rows <= EXACT_ROWS or (sums.index and unknown == 0):
            return
        began = time.perf_counter()
        if not sums.index or unknown > STALE_ABOVE * rows:
            self._commit(lambda: self._table.build_index(rows))
        self.folder.sums.index = tune(self._table, sums.dimensions)
        self._commit(lambda: None)
        log.info("An index over %d rows took %.1f s.", rows, time.perf_counter() - began)

    @property
    def is_indexed(self) -> bool:
        """Whether there is an index, for more rows than are searched exactly in any case."""
        return bool(self.folder.sums.index) and self.folder.sums.rows > EXACT_ROWS

    def search(
        self, query: Floats, limit: int, condition: Condition | None, *, exact: bool
    ) -> list[dict[str, Any]]:
        """Return the nearest rows with their score, the best first."""
        mirror = self.mirror
        if mirror is not None:
            return mirror.snapshot.search(query, limit, condition)
        settings = None if exact or not self.folder.sums.index else self.folder.sums.index
        text = condition.sql() if condition is not None else None
        return self._table.nearest(query, limit, text, settings)
