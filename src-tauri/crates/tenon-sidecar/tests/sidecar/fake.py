"""Behaves like the sidecar as far as a test needs it; run in place of Python with its arguments."""

import hashlib
import hmac
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.realpath(__file__))
TOKEN = os.environ.get("TENON_SIDECAR_TOKEN", "")


def mode():
    """What to be: read anew each time, so that a test can change it."""
    with open(os.path.join(HERE, "mode")) as file:
        return file.read().split()


def note(name, value):
    with open(os.path.join(HERE, name), "a") as file:
        file.write(json.dumps(value) + "\n")


note("launches", {"pid": os.getpid(), "arguments": sys.argv[1:], "environment": dict(os.environ)})
if "tenon_sidecar.model" in sys.argv:
    while "builds_long" in mode():
        time.sleep(0.01)
    if "cannot_build" in mode():
        sys.exit("the disk is full")
    folder = os.path.join(sys.argv[sys.argv.index("--out") + 1], "all-MiniLM-L6-v2")
    os.makedirs(folder, exist_ok=True)
    sums = {}
    for name in ("model.onnx", "tokenizer.json"):
        with open(os.path.join(folder, name), "w") as file:
            file.write(name)
        sums[name] = hashlib.sha256(name.encode()).hexdigest()
    with open(os.path.join(folder, "checksums.json"), "w") as file:
        json.dump({"format": 2, "files": sums}, file)
    sys.exit(0)
if "writes_models" in mode():
    try:
        with open(os.path.join(os.environ["TENON_MODELS_DIR"], "written"), "w"):
            note("wrote", True)
    except OSError:
        note("wrote", False)
if "floods" in mode():
    for number in range(20_000):
        print("line", number)
if "dies" in mode():
    sys.stderr.write("first\nno luck today\n")
    sys.exit(3)
if "cannot_load" in mode():
    import a_package_that_is_not_there  # noqa: F401
if "stubborn" in mode():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "has_child" in mode():
    waits = [sys.executable, "-c", "import time; time.sleep(1000)"]
    note("children", subprocess.Popen(waits).pid)
if "deaf" in mode():
    time.sleep(1000)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def vectors(self, body):
        note("vectors", {"target": self.path, "body": body})
        if "slow_search" in mode():
            time.sleep(1000)
        if "busy" in mode():
            content = b'{"error": {"code": "sidecarUnavailable", "message": "Busy.", "retryable": true}}'
            self.send_response(429)
            self.send_header("retry-after", "3")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            return self.wfile.write(content)
        empty = {"exists": False, "rows": 0, "bytes": 0, "files": 0, "versions": 0}
        self.answer(200, {**empty, "digest": "0" * 16, "indexed": False})

    def refuse(self, status, code, message, retryable):
        error = {"code": code, "message": message, "retryable": retryable}
        self.answer(status, {"error": error})

    def do_GET(self):
        if self.headers["authorization"] != "Bearer " + TOKEN:
            return self.refuse(401, "permission", "The bearer token is missing or wrong.", False)
        if "sick" in mode():
            return self.refuse(500, "internal", "The sidecar failed on this request.", False)
        if "computes" in mode():
            note("missed", {})
            while "computes" in mode():
                sum(range(100_000))
        nonce = self.path.partition("nonce=")[2]
        token = "another" if "forged" in mode() else TOKEN
        state = next((m for m in mode() if m in ("loading", "failed")), "ready")
        engine = {"name": "fake", "state": state, "dimensions": 2}
        if state == "loading":
            note("loads", {})
        if state == "failed":
            engine["reason"] = "There is no model."
        self.answer(200, {
            "status": "ok", "version": "0", "pid": os.getpid(), "nonce": nonce,
            "signature": hmac.new(token.encode(), nonce.encode(), hashlib.sha256).hexdigest(),
            "engine": engine,
        })

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path.startswith("/vectors/"):
            return self.vectors(body)
        texts = body["texts"]
        note("requests", {"texts": len(texts), "id": self.headers["x-request-id"]})
        if "hangs" in mode():
            time.sleep(1000)
        if "refuses" in mode():
            return self.refuse(422, "invalid", "texts.0: too long", False)
        if "endless" in mode():
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b" " * 65536)
        vectors = [[float(len(text)), 0.5] for text in texts]
        self.answer(200, {"model": "fake", "dimensions": 2, "vectors": vectors})


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
server.socket = socket.socket(fileno=int(sys.argv[sys.argv.index("--fd") + 1]))
server.daemon_threads = True
server.serve_forever()
