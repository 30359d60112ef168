"""Replays the samples that Tenon's own client is tested with."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Serve
from support.engines import FailedEngine, HeldEngine
from support.vectors import fill, newest_manifest
from support.wire import HEALTH, NONCE, TOKEN, Answer, get, send
from tenon_sidecar.embeddings.engines.base import Engine
from tenon_sidecar.embeddings.engines.hashing import HashingEngine
from tenon_sidecar.health.signature import sign
from tenon_sidecar.vectors import service
from tenon_sidecar.vectors.lance import Table

FOLDER = Path(__file__).parents[3] / "tests" / "contract" / "sidecar"
FILES = ("health", "embeddings", "error", "entities")
SAMPLES = {name: json.loads((FOLDER / f"{name}.json").read_text()) for name in FILES}
CASES = [
    pytest.param(sample, case, id=f"{name}: {case['name']}")
    for name, sample in SAMPLES.items()
    for case in sample["cases"]
]


def make_engine(case: dict[str, Any]) -> Engine:
    """Return an engine in the state that the sample is about."""
    if case["engine"] == "hashing":
        return HashingEngine()
    if case["engine"] == "loading":
        return HeldEngine()
    body = case["response"]["body"]
    return FailedEngine(body["error"]["message"] if "error" in body else body["engine"]["reason"])


VECTORS = json.loads((FOLDER / "vectors.json").read_text())
# What differs from one machine and version of Lance to the next.
EXAMPLES = {"bytes": int, "files": int, "versions": int}
EXAMPLES |= {"embedMs": float, "searchMs": float, "elapsedMs": float}


@pytest.mark.parametrize(("sample", "case"), CASES)
def test_the_sample_is_what_the_sidecar_does(
    serve: Serve,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sample: dict[str, Any],
    case: dict[str, Any],
) -> None:
    bring_about(case.get("given", ""), tmp_path / "vectors", monkeypatch)
    port = serve(make_engine(case))
    while case["engine"] != "loading" and is_loading(port):
        pass
    answer = ask(port, sample, case)
    expected = case["response"]
    assert answer.status == expected["status"], answer.body
    for key, value in expected.get("headers", {}).items():
        assert (key, value) in answer.headers
    assert_same(answer.json(), expected["body"], sample["token"])


def test_the_samples_of_vectors_are_what_the_sidecar_does_one_after_the_other(serve: Serve) -> None:
    port = serve(HashingEngine())
    for case in VECTORS["cases"]:
        answer = ask(port, VECTORS, case)
        assert answer.status == case["response"]["status"], (case["name"], answer.body)
        assert examples_aside(answer.json()) == examples_aside(case["response"]["body"])


def bring_about(given: str, vectors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the case that a sample begins with."""
    if given.startswith("a collection"):
        folder = fill(vectors)
        if given.endswith("is empty"):
            newest_manifest(folder).write_bytes(b"")
    elif given == "a disk without room":

        def full(*_: object) -> Table:
            raise RuntimeError("LanceError(IO): No space left on device (os error 28), x.rs:1")

        monkeypatch.setattr(Table, "create", full)
    elif given == "as many calls waiting as are taken":
        monkeypatch.setattr(service, "MAX_CHANGES", 0)
    else:
        assert given == ""


def examples_aside(body: Any) -> Any:  # noqa: ANN401
    """Return a body with only the kind of what is an example."""
    if isinstance(body, list):
        return [examples_aside(one) for one in body]
    if not isinstance(body, dict):
        return body
    made = {key: examples_aside(value) for key, value in body.items()}
    for key in made.keys() & EXAMPLES.keys():
        assert isinstance(made[key], EXAMPLES[key]), key
        assert made[key] >= 0
        made[key] = EXAMPLES[key].__name__
    return made


def ask(port: int, sample: dict[str, Any], case: dict[str, Any]) -> Answer:
    """Send the request of a sample to this server."""
    request = case["request"]
    headers = [
        # The sample's port and token are examples; this server has its own.
        (key, value.replace(str(sample["port"]), str(port)).replace(sample["token"], TOKEN))
        for key, value in request["headers"].items()
    ]
    body = json.dumps(request["body"]).encode() if "body" in request else b""
    return send(port, request["method"], request["target"], headers, body)


def is_loading(port: int) -> bool:
    return bool(get(port, HEALTH).json()["engine"]["state"] == "loading")


def assert_same(found: dict[str, Any], expected: dict[str, Any], token: str) -> None:
    """Compare whole bodies, but for what differs from one launch to the next."""
    if "vectors" in expected:
        for mine, theirs in zip(found["vectors"], expected["vectors"], strict=True):
            assert mine == pytest.approx(theirs, abs=1e-6)
        found = {**found, "vectors": expected["vectors"]}
    if "signature" in expected:
        assert expected["signature"] == sign(token, NONCE)
        assert found["signature"] == sign(TOKEN, NONCE)
        assert isinstance(found["pid"], int)
        assert isinstance(found["version"], str)
        found = {**found, **{key: expected[key] for key in ("signature", "pid", "version")}}
    assert found == expected
