"""Chooses how the index is asked, so that it finds nearly what an exact search finds."""

import logging

import numpy as np

from tenon_sidecar.vectors.lance import Table, parts
from tenon_sidecar.vectors.snapshot import Floats

log = logging.getLogger("tenon.vectors")

WANTED_RECALL = 0.98
QUERIES = 64
NEIGHBOURS = 10

# From the cheapest to the dearest: which part of the index is read (one in so many), and how many
# times the wanted rows are compared again with their full vectors. The last reads all of it.
STEPS = ((16, 2), (8, 2), (4, 2), (2, 2), (1, 2), (1, 5))


# An index of which this part has to be read takes longer than a product with all rows in memory.
DEAR_FROM = 0.5


def is_dear(settings: dict[str, int], rows: int) -> bool:
    """Tell whether so much of the index is read that looking at every row in memory is quicker."""
    return settings["nprobes"] >= DEAR_FROM * parts(rows)


def tune(table: Table, dimensions: int) -> dict[str, int]:
    """Return the cheapest settings whose recall is high enough, else the dearest."""
    queries = _questions(table.sample(QUERIES, dimensions))
    wanted = [_found(table, query, None) for query in queries]
    chosen: dict[str, int] = {}
    whole = parts(table.count())
    for share, refine in STEPS:
        nprobes = -(-whole // share)
        chosen = {"nprobes": nprobes, "refine": refine}
        hits = sum(
            len(want & _found(table, query, chosen))
            for query, want in zip(queries, wanted, strict=True)
        )
        recall = hits / max(1, sum(len(want) for want in wanted))
        log.info("The index finds %.3f at %d parts and refining %d.", recall, nprobes, refine)
        if recall >= WANTED_RECALL:
            break
    return chosen


def _questions(rows: Floats) -> Floats:
    """Return vectors away from the rows, as questions are: a row itself is found too easily."""
    aside = np.random.default_rng(0).standard_normal(rows.shape)
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    moved = rows + aside
    made: Floats = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return made


def _found(table: Table, query: Floats, settings: dict[str, int] | None) -> set[tuple[str, str]]:
    hits = table.nearest(query, NEIGHBOURS, None, settings)
    return {(hit["ref"], hit["hash"]) for hit in hits}
