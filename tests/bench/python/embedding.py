"""Measures the sidecar's embeddings beside bare ONNX Runtime, both in one run and in turns.

Ours is the whole way: texts over HTTP to a sidecar of its own, tokenised, run, and sent
back. Bare is a session in this process on the same graph, with the tokens made before
the clock starts. Prints one JSON object, in which each row has one figure for each turn.

    sidecar/.venv/bin/python tests/bench/python/embedding.py [--pairs N] [--texts N]
"""

import argparse
import http.client
import itertools
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy
import onnxruntime
from tokenizers import Tokenizer

from tenon_sidecar.embeddings.engines.minilm import MAX_TOKENS
from tenon_sidecar.embeddings.engines.onnx import threads
from tenon_sidecar.model import MODEL_NAME, graph, weights
from tenon_sidecar.model.provide import provide
from tenon_sidecar.settings import default_models_dir

ROOT = Path(__file__).parents[3]
TOKEN = "bench-token-0123456789"
NONCE = "00112233445566778899aabbccddeeff"
# As Tenon asks: so many texts in a request, and so many requests under way.
TEXTS = 32
UNDER_WAY = 4
SEED = 20240817


def chunks(most: int) -> list[str]:
    """Cut this project's own sources into pieces of about a function's length."""
    made: list[str] = []
    for folder, pattern in (("src-tauri", "*.rs"), ("src", "*.ts*"), ("sidecar/src", "*.py")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            lines: list[str] = []
            for line in [*path.read_text().splitlines(), ""]:
                if len(lines) >= 40 or (len(lines) >= 12 and not line.strip()):
                    made.append("\n".join(lines))
                    lines = []
                lines.append(line)
    random.Random(SEED).shuffle(made)
    return made[:most]


class Sidecar:
    """One that runs, and a client that keeps its connections."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._own = threading.local()
        self._pool = ThreadPoolExecutor(UNDER_WAY)

    def ask(self, method: str, target: str, payload: object = None) -> Any:  # noqa: ANN401
        """Send one request and return the JSON of its answer."""
        if not hasattr(self._own, "connection"):
            self._own.connection = http.client.HTTPConnection("127.0.0.1", self._port)
        headers = {"authorization": f"Bearer {TOKEN}"}
        body = None if payload is None else json.dumps(payload).encode()
        if body is not None:
            headers["content-type"] = "application/json"
        self._own.connection.request(method, target, body, headers)
        answer = self._own.connection.getresponse()
        read = json.loads(answer.read())
        if answer.status != 200:
            raise SystemExit(f"the sidecar answered {answer.status}: {read}")
        return read

    def health(self) -> Any:  # noqa: ANN401
        """Ask whether it is there."""
        return self.ask("GET", f"/health?nonce={NONCE}")

    def embed(self, texts: list[str]) -> None:
        """Embed everything, in requests of which some are under way at any time."""
        parts = [texts[at : at + TEXTS] for at in range(0, len(texts), TEXTS)]
        payloads = [{"texts": part, "encoding": "base64"} for part in parts]
        list(self._pool.map(lambda payload: self.ask("POST", "/embeddings", payload), payloads))


@contextmanager
def sidecar(models_dir: Path, workers: int) -> Iterator[Sidecar]:
    """Run one with so many threads until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        environment = {
            "PATH": os.environ["PATH"],
            "TENON_SIDECAR_TOKEN": TOKEN,
            "TENON_MODELS_DIR": str(models_dir),
            "TENON_SIDECAR_THREADS": str(workers),
        }
        fd = listener.fileno()
        command = [sys.executable, "-I", "-m", "tenon_sidecar", "--fd", str(fd), "--watch-stdin"]
        process = subprocess.Popen(
            command,
            pass_fds=[fd],
            env=environment,
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with process:
            try:
                client = Sidecar(listener.getsockname()[1])
                while (state := client.health()["engine"]["state"]) == "loading":
                    time.sleep(0.05)
                if state != "ready":
                    raise SystemExit("the engine of the sidecar is not ready")
                yield client
            finally:
                process.kill()


def session(model: str | bytes, workers: int) -> Callable[[list[int]], Any]:
    """Return a run of one text's tokens, with the options that the sidecar has."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = workers
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    made = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def run(row: list[int]) -> Any:  # noqa: ANN401
        ids = numpy.array([row], dtype=numpy.int64)
        return made.run(None, {"input_ids": ids, "attention_mask": numpy.ones_like(ids)})[0][0]

    return run


def turns(pairs: int, tokens: int, ours: Callable[[], object], peer: Callable[[], object]) -> Any:  # noqa: ANN401
    """Measure both in turns, in tokens a second; who goes first changes."""
    rates: dict[str, list[float]] = {"ours": [], "peer": []}
    both = [("ours", ours), ("peer", peer)]
    for pair in range(pairs):
        for side, work in both if pair % 2 == 0 else both[::-1]:
            began = time.perf_counter()
            work()
            rates[side].append(tokens / (time.perf_counter() - began))
    return rates


def health(client: Sidecar, texts: list[str]) -> list[float]:
    """Ask for health again and again while texts are embedded; the answers in ms."""
    working = threading.Thread(target=client.embed, args=(texts,))
    working.start()
    took = []
    while working.is_alive():
        began = time.perf_counter()
        client.health()
        took.append((time.perf_counter() - began) * 1000)
        time.sleep(0.01)
    return took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--texts", type=int, default=600)
    asked = parser.parse_args()
    models_dir = default_models_dir(os.environ)
    folder, _ = provide(models_dir)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    texts = chunks(asked.texts)
    encoded = tokenizer.encode_batch(texts)
    workers = threads(None)
    run = session(str(folder / "model.onnx"), workers)
    rows = []
    with sidecar(models_dir, workers) as client:
        # Texts of one length each, and then chunks as they are, where they fit.
        for length in (32, 128, MAX_TOKENS, None):
            whole = zip(texts, encoded, strict=True)
            if length is None:
                chosen = [text for text, one in whole if len(one.ids) <= MAX_TOKENS]
            else:
                kept = ((text, one) for text, one in whole if len(one.ids) >= length)
                chosen = [text[: one.offsets[length - 2][1]] for text, one in kept]
            chosen = list(itertools.islice(chosen, 4096 // length if length else asked.texts // 5))
            ids = sorted((one.ids for one in tokenizer.encode_batch(chosen)), key=len)
            rates = turns(
                asked.pairs,
                sum(map(len, ids)),
                lambda chosen=chosen: client.embed(chosen),
                lambda ids=ids: [run(row) for row in ids],
            )
            mean = sum(map(len, ids)) / len(ids)
            what = "chunks of code" if length is None else f"texts of {length} tokens"
            rows.append({"what": what, "texts": len(ids), "tokens": mean, **rates})
    with sidecar(models_dir, os.cpu_count() or 1) as client:
        answers = health(client, texts[: asked.texts // 3])
    source = weights.find()
    near: list[float] = []
    if source is not None:
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "floats.onnx"
            path.write_bytes(
                graph.build(weights.read(source / "model.safetensors")).SerializeToString()
            )
            floats = session(str(path), workers)
            for one in encoded[: asked.texts // 2]:
                row = (
                    [*one.ids[: MAX_TOKENS - 1], one.ids[-1]]
                    if len(one.ids) > MAX_TOKENS
                    else one.ids
                )
                near.append(float(floats(row) @ run(row)))
    report = {
        "model": MODEL_NAME,
        "onnxruntime": onnxruntime.__version__,
        "threads": workers,
        "rows": rows,
        "health": answers,
        "cosines": near,
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
