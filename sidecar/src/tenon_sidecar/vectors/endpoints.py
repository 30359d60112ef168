"""`POST /vectors/*`."""

from typing import TypeVar

from fastapi import APIRouter, Request
from pydantic import BaseModel, ValidationError

from tenon_sidecar.embeddings.service import EmbeddingService, Purpose
from tenon_sidecar.errors import malformed
from tenon_sidecar.vectors.answers import Deleted, Found, Optimized, Page, Stats, Upserted
from tenon_sidecar.vectors.schemas import (
    DeleteRequest,
    Place,
    ReadRequest,
    SearchRequest,
    UpsertRequest,
)
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
        (vector,) = await embeddings.embed(
            [text], is_abandoned=request.is_disconnected, purpose=Purpose.QUERY, model=model
        )
        return vector

    return await service.search(await _read(request, SearchRequest), embed)


@router.post("/read")
async def read(request: Request) -> Page:
    """Give rows back with their vectors, page after page."""
    service: VectorService = request.state.vectors
    return await service.read(await _read(request, ReadRequest))


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
