"""What a real process writes: request ids, never texts and never the token."""

from pathlib import Path

from support.process import running, wait_until_loaded
from support.wire import HEALTH, PATIENCE, TOKEN, post, send, trusted


def test_the_log_has_request_ids_and_no_payload(tmp_path: Path) -> None:
    with running(tmp_path, "--watch-stdin") as (process, port):
        wait_until_loaded(port)
        send(port, "GET", HEALTH, [*trusted(port), ("X-Request-Id", "req-42")])
        send(port, "GET", HEALTH, [*trusted(port), ("X-Request-Id", "two words")])
        send(port, "GET", "/private-name?token=private-query", trusted(port))
        post(port, {"texts": ["private text"]})
        post(port, b'{"texts":["private text\\ud800"]}')
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=PATIENCE) == 0
    written = (tmp_path / "log").read_text()
    lines = written.splitlines()
    assert any("GET /health 200" in line and "request=req-42" in line for line in lines), written
    assert any("request=unreadable" in line for line in lines), written
    assert any("POST /embeddings 200" in line for line in lines), written
    assert "private" not in written
    assert TOKEN not in written
    assert all(line[:2] == "20" for line in lines), "every line begins with its time"
