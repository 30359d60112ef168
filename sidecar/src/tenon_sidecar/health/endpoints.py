"""`GET /health`."""

import os
from typing import Annotated

from fastapi import APIRouter, Query, Request

from tenon_sidecar import __version__
from tenon_sidecar.embeddings.service import EmbeddingService
from tenon_sidecar.health.schemas import EngineHealth, Health
from tenon_sidecar.health.signature import sign

router = APIRouter()

Nonce = Annotated[str, Query(pattern="^[0-9a-fA-F]{16,128}$")]


@router.get("/health", response_model_exclude_none=True)
async def health(request: Request, nonce: Nonce) -> Health:
    """Answer at once, whatever the engine is doing."""
    service: EmbeddingService = request.state.embeddings
    return Health(
        version=__version__,
        pid=os.getpid(),
        nonce=nonce,
        signature=sign(request.state.settings.token, nonce),
        engine=EngineHealth(
            name=service.engine.name,
            state=service.state,
            dimensions=service.engine.dimensions,
            reason=service.reason,
            hint=service.hint,
        ),
    )
