"""Texts that are too long for one run: overlapping parts, one vector."""

import math
from typing import TypeVar

T = TypeVar("T")

# So many parts of one text are embedded; they bound the time that one text can take.
MOST_PARTS = 16


def spread(parts: list[T], most: int = MOST_PARTS) -> list[T]:
    """Return at most `most` parts: all of them, or some evenly over the whole text."""
    if len(parts) <= most:
        return parts
    return [parts[index * (len(parts) - 1) // (most - 1)] for index in range(most)]


def cut(text: str, size: int, overlap: int) -> list[str]:
    """Cut a text by characters; each part begins with the end of the one before."""
    if len(text) <= size:
        return [text]
    step = size - overlap
    return [text[begin : begin + size] for begin in range(0, len(text) - overlap, step)]


def normal(vector: list[float]) -> list[float]:
    """Bring a vector to length 1; one that has no length, or is not finite, is a `ValueError`."""
    length = math.sqrt(math.fsum(value * value for value in vector))
    if not math.isfinite(length) or length == 0.0:
        raise ValueError("a vector without a length")
    return [value / length for value in vector]


def merge(vectors: list[list[float]], weights: list[int]) -> list[float]:
    """Return the weighted mean of the parts' vectors, brought to length 1."""
    if len(vectors) == 1:
        return vectors[0]
    mean = [
        math.fsum(weight * value for weight, value in zip(weights, column, strict=True))
        for column in zip(*vectors, strict=True)
    ]
    # Parts that cancel each other out are no help; then the first one speaks for all.
    return normal(mean) if any(mean) else vectors[0]
