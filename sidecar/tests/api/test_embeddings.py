"""`POST /embeddings`: limits, bad input, and what it says when the engine cannot."""

import base64
import math
import queue
import struct
import threading

import pytest

from conftest import Serve
from support.engines import (
    BrokenEngine,
    FailedEngine,
    HeldEngine,
    PassagesHeldEngine,
    RefusingEngine,
)
from support.wire import HEALTH, Answer, assert_error, get, post
from tenon_sidecar.embeddings.engines.base import EngineError
from tenon_sidecar.errors import Code


def test_each_text_gets_a_vector_of_length_one_in_its_place(port: int) -> None:
    texts = ["a long text about cats and dogs", "cats", "", "dogs\x00 🐕 \ufeff", "cats"]
    body = post(port, {"texts": texts}).json()
    assert (body["model"], body["dimensions"]) == ("hashing", 64)
    assert len(body["vectors"]) == len(texts)
    for vector in body["vectors"]:
        assert len(vector) == 64
        assert math.fsum(x * x for x in vector) == pytest.approx(1)
    assert body["vectors"][1] == body["vectors"][4] != body["vectors"][2]


def test_order_is_kept_over_several_portions(port: int) -> None:
    texts = [f"{'word ' * (index * 7 % 50)}{index}" for index in range(256)]
    together = post(port, {"texts": texts}).json()["vectors"]
    alone = [post(port, {"texts": [text]}).json()["vectors"][0] for text in texts[::25]]
    assert together[::25] == alone


def test_no_texts_give_no_vectors(port: int) -> None:
    body = post(port, {"texts": []}).json()
    assert body == {"model": "hashing", "dimensions": 64, "vectors": []}


def test_the_largest_request_is_taken(port: int) -> None:
    assert len(post(port, {"texts": ["a"] * 256}).json()["vectors"]) == 256
    assert post(port, {"texts": ["é" * 100_000]}).status == 200


@pytest.mark.parametrize(
    "payload",
    [
        {"texts": ["secret"] * 257},
        {"texts": ["secret" * 20_000]},
        {"texts": "secret"},
        {"texts": [1]},
        {"texts": [None]},
        {"texts": [True]},
        {"texts": [["secret"]]},
        {"texts": {"0": "secret"}},
        {"texts": None},
        {"texts": ["a"], "secret": 1},
        {"texts": ["secret"] * 10_000},
        {"texts": ["x" * 1_000_000 + "secret"]},
        {"texts": ["a"], "purpose": "secret"},
        {"texts": ["a"], "purpose": None},
        {"texts": ["a"], "encoding": "secret"},
        {"texts": ["a"], "model": 1},
        {"texts": ["a"], "model": "secret" * 100},
        {},
        [],
        "secret",
        None,
        b"",
        b"{",
        b'{"texts":["secret"]',
        b'{"texts":["secret"]}{}',
        b'{"texts":["\\ud800secret"]}',
        b'{"texts":["secret\\udfff"]}',
        b'{"texts":["\\ud800\\ud800"]}',
        b'{"texts":["\xff\xfe secret"]}',
        b'{"texts":["\xed\xa0\x80"]}',
        b'{"texts":[NaN]}',
        b'\xef\xbb\xbf{"texts":[]}',
        '{"texts":["secret"]}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"texts":[' + b"9" * 5000 + b"]}",
    ],
)
def test_a_malformed_payload_is_invalid_and_is_not_repeated(port: int, payload: object) -> None:
    answer = post(port, payload)
    assert_error(answer, 422, Code.INVALID)
    assert b"secret" not in answer.body.replace(b'"message":"secret: ', b"")


@pytest.mark.parametrize(
    ("payload", "limit"),
    [
        ({"texts": ["x" * 1_000_000]}, "100000 characters"),
        ({"texts": ["a"] * 10_000}, "256 is the most"),
    ],
)
def test_a_refusal_names_the_limit(port: int, payload: object, limit: str) -> None:
    assert limit in post(port, payload).json()["error"]["message"]


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\x1b[31mred\x1b[0m\r\n\x07", "\u202e\ufeff\U0010ffff", "x" * 100_000]
)
def test_odd_texts_are_embedded(port: int, text: str) -> None:
    (vector,) = post(port, {"texts": [text], "purpose": "query"}).json()["vectors"]
    assert math.fsum(x * x for x in vector) == pytest.approx(1)


def test_base64_holds_the_same_vectors_as_little_endian_floats(port: int) -> None:
    texts = ["a red door", "", "a blue door"]
    body = post(port, {"texts": texts, "encoding": "base64"}).json()
    plain = post(port, {"texts": texts, "encoding": "floats"}).json()
    assert (body["model"], body["dimensions"]) == ("hashing", 64)
    for packed, vector in zip(body["vectors"], plain["vectors"], strict=True):
        assert struct.unpack("<64f", base64.b64decode(packed, validate=True)) == pytest.approx(
            vector
        )


def test_a_question_is_answered_like_a_passage(port: int) -> None:
    question = post(port, {"texts": ["a red door"], "purpose": "query", "model": "hashing"})
    assert question.json() == post(port, {"texts": ["a red door"]}).json()


def test_an_unknown_model_is_not_found(port: int) -> None:
    answer = post(port, {"texts": ["a"], "model": "all-MiniLM-L6-v2"})
    assert_error(answer, 404, Code.NOT_FOUND)


def test_too_many_requests_are_told_when_to_come_again(serve: Serve) -> None:
    engine = HeldEngine()
    engine.may_load.set()
    port = serve(engine)
    while get(port, HEALTH).json()["engine"]["state"] == "loading":
        pass
    # One runs and eight wait; so of ten exactly one is refused, and it at once.
    answers: queue.Queue[Answer] = queue.Queue()
    callers = [
        threading.Thread(target=lambda: answers.put(post(port, {"texts": ["a"]})))
        for _ in range(10)
    ]
    for caller in callers:
        caller.start()
    refused = answers.get()
    assert_error(refused, 429, Code.SIDECAR_UNAVAILABLE)
    assert refused.json()["error"]["retryable"] is True
    assert dict(refused.headers)["retry-after"] == "1"
    assert answers.empty()
    engine.release()
    for caller in callers:
        caller.join()
    assert [answers.get().status for _ in range(9)] == [200] * 9


def test_a_question_is_answered_while_passages_are_held(serve: Serve) -> None:
    engine = PassagesHeldEngine()
    port = serve(engine)
    while get(port, HEALTH).json()["engine"]["state"] == "loading":
        pass
    answers: list[Answer] = []
    passages = {"texts": ["passage"] * 64}
    caller = threading.Thread(target=lambda: answers.append(post(port, passages)))
    caller.start()
    engine.is_embedding.wait()
    assert post(port, {"texts": ["question"], "purpose": "query"}).status == 200
    assert get(port, HEALTH).status == 200
    assert not answers, "the passages are still held, so the question did not wait for them"
    engine.release()
    caller.join()
    assert answers[0].status == 200


@pytest.mark.parametrize(
    ("error", "status", "code", "retryable"),
    [
        (EngineError("It gave 3 dimensions."), 503, Code.SIDECAR_FAILED, False),
        (EngineError("It is away.", retryable=True), 503, Code.SIDECAR_FAILED, True),
        (EngineError("Not allowed.", code=Code.PERMISSION), 403, Code.PERMISSION, False),
    ],
)
@pytest.mark.parametrize("purpose", ["query", "passage"])
def test_what_an_engine_says_of_itself_is_passed_on(
    serve: Serve, error: EngineError, status: int, code: Code, retryable: bool, purpose: str
) -> None:
    port = serve(RefusingEngine(error))
    while get(port, HEALTH).json()["engine"]["state"] == "loading":
        pass
    answer = post(port, {"texts": ["a"], "purpose": purpose})
    assert_error(answer, status, code)
    assert answer.json()["error"]["message"] == str(error)
    assert answer.json()["error"]["retryable"] is retryable
    assert get(port, HEALTH).json()["engine"]["state"] == "ready"


def test_while_loading_it_asks_to_try_again(serve: Serve) -> None:
    answer = post(serve(HeldEngine()), {"texts": ["a"]})
    assert_error(answer, 503, Code.SIDECAR_UNAVAILABLE)
    assert answer.json()["error"]["retryable"] is True


def test_a_failed_engine_says_why_and_what_helps(serve: Serve) -> None:
    port = serve(FailedEngine("The weights are gone."))
    while get(port, HEALTH).json()["engine"]["state"] == "loading":
        pass
    answer = post(port, {"texts": ["a"]})
    assert_error(answer, 503, Code.SIDECAR_FAILED)
    error = answer.json()["error"]
    assert error["retryable"] is False
    assert error["message"] == "The weights are gone."
    assert "make setup" in error["hint"]


def test_a_failure_inside_is_internal_and_repeats_nothing(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    port = serve(BrokenEngine())
    while get(port, HEALTH).json()["engine"]["state"] == "loading":
        pass
    answer = post(port, {"texts": ["secret"]})
    assert_error(answer, 500, Code.INTERNAL)
    assert b"secret" not in answer.body
    assert [record.getMessage() for record in caplog.records if record.exc_info] == [
        "A request failed."
    ]
