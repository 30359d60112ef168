import math

import pytest

from tenon_sidecar.embeddings.parts import cut, merge, normal, spread


@pytest.mark.parametrize("length", [0, 1, 99, 100, 101, 170, 180, 181, 1000])
def test_parts_cover_the_text_and_overlap(length: int) -> None:
    text = "".join(chr(0x4E00 + index) for index in range(length))
    made = cut(text, 100, 20)
    joined = made[0]
    for part in made[1:]:
        assert joined.endswith(part[:20])
        joined += part[20:]
    assert joined == text
    assert all(len(part) <= 100 for part in made)


def test_many_parts_are_spread_over_the_whole_text() -> None:
    assert spread(list(range(16))) == list(range(16))
    chosen = spread(list(range(1000)))
    assert len(chosen) == 16
    assert (chosen[0], chosen[-1]) == (0, 999)
    assert chosen == sorted(set(chosen))


def test_longer_parts_weigh_more() -> None:
    x, y = merge([[1.0, 0.0], [0.0, 1.0]], [3, 1])
    assert math.hypot(x, y) == pytest.approx(1)
    assert x / y == pytest.approx(3)


def test_one_part_stays_as_it_is_and_opposites_leave_the_first() -> None:
    assert merge([[0.6, 0.8]], [7]) == [0.6, 0.8]
    assert merge([[0.6, 0.8], [-0.6, -0.8]], [1, 1]) == [0.6, 0.8]


@pytest.mark.parametrize("vector", [[0.0, 0.0], [math.nan, 1.0], [math.inf, 1.0], []])
def test_a_vector_without_a_length_is_refused(vector: list[float]) -> None:
    with pytest.raises(ValueError, match="without a length"):
        normal(vector)
