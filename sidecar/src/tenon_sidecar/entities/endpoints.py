"""`POST /entities`."""

from fastapi import APIRouter, Request
from pydantic import ValidationError

from tenon_sidecar.entities.schemas import EntitiesRequest, EntitiesResponse
from tenon_sidecar.entities.service import EntityService
from tenon_sidecar.errors import malformed

router = APIRouter()


@router.post("/entities")
async def entities(request: Request) -> EntitiesResponse:
    """Find names in texts, or stop early when nobody waits for them any more."""
    service: EntityService = request.state.entities
    try:
        asked = EntitiesRequest.model_validate_json(await request.body())
    except ValidationError as error:
        raise malformed(error) from None
    results = await service.extract(asked, is_abandoned=request.is_disconnected)
    return EntitiesResponse(results=results)
