"""Precision and recall by kind, on texts that were labelled by hand."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tenon_sidecar.entities.base import Kind, Span
from tenon_sidecar.entities.registry import make_extractor

FIXTURES = Path(__file__).parents[2] / "fixtures"
LETTERS = {"p": Kind.PERSON, "o": Kind.ORGANISATION, "g": Kind.PROJECT}
MARK = re.compile(r"\{([pog]):([^}]*)\}")


def unmarked(line: str) -> tuple[str, set[Span]]:
    """Return the text of a labelled line and its names."""
    line = line.replace("\\n", "\n")
    spans: set[Span] = set()
    text, place = "", 0
    for found in MARK.finditer(line):
        text += line[place : found.start()]
        spans.add(Span(len(text), len(text) + len(found.group(2)), LETTERS[found.group(1)]))
        text += found.group(2)
        place = found.end()
    return text + line[place:], spans


def labelled(name: str = "entities") -> list[tuple[str, set[Span]]]:
    lines = (FIXTURES / f"{name}.txt").read_text().splitlines()
    return [unmarked(line) for line in lines if line and not line.startswith("%")]


def test_the_set_is_large_and_half_of_it_has_no_name() -> None:
    texts = labelled()
    assert len(texts) >= 200
    assert sum(not spans for _, spans in texts) >= 100
    counts = Counter(span.kind for _, spans in texts for span in spans)
    assert min(counts[kind] for kind in Kind) >= 25, counts


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    "name", ["entities", "entities-unseen", "entities-wide-learn", "entities-wide-test"]
)
def test_what_is_found_is_right_and_most_is_found(name: str, kind: Kind) -> None:
    extractor = make_extractor()
    right, wrong, missed = [], [], []
    for text, spans in labelled(name):
        wanted = {span for span in spans if span.kind is kind}
        found = {span for span in extractor.extract(text) if span.kind is kind}
        right += [text[span.start : span.end] for span in found & wanted]
        wrong += [(text[span.start : span.end], text) for span in found - wanted]
        missed += [(text[span.start : span.end], text) for span in wanted - found]
    precision = len(right) / max(1, len(right) + len(wrong))
    recall = len(right) / max(1, len(right) + len(missed))
    assert precision >= 0.95, wrong
    assert recall >= 0.85, missed
