"""The answer of `/health`."""

from typing import Literal

from pydantic import BaseModel

from tenon_sidecar.embeddings.station import EngineState


class EngineHealth(BaseModel):
    """The embedding engine; `reason` and `hint` only when it has failed."""

    name: str
    state: EngineState
    dimensions: int
    reason: str | None = None
    hint: str | None = None


class Health(BaseModel):
    """`signature` proves that the answer comes from the process that has the token."""

    status: Literal["ok"] = "ok"
    version: str
    pid: int
    nonce: str
    signature: str
    engine: EngineHealth
