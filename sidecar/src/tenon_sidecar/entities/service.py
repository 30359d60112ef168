"""Runs the extractor on a thread of its own, text by text."""

from collections.abc import Awaitable, Callable

from tenon_sidecar.entities.base import Extractor
from tenon_sidecar.entities.schemas import EntitiesRequest, Entity, GivenText, TextEntities
from tenon_sidecar.errors import Code, SidecarError
from tenon_sidecar.kit.lanes import Lane

MAX_WAITING = 16


class EntityService:
    """Finds names in texts."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._lane = Lane("entities", MAX_WAITING, "names")

    def close(self) -> None:
        """Drop what waits."""
        self._lane.close()

    async def extract(
        self, asked: EntitiesRequest, *, is_abandoned: Callable[[], Awaitable[bool]]
    ) -> list[TextEntities]:
        """Return the names of each text, in order."""
        wanted = set(asked.kinds) if asked.kinds is not None else None
        results: list[TextEntities] = []
        for given in asked.texts:
            if results and await is_abandoned():
                raise SidecarError(Code.CANCELLED, "The client went away.", 400)
            made = await self._lane.run(self._one, given)
            kept = [one for one in made if wanted is None or one.kind in wanted]
            results.append(TextEntities(id=given.id, entities=kept))
        return results

    def _one(self, given: GivenText) -> list[Entity]:
        made: list[Entity] = []
        place = offset = 0
        for span in self._extractor.extract(given.text):
            offset += len(given.text[place : span.start].encode())
            text = given.text[span.start : span.end]
            end = offset + len(text.encode())
            made.append(Entity(kind=span.kind, text=text, start=offset, end=end))
            place, offset = span.end, end
        return made
