"""People: by what stands before or behind a name, or by a well-known given name."""

import re
from collections.abc import Iterator

from tenon_sidecar.entities.base import Kind, Span
from tenon_sidecar.entities.given import is_given, is_whole_name
from tenon_sidecar.entities.tokens import Token, joined, person_from
from tenon_sidecar.entities.words import ENDINGS, ORGANISATIONS, PROJECTS

_TRAILER = re.compile(
    r"^[ \t]*(?:(?:[A-Z][a-z]{1,20}-){1,4}by|Author|Committer|Cc|CC|From|To|Reviewer"
    r"|Maintainer):[ \t]+$",
    re.MULTILINE,
)
_TITLE = re.compile(r"\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Sir|Dame)\.? $")
# Behind these a name may also be a single given name.
_CUE = re.compile(
    r"(?:\b(?:(?:(?:reviewed|written|reported|approved|tested|translated|prepared|requested|owned)"
    r"[ -]by|assigned[ -]to|author|assignee|reviewer|maintainer|owner|contact|speaker|editor|cc): "
    r"?|(?:автор|рецензент|исполнитель|докладчик): ?|спасибо,?|от"
    r"|thanks(?: go)?,?(?: to)?|thank(?: you,?)?|thx to|kudos to|credits?(?: goes| go)? to"
    r"|(?:reported|suggested|written|reviewed|authored|fixed|found|proposed|made|designed|done"
    r"|implemented|contributed|noticed|inspired|requested|approved|tested|translated|prepared"
    r"|maintained|edited|presented|signed off|confirmed|merged) by"
    r"|(?:talk|paper|book|patch|idea|pr|post|article|algorithm is|commit|design|lecture"
    r"|bug|report|mail|email|note|feedback|comment|question)"
    r" (?:by|of|from)|according to|pair(?:ed|ing)? with"
    r"|(?:met|meeting|call|lunch|spoke|talk|talked)"
    r" (?:with|to)|(?:assigned|handed(?: over)?|delegated|reported) to|interview with"
    r"|asked|ask|told|ping|cc|met|send \w+ \w+ to|idea from|patch from"
    r"|draft to|as|when|person,|by|and|,|to) |TODO\(|FIXME\()$",
    re.IGNORECASE,
)
# Cues that also go before things: only a given name makes a person of what follows.
_WEAK = re.compile(r"(?:as|when|and|by|to|ping|met|,|от|owner: ?|contact: ?) ?", re.IGNORECASE)
_BEHIND = re.compile(
    r"(?:['’]s (?:\w+ )?(?:review|patch|pr|comment|idea|suggestion|talk|paper|book|fix|branch"
    r"|report"
    r"|advice|question|answer)\b| (?:said|says|asked|asks|wrote|writes|reported|suggested|noticed"
    r"|pointed|thinks|thought|wants|wanted|found|founded|reviewed|fixed|mentioned|agreed|proposed"
    r"|told|started|left|calls|called|made|explained|did|tested|merged|implemented|answered|replied|confirmed"
    r"|approved|joined|believes|recommends|recommended|prefers|worked|works|complained|presented"
    r"|сказал|сказала|написал|написала|предложил|предложила|спросил|спросила)\b)",
    re.IGNORECASE,
)
# A greeting tells a single name whatever it is.
_GREETING = re.compile(r"\b(?:hi|hey|hello|dear) $", re.IGNORECASE)
# Between two people of one list.
_LIST = re.compile(r",? (?:and|&|und|et|y|и) |, ")
_THANKS = re.compile(r"thank|thx|kudos|credit", re.IGNORECASE)
# The longest link of a list, in characters.
_LONGEST_LINK = 6
_MAIL = re.compile(r" ?<[^<>\s]+@[^<>\s]+>")
_COPYRIGHT = re.compile(
    r"\bCopyright (?:\(c\) |© )?(?:\d{4}(?:[-–,]\s?\d{4})*,? )?$", re.IGNORECASE
)


def people(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Return the people that are named in a text."""
    begin = 0
    end_of_one = -1
    while begin < len(tokens):
        count = person_from(text, tokens, begin)
        name = tokens[begin : begin + count]
        # Who stands in a list with a person is one too, given more than one word.
        is_listed = (
            count > 1
            and 0 <= end_of_one
            and name[0].start - end_of_one <= _LONGEST_LINK
            and _LIST.fullmatch(text, end_of_one, name[0].start) is not None
        )
        if count > 0 and _is_person(text, name, tokens, begin + count, is_listed=is_listed):
            end_of_one = name[-1].end
            yield Span(name[0].start, end_of_one, Kind.PERSON)
        begin += max(count, 1)


def _is_person(
    text: str, name: list[Token], tokens: list[Token], follows: int, *, is_listed: bool
) -> bool:
    words = [token.text for token in name]
    if ENDINGS & set(words) or {words[0], words[-1]} & (ORGANISATIONS | PROJECTS):
        return False
    last = name[-1]
    # A capitalised word that is no name goes on: it is a heading or a longer name of a thing.
    if follows < len(tokens) and joined(text, last, tokens[follows]):
        if tokens[follows].text[:1].isupper() and tokens[follows].text not in {"I"}:
            return False
    before = text[max(0, name[0].start - 60) : name[0].start]
    behind = text[last.end : last.end + 60]
    # Few names stand behind a colon, so that most are not looked at for a trailer.
    is_trailer = before.rstrip(" \t").endswith(":") and _TRAILER.search(before) is not None
    if is_trailer or _MAIL.match(behind) or _TITLE.search(before):
        return True
    has_given = is_given(words[0])
    if is_listed:
        return True
    if len(name) == 1:
        if _GREETING.search(before) and behind[:1] in {",", "!"}:
            return True
        return has_given and (_strong_cue(before) is not None or _BEHIND.match(behind) is not None)
    has_initial = any(token.is_initial for token in name[:-1])
    if (
        has_given
        or is_whole_name(words)
        or (has_initial and name[0].is_initial)
        or _COPYRIGHT.search(before)
    ):
        return True
    if _BEHIND.match(behind) is not None:
        return True
    cue = _strong_cue(before)
    if cue is None:
        return False
    # One is thankful to Static Analysis too, but not for something.
    is_thanks = _THANKS.match(cue) is not None
    return not is_thanks or behind.startswith(" for ")


def _strong_cue(before: str) -> str | None:
    """Return the cue at the end of a text, unless it goes before things as well."""
    cue = _CUE.search(before)
    return cue.group() if cue is not None and _WEAK.fullmatch(cue.group()) is None else None
