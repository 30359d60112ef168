"""LanceDB behind the few calls that a collection needs; imported when first used."""

import math
import os
import warnings
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from tenon_sidecar.vectors.folder import TABLE
from tenon_sidecar.vectors.rows import Rows
from tenon_sidecar.vectors.snapshot import Floats

COLUMNS = ["key", "ref", "hash", "kind", "path", "language", "at"]
_BATCH = 2_000
_FOREVER = timedelta(days=36_500)


def _limit_threads() -> None:
    """Leave a core to the window; read by the native code when it is loaded."""
    threads = str(max(1, (os.cpu_count() or 2) - 1))
    for name in ("LANCE_CPU_THREADS", "TOKIO_WORKER_THREADS", "RAYON_NUM_THREADS"):
        os.environ.setdefault(name, threads)
    os.environ.setdefault("LANCE_IO_THREADS", "2")
    # Its log repeats conditions, and with them paths; ours says what matters.
    os.environ.setdefault("RUST_LOG", "off")
    os.environ.setdefault("LANCE_LOG", "off")


_limit_threads()

import lancedb  # noqa: E402 - only after the limits
import pyarrow as pa  # noqa: E402
from lancedb.index import IvfSq  # noqa: E402

pa.set_cpu_count(1)


def _schema(dimensions: int) -> Any:  # noqa: ANN401 - pyarrow has no types
    texts = [pa.field(name, pa.string(), nullable=False) for name in COLUMNS[:-1]]
    vector = pa.field("vector", pa.list_(pa.float32(), dimensions), nullable=False)
    return pa.schema([*texts, pa.field("at", pa.int64(), nullable=False), vector])


def _arrow(rows: Rows) -> Any:  # noqa: ANN401
    dimensions = rows.matrix.shape[1]
    vectors = pa.FixedSizeListArray.from_arrays(pa.array(rows.matrix.ravel()), dimensions)
    texts = (rows.refs, rows.hashes, rows.kinds, rows.paths, rows.languages)
    columns = [pa.array(values, pa.string()) for values in ([k.hex() for k in rows.keys], *texts)]
    return pa.Table.from_arrays([*columns, pa.array(rows.at), vectors], schema=_schema(dimensions))


def _rows(batch: Any, dimensions: int) -> Rows:  # noqa: ANN401
    texts = {name: batch.column(name).to_pylist() for name in COLUMNS[:-1]}
    vectors = batch.column("vector").flatten().to_numpy(zero_copy_only=False)
    return Rows(
        [bytes.fromhex(key) for key in texts["key"]],
        texts["ref"],
        texts["hash"],
        texts["kind"],
        texts["path"],
        texts["language"],
        batch.column("at").to_numpy(zero_copy_only=False),
        vectors.reshape(-1, dimensions),
    )


def parts(rows: int) -> int:
    """Return how many parts an index over so many rows has: as many as a part has rows."""
    return max(16, math.isqrt(rows))


class Table:
    """One table of one folder. A commit is one call; there is no other writer."""

    def __init__(self, table: Any) -> None:  # noqa: ANN401
        self._table = table

    @classmethod
    def create(cls, folder: Path, rows: Rows) -> "Table":
        """Make the table with its first rows."""
        return cls(lancedb.connect(folder).create_table(TABLE, _arrow(rows)))

    @classmethod
    def open(cls, folder: Path) -> "Table":
        """Open the newest version."""
        return cls(lancedb.connect(folder).open_table(TABLE))

    @property
    def version(self) -> int:
        """The number of the version that is read."""
        return int(self._table.version)

    @property
    def is_indexed(self) -> bool:
        """Whether there is an index over the vectors."""
        return any(index.columns == ["vector"] for index in self._table.list_indices())

    def upsert(self, rows: Rows) -> None:
        """Write rows; those with a known key replace the old ones."""
        merge = self._table.merge_insert("key").when_matched_update_all()
        merge.when_not_matched_insert_all().execute(_arrow(rows))

    def delete(self, keys: list[bytes]) -> None:
        """Take rows away in one commit."""
        listed = ", ".join(f"'{key.hex()}'" for key in keys)
        self._table.delete(f"key IN ({listed})")

    def keys(self) -> Iterator[list[bytes]]:
        """Return every key, in portions."""
        for batch in self._table.search().select(["key"]).limit(None).to_batches(_BATCH):
            yield [bytes.fromhex(key) for key in batch.column("key").to_pylist()]

    def pick(self, keys: list[bytes], dimensions: int) -> Iterator[tuple[str, str, Floats]]:
        """Return what rows are about, their hashes and vectors, in the order of the keys."""
        if not keys:
            return
        wanted = [*COLUMNS, "vector"]
        listed = ", ".join(f"'{key.hex()}'" for key in keys)
        search = self._table.search().where(f"key IN ({listed})").select(wanted).limit(len(keys))
        found: dict[bytes, tuple[str, str, Floats]] = {}
        for batch in search.to_batches(_BATCH):
            rows = _rows(batch, dimensions)
            found |= {
                key: (rows.refs[at], rows.hashes[at], rows.matrix[at])
                for at, key in enumerate(rows.keys)
            }
        for key in keys:
            yield found[key]

    def rows(self, dimensions: int) -> Iterator[Rows]:
        """Return every row, in portions that do not hold Python's lock for long."""
        wanted = [*COLUMNS, "vector"]
        for batch in self._table.search().select(wanted).limit(None).to_batches(_BATCH):
            yield _rows(batch, dimensions)

    def compact(self) -> None:
        """Bring small files together, and new rows into the index; old versions stay."""
        self._table.optimize(cleanup_older_than=_FOREVER)

    def clean(self) -> None:
        """Remove every version but the newest, and what no version names."""
        with warnings.catch_warnings():
            # It warns of other readers of the table, and there are none.
            warnings.simplefilter("ignore")
            self._table.optimize(cleanup_older_than=timedelta(0), delete_unverified=True)

    def build_index(self, rows: int) -> None:
        """Make the index over the vectors anew."""
        # A byte a figure and no product codes: made in a quarter of the time, and few candidates
        # have to be read again in full, which costs more than to look at more parts.
        # Changes wait meanwhile, so it learns from fewer rows and in fewer rounds than Lance would.
        config = IvfSq(
            distance_type="cosine",
            num_partitions=parts(rows),
            max_iterations=15,
            sample_rate=64,
        )
        self._table.create_index("vector", config=config)

    def unindexed_rows(self) -> int:
        """Return how many rows the index does not know yet."""
        for index in self._table.list_indices():
            if index.columns == ["vector"]:
                return int(self._table.index_stats(index.name).num_unindexed_rows)
        return 0

    def nearest(
        self, query: Floats, limit: int, condition: str | None, settings: dict[str, int] | None
    ) -> list[dict[str, Any]]:
        """Return the nearest rows with their score; exactly when there are no settings."""
        search = self._table.search(query).distance_type("cosine")
        if condition is not None:
            search = search.where(condition, prefilter=True)
        if settings is None:
            search = search.bypass_vector_index()
        else:
            search = search.minimum_nprobes(settings["nprobes"]).refine_factor(settings["refine"])
            # Behind a narrow filter those parts may hold fewer rows than are wanted.
            search = search.maximum_nprobes(0 if condition is not None else settings["nprobes"])
        found = search.select([*COLUMNS, "_distance"]).limit(limit).to_arrow().to_pylist()
        for row in found:
            row["score"] = min(1.0, 1.0 - float(row.pop("_distance")))
            del row["key"]
        return list(found)

    def count(self) -> int:
        """Return how many rows there are."""
        return int(self._table.count_rows())

    def sample(self, count: int, dimensions: int) -> Floats:
        """Return some vectors of the table, spread over its rows."""
        total = self.count()
        offsets = sorted({total * place // count for place in range(count)})
        taken = self._table.take_offsets(offsets).select(["vector"]).to_arrow()
        flat = taken.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
        made: Floats = flat.reshape(-1, dimensions).astype(np.float32)
        return made
