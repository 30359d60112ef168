"""`GET /health`: proof of identity, and an answer whatever the engine does."""

import hashlib
import hmac
import threading
from urllib.parse import quote

import pytest

from conftest import Serve
from support.engines import FailedEngine, HeldEngine
from support.wire import HEALTH, NONCE, TOKEN, Answer, assert_error, get, post
from tenon_sidecar import __version__
from tenon_sidecar.errors import Code


def test_health_proves_that_it_knows_the_token(port: int) -> None:
    body = get(port, HEALTH).json()
    signature = hmac.new(TOKEN.encode(), NONCE.encode(), hashlib.sha256).hexdigest()
    assert body == {
        "status": "ok",
        "version": __version__,
        "pid": body["pid"],
        "nonce": NONCE,
        "signature": signature,
        "engine": {"name": "hashing", "state": "ready", "dimensions": 64},
    }
    assert body["pid"] > 0


def test_the_nonce_is_signed_and_returned_as_it_was_written(port: int) -> None:
    nonce = "ABCDEFabcdef0123"
    body = get(port, f"/health?nonce={nonce}").json()
    assert body["nonce"] == nonce
    signed = hmac.new(TOKEN.encode(), nonce.encode(), hashlib.sha256).hexdigest()
    assert body["signature"] == signed


@pytest.mark.parametrize("length", [16, 128])
def test_the_shortest_and_the_longest_nonce_are_taken(port: int, length: int) -> None:
    assert get(port, f"/health?nonce={'a' * length}").status == 200


@pytest.mark.parametrize(
    "nonce", [None, "", "a" * 15, "a" * 129, "g" * 32, "a" * 16 + "\n", "０" * 16, "a" * 15 + " "]
)
def test_any_other_nonce_is_invalid(port: int, nonce: str | None) -> None:
    target = "/health" if nonce is None else f"/health?nonce={quote(nonce)}"
    assert_error(get(port, target), 422, Code.INVALID)


def test_health_answers_while_the_engine_loads(serve: Serve) -> None:
    engine = HeldEngine()
    port = serve(engine)
    body = get(port, HEALTH).json()
    assert body["engine"] == {"name": "minilm", "state": "loading", "dimensions": 384}
    engine.may_load.set()
    while (state := get(port, HEALTH).json()["engine"]["state"]) == "loading":
        pass
    assert state == "ready"


def test_health_answers_while_the_engine_works(serve: Serve) -> None:
    engine = HeldEngine()
    engine.may_load.set()
    port = serve(engine)
    while get(port, HEALTH).json()["engine"]["state"] == "loading":
        pass
    answers: list[Answer] = []
    caller = threading.Thread(target=lambda: answers.append(post(port, {"texts": ["a"]})))
    caller.start()
    engine.is_embedding.wait()
    assert get(port, HEALTH).status == 200
    assert not answers, "the engine is still held, so health did not wait for it"
    engine.may_embed.set()
    caller.join()
    assert answers[0].status == 200


def test_health_gives_the_reason_of_a_failed_engine(serve: Serve) -> None:
    port = serve(FailedEngine("The weights are gone."))
    while (engine := get(port, HEALTH).json()["engine"])["state"] == "loading":
        pass
    assert engine["state"] == "failed"
    assert engine["reason"] == "The weights are gone."
    assert engine["hint"] == FailedEngine.remedy
