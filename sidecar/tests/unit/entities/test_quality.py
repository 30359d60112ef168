"""Precision and recall by kind, on texts that were labelled by hand."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from tenon_sidecar.entities.base import Kind, Span
from tenon_sidecar.entities.cues import OF_THINGS
from tenon_sidecar.entities.groups_known import ORGANISATIONS, PROJECTS
from tenon_sidecar.entities.registry import make_extractor
from tenon_sidecar.entities.words import BOTH, NEVER

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
    "name",
    [
        "entities",
        "entities-unseen",
        "entities-wide-learn",
        "entities-wide-test",
        "entities-fresh-first",
        "entities-fresh-second",
    ],
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


@pytest.mark.parametrize(
    "name", ["entities-fresh-fourth", "entities-fresh-fifth", "entities-fresh-sixth"]
)
def test_people_of_many_places_are_found(name: str) -> None:
    extractor = make_extractor()
    right, wrong, missed = 0, [], []
    for text, spans in labelled(name):
        wanted = {span for span in spans if span.kind is Kind.PERSON}
        found = {span for span in extractor.extract(text) if span.kind is Kind.PERSON}
        right += len(found & wanted)
        wrong += [text[span.start : span.end] for span in found - wanted]
        missed += [text[span.start : span.end] for span in wanted - found]
    assert right >= 0.95 * (right + len(wrong)), wrong
    assert right >= 0.85 * (right + len(missed)), missed


def test_the_list_of_given_names_has_none_that_the_other_lists_decide() -> None:
    listed = files("tenon_sidecar.entities").joinpath("given-names.txt").read_text().splitlines()
    assert listed == sorted(set(listed))
    assert all(name.isalpha() and name.istitle() for name in listed)
    assert not set(listed) & (NEVER | BOTH | OF_THINGS | ORGANISATIONS | PROJECTS)


@pytest.mark.parametrize("kind", list(Kind))
def test_of_names_on_no_list_none_is_wrong_and_most_are_found(kind: Kind) -> None:
    extractor = make_extractor()
    pairs = [
        (
            {span for span in spans if span.kind is kind},
            {span for span in extractor.extract(text) if span.kind is kind},
        )
        for text, spans in labelled("entities-fresh-third")
    ]
    assert sum(len(found - wanted) for wanted, found in pairs) == 0
    # Names that no list has are missed here.
    found = sum(len(found & wanted) for wanted, found in pairs)
    assert found >= 0.7 * sum(len(wanted) for wanted, _ in pairs)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Reviewed by Grace Hopper and Linus Torvalds", ["Grace Hopper", "Linus Torvalds"]),
        ("Reviewed-by: Mark Shannon <m@x.org>", ["Mark Shannon"]),
        ("The Grace Period ends. Mark Tasks as done, by Grace Period or not.", []),
        ("Attendees: Zorbo Quist, Ilm Varga", ["Zorbo Quist", "Ilm Varga"]),
        ("Marta and Sam will look.", ["Marta", "Sam"]),
        ("Ana Quist wrote it. Quist is proud.", ["Ana Quist", "Quist"]),
        ("our intern Zorbo Varg starts", ["Zorbo Varg"]),
        ("Zorbo Halvorsen is away", ["Zorbo Halvorsen"]),
        ("As Knuth says, measure.", ["Knuth"]),
        ("Settings: Dark Mode, Light Mode", []),
        ("Ada and Julia are languages.", []),
        ("Zorb Quistil sends her regards.", ["Zorb Quistil"]),
        ("The Quistil Server sends its regards.", []),
        ("Pinged Zorb Quistil; no answer.", ["Zorb Quistil"]),
        ("Memory Usage doubled, Disk Usage did not.", []),
        ("Zorb Quistil and Ana Berg drew it.", ["Zorb Quistil", "Ana Berg"]),
        ("Please welcome Zorb Quistil, our new designer.", ["Zorb Quistil"]),
    ],
)
def test_people_are_told_by_lists_roles_and_earlier_names(text: str, names: list[str]) -> None:
    found = make_extractor().extract(text)
    people = [text[span.start : span.end] for span in found if span.kind is Kind.PERSON]
    assert people == names
