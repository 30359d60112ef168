"""`POST /embeddings`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError

from tenon_sidecar.embeddings.schemas import EmbeddingsRequest, EmbeddingsResponse, Encoding, packed
from tenon_sidecar.embeddings.service import EmbeddingService
from tenon_sidecar.errors import malformed

router = APIRouter()


async def read_payload(request: Request) -> EmbeddingsRequest:
    """Parse the body strictly as UTF-8 JSON.

    Python's own parser takes lone surrogates, `NaN` and UTF-16; this one does not.
    """
    try:
        return EmbeddingsRequest.model_validate_json(await request.body())
    except ValidationError as error:
        raise malformed(error) from None


Payload = Annotated[EmbeddingsRequest, Depends(read_payload)]


@router.post("/embeddings")
async def embeddings(request: Request, payload: Payload) -> EmbeddingsResponse:
    """Embed the texts, or stop early when nobody waits for them any more."""
    service: EmbeddingService = request.state.embeddings
    engine = await service.pick(payload.model)
    vectors = await service.embed(
        payload.texts,
        is_abandoned=request.is_disconnected,
        purpose=payload.purpose,
        model=payload.model,
    )
    return EmbeddingsResponse(
        model=engine.model,
        dimensions=engine.dimensions,
        vectors=[packed(vector) for vector in vectors]
        if payload.encoding is Encoding.BASE64
        else vectors,
    )
