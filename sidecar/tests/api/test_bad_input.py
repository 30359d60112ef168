"""What no client of ours sends: refused with a reason, or answered, and nobody else waits."""

import json
import socket
import threading
from typing import Any

import pytest

from conftest import Serve
from support.engines import PassagesHeldEngine
from support.vectors import WIRE, encode, wire_row
from support.wire import (
    HEALTH,
    PATIENCE,
    TOKEN,
    assert_error,
    exchange,
    get,
    post,
    send,
    trusted,
)
from tenon_sidecar import guard
from tenon_sidecar.errors import Code
from tenon_sidecar.vectors import filters

DEEP = 100_000
UPSERT = json.dumps({**WIRE, "dimensions": 4, "rows": [wire_row(1)]}).encode()
SEARCH = json.dumps({**WIRE, "limit": 1, "vector": encode(1, 0, 0, 0)}).encode()


def edit(body: bytes, old: bytes, new: bytes) -> bytes:
    assert old in body
    return body.replace(old, new)


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("/embeddings", b'{"texts":' + b"[" * DEEP),
        ("/embeddings", b'{"texts":' + b"[" * DEEP + b"]" * DEEP + b"}"),
        ("/embeddings", b'{"a":' * DEEP),
        ("/embeddings", b'{"texts": ["\\ud800"]}'),
        ("/embeddings", b'{"texts": ["\xed\xa0\x80"]}'),
        ("/embeddings", '{"texts": []}'.encode("utf-16")),
        ("/embeddings", b'\xef\xbb\xbf{"texts": []}'),
        ("/embeddings", json.dumps({"texts": ["x" * 1_000_000]}).encode()),
        ("/embeddings", json.dumps({"texts": ["x"] * 10_000}).encode()),
        ("/embeddings", b'{"texts": []' + b', "k": 1' + b', "other": 1' + b"}"),
        ("/vectors/search", b'{"filter":' + b'{"paths":' * DEEP),
        ("/vectors/search", edit(SEARCH, b'"limit": 1', b'"limit": 1' + b"0" * 30)),
        ("/vectors/search", edit(SEARCH, b'"limit": 1', b'"limit": NaN')),
        ("/vectors/search", edit(SEARCH, b'"limit": 1', b'"limit": 1e400')),
        ("/vectors/upsert", edit(UPSERT, b"symbol:1", b"\\udfff")),
        ("/vectors/upsert", json.dumps({**WIRE, "dimensions": 4, "rows": [{}] * 10_000}).encode()),
        ("/entities", b'{"texts": [{"id": "a", "text": "\\ud800"}]}'),
    ],
)
def test_a_body_that_is_odd_is_refused(port: int, target: str, body: bytes) -> None:
    answer = post(port, body, target)
    assert_error(answer, 422, Code.INVALID)
    assert len(answer.body) < 1_000, "its reason is a sentence, and repeats nothing of the body"
    assert get(port, HEALTH).status == 200


@pytest.mark.parametrize("text", ["", "\x00\x01\x1b[2J\r\n\u2028\u202e", "x" * 100_000])
def test_a_text_that_is_odd_is_embedded(port: int, text: str) -> None:
    answer = post(port, {"texts": [text]})
    assert answer.status == 200
    assert len(answer.json()["vectors"]) == 1


def test_of_a_key_that_comes_twice_the_last_counts(port: int) -> None:
    answer = post(port, b'{"texts": ["a"], "texts": ["a", "b"]}')
    assert len(answer.json()["vectors"]) == 2


def test_a_million_mistakes_are_counted_and_not_told_one_by_one(port: int) -> None:
    extra = b"".join(b', "k%d": 1' % number for number in range(20_000))
    answer = post(port, b'{"texts": []' + extra + b"}")
    assert_error(answer, 422, Code.INVALID)
    assert answer.json()["error"]["message"] == "The body has 20000 mistakes."


def test_a_body_in_chunks_needs_no_length_and_may_not_have_one(port: int) -> None:
    chunked = [*trusted(port), ("Content-Type", "application/json")]
    chunked.append(("Transfer-Encoding", "chunked"))
    head = "".join(f"{key}: {value}\r\n" for key, value in chunked)
    body = b'c\r\n{"texts":[]}\r\n0\r\n\r\n'
    both = "Content-Length: 5\r\n"
    for more, status in (("", 200), (both, 400)):
        sent = f"POST /embeddings HTTP/1.1\r\n{head}{more}\r\n".encode() + body
        assert exchange(port, sent).status == status


def test_requests_that_follow_each_other_at_once_are_all_answered(port: int) -> None:
    one = f"GET {HEALTH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {TOKEN}\r\n"
    last = one + "Connection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall((one + "\r\n").encode() * 19 + last.encode())
        with connection.makefile("rb") as stream:
            assert stream.read().count(b"HTTP/1.1 200 OK") == 20


def test_http_1_0_is_answered_when_it_has_what_is_needed(port: int) -> None:
    head = "".join(f"{key}: {value}\r\n" for key, value in trusted(port))
    assert exchange(port, f"GET {HEALTH} HTTP/1.0\r\n{head}\r\n".encode()).status == 200


def begun(port: int) -> socket.socket:
    """Send a head and the begin of its body."""
    headers = [*trusted(port), ("Content-Type", "application/json"), ("Content-Length", "1000000")]
    head = "".join(f"{key}: {value}\r\n" for key, value in headers)
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(f"POST /embeddings HTTP/1.1\r\n{head}\r\n".encode() + b'{"texts": ["')
    return connection


def test_clients_that_hang_in_the_middle_of_a_body_hold_up_nobody(port: int) -> None:
    hanging = [begun(port) for _ in range(50)]
    assert post(port, {"texts": ["a"]}).status == 200
    assert get(port, HEALTH).status == 200
    for connection in hanging:
        connection.close()


def test_a_client_that_never_finishes_a_body_is_cut_off(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.05)
    with begun(serve(PassagesHeldEngine())) as connection, connection.makefile("rb") as stream:
        # It ends, so the connection is closed.
        head, _, body = stream.read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(body)["error"]["message"] == "The body did not come in time."


def test_patterns_that_take_long_are_no_work_for_the_event_loop(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = serve(PassagesHeldEngine())
    compiling, may_end = threading.Event(), threading.Event()
    compiled = filters.matcher

    def slowly(pattern: str, place: str) -> Any:  # noqa: ANN401
        compiling.set()
        may_end.wait(PATIENCE)
        return compiled(pattern, place)

    monkeypatch.setattr(filters, "matcher", slowly)
    body = {**json.loads(SEARCH), "filter": {"paths": {"include": [r"\pL{100}"]}}}
    answers: list[int] = []
    asks = threading.Thread(
        target=lambda: answers.append(post(port, body, "/vectors/search").status)
    )
    asks.start()
    assert compiling.wait(PATIENCE)
    assert get(port, HEALTH).status == 200, "while they are compiled"
    may_end.set()
    asks.join()
    assert answers == [404]


def test_the_longest_method_and_target_are_refused(port: int) -> None:
    for method, target in (("X" * 1_000, "/embeddings"), ("GET", "/" + "x" * 30_000)):
        assert send(port, method, target, trusted(port)).status in (404, 405, 431)
