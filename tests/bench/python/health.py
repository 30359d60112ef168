"""Measures how long `/health` takes while rows are written and texts are embedded.

A process of its own asks for health every 5 ms; meanwhile this one writes rows of 384
figures, and two more requests at a time keep the engine at work. Prints one JSON object
with milliseconds: p50, p95, p99 and the longest, of health and of the writes.

    sidecar/.venv/bin/python tests/bench/python/health.py [--engine minilm] [--batch N] [--rows N]
"""

import argparse
import base64
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy

DIMENSIONS = 384
TEXTS = 64
EMBEDDING = 2
TOKEN = "bench-token-0123456789"
HEAD = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
PLACE = {"workspace": "00112233-4455-6677-8899-aabbccddeeff", "collection": "bench"}
WORDS = "fn let mut return for door red blue struct impl".split()
# Run by another interpreter, whose threads do not compete with those that write.
ASKS = """
import http.client, json, select, sys, time
asked = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
head, took = json.loads(sys.argv[2]), []
print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0.005)[0]:
    began = time.perf_counter()
    asked.request("GET", "/health?nonce=" + "0" * 32, headers=head)
    asked.getresponse().read()
    took.append((time.perf_counter() - began) * 1000)
print(json.dumps(took))
"""


def ask(to: http.client.HTTPConnection, target: str, body: bytes) -> Any:  # noqa: ANN401
    """Post a body and return the answer."""
    to.request("POST", target, body, HEAD)
    answer = to.getresponse()
    read = json.loads(answer.read())
    if answer.status != 200:
        raise SystemExit(f"the sidecar answered {answer.status}: {read}")
    return read


def bodies(rows: int, batch: int) -> list[bytes]:
    """Return requests that write so many rows."""
    chance = numpy.random.default_rng(20240817)
    made = []
    for first in range(0, rows, batch):
        vectors = chance.standard_normal((batch, DIMENSIONS)).astype("<f4")
        listed = [
            {
                "ref": f"symbol:0190c1d2-7a3b-7c4d-8e5f-{number:012x}",
                "hash": f"{number:032x}",
                "kind": "code",
                "path": f"src/folder{number % 100}/file{number % 5_000}.rs",
                "language": "rust",
                "at": 1_700_000_000_000 + number,
                "vector": base64.b64encode(vector.tobytes()).decode(),
            }
            for number, vector in enumerate(vectors, first)
        ]
        made.append(json.dumps({**PLACE, "dimensions": DIMENSIONS, "rows": listed}).encode())
    return made


def embed(port: int, stop: threading.Event) -> None:
    """Keep one request for embeddings under way."""
    to = http.client.HTTPConnection("127.0.0.1", port)
    while not stop.is_set():
        texts = [" ".join(random.choices(WORDS, k=120)) for _ in range(TEXTS)]
        ask(to, "/embeddings", json.dumps({"texts": texts, "encoding": "base64"}).encode())


def figures(took: list[float]) -> dict[str, float]:
    """Return what of the times is worth saying."""
    took = sorted(took)
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    picked = {name: round(took[int(part * (len(took) - 1))], 1) for name, part in at.items()}
    return {**picked, "max": round(took[-1], 1), "count": len(took)}


def measure(port: int, batch: int, rows: int) -> dict[str, Any]:
    """Write and embed while another process asks for health."""
    writer = http.client.HTTPConnection("127.0.0.1", port)
    waiting = bodies(rows, batch)
    # The first call loads LanceDB, which is no part of what is measured.
    ask(writer, "/vectors/upsert", waiting.pop(0))
    stop = threading.Event()
    embeds = [threading.Thread(target=embed, args=(port, stop)) for _ in range(EMBEDDING)]
    for thread in embeds:
        thread.start()
    asks = subprocess.Popen(
        [sys.executable, "-c", ASKS, str(port), json.dumps(HEAD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert asks.stdout is not None
    asks.stdout.readline()
    writes = []
    for body in waiting:
        began = time.perf_counter()
        ask(writer, "/vectors/upsert", body)
        writes.append((time.perf_counter() - began) * 1000)
    told, _ = asks.communicate("stop\n")
    stop.set()
    for thread in embeds:
        thread.join()
    return {"health": figures(json.loads(told)), "upsert": figures(writes)}


def main() -> None:
    """Run a sidecar, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="minilm")
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--rows", type=int, default=20_000)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as scratch,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        port = listener.getsockname()[1]
        own = {
            "TENON_SIDECAR_TOKEN": TOKEN,
            "TENON_SIDECAR_ENGINE": asked.engine,
            "TENON_VECTORS_DIR": str(Path(scratch, "vectors")),
        }
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "tenon_sidecar", "--fd", str(listener.fileno())],
            pass_fds=[listener.fileno()],
            env={**os.environ, **own},
            stderr=subprocess.DEVNULL,
        )
        with process:
            try:
                health = http.client.HTTPConnection("127.0.0.1", port)
                state = "loading"
                while state == "loading":
                    health.request("GET", f"/health?nonce={'0' * 32}", headers=HEAD)
                    state = json.loads(health.getresponse().read())["engine"]["state"]
                found = measure(port, asked.batch, asked.rows)
            finally:
                process.kill()
    print(json.dumps({"engine": asked.engine, "batch": asked.batch, **found}, indent=2))


if __name__ == "__main__":
    main()
