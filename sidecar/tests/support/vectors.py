"""Rows to write, and a folder of vectors to break."""

import base64
import random
import struct
from pathlib import Path
from typing import Any

from tenon_sidecar.vectors.keys import as_hex, digest_of, key_of
from tenon_sidecar.vectors.schemas import Place, Row
from tenon_sidecar.vectors.store import Store

WORKSPACE = "0190c1d2-7a3b-7c4d-8e5f-001122334455"
COLLECTION = "all-minilm-l6-v2-1"
PLACE = Place(workspace=WORKSPACE, collection=COLLECTION)
WIRE = {"workspace": WORKSPACE, "collection": COLLECTION}


def encode(*values: float) -> str:
    """Return a vector as it goes over the wire."""
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def wire_row(number: int, vector: str | None = None, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return one row; without a vector it gets a random one of 4 dimensions."""
    values = [random.Random(number).gauss(0, 1) for _ in range(4)]
    row = {
        "ref": f"symbol:{number}",
        "hash": f"{number:032x}",
        "kind": "symbol",
        "path": f"src/file{number}.rs",
        "language": "rust",
        "at": number,
        "vector": vector or encode(*values),
    }
    return row | changes


def row(number: int, vector: str | None = None, **changes: Any) -> Row:  # noqa: ANN401
    """Return one row as the sidecar sees it."""
    return Row(**wire_row(number, vector, **changes))


def digest(numbers: list[int]) -> str:
    """Return the digest over the rows with these numbers."""
    return as_hex(digest_of(key_of(f"symbol:{n}", f"{n:032x}") for n in numbers))


def fill(root: Path, rows: int = 10, calls: int = 1) -> Path:
    """Make a collection by some calls, and return its folder."""
    store = Store(root)
    for call in range(calls):
        store.upsert(PLACE, 4, [row(number) for number in range(call * rows, (call + 1) * rows)])
    return root / WORKSPACE / COLLECTION


def newest_manifest(folder: Path) -> Path:
    """Return the manifest of the newest version; newer ones sort first."""
    return min(folder.glob("rows.lance/_versions/*.manifest"))
