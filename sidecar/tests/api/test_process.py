"""The command line and the life of the process."""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from support import graphs
from support.process import command, environment, listen, running, wait_until_loaded
from support.wire import HEALTH, NONCE, PATIENCE, assert_error, get, post
from tenon_sidecar import __version__
from tenon_sidecar.errors import Code


def refused(models: Path, *arguments: str, fds: tuple[int, ...] = (), **env: str | None) -> str:
    """Run the program, expect it to refuse, and return its one sentence."""
    done = subprocess.run(
        command(*arguments),
        pass_fds=fds,
        env=environment(models, **env),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("tenon-sidecar: ")
    return done.stderr


def test_the_version_is_printed(tmp_path: Path) -> None:
    done = subprocess.run(
        command("--version"), env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout == f"tenon-sidecar {__version__}\n"


@pytest.mark.parametrize("token", [None, "", "short", "x" * 257, "with space 0123456789", "é" * 20])
def test_a_missing_or_wrong_token_is_refused(tmp_path: Path, token: str | None) -> None:
    with listen() as listener:
        fd = listener.fileno()
        sentence = refused(tmp_path, "--fd", str(fd), fds=(fd,), TENON_SIDECAR_TOKEN=token)
    assert "TENON_SIDECAR_TOKEN" in sentence


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    with listen() as listener:
        fd = listener.fileno()
        sentence = refused(tmp_path, "--fd", str(fd), fds=(fd,), TENON_SIDECAR_ENGINE="magic")
    assert "minilm, hashing" in sentence


def test_an_engine_elsewhere_is_refused_and_texts_stay(tmp_path: Path) -> None:
    engine = '{"kind": "openai", "model": "m", "url": "http://192.0.2.1/v1"}'
    with running(tmp_path, TENON_SIDECAR_ENGINE=engine) as (_, port):
        assert wait_until_loaded(port) == "failed"
        assert_error(post(port, {"texts": ["a"]}), 403, Code.PERMISSION)
        assert "is not on this machine" in get(port, HEALTH).json()["engine"]["reason"]


def test_the_old_engine_answers_beside_the_chosen_one(tmp_path: Path) -> None:
    graphs.write(tmp_path / "mine")
    folder = json.dumps({"kind": "folder", "folder": str(tmp_path / "mine")})
    with running(tmp_path, TENON_SIDECAR_ENGINE=folder) as (_, port):
        assert wait_until_loaded(port) == "ready"
        model = post(port, {"texts": []}).json()["model"]
    assert model.startswith("folder:mine:")
    with running(tmp_path, TENON_SIDECAR_OLD_ENGINE=folder) as (_, port):
        wait_until_loaded(port)
        old = post(port, {"texts": ["red door"], "model": model, "purpose": "query"}).json()
        assert (old["model"], old["dimensions"]) == (model, graphs.WIDTH)
        assert post(port, {"texts": ["red door"]}).json()["model"] == "hashing"


@pytest.mark.parametrize(
    "arguments", [[], ["--fd"], ["--fd", "x"], ["--fd", "3", "--x"], ["--fd", "3", "--port", "y"]]
)
def test_wrong_arguments_are_refused(tmp_path: Path, arguments: list[str]) -> None:
    refused(tmp_path, *arguments)


@pytest.mark.parametrize("fd", ["-1", "0", "987", "99999999999999999999"])
def test_what_is_no_socket_is_refused(tmp_path: Path, fd: str) -> None:
    assert "is not an open socket" in refused(tmp_path, f"--fd={fd}")


def test_sockets_of_the_wrong_kind_are_refused(tmp_path: Path) -> None:
    unbound = socket.socket()
    connected, other = socket.socketpair()
    datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with unbound, connected, other, datagram, listen() as listener:
        cases = {
            unbound: "not a listening socket",
            connected: "not a TCP socket",
            datagram: "not a TCP socket",
        }
        for wrong, words in cases.items():
            fd = wrong.fileno()
            assert words in refused(tmp_path, "--fd", str(fd), fds=(fd,))
        fd = listener.fileno()
        assert "not on --port 1" in refused(tmp_path, f"--fd={fd}", "--port=1", fds=(fd,))


def test_a_socket_open_to_the_network_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as listener:
        fd = listener.fileno()
        assert "not on the loopback" in refused(tmp_path, f"--fd={fd}", fds=(fd,))


def test_it_ends_when_its_standard_input_does(tmp_path: Path) -> None:
    with running(tmp_path, "--watch-stdin") as (process, port):
        wait_until_loaded(port)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=PATIENCE) == 0


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, -15), (signal.SIGINT, 130)])
def test_it_ends_on_a_signal(tmp_path: Path, number: signal.Signals, status: int) -> None:
    # A shell has what it runs in the background ignore SIGINT, and that would be inherited.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with running(tmp_path) as (process, port):
            wait_until_loaded(port)
            process.send_signal(number)
            assert process.wait(timeout=PATIENCE) == status
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_token_is_gone_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from tenon_sidecar.__main__ import main

    monkeypatch.setenv("TENON_SIDECAR_TOKEN", "0123456789abcdef")
    assert main(["--fd", "987"]) == 2
    assert "TENON_SIDECAR_TOKEN" not in os.environ


def test_the_process_that_answers_is_the_one_that_was_started(tmp_path: Path) -> None:
    with running(tmp_path) as (process, port):
        assert get(port, f"/health?nonce={NONCE}").json()["pid"] == process.pid
        assert get(port, HEALTH).json()["version"] == __version__
