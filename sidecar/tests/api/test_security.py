"""Only Tenon gets through: every trick with Host, Origin, token and type is refused."""

import pytest

from support.wire import (
    HEALTH,
    TOKEN,
    Headers,
    assert_error,
    exchange,
    get,
    post,
    send,
    trusted,
)
from tenon_sidecar.errors import Code
from tenon_sidecar.security import MAX_BODY_BYTES, MAX_DRAINED_BYTES

BEARER = ("Authorization", f"Bearer {TOKEN}")
JSON = ("Content-Type", "application/json")

# `PORT` stands for the real one.
BAD_HOSTS = [
    "evil.com",
    "evil.com:PORT",
    "127.0.0.1",
    "localhost",
    "127.0.0.1:1",
    "localhost:80",
    "127.0.0.1:PORT.",
    "127.0.0.1.:PORT",
    "localhost.:PORT",
    "LOCALHOST:PORT",
    "Localhost:PORT",
    "127.0.0.1.nip.io:PORT",
    "localhost.evil.com:PORT",
    "x.local:PORT",
    "x.internal:PORT",
    "0.0.0.0:PORT",
    "127.1:PORT",
    "127.0.0.2:PORT",
    "2130706433:PORT",
    "0177.0.0.1:PORT",
    "0x7f.0.0.1:PORT",
    "[::1]:PORT",
    "[::1].evil:PORT",
    "[::ffff:127.0.0.1]:PORT",
    "user@127.0.0.1:PORT",
    "127.0.0.1:PORT@evil.com",
    "127.0.0.1:0PORT",
    "127.0.0.1:PORT/",
    "127.0.0.1:PORT,evil.com",
    "127.0.0.1 :PORT",
    "http://127.0.0.1:PORT",
    "",
]


@pytest.mark.parametrize("host", BAD_HOSTS)
def test_a_host_that_is_not_exactly_ours_is_refused(port: int, host: str) -> None:
    answer = send(port, "GET", HEALTH, [("Host", host.replace("PORT", str(port))), BEARER])
    # h11 itself refuses what can never be a host name.
    status = answer.status if answer.status == 400 else 403
    assert_error(answer, status, Code.INVALID if status == 400 else Code.PERMISSION)


@pytest.mark.parametrize("host", ["127.0.0.1:PORT", "localhost:PORT"])
def test_our_own_two_hosts_are_taken(port: int, host: str) -> None:
    answer = send(port, "GET", HEALTH, [("Host", host.replace("PORT", str(port))), BEARER])
    assert answer.status == 200


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["127.0.0.1:PORT", "127.0.0.1:PORT"],
        ["127.0.0.1:PORT", "evil.com"],
        ["evil.com", "127.0.0.1:PORT"],
    ],
)
def test_no_host_or_two_hosts_are_refused(port: int, hosts: list[str]) -> None:
    lines = [("Host", host.replace("PORT", str(port))) for host in hosts]
    assert_error(send(port, "GET", HEALTH, [*lines, BEARER]), 403, Code.PERMISSION)


def test_http_1_0_without_a_host_is_refused(port: int) -> None:
    request = f"GET {HEALTH} HTTP/1.0\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    assert_error(exchange(port, request.encode()), 403, Code.PERMISSION)


@pytest.mark.parametrize(
    "target",
    [
        f"http://evil.com{HEALTH}",
        f"http://127.0.0.1:PORT{HEALTH}",
        f"https://localhost:PORT{HEALTH}",
        "evil.com:443",
        "*",
    ],
)
def test_a_target_that_is_not_a_path_is_refused(port: int, target: str) -> None:
    answer = send(port, "GET", target.replace("PORT", str(port)), trusted(port))
    assert_error(answer, 403, Code.PERMISSION)


@pytest.mark.parametrize(
    "origin",
    ["http://evil.com", "null", "http://127.0.0.1:PORT", "http://localhost:PORT", "tauri://x", ""],
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_every_origin_is_refused(port: int, origin: str, method: str) -> None:
    headers = [*trusted(port), ("Origin", origin.replace("PORT", str(port)))]
    assert_error(send(port, method, HEALTH, headers), 403, Code.PERMISSION)


@pytest.mark.parametrize(
    "authorization",
    [
        [],
        [""],
        ["Bearer"],
        ["Bearer wrong-token-0123456789ab"],
        [TOKEN],
        [f"bearer {TOKEN}"],
        [f"Bearer  {TOKEN}"],
        [f"Bearer {TOKEN}x"],
        [f"Bearer {TOKEN[:-1]}"],
        [f"Bearer {TOKEN.upper()}"],
        [f"Basic {TOKEN}"],
        [f"Bearer {TOKEN}, Bearer {TOKEN}"],
        [f"Bearer {TOKEN}", f"Bearer {TOKEN}"],
        ["Bearer t\xf6ken-0123456789abcdef"],
    ],
)
def test_a_token_that_is_not_exactly_ours_is_refused(port: int, authorization: list[str]) -> None:
    headers = [trusted(port)[0], *(("Authorization", value) for value in authorization)]
    answer = send(port, "GET", HEALTH, headers)
    assert_error(answer, 401, Code.PERMISSION)
    assert ("www-authenticate", "Bearer") in answer.headers


def test_a_token_in_the_query_is_no_token(port: int) -> None:
    answer = send(port, "GET", f"{HEALTH}&token={TOKEN}", [trusted(port)[0]])
    assert_error(answer, 401, Code.PERMISSION)


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/json; charset=utf-16",
        "application/json, text/plain",
        "",
    ],
)
def test_a_body_that_is_not_json_is_refused(port: int, kind: str | None) -> None:
    headers = [*trusted(port), *([("Content-Type", kind)] if kind is not None else [])]
    answer = send(port, "POST", "/embeddings", headers, b'{"texts":[]}')
    assert_error(answer, 415, Code.INVALID)


def test_a_second_content_type_is_refused(port: int) -> None:
    headers = [*trusted(port), JSON, ("Content-Type", "text/plain")]
    assert_error(send(port, "POST", "/embeddings", headers, b"{}"), 415, Code.INVALID)


def test_a_get_with_a_foreign_body_is_refused(port: int) -> None:
    headers = [*trusted(port), ("Content-Type", "text/plain")]
    assert_error(send(port, "GET", HEALTH, headers, b"x"), 415, Code.INVALID)


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=UTF-8"])
def test_json_is_taken(port: int, kind: str) -> None:
    headers = [*trusted(port), ("Content-Type", kind)]
    assert send(port, "POST", "/embeddings", headers, b'{"texts":[]}').status == 200


@pytest.mark.parametrize("size", [MAX_DRAINED_BYTES + 1, 10**9, 10**19])
def test_a_body_that_announces_too_much_is_refused_unread(port: int, size: int) -> None:
    headers = [*trusted(port), JSON, ("Content-Length", str(size))]
    assert_error(send(port, "POST", "/embeddings", headers), 413, Code.INVALID)


def test_a_chunked_body_is_counted_while_it_is_read(port: int) -> None:
    chunk = b"%x\r\n%s\r\n" % (2**20, b" " * 2**20)
    lines = [*trusted(port), JSON, ("Transfer-Encoding", "chunked"), ("Connection", "close")]
    head = "POST /embeddings HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines) + "\r\n"
    request = head.encode() + chunk * 17 + b"0\r\n\r\n"
    assert_error(exchange(port, request), 413, Code.INVALID)


def test_a_client_that_sends_too_much_still_reads_the_answer(port: int) -> None:
    assert_error(post(port, b" " * (MAX_BODY_BYTES + 1)), 413, Code.INVALID)


@pytest.mark.parametrize("upgrade", ["websocket", "h2c", "WebSocket"])
@pytest.mark.parametrize("target", [HEALTH, "/embeddings", "/ws"])
def test_upgrades_are_refused(port: int, upgrade: str, target: str) -> None:
    headers = [
        *trusted(port),
        ("Upgrade", upgrade),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Sec-WebSocket-Version", "13"),
    ]
    assert_error(send(port, "GET", target, headers), 400, Code.INVALID)


BAD_HOST = ("Host", "evil.com")
ORIGIN = ("Origin", "http://evil.com")
WRONG = ("Authorization", "Bearer wrong")
TEXT = ("Content-Type", "text/plain")
LARGE = ("Content-Length", str(MAX_DRAINED_BYTES + 1))


@pytest.mark.parametrize(
    ("headers", "status", "word"),
    [
        ([BAD_HOST, ORIGIN, WRONG, TEXT, LARGE], 403, "Host"),
        ([ORIGIN, WRONG, TEXT, LARGE], 403, "web pages"),
        ([WRONG, TEXT, LARGE], 401, "token"),
        ([BEARER, TEXT, LARGE], 415, "json"),
        ([BEARER, JSON, LARGE], 413, "16 MiB"),
    ],
)
def test_the_checks_come_in_their_order(
    port: int, headers: Headers, status: int, word: str
) -> None:
    host = [] if BAD_HOST in headers else [trusted(port)[0]]
    answer = send(port, "POST", "/embeddings", [*host, *headers])
    assert answer.status == status
    assert word in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\r\n\r\nnonsense\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"GET / HTTP/1.1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
    ],
)
def test_what_is_not_http_gets_the_same_error_shape(port: int, request_bytes: bytes) -> None:
    answer = exchange(port, request_bytes)
    assert 400 <= answer.status < 600
    assert_error(answer, answer.status, Code.INVALID)


def test_the_answer_names_neither_server_nor_token(port: int) -> None:
    for answer in (get(port, HEALTH), post(port, {"texts": ["a"]}), get(port, "/nothing")):
        assert not any(key == "server" for key, _ in answer.headers)
        assert TOKEN.encode() not in answer.body
