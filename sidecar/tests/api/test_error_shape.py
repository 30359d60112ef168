"""Every route answers every refusal in the one shape, and there are no other routes."""

from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts

from support.wire import HEALTH, assert_error, get, post, send, trusted
from tenon_sidecar.app import create_app
from tenon_sidecar.errors import Code
from tenon_sidecar.settings import EngineChoice, Settings

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"]
JSON = ("Content-Type", "application/json")


def served() -> dict[str, set[str]]:
    settings = Settings("t" * 16, 1, EngineChoice(), Path("/nonexistent"))
    routes = iter_route_contexts(create_app(settings).routes)
    return {str(route.path): set(route.methods or ()) for route in routes}


def test_the_routes_are_these_and_no_others() -> None:
    assert served() == {
        "/health": {"GET"},
        "/embeddings": {"POST"},
        "/entities": {"POST"},
        **{
            f"/vectors/{what}": {"POST"}
            for what in ("upsert", "search", "read", "delete", "optimize", "stats")
        },
    }


def test_every_route_refuses_in_the_one_shape(port: int) -> None:
    """Each refusal on each route, with its real method."""
    for path, methods in served().items():
        for method in methods:
            body = b"{}" if method == "POST" else b""
            host, bearer = trusted(port)
            refusals = [
                ([("Host", "evil.com"), bearer, JSON], 403, Code.PERMISSION),
                ([host, bearer, JSON, ("Origin", "null")], 403, Code.PERMISSION),
                ([host, JSON], 401, Code.PERMISSION),
                ([host, bearer, ("Upgrade", "websocket")], 400, Code.INVALID),
                ([host, bearer, ("Content-Type", "text/plain")], 415, Code.INVALID),
                ([host, bearer, JSON], 422, Code.INVALID),
            ]
            for headers, status, code in refusals:
                given = body or (b"x" if status == 415 else b"")
                assert_error(send(port, method, path, headers, given), status, code)


@pytest.mark.parametrize("method", METHODS)
def test_a_route_refuses_other_methods_in_the_one_shape(port: int, method: str) -> None:
    for path, methods in served().items():
        if method in methods:
            continue
        answer = send(port, method, path, [*trusted(port), JSON])
        assert answer.status == 405, f"{method} {path}"
        if method != "HEAD":
            assert_error(answer, 405, Code.INVALID)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/docs/oauth2-redirect",
        "/health/",
        "/embeddings/",
        "//health",
        "/Health",
        "/health%2f",
        "/../health",
        "/static/../../etc/passwd",
        "/%00",
        "/%ff",
    ],
)
def test_what_is_no_route_is_not_found_and_needs_the_token(port: int, path: str) -> None:
    assert_error(get(port, path), 404, Code.NOT_FOUND)
    assert_error(post(port, {}, path), 404, Code.NOT_FOUND)
    assert_error(send(port, "GET", path, [trusted(port)[0]]), 401, Code.PERMISSION)


def test_health_itself_is_fine(port: int) -> None:
    assert get(port, HEALTH).status == 200
