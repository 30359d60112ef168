"""Chooses how the index is asked, so that it finds nearly what an exact search finds."""

import logging

from tenon_sidecar.vectors.lance import Table

log = logging.getLogger("tenon.vectors")

WANTED_RECALL = 0.97
QUERIES = 48
NEIGHBOURS = 10

# From the cheapest to the dearest: parts of the index that are read, and how many
# times the wanted rows are compared again with their full vectors.
STEPS = ((8, 8), (16, 8), (16, 20), (32, 20), (64, 30), (128, 50), (256, 100))


def tune(table: Table, dimensions: int) -> dict[str, int]:
    """Return the cheapest settings whose recall is high enough, else the dearest."""
    queries = table.sample(QUERIES, dimensions)
    wanted = [_found(table, query, None) for query in queries]
    chosen: dict[str, int] = {}
    for nprobes, refine in STEPS:
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


def _found(table: Table, query: object, settings: dict[str, int] | None) -> set[tuple[str, str]]:
    hits = table.nearest(query, NEIGHBOURS, None, settings)  # type: ignore[arg-type]
    return {(hit["ref"], hit["hash"]) for hit in hits}
