"""Ollama and its likes, played by a small local server."""

import json
import math
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from support.stand_in import Answer, as_ollama, as_openai, standing_in
from tenon_sidecar.embeddings.engines import local
from tenon_sidecar.embeddings.engines.base import EngineError
from tenon_sidecar.embeddings.engines.programs import (
    PART_CHARS,
    OllamaEngine,
    OpenAiEngine,
    ProgramEngine,
)
from tenon_sidecar.errors import Code

KINDS = [("openai", as_openai), ("ollama", as_ollama)]


def make(kind: str, url: str, proxy: str | None = None) -> ProgramEngine:
    return (OpenAiEngine if kind == "openai" else OllamaEngine)("nomic", url, proxy)


@pytest.mark.parametrize(("kind", "answer"), KINDS)
def test_texts_come_back_as_vectors_of_length_one_in_order(
    kind: str, answer: Callable[[Any], Answer]
) -> None:
    with standing_in(answer) as program:
        engine = make(kind, program.url)
        assert engine.model == f"{kind}:nomic@127.0.0.1:{program.port}"
        engine.load()
        assert engine.dimensions == 3
        vectors = engine.embed(["aaaa", "", "bb", "control \x00 \x1b"])
    for vector, length in zip(vectors, (4, 1, 2, 11), strict=True):
        assert math.hypot(*vector) == pytest.approx(1)
        assert vector[1] / vector[0] == pytest.approx(length / 3)
    # Programs refuse an empty text, so a space stands for it.
    assert program.payloads[-1]["input"][1] == " "
    assert program.payloads[-1]["model"] == "nomic"


@pytest.mark.parametrize(
    ("kind", "path", "target"),
    [
        ("openai", "", "/v1/embeddings"),
        ("openai", "/", "/v1/embeddings"),
        ("openai", "/v1", "/v1/embeddings"),
        ("openai", "/api/v1/", "/api/v1/embeddings"),
        ("openai", "/v1/embeddings", "/v1/embeddings"),
        ("ollama", "", "/api/embed"),
        ("ollama", "/", "/api/embed"),
    ],
)
def test_the_route_follows_from_the_url(kind: str, path: str, target: str) -> None:
    with standing_in(dict(KINDS)[kind]) as program:
        make(kind, program.url + path).load()
    assert program.targets == [target]


def test_rows_without_an_index_are_taken_in_their_order() -> None:
    def answer(payload: Any) -> Answer:  # noqa: ANN401
        data = [{"embedding": [float(len(text)), 1.0]} for text in payload["input"]]
        return 200, json.dumps({"data": data}).encode()

    with standing_in(answer) as program:
        engine = make("openai", program.url)
        engine.load()
        first, second = engine.embed(["aa", "b"])
    assert first[0] / first[1] == pytest.approx(2)
    assert second[0] / second[1] == pytest.approx(1)


@pytest.mark.parametrize(("kind", "answer"), KINDS)
def test_a_long_text_is_asked_in_parts_and_comes_back_as_one(
    kind: str, answer: Callable[[Any], Answer]
) -> None:
    with standing_in(answer) as program:
        engine = make(kind, program.url)
        engine.load()
        vectors = engine.embed(["x" * (3 * PART_CHARS), "y", "z" * 100_000])
        requests = [payload["input"] for payload in program.payloads[1:]]
    asked = [text for request in requests for text in request]
    assert [len(vector) for vector in vectors] == [3, 3, 3]
    assert max(map(len, asked)) == PART_CHARS
    assert [len(request) for request in requests] == [16, 5]
    assert asked.count("y") == 1


def test_the_proxy_of_the_lock_is_used_with_its_credential() -> None:
    with standing_in(as_ollama) as proxy:
        engine = make("ollama", "http://127.0.0.1:9", f"http://tenon:secret@127.0.0.1:{proxy.port}")
        engine.load()
    assert proxy.targets == ["http://127.0.0.1:9/api/embed"]
    assert proxy.headers[0]["proxy-authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("status", "code", "wanted", "retryable"),
    [
        (403, "permission", Code.PERMISSION, False),
        (502, "preconditionFailed", Code.SIDECAR_FAILED, True),
    ],
)
def test_what_the_lock_says_is_passed_on(
    status: int, code: str, wanted: Code, retryable: bool
) -> None:
    told = {"error": {"code": code, "message": "The profile names no such engine."}}
    with standing_in(lambda _: (status, json.dumps(told).encode())) as proxy:
        engine = make("ollama", "http://127.0.0.1:9", f"http://t:s@127.0.0.1:{proxy.port}")
        with pytest.raises(EngineError, match="The profile names no such engine") as caught:
            engine.load()
    assert (caught.value.code, caught.value.retryable) == (wanted, retryable)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com", Code.PERMISSION),
        ("https://api.openai.com/v1", Code.PERMISSION),
        ("http://192.168.1.5:11434", Code.PERMISSION),
        ("http://0.0.0.0:11434", Code.PERMISSION),
        ("http://127.0.0.1.example.com", Code.PERMISSION),
        ("http://localhost@example.com", Code.PERMISSION),
        ("http://[2001:db8::1]:80", Code.PERMISSION),
        ("https://127.0.0.1:1", Code.INVALID),
        ("ftp://127.0.0.1", Code.INVALID),
        ("file:///etc/passwd", Code.INVALID),
        ("127.0.0.1:11434", Code.INVALID),
        ("http://127.0.0.1:99999", Code.INVALID),
        ("http://[::1", Code.INVALID),
        ("http://", Code.INVALID),
    ],
)
@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_only_plain_http_on_this_machine_is_asked(kind: str, url: str, code: Code) -> None:
    with pytest.raises(EngineError) as caught:
        make(kind, url).load()
    assert caught.value.code is code
    assert not caught.value.retryable


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://127.9.9.9:1", "http://[::1]:1"])
def test_loopback_is_allowed(url: str) -> None:
    assert local.endpoint(url).port == 1
    assert local.endpoint("http://localhost:11434").hostname == "localhost"


def bad(body: bytes, status: int = 200) -> Callable[[Any], Answer]:
    return lambda _: (status, body)


WRONG = [
    (bad(b"<html>"), "did not answer with JSON"),
    (bad(b"\xff\xfe"), "did not answer with JSON"),
    (bad(b""), "did not answer with JSON"),
    (bad(b"[]"), "JSON"),
    (bad(b"{}"), "JSON"),
    (bad(b"null"), "JSON"),
    (bad(b'{"embeddings": [], "data": []}'), "0 vectors for 2 texts"),
    (bad(b'{"embeddings": 3, "data": 3}'), "JSON|no list of vectors"),
    (bad(b"", 404), "status 404"),
    (bad(b"", 500), "status 500"),
    (bad(b"", 307), "status 307"),
    (
        bad(b'{"error": {"message": "no model\\nm here"}}', 404),
        "status 404 at .*: no model m here[.]",
    ),
    (bad(b'{"error": "model not found!"}', 404), "status 404 at .*: model not found!$"),
    (bad(b'{"error": {"message": 3}}', 404), "status 404 at [^ ]*[.]$"),
]


def rows(kind: str, *vectors: object) -> bytes:
    if kind == "ollama":
        return json.dumps({"embeddings": vectors}).encode()
    data = [{"index": place, "embedding": vector} for place, vector in enumerate(vectors)]
    return json.dumps({"data": data}).encode()


@pytest.mark.parametrize(("kind", "answer"), KINDS)
def test_whatever_does_not_fit_is_an_error_that_names_it(
    kind: str, answer: Callable[[Any], Answer]
) -> None:
    fine = [1.0, 2.0, 3.0]
    odd: list[tuple[Callable[[Any], Answer], str]] = [
        *WRONG,
        (bad(rows(kind, fine)), "1 vector for 2 texts"),
        (bad(rows(kind, fine, fine, fine)), "3 vectors for 2 texts"),
        (partial(dict(KINDS)[kind], dimensions=4), "4 dimensions instead of 3"),
        (bad(rows(kind, fine, [math.nan, 1.0, 1.0])), "not of finite numbers"),
        (bad(rows(kind, fine, [math.inf, 1.0, 1.0])), "not of finite numbers"),
        (bad(rows(kind, fine, [0.0, 0.0, 0.0])), "has no length"),
        (bad(rows(kind, fine, ["a", "b", "c"])), "not of finite numbers"),
        (bad(rows(kind, fine, [[1.0], [1.0], [1.0]])), "not of finite numbers"),
        (bad(rows(kind, fine, [])), "no vector"),
        (bad(rows(kind, fine, None)), "no vector"),
    ]
    with standing_in(answer) as program:
        engine = make(kind, program.url)
        engine.load()
        for wrong, said in odd:
            program.answer = wrong
            with pytest.raises(EngineError, match=said) as caught:
                engine.embed(["secret", "texts"])
            assert "secret" not in str(caught.value)
            assert caught.value.retryable == ("500" in said)
        program.answer = answer
        assert len(engine.embed(["and", "again"])) == 2


def test_an_address_elsewhere_has_a_hint_of_its_own() -> None:
    with pytest.raises(EngineError, match="is not on this machine") as caught:
        local.endpoint("http://192.0.2.1:80")
    assert caught.value.hint is not None
    assert "embeddings.url" in caught.value.hint


def test_a_program_that_is_not_there_may_be_asked_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(EngineError, match="cannot be reached") as caught:
        make("ollama", f"http://127.0.0.1:{port}").load()
    assert caught.value.retryable


def test_one_that_does_not_answer_may_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "PATIENCE_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = make("openai", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(EngineError, match="answer") as caught:
            engine.load()
    assert caught.value.retryable


def test_one_that_talks_nonsense_or_hangs_up_is_an_error() -> None:
    for said in (b"nonsense\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}"):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            talk_once(server, said)
            with pytest.raises(EngineError, match="The engine ollama"):
                make("ollama", f"http://127.0.0.1:{port}").load()


def talk_once(server: socket.socket, said: bytes) -> None:
    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(said)

    threading.Thread(target=serve, daemon=True).start()


def test_an_answer_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "MOST_BYTES", 1000)
    with standing_in(bad(b" " * 1001)) as program, pytest.raises(EngineError, match="more than"):
        make("ollama", program.url).load()
