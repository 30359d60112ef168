"""People: by what stands before or behind a name, or by a well-known given name."""

from collections.abc import Iterator

from tenon_sidecar.entities import cues
from tenon_sidecar.entities.base import Kind, Span
from tenon_sidecar.entities.given import FAMILY, is_given, is_whole_name
from tenon_sidecar.entities.groups_known import ENDINGS, ORGANISATIONS, PROJECTS
from tenon_sidecar.entities.tokens import Token, joined, person_from

# How far a line is looked back at for who it lists, in characters.
_FAR = 200


def people(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Return the people that are named in a text."""
    names = list(_names(text, tokens))
    # Who was named in full is the same person by one of the names.
    known: set[str] = set()
    lonely: list[Token] = []
    end_of_one = -1
    for number, (begin, count) in enumerate(names):
        name = tokens[begin : begin + count]
        is_linked = (
            0 <= end_of_one
            and name[0].start - end_of_one <= cues.LONGEST_LINK
            and cues.LIST.fullmatch(text, end_of_one, name[0].start) is not None
        )
        # Who stands in a list with a person is one too, given more than one word or a given name.
        is_listed = is_linked and (count > 1 or _is_given_alone(name[0].text))
        is_listed = is_listed or _goes_before(text, tokens, names, number)
        if _is_person(text, name, tokens, begin + count, is_listed=is_listed):
            end_of_one = name[-1].end
            if count > 1:
                known |= {name[0].text, name[-1].text} - cues.OF_THINGS
            yield Span(name[0].start, end_of_one, Kind.PERSON)
        elif count == 1:
            lonely.append(name[0])
    for token in lonely:
        if token.text in known and not _goes_on(text, token, tokens):
            yield Span(token.start, token.end, Kind.PERSON)


def _names(text: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin < len(tokens):
        count = person_from(text, tokens, begin)
        if count > 0:
            yield begin, count
        begin += max(count, 1)


def _goes_before(text: str, tokens: list[Token], names: list[tuple[int, int]], number: int) -> bool:
    """Whether a name in full is followed by another one that tells by itself: `A B and Ada C`."""
    if number + 1 >= len(names) or names[number][1] < 2 or names[number + 1][1] < 2:
        return False
    (begin, count), (next_begin, next_count) = names[number], names[number + 1]
    if text[tokens[begin + count - 1].end : tokens[next_begin].start] not in {" and ", " und "}:
        return False
    other = tokens[next_begin : next_begin + next_count]
    return is_given(other[0].text) or is_whole_name([token.text for token in other])


def _goes_on(text: str, token: Token, tokens: list[Token]) -> bool:
    """Whether a capitalised word stands beside it: it is a part of another name."""
    before = text[max(0, token.start - 2) : token.start]
    return before[1:] == " " and before[:1].isupper() or text[token.end :][:2].strip().isupper()


def _is_given_alone(word: str) -> bool:
    return is_given(word) and word not in cues.OF_THINGS


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
    is_trailer = before.rstrip(" \t").endswith(":") and cues.TRAILER.search(before) is not None
    if is_trailer or cues.MAIL.match(behind) or cues.TITLE.search(before):
        return True
    has_given = is_given(words[0])
    if is_listed or cues.is_on_roll(text[max(0, name[0].start - _FAR) : name[0].start]):
        return True
    if cues.OF_SOMEBODY.match(behind) is not None:
        return True
    if len(name) == 1:
        if cues.QUOTED.search(before) and cues.SAYS.match(behind) is not None:
            return True
        if cues.GREETING.search(before) and behind[:1] in {",", "!"}:
            return True
        if words[0] in FAMILY and cues.SAID.match(behind) is not None:
            return True
        if not has_given:
            return False
        if cues.strong_cue(before) is not None or cues.BEHIND.match(behind) is not None:
            return True
        return words[0] not in cues.OF_THINGS and (
            cues.OF_GIVEN.match(behind) is not None or _is_paired(text, tokens, follows)
        )
    has_initial = any(token.is_initial for token in name[:-1])
    if (
        has_given
        or is_whole_name(words)
        or (has_initial and name[0].is_initial)
        or cues.COPYRIGHT.search(before)
    ):
        return True
    if cues.BEHIND.match(behind) is not None or cues.OFFICE.match(behind) is not None:
        return True
    cue = cues.strong_cue(before)
    if cue is None:
        return False
    # One is thankful to Static Analysis too, but not for something.
    return not cues.is_of_thanks(cue) or behind.startswith(" for ")


def _is_paired(text: str, tokens: list[Token], follows: int) -> bool:
    """Whether another given name stands behind it: `Marta and Sam`."""
    if follows >= len(tokens):
        return False
    between = text[tokens[follows - 1].end : tokens[follows].start]
    # "Marta and Sam" is one word, then "and", then the next.
    if between == " " and tokens[follows].text in {"and", "und", "et", "y", "и"}:
        follows += 1
    elif between not in {", ", " & "}:
        return False
    return follows < len(tokens) and _is_given_alone(tokens[follows].text)
