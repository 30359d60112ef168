"""`POST /embeddings`: limits, bad input, and what it says when the engine cannot."""

import math

import pytest

from conftest import Serve
from support.engines import BrokenEngine, FailedEngine, HeldEngine
from support.wire import HEALTH, assert_error, get, post
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
