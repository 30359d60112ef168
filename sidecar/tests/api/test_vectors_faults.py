"""A sidecar that is killed, that has no room, that is busy, and that loads."""

import asyncio
import json
import os
import random
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conftest import Serve
from support.process import command, environment, listen, running
from support.vectors import COLLECTION, WIRE, WORKSPACE, digest, encode, wire_row
from support.wire import HEALTH, assert_error, get, post
from tenon_sidecar.embeddings.engines.hashing import HashingEngine
from tenon_sidecar.errors import Code, SidecarError
from tenon_sidecar.vectors import service
from tenon_sidecar.vectors.schemas import UpsertRequest
from tenon_sidecar.vectors.store import Store

KILLS = int(os.environ.get("TENON_VECTOR_KILLS", "20"))


def put(port: int, numbers: list[int]) -> int:
    body = {**WIRE, "dimensions": 4, "rows": [wire_row(number) for number in numbers]}
    return post(port, body, "/vectors/upsert").status


def call(port: int, what: str, **body: Any) -> Any:  # noqa: ANN401
    return post(port, {**WIRE, **body}, f"/vectors/{what}").json()


class Load:
    """Writes small calls as fast as they are answered, and optimizes now and then."""

    def __init__(self, port: int, first: int, chance: random.Random) -> None:
        self.acknowledged: list[int] = []
        self.in_flight: list[int] = []
        self._next = first
        self._port = port
        self._chance = chance
        self.may_go_on = True

    def run(self) -> None:
        """Go on until the sidecar is gone; what no answer came for is in flight."""
        try:
            while self.may_go_on:
                if self._chance.random() < 0.15:
                    call(self._port, "optimize")
                    continue
                count = self._chance.randrange(1, 30)
                self.in_flight = list(range(self._next, self._next + count))
                if put(self._port, self.in_flight) != 200:
                    return
                self.acknowledged += self.in_flight
                self.in_flight = []
                self._next += count
        except (OSError, ValueError, StopIteration, IndexError):
            # The connection broke: the sidecar was killed.
            return


SEED = random.randrange(2**32)


@pytest.mark.parametrize("seed", [SEED], ids=[f"seed {SEED}"])
def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    expected: list[int] = []
    maybe: list[int] = []
    removed = 0
    for _ in range(KILLS):
        with running(tmp_path) as (process, port):
            answer = post(port, WIRE, "/vectors/stats")
            if answer.status == 409:
                # In doubt it is removed and said so; Tenon sends the rows again.
                removed += 1
                expected, maybe = [], []
                answer = post(port, WIRE, "/vectors/stats")
            stats = answer.json()
            if maybe and stats["rows"] == len(expected) + len(maybe):
                expected += maybe
            assert stats["rows"] == len(expected)
            assert stats["digest"] == digest(expected)
            assert_found(port, expected, chance)
            load = Load(port, max(expected + maybe, default=-1) + 1, chance)
            writer = threading.Thread(target=load.run)
            writer.start()
            wanted = chance.randrange(1, 60)
            while len(load.acknowledged) < wanted and writer.is_alive():
                # A moment of its own, so that the kill may come anywhere in a call.
                time.sleep(chance.random() * 0.01)
            process.send_signal(signal.SIGKILL)
            writer.join()
        expected += load.acknowledged
        maybe = load.in_flight
    assert removed <= KILLS // 5, f"of {KILLS} kills {removed} were taken for damage"


def assert_found(port: int, expected: list[int], chance: random.Random) -> None:
    for number in chance.sample(expected, min(5, len(expected))):
        row = wire_row(number)
        hit = call(port, "search", vector=row["vector"], limit=1)["hits"][0]
        assert hit["score"] == pytest.approx(1.0, abs=1e-5)
        assert hit["ref"] == row["ref"]


@contextmanager
def with_little_room(folder: Path, size: int) -> Iterator[int]:
    """Run a sidecar that may write no file above a size; yields the port."""
    with listen() as listener:
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            command("--fd", str(listener.fileno())),
            pass_fds=[listener.fileno()],
            env=environment(folder),
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        )
    with process:
        try:
            yield port
        finally:
            process.kill()


def test_a_full_disk_loses_nothing_and_is_said(tmp_path: Path) -> None:
    few = list(range(100))
    wide = encode(*([0.5] * 384))
    with running(tmp_path) as (_, port):
        body = {**WIRE, "dimensions": 384, "rows": [wire_row(number, wide) for number in few]}
        assert post(port, body, "/vectors/upsert").status == 200
    with with_little_room(tmp_path, 400_000) as port:
        many = [wire_row(number, wide) for number in range(100, 2_000)]
        answer = post(port, {**WIRE, "dimensions": 384, "rows": many}, "/vectors/upsert")
        assert_error(answer, 507, Code.STORAGE)
        stats = call(port, "stats")
        assert (stats["rows"], stats["digest"]) == (100, digest(few))
        assert len(call(port, "search", vector=wide, limit=1_000)["hits"]) == 100
        one = {**WIRE, "dimensions": 384, "rows": [wire_row(2_000, wide)]}
        assert post(port, one, "/vectors/upsert").status == 200, "what fits is still taken"
    with running(tmp_path) as (_, port):
        assert call(port, "stats")["digest"] == digest([*few, 2_000])


def test_searches_go_on_while_a_change_takes_its_time(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_CHANGES", 1)
    port = serve(HashingEngine())
    assert put(port, [1, 2, 3]) == 200
    may_end, runs = threading.Event(), threading.Event()

    def held(*_: object) -> int:
        runs.set()
        may_end.wait()
        return 0

    monkeypatch.setattr(Store, "delete", held)
    statuses: list[int] = []

    def remove() -> None:
        statuses.append(post(port, {**WIRE, "all": True}, "/vectors/delete").status)

    caller = threading.Thread(target=remove)
    caller.start()
    runs.wait()
    answer = post(port, WIRE, "/vectors/stats")
    assert_error(answer, 429, Code.SIDECAR_UNAVAILABLE)
    assert answer.json()["error"]["retryable"] is True
    assert ("retry-after", "1") in answer.headers
    assert len(call(port, "search", vector=encode(1, 0, 0, 0), limit=9)["hits"]) == 3
    assert get(port, HEALTH).status == 200
    may_end.set()
    caller.join()
    assert statuses == [200]


def test_without_a_folder_every_call_says_so(tmp_path: Path) -> None:
    with listen() as listener:
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            command("--fd", str(listener.fileno())),
            pass_fds=[listener.fileno()],
            env=environment(tmp_path, TENON_VECTORS_DIR=None),
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    with process:
        answer = post(port, WIRE, "/vectors/stats")
        assert_error(answer, 503, Code.SIDECAR_UNAVAILABLE)
        assert "TENON_VECTORS_DIR" in answer.json()["error"]["hint"]
        process.kill()


def test_the_log_names_the_request_and_the_sizes_but_no_path_of_a_row(tmp_path: Path) -> None:
    with running(tmp_path) as (_, port):
        put(port, [7])
        call(port, "optimize")
        call(port, "search", vector=encode(1, 0, 0, 0), limit=1)
    log = (tmp_path / "log").read_text()
    assert "Optimized 1 rows" in log
    assert "POST /vectors/upsert 200" in log
    assert "file7.rs" not in log
    assert all(" tenon" in line for line in log.splitlines()), log


def test_health_answers_before_and_while_the_library_is_loaded(tmp_path: Path) -> None:
    with running(tmp_path) as (_, port):
        get(port, HEALTH)
        answers: list[int] = []
        caller = threading.Thread(
            target=lambda: answers.append(post(port, WIRE, "/vectors/stats").status)
        )
        caller.start()
        asked = 0
        while caller.is_alive():
            assert get(port, HEALTH).status == 200
            asked += 1
        caller.join()
        assert answers == [200]
        assert asked > 1, "health did not wait for the import"


def test_what_the_folder_holds_is_private_to_the_place(tmp_path: Path) -> None:
    with running(tmp_path) as (_, port):
        put(port, [1])
    names = [path.name for path in (tmp_path / "vectors").iterdir()]
    assert names == [WORKSPACE]
    assert [path.name for path in (tmp_path / "vectors" / WORKSPACE).iterdir()] == [COLLECTION]
    sums = (tmp_path / "vectors" / WORKSPACE / COLLECTION / "sums.json").read_bytes()
    assert json.loads(sums.partition(b"\n")[2])["rows"] == 1


def test_a_file_in_the_place_of_the_folder_is_a_fault_of_the_disk(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("not a folder")
    asked = UpsertRequest.model_validate({**WIRE, "dimensions": 4, "rows": [wire_row(1)]})
    vectors = service.VectorService(taken)
    with pytest.raises(SidecarError, match="a file lies in its place") as caught:
        asyncio.run(vectors.upsert(asked))
    vectors.close()
    assert (caught.value.status, caught.value.code) == (507, Code.STORAGE)
    assert taken.read_text() == "not a folder"
