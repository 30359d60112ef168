"""Adopts the listening socket that Tenon opened and passed in."""

import socket

from tenon_sidecar.settings import StartError


def adopt(fd: int, port: int | None = None) -> socket.socket:
    """Return the socket behind `fd` after checking that it is the one we may serve.

    Tenon opens it, because in the sidecar's own network namespace no listener
    that the sidecar opens could be reached.
    """
    try:
        listener = socket.socket(fileno=fd)
    except (OSError, ValueError, OverflowError):
        raise StartError(f"--fd {fd} is not an open socket.") from None
    problem = _problem(listener, port)
    if problem is not None:
        raise StartError(f"--fd {fd} {problem}.")
    listener.set_inheritable(False)
    listener.setblocking(False)
    return listener


def _problem(listener: socket.socket, port: int | None) -> str | None:
    if listener.family != socket.AF_INET or listener.type != socket.SOCK_STREAM:
        return "is not a TCP socket for IPv4"
    address, own_port = listener.getsockname()
    if not listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        return "is not a listening socket"
    if not address.startswith("127."):
        return f"listens on {address}, not on the loopback address"
    if port is not None and port != own_port:
        return f"listens on port {own_port}, not on --port {port}"
    return None
