"""Organisations and projects: well-known ones, and those whose words say what they are."""

import re
from collections.abc import Iterator

from tenon_sidecar.entities import groups_known as known
from tenon_sidecar.entities.base import Kind, Span
from tenon_sidecar.entities.given import is_given
from tenon_sidecar.entities.words import NEVER, words_of

# Bounded everywhere, so that no text takes more than linear time.
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w&’'-]{0,40}"
_ENDING = "|".join(sorted(known.ENDINGS, key=len, reverse=True))
_MORE = "|".join(" ".join(pair) for pair in known.ENDINGS_OF_MORE)
# Behind the rest of a name: `Delta Bank AG`.
_LEGAL = "Inc|Ltd|LLC|GmbH|AG|SA|SE|KG|PLC|AS|BV|Corp"
_BY_ENDING = re.compile(
    rf"\b({_CAPITAL}(?: (?:{_CAPITAL}|&)){{0,6}}? (?:{_MORE}|{_ENDING})\b"
    rf"(?: (?:{_LEGAL})\b)?"
    rf"(?: of {_CAPITAL}(?: {_CAPITAL}){{0,4}})?"
    rf"(?:(?<=Inc)\.|(?<=Ltd)\.|(?<=Corp)\.)?)"
)
_BY_BEGINNING = re.compile(
    rf"\b((?:{'|'.join(sorted(known.BEGINNINGS))}) of {_CAPITAL}(?: {_CAPITAL}){{0,4}})"
)
_NOUN = re.compile(rf"\b[Tt]he ({_CAPITAL}(?: {_CAPITAL})?) (?:{known.NOUNS})\b")
# What software is made with, moved to and from, and a name with its version: `Bevy 0.13`.
_MADE_WITH = re.compile(
    r"\b(?:[Bb]uilt (?:with|on)|[Rr]ewritten (?:with|on)|[Pp]owered by|on top of|[Pp]orted to"
    r"|[Mm]igrat(?:e|ed|es|ing) (?:from|to|off|away from)|[Ss]witch(?:ed|es|ing)? (?:from|to)"
    rf"|[Aa]lternatives? to|[Ff]ork of|[Pp]lug-?ins? for|[Bb]indings for) ({_CAPITAL})"
    rf"(?=[ .,;:!?)]|$)(?! {_CAPITAL})"
)
_BEFORE = re.compile(
    rf"\b(?:[Ss]witch|[Mm]igrat|[Pp]ort|[Mm]ov)(?:ed|es|ing|e)? (?:[a-z]{{1,12}} )?from"
    rf" ({_CAPITAL})(?= to {_CAPITAL}(?:[ .,;:!?)]|$))"
)
_AFTER = re.compile(
    rf"\b(?:[Ss]witch|[Mm]igrat|[Pp]ort|[Mm]ov)(?:ed|es|ing|e)? (?:[a-z]{{1,12}} )?from"
    rf" {_CAPITAL} to ({_CAPITAL})(?=[ .,;:!?)]|$)(?! {_CAPITAL})"
)
_VERSIONED = re.compile(
    rf"(?<![\w.@/#:$-])({_CAPITAL}) v?\d{{1,4}}\.\d{{1,4}}(?:\.\d{{1,6}})?(?![\w%])"
)
_OF_CUES = (_MADE_WITH, _BEFORE, _AFTER, _VERSIONED)
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
_NO_APACHE = words_of("Software Foundation License Licence Commons Project")
_PROJECTS = _any_of(known.PROJECTS, known.PROJECTS_OF_MORE)


# Where one works, and whom one pays.
_AT_WORK = re.compile(
    r"\b(?:work|works|worked|working|job|engineers?|researchers?|internship|employees?|contact|folks"
    rf"|colleagues?|recruiters?) at ({_CAPITAL}(?: {_CAPITAL}){{0,2}})"
    rf"(?=[ .,;:!?)]|$)(?! {_CAPITAL})"
)
_GROUP = re.compile(
    rf"\b({_CAPITAL}(?: {_CAPITAL}){{1,3}} (?:Group|Systems|Solutions|Software|Studios))\b"
)


_OF_PLACE = re.compile(
    rf"\b((?:{'|'.join(sorted(known.OF_PLACE))}) (?:für|der|des|de|di|pour|zu|van|voor) {_CAPITAL})"
)
_BESIDE = re.compile(rf"(?: and |, | or |/)({'|'.join(sorted(known.BESIDE))})\b(?! [A-Z]|[\w(-])")


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
    for pattern in (_AT_WORK, _GROUP):
        for found in pattern.finditer(text):
            named = found.group(1).split(" ")
            # The last word says what it is, and is a noun elsewhere.
            words = set(named[:-1] if pattern is _GROUP else named)
            if not words & (NEVER | known.COUNTED | known.NO_PROJECT) and not is_given(named[0]):
                yield Span(*found.span(1), Kind.ORGANISATION)
    for found in _OF_PLACE.finditer(text):
        yield Span(*found.span(1), Kind.ORGANISATION)
    for found in _ORGANISATIONS.finditer(text):
        yield Span(*found.span(), Kind.ORGANISATION)
        beside = _BESIDE.match(text, found.end(), found.end() + 20)
        if beside is not None:
            yield Span(*beside.span(1), Kind.ORGANISATION)


def projects(text: str) -> Iterator[Span]:
    """Return the projects and products that are named in a text."""
    for found in _PROJECTS.finditer(text):
        yield Span(*found.span(), Kind.PROJECT)
    for found in _PROJECT_WORDS.finditer(text):
        yield Span(*found.span(), Kind.PROJECT)
    for found in _APACHE.finditer(text):
        if found.group(1).split(" ")[1] not in _NO_APACHE | NEVER:
            yield Span(*found.span(1), Kind.PROJECT)
    for pattern in (_NOUN, _PROJECT, *_OF_CUES):
        for found in pattern.finditer(text):
            words = set(found.group(1).split(" "))
            is_shouted = found.group(1).isupper()
            is_other = pattern in _OF_CUES and (
                is_given(found.group(1)) or found.group(1) in known.COUNTED
            )
            if not words & (known.NO_PROJECT | NEVER) and not is_shouted and not is_other:
                yield Span(*found.span(1), Kind.PROJECT)
