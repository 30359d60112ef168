import math

import pytest

from tenon_sidecar.embeddings.engines.hashing import HashingEngine

ENGINE = HashingEngine()


def similarity(first: str, second: str) -> float:
    a, b = ENGINE.embed([first, second])
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("text", ["", " ", "!", "word", "x" * 100_000, "日本語", "\x00"])
def test_every_text_has_a_vector_of_length_one(text: str) -> None:
    (vector,) = ENGINE.embed([text])
    assert len(vector) == ENGINE.dimensions
    assert math.fsum(x * x for x in vector) == pytest.approx(1)


def test_common_words_make_texts_similar() -> None:
    assert similarity("open the red door", "THE red door, open!") == pytest.approx(1)
    assert similarity("open the red door", "the red car") > similarity("open the red door", "xyz")
