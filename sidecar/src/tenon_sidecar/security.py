"""Who may speak to the sidecar: pure checks on the head of a request."""

import hmac
from collections.abc import Iterable

from tenon_sidecar.errors import Code, SidecarError

MAX_BODY_BYTES = 16 * 1024 * 1024
MAX_DRAINED_BYTES = 4 * MAX_BODY_BYTES

Headers = Iterable[tuple[bytes, bytes]]


def values(headers: Headers, name: bytes) -> list[bytes]:
    """Return every value of a header, in order; names are already lower case."""
    return [value for key, value in headers if key == name]


def check_host(headers: Headers, target: bytes, port: int) -> None:
    """Refuse everything but one exact `Host`, which stops DNS rebinding."""
    allowed = (f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode())
    hosts = values(headers, b"host")
    if len(hosts) != 1 or hosts[0] not in allowed:
        raise SidecarError(Code.PERMISSION, "The Host header is not this server's address.", 403)
    # An absolute target would overrule the Host header for a proxy in between.
    if not target.startswith(b"/"):
        raise SidecarError(Code.PERMISSION, "The request target must begin with a slash.", 403)


def check_origin(headers: Headers) -> None:
    """Refuse every web page: only browsers send `Origin`, and none may call."""
    if values(headers, b"origin"):
        raise SidecarError(Code.PERMISSION, "Requests from web pages are refused.", 403)


def check_token(headers: Headers, token: str) -> None:
    """Compare the bearer token in constant time."""
    given = values(headers, b"authorization")
    wanted = b"Bearer " + token.encode()
    if len(given) != 1 or not hmac.compare_digest(given[0], wanted):
        raise SidecarError(
            Code.PERMISSION,
            "The bearer token is missing or wrong.",
            401,
            headers={"www-authenticate": "Bearer"},
        )


def check_upgrade(headers: Headers) -> None:
    """Refuse WebSockets and every other change of protocol."""
    if values(headers, b"upgrade"):
        raise SidecarError(Code.INVALID, "This server does not change protocols.", 400)


def has_body(method: str, headers: Headers) -> bool:
    """Say whether a request carries a body or has a method that should."""
    if method in ("POST", "PUT", "PATCH") or values(headers, b"transfer-encoding"):
        return True
    return any(value != b"0" for value in values(headers, b"content-length"))


def check_content_type(headers: Headers) -> None:
    """Take JSON only; web forms cannot send it without asking first."""
    given = values(headers, b"content-type")
    if len(given) == 1:
        kind, _, parameters = given[0].lower().partition(b";")
        if kind.strip() == b"application/json" and parameters.strip() in (b"", b"charset=utf-8"):
            return
    raise SidecarError(Code.INVALID, "A body must be application/json.", 415)


def check_length(headers: Headers) -> None:
    """Refuse a body that says itself that it is far too large, before reading any of it.

    One that is only somewhat too large is read and dropped, because a client that
    is cut off while it sends may never see the answer.
    """
    lengths = values(headers, b"content-length")
    if lengths and values(headers, b"transfer-encoding"):
        # Two readers could take them for different bodies.
        raise SidecarError(Code.INVALID, "A body has a length or comes in chunks, not both.", 400)
    for value in lengths:
        if int(value) > MAX_DRAINED_BYTES:
            raise too_large()


def too_large() -> SidecarError:
    """Return the error for a body over the limit."""
    return SidecarError(Code.INVALID, "The body is larger than 16 MiB.", 413)
