"""The one error shape: `{error: {code, message, hint?, retryable}}`."""

from enum import StrEnum
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from tenon_sidecar.mistakes import sentence

MOST_MISTAKES = 10_000


class Code(StrEnum):
    """The closed list of error codes, the same on every seam of Tenon."""

    NOT_FOUND = "notFound"
    INVALID = "invalid"
    CONFLICT = "conflict"
    PRECONDITION_FAILED = "preconditionFailed"
    PERMISSION = "permission"
    SIDECAR_UNAVAILABLE = "sidecarUnavailable"
    SIDECAR_FAILED = "sidecarFailed"
    CANCELLED = "cancelled"
    STORAGE = "storage"
    INTERNAL = "internal"


class SidecarError(Exception):
    """A refusal or failure that the client is told about."""

    def __init__(
        self,
        code: Code,
        message: str,
        status: int,
        *,
        hint: str | None = None,
        retryable: bool = False,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.hint = hint
        self.retryable = retryable
        self.headers = headers

    def body(self) -> dict[str, Any]:
        """Return the JSON body; `hint` is left out when there is none."""
        error: dict[str, Any] = {"code": self.code.value, "message": self.message}
        if self.hint is not None:
            error["hint"] = self.hint
        error["retryable"] = self.retryable
        return {"error": error}

    def response(self) -> JSONResponse:
        """Return the HTTP response for this error."""
        return JSONResponse(self.body(), status_code=self.status, headers=self.headers)


def busy(message: str) -> SidecarError:
    """Return the refusal of a request that too many others wait before; a second helps."""
    return SidecarError(
        Code.SIDECAR_UNAVAILABLE, message, 429, retryable=True, headers={"retry-after": "1"}
    )


def malformed(error: RequestValidationError | ValidationError) -> SidecarError:
    """Say what is wrong first with a payload, without repeating any of its text."""
    # All of them are written down for the first one, which takes seconds for a million.
    if isinstance(error, ValidationError) and error.error_count() > MOST_MISTAKES:
        message = f"The body has {error.error_count()} mistakes."
        return SidecarError(Code.INVALID, message, 422)
    return SidecarError(Code.INVALID, sentence(error.errors()[0]), 422)


def _from_http(error: HTTPException) -> SidecarError:
    headers = dict(error.headers) if error.headers else None
    if error.status_code == 404:
        return SidecarError(Code.NOT_FOUND, "There is no such route.", 404, headers=headers)
    if error.status_code == 405:
        message = "This route does not take that method."
        return SidecarError(Code.INVALID, message, 405, headers=headers)
    code = Code.INVALID if error.status_code < 500 else Code.INTERNAL
    return SidecarError(code, str(error.detail), error.status_code, headers=headers)


def install(app: FastAPI) -> None:
    """Render every error that a route or the router raises in the one shape."""

    @app.exception_handler(SidecarError)
    async def _sidecar(_: Request, error: SidecarError) -> JSONResponse:
        return error.response()

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        return _from_http(error).response()

    @app.exception_handler(RequestValidationError)
    async def _payload(_: Request, error: RequestValidationError) -> JSONResponse:
        return malformed(error).response()
