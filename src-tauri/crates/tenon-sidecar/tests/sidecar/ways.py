"""Ways out, tried inside of the real sidecar: put into its environment as `sitecustomize`.

Each prints `WAY <name> <what came of it>`; a way that works prints what it fetched.
"""

import ctypes
import http.client
import json
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).parent
# Only a way that hangs waits so long; none is slow by itself, but the machine may be.
PATIENCE = 60


def direct():
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(url, opener=None):
    return (opener or direct()).open(url, timeout=PATIENCE).read().decode()


def first(*tries):
    """Return what the first try that works gives, or all that went wrong."""
    wrong = []
    for one in tries:
        try:
            return one()
        except BaseException as error:
            wrong.append(f"{type(error).__name__}: {error}")
    raise OSError("; ".join(wrong))


def tcp(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as stream:
        stream.settimeout(PATIENCE)
        stream.connect(address)
        stream.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return stream.makefile("rb").read().decode()


def udp(packet, address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.settimeout(PATIENCE)
        one.sendto(packet, address)
        return one.recv(100).decode()


def bash(script):
    """A native child that has the environment's own right to be started."""
    program = HERE.parents[2] / "bin/bash"
    made = subprocess.run([program, "-c", script], capture_output=True, timeout=PATIENCE)
    if not made.stdout:
        raise OSError(made.stderr.decode() or f"status {made.returncode}")
    return made.stdout.decode()


def rogue_proxy(told):
    os.environ["http_proxy"] = f"http://127.0.0.1:{told['loopback']}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler())
    return fetch(f"http://{told['other']}:{told['port']}/", opener)


def late_import():
    import late_fetcher

    return late_fetcher.FETCHED


def turned_around(told):
    """Disconnects the listening socket that was passed in, and connects it elsewhere."""
    libc = ctypes.CDLL(None, use_errno=True)
    passed = int(sys.orig_argv[sys.orig_argv.index("--fd") + 1])
    os.set_blocking(passed, True)
    unspecified = (ctypes.c_char * 16)()
    libc.connect(passed, unspecified, 16)
    port = int(told["port"]).to_bytes(2, "big")
    where = bytes([socket.AF_INET, 0]) + port + socket.inet_aton(told["other"]) + bytes(8)
    if libc.connect(passed, where, 16) != 0:
        raise OSError(ctypes.get_errno(), "connect")
    libc.send(passed, b"GET / HTTP/1.0\r\n\r\n", 18, 0)
    return os.read(passed, 1000).decode()


def ways(told):
    other, port, loopback = told["other"], told["port"], told["loopback"]
    url = f"http://{other}:{port}/"
    proxied = urllib.request.build_opener()
    changed = lambda change: (change(), told["word"])[1]  # noqa: E731
    dns = b"\x12\x34\x01\x00\x00\x01\0\0\0\0\0\0\x06canary\x07example\0\0\x01\0\x01"
    key = told["key"]
    unix = told["unix"]
    yield "engine", lambda: fetch(f"http://127.0.0.1:{told['engine']}/fine", proxied)
    yield "http", lambda: first(lambda: fetch(url, proxied), lambda: fetch(url))
    yield "tcp", lambda: tcp(socket.AF_INET, (other, port))
    yield "udp", lambda: udp(b"hello", (other, told["udp"]))
    yield "dns", lambda: first(
        lambda: udp(dns, (other, told["udp"])), lambda: str(socket.getaddrinfo("example.com", 80))
    )
    yield "subprocess", lambda: bash(f"exec 3<>/dev/tcp/{other}/{port}; echo GET / >&3; cat <&3 || read -r -u 3 x; echo $x")
    yield "environment-proxy", lambda: rogue_proxy(told)
    leads_out = f"http://127.0.0.1:{told['engine']}/redirect"
    yield "redirect", lambda: first(lambda: fetch(leads_out, proxied), lambda: fetch(leads_out))
    yield "ipv6", lambda: tcp(socket.AF_INET6, ("::1", told["six"]))
    yield "host-loopback", lambda: tcp(socket.AF_INET, ("127.0.0.1", loopback))
    yield "key", lambda: first(
        lambda: pathlib.Path(key).read_text(), lambda: bash(f"echo $(<{key})")
    )
    yield "write", lambda: changed(lambda: pathlib.Path(key).with_name("new").write_text("x"))
    yield "rights", lambda: changed(lambda: pathlib.Path(key).chmod(0o644))
    yield "late-import", late_import
    yield "remote-engine", lambda: first(
        lambda: fetch(f"{url}v1/embeddings", proxied), lambda: fetch(f"{url}v1/embeddings")
    )
    yield "unix", lambda: tcp(socket.AF_UNIX, unix)
    yield "turned-around", lambda: turned_around(told)


def say(line):
    """In one write, so that what another thread logs does not come between a line and its end."""
    os.write(2, f"WAY {line}\n".encode())


def run():
    # The test says when; the last way costs the sidecar its socket.
    while not (HERE / "go").exists():
        time.sleep(0.02)
    told = json.loads((HERE / "ways.json").read_text())
    for name, way in ways(told):
        try:
            got = way()
        except BaseException as error:
            got = f"{type(error).__name__}: {error}"
        say(f"{name} {got!r}")
    say("end")


if "tenon_sidecar" in sys.orig_argv:
    threading.Thread(target=run, daemon=True).start()
