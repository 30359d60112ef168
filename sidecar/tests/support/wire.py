"""HTTP written by hand, because clients refuse to send the requests under test."""

import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenon_sidecar.errors import Code

TOKEN = "test-token-0123456789abcdef"
NONCE = "00112233445566778899aabbccddeeff"
HEALTH = f"/health?nonce={NONCE}"

# How long a broken server may hang a test; no test expects to wait.
PATIENCE = 60.0

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """One parsed response."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.body)


def trusted(port: int) -> list[tuple[str, str]]:
    """Return the headers that every accepted request needs."""
    return [("Host", f"127.0.0.1:{port}"), ("Authorization", f"Bearer {TOKEN}")]


def send(port: int, method: str, target: str, headers: Headers, body: bytes = b"") -> Answer:
    """Send one request exactly as given, and return the response."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{key}: {value}" for key, value in headers)]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    lines += ["Connection: close", "", ""]
    return exchange(port, "\r\n".join(lines).encode("latin-1") + body)


def exchange(port: int, request: bytes) -> Answer:
    """Send bytes and parse the first response that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        with connection.makefile("rb") as stream:
            status = int(stream.readline().split(b" ")[1])
            headers = []
            while (line := stream.readline().decode("latin-1").rstrip("\r\n")) != "":
                key, _, value = line.partition(": ")
                headers.append((key.lower(), value))
            length = next(int(value) for key, value in headers if key == "content-length")
            body = b"" if request.startswith(b"HEAD ") else stream.read(length)
    assert not any(key.startswith("access-control") for key, _ in headers), headers
    return Answer(status, headers, body)


def post(port: int, payload: object, target: str = "/embeddings") -> Answer:
    """Post JSON as the trusted client."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    headers = [*trusted(port), ("Content-Type", "application/json")]
    return send(port, "POST", target, headers, body)


def get(port: int, target: str) -> Answer:
    """Get as the trusted client."""
    return send(port, "GET", target, trusted(port))


def assert_error(answer: Answer, status: int, code: Code) -> None:
    """Check the status and the whole shape of an error body."""
    error = answer.json()
    assert answer.status == status, error
    assert set(error) == {"error"}, error
    assert set(error["error"]) - {"hint"} == {"code", "message", "retryable"}, error
    assert error["error"]["code"] == code.value, error
    assert isinstance(error["error"]["retryable"], bool)
    for key in ("message", "hint"):
        text = error["error"].get(key, "A sentence.")
        assert isinstance(text, str)
        assert text, f"{key} must say something"
