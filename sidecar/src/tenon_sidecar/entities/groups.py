"""Organisations and projects: well-known ones, and those whose words say what they are."""

import re
from collections.abc import Iterator

from tenon_sidecar.entities import words as known
from tenon_sidecar.entities.base import Kind, Span

# Bounded everywhere, so that no text takes more than linear time.
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w&’'-]{0,40}"
_ENDING = "|".join(sorted(known.ENDINGS, key=len, reverse=True))
_MORE = "|".join(" ".join(pair) for pair in known.ENDINGS_OF_MORE)
_BY_ENDING = re.compile(
    rf"\b({_CAPITAL}(?: (?:{_CAPITAL}|&)){{0,6}}? (?:{_MORE}|{_ENDING})\b"
    rf"(?: of {_CAPITAL}(?: {_CAPITAL}){{0,4}})?"
    rf"(?:(?<=Inc)\.|(?<=Ltd)\.|(?<=Corp)\.)?)"
)
_BY_BEGINNING = re.compile(
    rf"\b((?:{'|'.join(sorted(known.BEGINNINGS))}) of {_CAPITAL}(?: {_CAPITAL}){{0,4}})"
)
_NOUN = re.compile(rf"\b[Tt]he ({_CAPITAL}(?: {_CAPITAL})?) (?:{known.NOUNS})\b")
_PROJECT = re.compile(rf"\bProject ({_CAPITAL})(?=[ .,;:!?]|$)(?! {_CAPITAL})")


def _any_of(names: frozenset[str], more: tuple[str, ...]) -> re.Pattern[str]:
    listed = sorted([*more, *names], key=len, reverse=True)
    inside = "|".join(re.escape(name) for name in listed)
    return re.compile(rf"(?<![\w.@/#:$-])(?:{inside})(?![\w@/(-]|\.\w|::)")


_ORGANISATIONS = _any_of(known.ORGANISATIONS, known.ORGANISATIONS_OF_MORE)
_PROJECT_WORDS = re.compile(
    rf"(?<![\w.@/#:$<-])(?:{'|'.join(map(re.escape, sorted(known.PROJECT_WORDS, reverse=True)))})"
    rf"(?![\w@/(-]|\.\w|::| (?:{known.NO_NAME_BEFORE})\b)"
)
# Whatever the foundation of that name keeps.
_APACHE = re.compile(rf"\b(Apache {_CAPITAL})(?! {_CAPITAL})")
_NO_APACHE = known.words_of("Software Foundation License Licence Commons Project")
_PROJECTS = _any_of(known.PROJECTS, known.PROJECTS_OF_MORE)


def organisations(text: str) -> Iterator[Span]:
    """Return the organisations that are named in a text."""
    for pattern in (_BY_ENDING, _BY_BEGINNING):
        for found in pattern.finditer(text):
            start, end = found.span(1)
            first = text[start:end].split(" ")[0]
            if first in {"The", "A", "An", "This", "Our", "Your"}:
                start += len(first) + 1
            # The last word alone is a noun, not a name.
            if " " in text[start:end]:
                yield Span(start, end, Kind.ORGANISATION)
    for found in _ORGANISATIONS.finditer(text):
        yield Span(*found.span(), Kind.ORGANISATION)


def projects(text: str) -> Iterator[Span]:
    """Return the projects and products that are named in a text."""
    for found in _PROJECTS.finditer(text):
        yield Span(*found.span(), Kind.PROJECT)
    for found in _PROJECT_WORDS.finditer(text):
        yield Span(*found.span(), Kind.PROJECT)
    for found in _APACHE.finditer(text):
        if found.group(1).split(" ")[1] not in _NO_APACHE | known.NEVER:
            yield Span(*found.span(1), Kind.PROJECT)
    for pattern in (_NOUN, _PROJECT):
        for found in pattern.finditer(text):
            words = set(found.group(1).split(" "))
            is_shouted = found.group(1).isupper()
            if not words & (known.NO_PROJECT | known.NEVER) and not is_shouted:
                yield Span(*found.span(1), Kind.PROJECT)
