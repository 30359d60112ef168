"""The outermost layer: checks, body limit, last resort for errors, and the access log."""

import asyncio
import logging
import re
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tenon_sidecar import security
from tenon_sidecar.errors import Code, SidecarError

log = logging.getLogger("tenon.http")

# A client that goes on for longer than this with one body has hung; loopback takes milliseconds.
BODY_SECONDS = 30.0

_REQUEST_ID = re.compile(r"[!-~]{1,128}")


class Guard:
    """Lets a request through to the routes only after every check, in a fixed order."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            self._check(scope)
            await self._app(scope, await self._read(scope, receive), watched)
        except Exception as error:
            if status != 0:
                raise
            if not isinstance(error, SidecarError):
                log.error("A request failed.", exc_info=error)
                error = SidecarError(Code.INTERNAL, "The sidecar failed on this request.", 500)
            await error.response()(scope, receive, watched)
        except asyncio.CancelledError:
            # Only the end of the server cancels a request; the client may try the next one.
            if status == 0:
                stopped = SidecarError(
                    Code.CANCELLED, "The sidecar is stopping.", 503, retryable=True
                )
                await stopped.response()(scope, receive, watched)
        finally:
            _record(scope, status, time.perf_counter() - began)

    def _check(self, scope: Scope) -> None:
        headers = scope["headers"]
        target = scope.get("raw_path") or scope["path"].encode()
        security.check_host(headers, target, self._port)
        security.check_origin(headers)
        security.check_token(headers, self._token)
        security.check_upgrade(headers)
        if security.has_body(scope["method"], headers):
            security.check_content_type(headers)
            security.check_length(headers)

    async def _read(self, scope: Scope, receive: Receive) -> Receive:
        """Read the body up to the limit and return a `receive` that replays it."""
        if not security.has_body(scope["method"], scope["headers"]):
            return receive
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await self._body(receive)
        except TimeoutError:
            raise SidecarError(
                Code.INVALID,
                "The body did not come in time.",
                408,
                retryable=True,
                headers={"connection": "close"},
            ) from None
        whole: list[Message] = [{"type": "http.request", "body": body}]
        del body

        async def replay() -> Message:
            return whole.pop() if whole else await receive()

        return replay

    async def _body(self, receive: Receive) -> bytes:
        parts: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise SidecarError(Code.CANCELLED, "The client went away.", 400)
            part = message.get("body", b"")
            size += len(part)
            if size > security.MAX_DRAINED_BYTES:
                raise security.too_large()
            if size > security.MAX_BODY_BYTES:
                # Read on and drop it, or the client would be cut off and never see the answer.
                parts.clear()
            else:
                parts.append(part)
            more = message.get("more_body", False)
        if size > security.MAX_BODY_BYTES:
            raise security.too_large()
        return b"".join(parts)


def _record(scope: Scope, status: int, seconds: float) -> None:
    """Log one line; the route is our own name for it, since a path is foreign text."""
    route = getattr(scope.get("route"), "path", "-")
    given = security.values(scope["headers"], b"x-request-id")
    request_id = given[0].decode("latin-1") if given else None
    if request_id is not None and not _REQUEST_ID.fullmatch(request_id):
        request_id = "unreadable"
    # Health is asked for every few seconds and would drown everything else.
    quiet = route == "/health" and status == 200 and request_id is None
    level = logging.DEBUG if quiet else logging.INFO
    suffix = f" request={request_id}" if request_id else ""
    method = scope["method"] if scope["method"].isalpha() and len(scope["method"]) < 9 else "-"
    log.log(level, "%s %s %d %.1f ms%s", method, route, status, seconds * 1000, suffix)
