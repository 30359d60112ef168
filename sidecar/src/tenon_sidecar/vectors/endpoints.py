"""`POST /vectors/*`."""

from typing import TypeVar

from fastapi import APIRouter, Request
from pydantic import BaseModel, ValidationError

from tenon_sidecar.embeddings.service import EmbeddingService
from tenon_sidecar.errors import Code, SidecarError, malformed
from tenon_sidecar.vectors.answers import Deleted, Found, Optimized, Stats, Upserted
from tenon_sidecar.vectors.schemas import DeleteRequest, Place, SearchRequest, UpsertRequest
from tenon_sidecar.vectors.service import VectorService

router = APIRouter(prefix="/vectors")

M = TypeVar("M", bound=BaseModel)


async def _read(request: Request, model: type[M]) -> M:
    """Parse the body strictly as UTF-8 JSON."""
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as error:
        raise malformed(error) from None


@router.post("/upsert")
async def upsert(request: Request) -> Upserted:
    """Write rows; those with a known key are replaced."""
    service: VectorService = request.state.vectors
    return Upserted(upserted=await service.upsert(await _read(request, UpsertRequest)))


@router.post("/search")
async def search(request: Request) -> Found:
    """Find the rows nearest to a vector or to a text."""
    service: VectorService = request.state.vectors
    embeddings: EmbeddingService = request.state.embeddings

    async def embed(text: str, model: str | None) -> list[float]:
        if model is not None and model != embeddings.engine.model:
            raise SidecarError(Code.NOT_FOUND, "No engine with this model is loaded.", 404)
        (vector,) = await embeddings.embed([text], is_abandoned=request.is_disconnected)
        return vector

    return await service.search(await _read(request, SearchRequest), embed)


@router.post("/delete")
async def delete(request: Request) -> Deleted:
    """Take rows away, or a whole collection."""
    service: VectorService = request.state.vectors
    return Deleted(deleted=await service.delete(await _read(request, DeleteRequest)))


@router.post("/optimize")
async def optimize(request: Request) -> Optimized:
    """Compact a collection and remove its old versions."""
    service: VectorService = request.state.vectors
    return await service.optimize(await _read(request, Place))


@router.post("/stats")
async def stats(request: Request) -> Stats:
    """Say what a collection holds."""
    service: VectorService = request.state.vectors
    return await service.stats(await _read(request, Place))
