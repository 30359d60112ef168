"""A stand-in for Ollama, or for whatever speaks like OpenAI, that answers as the test says."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes]


def vector(text: str, dimensions: int = 3) -> list[float]:
    """Return a vector that tells texts apart and is not of length 1."""
    return [3.0, float(len(text))] + [1.0] * (dimensions - 2)


def as_openai(payload: Any, dimensions: int = 3) -> Answer:  # noqa: ANN401
    rows = [
        {"index": place, "embedding": vector(text, dimensions)}
        for place, text in enumerate(payload["input"])
    ]
    # The order of the rows is not promised; the index is.
    return 200, json.dumps({"data": rows[::-1]}).encode()


def as_ollama(payload: Any, dimensions: int = 3) -> Answer:  # noqa: ANN401
    vectors = [vector(text, dimensions) for text in payload["input"]]
    return 200, json.dumps({"embeddings": vectors}).encode()


class StandIn:
    """What was asked, and how it answers next."""

    def __init__(self, answer: Callable[[Any], Answer]) -> None:
        self.answer = answer
        self.targets: list[str] = []
        self.payloads: list[Any] = []
        self.headers: list[dict[str, str]] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def standing_in(answer: Callable[[Any], Answer]) -> Iterator[StandIn]:
    """Serve until the block ends."""
    stand_in = StandIn(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            payload = json.loads(self.rfile.read(int(self.headers["content-length"])))
            stand_in.targets.append(self.path)
            stand_in.payloads.append(payload)
            stand_in.headers.append({key.lower(): value for key, value in self.headers.items()})
            status, body = stand_in.answer(payload)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("location", "http://127.0.0.1:1/elsewhere")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
