"""The audit hook, in processes of its own, because it cannot be taken out again."""

import json
import socket
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


def told(script: str, environ: dict[str, str] | None = None) -> list[dict[str, str]]:
    """Run `script` in a process with the hook, and return what it told."""
    ours, theirs = socket.socketpair()
    given = {"TENON_EGRESS_FD": str(theirs.fileno())} if environ is None else environ
    start = (
        f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n"
        f"from tenon_sidecar import egress_hook\n"
        f"environ = {given!r}\n"
        "installed = egress_hook.install(environ)\n"
        "assert not environ.get('TENON_EGRESS_FD')\n"
    )
    with ours, theirs:
        subprocess.run(
            [sys.executable, "-c", start + script],
            pass_fds=[theirs.fileno()],
            check=True,
            timeout=60,
        )
        theirs.close()
        data = b"".join(iter(lambda: ours.recv(65536), b""))
    return [json.loads(line) for line in data.splitlines()]


def test_each_way_is_told_with_where_to_and_who() -> None:
    seen = told(
        "import socket, subprocess, os\n"
        "def quiet(call, *given):\n"
        "    try: call(*given)\n"
        "    except OSError: pass\n"
        "one = socket.socket()\n"
        "quiet(one.connect, ('127.0.0.1', 1))\n"
        "quiet(socket.socket(socket.AF_INET6).connect, ('::1', 1))\n"
        "quiet(socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto, b'x', ('127.0.0.1', 9))\n"
        "quiet(socket.getaddrinfo, 'localhost', 80)\n"
        "subprocess.run(['/bin/true'])\n"
    )
    ways = {(one["way"], one["target"]) for one in seen}
    assert {
        ("connect", "127.0.0.1:1"),
        ("connect", "[::1]:1"),
        ("sendto", "127.0.0.1:9"),
        ("getaddrinfo", "localhost:80"),
        ("subprocess", "/bin/true"),
    } <= ways
    assert all(one["by"].startswith("__main__ (__main__:") for one in seen), seen


def test_a_package_that_goes_through_the_standard_library_is_the_culprit() -> None:
    seen = told(
        "import types, urllib.request\n"
        "package = types.ModuleType('fetcher.deep')\n"
        'exec(\'def go(open_it):\\n try: open_it("http://127.0.0.1:1/")\\n'
        " except OSError: pass', package.__dict__)\n"
        "package.go(urllib.request.urlopen)\n"
    )
    assert {one["by"] for one in seen} == {"fetcher (fetcher.deep:2)"}


def test_a_loop_is_bounded_and_nobody_waits_for_a_reader() -> None:
    seen = told(
        "import socket\n"
        "for _ in range(2000):\n"
        "    try: socket.socket().connect(('127.0.0.1', 1))\n"
        "    except OSError: pass\n"
    )
    assert 0 < len(seen) < 1000


def test_without_a_channel_nothing_is_installed() -> None:
    for environ in ({}, {"TENON_EGRESS_FD": "x"}, {"TENON_EGRESS_FD": "9999"}):
        assert told("assert not installed\n", environ) == []
