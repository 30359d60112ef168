"""Rows as columns, and vectors as they come over the wire."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenon_sidecar.vectors.failures import invalid
from tenon_sidecar.vectors.keys import key_of
from tenon_sidecar.vectors.schemas import Row
from tenon_sidecar.vectors.snapshot import Floats


@dataclass(frozen=True)
class Rows:
    """Some rows with distinct keys; every vector has length 1."""

    keys: list[bytes]
    refs: list[str]
    hashes: list[str]
    kinds: list[str]
    paths: list[str]
    languages: list[str]
    at: NDArray[np.int64]
    matrix: Floats

    def __len__(self) -> int:
        return len(self.keys)


def _raw(encoded: str, place: str) -> Floats:
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raw = b"?"
    if len(raw) == 0 or len(raw) % 4 != 0:
        raise invalid(f"{place}: A vector is base64 of little-endian 32-bit floats.")
    return np.frombuffer(raw, dtype="<f4")


def _to_length_1(matrix: Floats, places: Callable[[int], str]) -> None:
    with np.errstate(all="ignore"):
        lengths = np.sqrt(np.einsum("ij,ij->i", matrix, matrix, dtype=np.float64))
    bad = np.flatnonzero(~(np.isfinite(lengths) & (lengths > 1e-6)))
    if len(bad):
        raise invalid(f"{places(int(bad[0]))}: A vector is finite and not all zeros.")
    matrix /= lengths[:, None].astype(np.float32)


def decode(encoded: str, place: str) -> Floats:
    """Return one vector brought to length 1, or refuse what is none."""
    matrix = _raw(encoded, place).astype(np.float32)[None, :]
    _to_length_1(matrix, lambda _: place)
    vector: Floats = matrix[0]
    return vector


def length_1(values: list[float]) -> Floats:
    """Return the vector of an engine brought to length 1."""
    matrix = np.array([values], np.float32)
    _to_length_1(matrix, lambda _: "text")
    vector: Floats = matrix[0]
    return vector


def from_wire(given: list[Row], dimensions: int) -> Rows:
    """Return the rows as columns; of two with one key the later counts."""
    by_key = {key_of(row.ref, row.hash): index for index, row in enumerate(given)}
    indices = list(by_key.values())
    chosen = [given[index] for index in indices]
    matrix = np.empty((len(indices), dimensions), np.float32)
    for place, index in enumerate(indices):
        vector = _raw(given[index].vector, f"rows.{index}.vector")
        if len(vector) != dimensions:
            raise invalid(
                f"rows.{index}.vector: It has {len(vector)} dimensions, not {dimensions}."
            )
        matrix[place] = vector
    _to_length_1(matrix, lambda place: f"rows.{indices[place]}.vector")
    return Rows(
        list(by_key),
        [row.ref for row in chosen],
        [row.hash for row in chosen],
        [row.kind for row in chosen],
        [row.path for row in chosen],
        [row.language for row in chosen],
        np.array([row.at for row in chosen], np.int64),
        matrix,
    )
