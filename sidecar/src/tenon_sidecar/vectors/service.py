"""Answers the calls: changes on one thread, searches on another."""

import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from tenon_sidecar.errors import Code, SidecarError
from tenon_sidecar.kit.lanes import Lane
from tenon_sidecar.vectors.answers import Found, Hit, Optimized, Page, Size, Stats
from tenon_sidecar.vectors.failures import not_there
from tenon_sidecar.vectors.filters import Condition
from tenon_sidecar.vectors.schemas import (
    DeleteRequest,
    Filter,
    Place,
    ReadRequest,
    SearchRequest,
    UpsertRequest,
)
from tenon_sidecar.vectors.store import Store

log = logging.getLogger("tenon.vectors")

P = ParamSpec("P")
R = TypeVar("R")
Embed = Callable[[str, str | None], Awaitable[list[float]]]

# Calls that run or wait; a change takes some 50 ms, a search some 10.
MAX_CHANGES = 16
MAX_SEARCHES = 64


class VectorService:
    """The vectors of a profile; without a folder every call says so."""

    def __init__(self, root: Path | None) -> None:
        self._store = Store(root) if root is not None else None
        self._changes = Lane("vectors", MAX_CHANGES, "vectors")
        self._searches = Lane("search", MAX_SEARCHES, "search of vectors")

    def close(self) -> None:
        """Drop what waits."""
        self._changes.close()
        self._searches.close()

    async def warm(self) -> None:
        """Load what the first call needs, because LanceDB takes a second or two."""
        if self._store is not None:
            await self._changes.run(self._store.warm)

    async def upsert(self, asked: UpsertRequest) -> int:
        """Write rows; returns how many."""
        store = self._need_store()
        return await self._change(asked, store.upsert, asked, asked.dimensions, asked.rows)

    async def delete(self, asked: DeleteRequest) -> int:
        """Take rows away; returns how many were there."""
        return await self._change(asked, self._need_store().delete, asked, asked.keys)

    async def optimize(self, asked: Place) -> Optimized:
        """Compact, clean up, and refresh the index."""
        began = time.perf_counter()
        store = self._need_store()
        before, after, is_indexed = await self._change(asked, store.optimize, asked)
        return Optimized(
            before=Size(**before),
            after=Size(**after),
            indexed=is_indexed,
            elapsed_ms=_since(began),
        )

    async def read(self, asked: ReadRequest) -> Page:
        """Give back a page of rows with their vectors."""
        return await self._change(asked, self._page, asked)

    async def stats(self, asked: Place) -> Stats:
        """Say what a collection holds, after a look at its files."""
        return await self._change(asked, self._stats, asked)

    async def search(self, asked: SearchRequest, embed: Embed) -> Found:
        """Find the nearest rows."""
        store = self._need_store()
        condition = await self._condition(asked.filter)
        began = time.perf_counter()
        vector = await embed(asked.text, asked.model) if asked.text is not None else None
        embed_ms = _since(began) if vector is not None else 0.0
        began = time.perf_counter()
        if store.opened(asked) is None:
            await self._change(asked, store.open, asked)
        hits, rows, is_sure = await self._searches.run(self._look, asked, vector, condition)
        if not is_sure:
            # Something was touched or failed: the other thread looks closely, and alone.
            await self._change(asked, store.checked, asked)
            hits, rows, _ = await self._change(asked, self._search, asked, vector, condition)
        return Found(hits=hits, rows=rows, embed_ms=embed_ms, search_ms=_since(began))

    async def _change(
        self, place: Place, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        store = self._need_store()

        def guarded() -> R:
            try:
                return work(*args, **kwargs)
            except Exception as error:
                answer = store.answer(place, error)
                if answer is None:
                    raise
                raise answer from error

        return await self._changes.run(guarded)

    async def _condition(self, asked: Filter | None) -> Condition | None:
        if asked is None or asked.paths is None:
            return Condition.of(asked)
        return await self._searches.run(Condition.of, asked)

    def _stats(self, place: Place) -> Stats:
        collection = self._need_store().checked(place)
        if collection is None:
            return Stats(
                exists=False, rows=0, bytes=0, files=0, versions=0, digest="0" * 16, indexed=False
            )
        return Stats(
            exists=True,
            digest=collection.folder.sums.digest,
            indexed=collection.is_indexed,
            **collection.folder.size(),
        )

    def _page(self, asked: ReadRequest) -> Page:
        from tenon_sidecar.vectors.pages import page

        store = self._need_store()
        # One look at all the files does for all pages; changes in between look for themselves.
        collection = store.checked(asked) if asked.after is None else store.open(asked)
        if collection is None:
            raise not_there(asked.collection)
        return page(collection, asked.after, asked.limit)

    def _look(
        self, asked: SearchRequest, vector: list[float] | None, condition: Condition | None
    ) -> tuple[list[Hit], int, bool]:
        try:
            return self._search(asked, vector, condition)
        except SidecarError:
            raise
        except Exception as error:
            log.warning("A search is repeated.", exc_info=error)
            return [], 0, False

    def _search(
        self, asked: SearchRequest, vector: list[float] | None, condition: Condition | None
    ) -> tuple[list[Hit], int, bool]:
        from tenon_sidecar.vectors.rows import decode, length_1

        collection = self._need_store().opened(asked)
        if collection is None:
            raise not_there(asked.collection)
        query = length_1(vector) if vector is not None else decode(asked.vector or "", "vector")
        collection.want_dimensions(len(query))
        is_sure = collection.folder.newest_is_untouched()
        found: list[dict[str, Any]] = (
            collection.search(query, asked.limit, condition, exact=asked.exact) if is_sure else []
        )
        return [Hit(**one) for one in found], collection.folder.sums.rows, is_sure

    def _need_store(self) -> Store:
        if self._store is None:
            raise SidecarError(
                Code.SIDECAR_UNAVAILABLE,
                "The sidecar was started without a folder for vectors.",
                503,
                hint="Set TENON_VECTORS_DIR; Tenon does when it starts the sidecar.",
            )
        return self._store


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 3)
