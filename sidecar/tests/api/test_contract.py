"""Replays the samples that Tenon's own client is tested with."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from conftest import Serve
from support.engines import FailedEngine, HeldEngine
from support.wire import HEALTH, NONCE, TOKEN, get, post, send
from tenon_sidecar.embeddings import station
from tenon_sidecar.embeddings.engines.base import Engine
from tenon_sidecar.embeddings.engines.hashing import HashingEngine
from tenon_sidecar.health.signature import sign

FOLDER = Path(__file__).parents[3] / "tests" / "contract" / "sidecar"
FILES = ("health", "embeddings", "error")
SAMPLES = {name: json.loads((FOLDER / f"{name}.json").read_text()) for name in FILES}
CASES = [
    pytest.param(sample, case, id=f"{name}: {case['name']}")
    for name, sample in SAMPLES.items()
    for case in [*sample["cases"], *sample.get("more", [])]
]


def make_engine(case: dict[str, Any]) -> Engine:
    """Return an engine in the state that the sample is about."""
    if case["engine"] == "hashing":
        return HashingEngine()
    if case["engine"] == "loading":
        return HeldEngine()
    if case["engine"] == "busy":
        engine = HeldEngine()
        engine.may_load.set()
        return engine
    body = case["response"]["body"]
    return FailedEngine(body["error"]["message"] if "error" in body else body["engine"]["reason"])


@pytest.mark.parametrize(("sample", "case"), CASES)
def test_the_sample_is_what_the_sidecar_does(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, sample: dict[str, Any], case: dict[str, Any]
) -> None:
    # One runs and none may wait, so that the next is refused.
    monkeypatch.setattr(station, "MOST_PASSAGES", 0)
    engine = make_engine(case)
    port = serve(engine)
    while case["engine"] != "loading" and is_loading(port):
        pass
    if case["engine"] == "busy":
        assert isinstance(engine, HeldEngine)
        threading.Thread(target=post, args=(port, {"texts": ["a"]})).start()
        engine.is_embedding.wait()
    request, expected = case["request"], case["response"]
    headers = [
        # The sample's port and token are examples; this server has its own.
        (key, value.replace(str(sample["port"]), str(port)).replace(sample["token"], TOKEN))
        for key, value in request["headers"].items()
    ]
    body = json.dumps(request["body"]).encode() if "body" in request else b""
    answer = send(port, request["method"], request["target"], headers, body)
    assert answer.status == expected["status"]
    assert_same(answer.json(), expected["body"], sample["token"])


def is_loading(port: int) -> bool:
    return bool(get(port, HEALTH).json()["engine"]["state"] == "loading")


def assert_same(found: dict[str, Any], expected: dict[str, Any], token: str) -> None:
    """Compare whole bodies, but for what differs from one launch to the next."""
    if "vectors" in expected:
        for mine, theirs in zip(found["vectors"], expected["vectors"], strict=True):
            if isinstance(theirs, str):
                assert mine == theirs
                continue
            assert mine == pytest.approx(theirs, abs=1e-6)
        found = {**found, "vectors": expected["vectors"]}
    if "signature" in expected:
        assert expected["signature"] == sign(token, NONCE)
        assert found["signature"] == sign(TOKEN, NONCE)
        assert isinstance(found["pid"], int)
        assert isinstance(found["version"], str)
        found = {**found, **{key: expected[key] for key in ("signature", "pid", "version")}}
    assert found == expected
