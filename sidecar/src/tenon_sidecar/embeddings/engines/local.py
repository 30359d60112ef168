"""Asks a program on this machine for JSON, through the proxy of the lock."""

import http.client
import ipaddress
import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import SplitResult, urlsplit

from tenon_sidecar.embeddings.engines.base import EngineError
from tenon_sidecar.errors import Code

# A large model on a slow machine takes minutes for some texts, and longer when it is loaded first.
PATIENCE_SECONDS = 300.0
MOST_BYTES = 64 * 1024 * 1024
# What a program says of its own failure is shown up to so many characters.
SAID_CHARS = 300
LOCAL = (
    "Name a program on this machine in the settings embeddings.url and egress.engines, "
    "such as http://127.0.0.1:11434."
)


def endpoint(url: str) -> SplitResult:
    """Split a URL, and refuse everything but plain HTTP on the loopback address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise EngineError(f"The engine's URL {url!r} is not a URL.", code=Code.INVALID) from None
    if parts.scheme not in ("http", "https") or not host:
        message = f"The engine's URL {url!r} does not begin with http:// and a host."
        raise EngineError(message, code=Code.INVALID)
    if not _is_loopback(host):
        message = f"The engine at {host} is not on this machine, and texts do not leave it."
        raise EngineError(message, code=Code.PERMISSION, hint=LOCAL)
    if parts.scheme != "http":
        message = "Engines on this machine are asked by http://, not by https://."
        raise EngineError(message, code=Code.INVALID)
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Caller:
    """Posts JSON. It follows no redirects and takes no proxy but the one it is given."""

    def __init__(self, name: str, proxy: str | None) -> None:
        self._name = name
        self._proxied = proxy is not None
        self._opener = urllib.request.OpenerDirector()
        handlers = [
            urllib.request.ProxyHandler({"http": proxy} if proxy else {}),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
        ]
        for handler in handlers:
            self._opener.add_handler(handler)

    def post(self, url: str, payload: object) -> Any:  # noqa: ANN401
        """Return the JSON that comes back; whatever else happens is an `EngineError`."""
        request = urllib.request.Request(
            url,
            json.dumps(payload).encode(),
            {"content-type": "application/json", "accept": "application/json"},
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                body = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise self._status(url, error) from None
        except TimeoutError:
            seconds = f"{PATIENCE_SECONDS:.0f} s"
            raise self._unreachable(f"did not answer within {seconds}") from None
        except (OSError, http.client.HTTPException) as error:
            why = getattr(error, "reason", error)
            if isinstance(why, TimeoutError):
                why = "no answer in time"
            raise self._unreachable(f"cannot be reached at {url} ({why})") from error
        if len(body) > MOST_BYTES:
            raise EngineError(f"The engine {self._name} answered with more than 64 MiB.")
        try:
            return json.loads(body)
        except ValueError:
            raise EngineError(f"The engine {self._name} did not answer with JSON.") from None

    def _status(self, url: str, error: urllib.error.HTTPError) -> EngineError:
        told = _told(error)
        if self._proxied and (refusal := _refusal_of_the_lock(told)):
            return refusal
        said = _said(told)
        message = f"The engine {self._name} answered with status {error.code} at {url}"
        message += f": {said}" if said else "."
        # It is busy, loading a model, or being started; that ends by itself.
        return EngineError(message, retryable=error.code in (408, 425, 429, 500, 502, 503, 504))

    def _unreachable(self, what: str) -> EngineError:
        return EngineError(f"The engine {self._name} {what}.", retryable=True)


def _told(error: urllib.error.HTTPError) -> object:
    """Read what stands under `error`, where Tenon, OpenAI and Ollama say what is wrong."""
    try:
        return json.loads(error.read(4096))["error"]
    except (OSError, ValueError, TypeError, KeyError, http.client.HTTPException):
        return None


def _said(told: object) -> str:
    """Return the program's own sentence on one line, or nothing."""
    sentence = told.get("message") if isinstance(told, dict) else told
    if not isinstance(sentence, str):
        return ""
    printable = "".join(sign if sign.isprintable() else " " for sign in sentence)
    said = " ".join(printable.split())[:SAID_CHARS]
    return said if not said or said.endswith((".", "!", "?")) else f"{said}."


def _refusal_of_the_lock(told: object) -> EngineError | None:
    """Read Tenon's own error shape, in which the proxy of the lock says why it refuses."""
    if not isinstance(told, dict):
        return None
    code, message, hint = told.get("code"), str(told.get("message")), told.get("hint")
    if code == Code.PERMISSION.value:
        # Its sentence says what to do, where it has no hint of its own.
        return EngineError(message, code=Code.PERMISSION, hint=str(hint or LOCAL))
    if code == Code.PRECONDITION_FAILED.value:
        return EngineError(message, retryable=True)
    return None
