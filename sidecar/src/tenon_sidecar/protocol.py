"""HTTP/1.1 as uvicorn speaks it, with Tenon's error shape and a limit on slow heads."""

import asyncio
import json
import sys

import h11
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

from tenon_sidecar.errors import Code, SidecarError

HEAD_SECONDS = 10.0
LINGER_SECONDS = 1.0


class SidecarProtocol(H11Protocol):
    """One connection.

    A request that cannot be parsed never reaches the app, so its answer is made
    here; and a client that does not finish a head in time is cut off, so that
    idle connections cannot use up the file descriptors.
    """

    _deadline: asyncio.TimerHandle | None = None
    _is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock for the first head."""
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        """Start the clock for a further head, and stop it once a request has begun."""
        if self._is_refused:
            return
        self._arm()
        super().data_received(data)
        if not self._between_requests():
            self._disarm()

    def on_response_complete(self) -> None:
        """Leave the time between requests to uvicorn's keep-alive."""
        self._disarm()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._disarm()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer a request that h11 refuses; called inside its `except` block."""
        error = _refusal(sys.exception())
        content = json.dumps(error.body()).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(content)).encode()),
            (b"connection", b"close"),
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            head = h11.Response(
                status_code=error.status, headers=headers, reason=STATUS_PHRASES[error.status]
            )
            for event in (head, h11.Data(data=content), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self._is_refused = True
        # Closing with bytes unread would reset the connection, and the answer be lost.
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: the guard refuses upgrades with an error of its own."""

    def _between_requests(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _arm(self) -> None:
        if self._deadline is None and self._between_requests():
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        if self._between_requests():
            self.transport.abort()


def _refusal(cause: BaseException | None) -> SidecarError:
    # h11 insists on exactly one Host itself, and says so only in the text.
    if isinstance(cause, h11.RemoteProtocolError) and "Host" in str(cause):
        return SidecarError(Code.PERMISSION, "The Host header is not this server's address.", 403)
    status = getattr(cause, "error_status_hint", 400)
    status = status if status in STATUS_PHRASES and 400 <= status < 500 else 400
    return SidecarError(Code.INVALID, "The request is not valid HTTP/1.1.", status)
