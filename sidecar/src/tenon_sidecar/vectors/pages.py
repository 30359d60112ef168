"""Rows as they are given back: a page of them, with their vectors."""

import base64

from tenon_sidecar.vectors.answers import Kept, Page
from tenon_sidecar.vectors.collection import Collection
from tenon_sidecar.vectors.keys import key_of
from tenon_sidecar.vectors.schemas import Key


def page(collection: Collection, after: Key | None, limit: int) -> Page:
    """Return the rows that come after one, which need not be there."""
    begin = key_of(after.ref, after.hash) if after is not None else None
    rows = [
        Kept(
            ref=ref,
            hash=content_hash,
            vector=base64.b64encode(vector.astype("<f4").tobytes()).decode(),
        )
        for ref, content_hash, vector in collection.read(begin, limit)
    ]
    return Page(rows=rows, dimensions=collection.folder.sums.dimensions)
