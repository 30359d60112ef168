"""Every collection below one folder: opened when asked for, removed when damaged.

Runs on the writer's thread, but for `opened` and what it returns.
"""

import logging
import shutil
import time
import uuid
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from tenon_sidecar.errors import SidecarError
from tenon_sidecar.kit import pauses
from tenon_sidecar.vectors.failures import Damage, damaged, no_folder, not_there, storage_error
from tenon_sidecar.vectors.keys import key_of
from tenon_sidecar.vectors.schemas import Key, Place, Row

if TYPE_CHECKING:
    from tenon_sidecar.vectors.collection import Collection

log = logging.getLogger("tenon.vectors")

# So much memory the vectors of all open collections may take.
MEMORY_BYTES = 512 * 1024 * 1024

Name = tuple[str, str]


class Store:
    """The collections of every workspace of a profile."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: OrderedDict[Name, Collection] = OrderedDict()
        self._swept: set[str] = set()

    def warm(self) -> None:
        """Import what collections are made of."""
        with pauses.loading():
            import tenon_sidecar.vectors.collection
            import tenon_sidecar.vectors.rows  # noqa: F401

    def opened(self, place: Place) -> "Collection | None":
        """Return a collection that is open already."""
        return self._open.get((place.workspace, place.collection))

    def open(self, place: Place) -> "Collection | None":
        """Return the collection, or nothing when there is none."""
        name = (place.workspace, place.collection)
        if name in self._open:
            self._open.move_to_end(name)
            return self._open[name]
        path = self._path(place)
        if not path.exists() and not path.is_symlink():
            return None
        began = time.perf_counter()
        with pauses.loading():
            # Imported here, because LanceDB takes a second or two.
            from tenon_sidecar.vectors.collection import Collection

            self._open[name] = made = Collection.open(path)
        seconds = time.perf_counter() - began
        log.info("A collection of %d rows is opened in %.2f s.", made.folder.sums.rows, seconds)
        self._make_room()
        return made

    def upsert(self, place: Place, dimensions: int, given: list[Row]) -> int:
        """Write rows, and make the collection when there is none."""
        with pauses.loading():
            from tenon_sidecar.vectors.collection import Collection
            from tenon_sidecar.vectors.rows import from_wire

        collection = self.open(place)
        if collection is not None:
            collection.want_dimensions(dimensions)
        rows = from_wire(given, dimensions)
        if collection is not None:
            return collection.upsert(rows)
        if len(rows) > 0:
            path = self._path(place)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError):
                raise no_folder(self._root) from None
            with pauses.loading():
                made = Collection.create(path, rows)
            self._open[(place.workspace, place.collection)] = made
            self._make_room()
        return len(rows)

    def delete(self, place: Place, keys: list[Key] | None) -> int:
        """Take rows away, or the whole collection when there are no keys."""
        collection = self.open(place)
        if collection is None:
            return 0
        if keys is not None:
            return collection.delete([key_of(key.ref, key.hash) for key in keys])
        rows = collection.folder.sums.rows
        self.remove(place)
        return rows

    def optimize(self, place: Place) -> tuple[dict[str, int], dict[str, int], bool]:
        """Make a collection small and fast; returns its size before and after."""
        collection = self.open(place)
        if collection is None:
            raise not_there(place.collection)
        began = time.perf_counter()
        before = collection.folder.size()
        collection.optimize()
        after = collection.folder.size()
        log.info(
            "Optimized %d rows in %.2f s: %d bytes in %d files of %d versions, "
            "then %d bytes in %d files of %d.",
            after["rows"],
            time.perf_counter() - began,
            *(before[part] for part in ("bytes", "files", "versions")),
            *(after[part] for part in ("bytes", "files", "versions")),
        )
        return before, after, collection.is_indexed

    def checked(self, place: Place) -> "Collection | None":
        """Return the collection after a look at all its files."""
        collection = self.opened(place)
        if collection is None:
            return self.open(place)
        collection.folder.check()
        return collection

    def forget(self, place: Place) -> None:
        """Close a collection; the next call opens and verifies it anew."""
        self._open.pop((place.workspace, place.collection), None)

    def remove(self, place: Place) -> None:
        """Take a collection off the disk; it is gone at once, whatever happens then."""
        self.forget(place)
        path = self._path(place)
        gone = path.with_name(f".gone-{uuid.uuid4().hex}")
        path.rename(gone)
        _discard(gone)

    def answer(self, place: Place, error: Exception) -> SidecarError | None:
        """Turn an error into an answer, after healing what can be healed."""
        if isinstance(error, SidecarError):
            return error
        self.forget(place)
        if (refused := storage_error(error)) is not None:
            return refused
        if not isinstance(error, Damage):
            # Lance tells damage in many ways; the checksums know.
            try:
                self.open(place)
            except Damage as found:
                error = found
            except Exception as other:
                return storage_error(other)
            else:
                return None
        log.warning("The collection %s is removed: %s.", place.collection, error)
        try:
            self.remove(place)
        except OSError as failed:
            return storage_error(failed)
        return damaged(place.collection, str(error))

    def _path(self, place: Place) -> Path:
        workspace = self._root / place.workspace
        if workspace.is_symlink() or (workspace.exists() and not workspace.is_dir()):
            workspace.unlink()
            raise damaged(place.collection, "the folder of its workspace is not a folder")
        if place.workspace not in self._swept:
            self._swept.add(place.workspace)
            for left in [*workspace.glob(".gone-*"), *workspace.glob(".new-*")]:
                _discard(left)
        return workspace / place.collection

    def _make_room(self) -> None:
        while len(self._open) > 1 and self._memory() > MEMORY_BYTES:
            self._open.popitem(last=False)

    def _memory(self) -> int:
        return sum(one.mirror.memory for one in self._open.values() if one.mirror is not None)


def _discard(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path, ignore_errors=True)
