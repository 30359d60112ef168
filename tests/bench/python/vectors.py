"""Measures the sidecar's search of vectors beside numpy on one thread, in one run and in turns.

Ours is the whole way: a question over HTTP to a sidecar of its own, and its answer read.
`inside` is what the sidecar itself took for it. Numpy has the same vectors in this process.
Vectors are clustered, because on even noise every search looks alike. Prints one JSON
object with milliseconds for each turn, the ratios of their medians, and the sizes.

    sidecar/.venv/bin/python tests/bench/python/vectors.py [--pairs N] [--rows N]
"""

import argparse
import base64
import http.client
import importlib.metadata
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Before numpy is loaded: the peer has one thread.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy  # noqa: E402

DIMENSIONS = 384
CLUSTERS = 1_000
NEAREST = 10
SMALL_CALLS = 500
SMALL_ROWS = 20
TOKEN = "bench-token-0123456789"
PLACE = {"workspace": "00112233-4455-6677-8899-aabbccddeeff", "collection": "bench"}


class Vectors:
    """Clustered vectors of length 1, the same in every run."""

    def __init__(self) -> None:
        self._chance = numpy.random.default_rng(20240817)
        self._middles = self._chance.standard_normal((CLUSTERS, DIMENSIONS)).astype("f4")

    def make(self, count: int) -> Any:  # noqa: ANN401
        """Return some more."""
        near = self._middles[self._chance.integers(0, CLUSTERS, count)]
        made = near + 0.7 * self._chance.standard_normal((count, DIMENSIONS)).astype("f4")
        return made / numpy.linalg.norm(made, axis=1, keepdims=True)


class Sidecar:
    """One that runs, asked over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(self, what: str, **body: object) -> Any:  # noqa: ANN401
        """Send one call and return its answer."""
        headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
        payload = json.dumps({**PLACE, **body}).encode()
        self._connection.request("POST", f"/vectors/{what}", payload, headers)
        answer = self._connection.getresponse()
        read = json.loads(answer.read())
        if answer.status != 200:
            raise SystemExit(f"the sidecar answered {answer.status}: {read}")
        return read

    def upsert(self, first: int, vectors: Any) -> None:  # noqa: ANN401
        """Write rows; one in ten is of the language that the filter asks for."""
        rows = [
            {
                "ref": f"symbol:{number}",
                "hash": f"{number:032x}",
                "kind": "symbol",
                "path": f"src/folder{number % 100}/file{number % 5_000}.rs",
                "language": "go" if number % 10 == 0 else "rust",
                "at": number,
                "vector": base64.b64encode(vector.astype("<f4").tobytes()).decode(),
            }
            for number, vector in enumerate(vectors, first)
        ]
        self.ask("upsert", dimensions=DIMENSIONS, rows=rows)

    def search(self, query: Any, **more: object) -> Any:  # noqa: ANN401
        """Ask for the nearest rows."""
        encoded = base64.b64encode(query.astype("<f4").tobytes()).decode()
        return self.ask("search", vector=encoded, limit=NEAREST, **more)


@contextmanager
def sidecar(folder: Path) -> Iterator[Sidecar]:
    """Run one until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        fd = listener.fileno()
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "tenon_sidecar", "--fd", str(fd), "--watch-stdin"],
            pass_fds=[fd],
            env={
                "PATH": os.environ["PATH"],
                "TENON_SIDECAR_TOKEN": TOKEN,
                "TENON_SIDECAR_ENGINE": "hashing",
                "TENON_MODELS_DIR": str(folder),
                "TENON_VECTORS_DIR": str(folder / "vectors"),
            },
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with process:
            try:
                yield Sidecar(listener.getsockname()[1])
            finally:
                process.kill()


def nearest(matrix: Any, query: Any) -> list[int]:  # noqa: ANN401
    """Return the nearest rows by one product: what numpy takes for it is the peer."""
    scores = matrix @ query
    top = numpy.argpartition(scores, len(scores) - NEAREST)[-NEAREST:]
    return [int(row) for row in top[numpy.argsort(-scores[top])]]


def compare(
    client: Sidecar, matrix: Any, queries: Any, what: str, **more: object
) -> dict[str, Any]:  # noqa: ANN401
    """Measure both in turns; who goes first changes. Both must find the same."""
    took: dict[str, list[float]] = {"ours": [], "inside": [], "peer": []}
    kept = numpy.arange(len(matrix))
    if "filter" in more:
        kept = kept[::10]
    for turn, query in enumerate(queries):
        found: dict[str, list[int]] = {}
        for side in ("ours", "peer") if turn % 2 == 0 else ("peer", "ours"):
            began = time.perf_counter()
            if side == "ours":
                answer = client.search(query, **more)
            else:
                rows = nearest(matrix if "filter" not in more else matrix[kept], query)
            took[side].append((time.perf_counter() - began) * 1000)
            if side == "ours":
                took["inside"].append(answer["searchMs"])
                found[side] = [int(hit["ref"].partition(":")[2]) for hit in answer["hits"]]
            else:
                found[side] = [int(kept[row]) for row in rows]
        if set(found["ours"]) != set(found["peer"]):
            raise SystemExit(f"{what}: the two found different rows")
    middle = {side: statistics.median(times) for side, times in took.items()}
    return {
        "what": what,
        "rows": len(matrix),
        "ratio": middle["ours"] / middle["peer"],
        "ratioInside": middle["inside"] / middle["peer"],
        "p50": middle,
        **took,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--rows", type=int, default=90_000)
    asked = parser.parse_args()
    vectors = Vectors()
    matrix = vectors.make(asked.rows)
    queries = vectors.make(asked.pairs)
    # What the vectors and texts take as they come: the least that a disk could hold.
    least = 4 * DIMENSIONS * (asked.rows + SMALL_CALLS * SMALL_ROWS)
    report = []
    with tempfile.TemporaryDirectory() as scratch, sidecar(Path(scratch)) as client:
        began = time.perf_counter()
        for first in range(0, asked.rows, 2_000):
            client.upsert(first, matrix[first : first + 2_000])
        filled = time.perf_counter() - began
        client.ask("optimize")
        report.append(compare(client, matrix, queries, "exact"))
        report.append(compare(client, matrix, queries, "exact, again"))
        one_in_ten = {"languages": ["go"]}
        report.append(compare(client, matrix, queries, "one row in ten", filter=one_in_ten))
        for _ in range(SMALL_CALLS):
            more = vectors.make(SMALL_ROWS)
            client.upsert(len(matrix), more)
            matrix = numpy.concatenate([matrix, more])
        report.append(compare(client, matrix, queries, "after 500 small upserts"))
        sizes = client.ask("optimize")
        report.append(compare(client, matrix, queries, "after optimize"))
    print(
        json.dumps(
            {
                "versions": {
                    name: importlib.metadata.version(name)
                    for name in ("lancedb", "numpy", "pyarrow")
                },
                "load": os.getloadavg(),
                "fillSeconds": filled,
                "optimize": sizes,
                "bytesOverVectors": sizes["after"]["bytes"] / least,
                "results": report,
            }
        )
    )


if __name__ == "__main__":
    main()
