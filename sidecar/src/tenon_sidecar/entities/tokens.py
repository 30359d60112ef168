"""Words of a text with their places, and sequences of them that could be a name."""

import re
from dataclasses import dataclass

from tenon_sidecar.entities import cues
from tenon_sidecar.entities.given import ARTICLED, is_given
from tenon_sidecar.entities.words import BOTH, NEVER, PARTICLES

# Letters may carry marks of their own. One repetition alone, so that no text is read twice.
_WORD = re.compile(
    r"(?:[^\W\d_]\.)+(?=\s|[^\W\d_])|[^\W_](?:[^\W_]|[\u0300-\u036f]|['’-](?=[^\W_]))*"
)
# A name may have a capital inside after one of these.
_INNER = ("Mc", "Mac", "O'", "O’", "D'", "D’", "Le", "La", "De", "Van", "Fitz")
# What stands before the first word of a sentence.
_ENDS = {"", ".", "!", "?", "\n", "-", "*"}
# The longest word that is looked into, in characters; no part of a name is longer.
MAX_WORD = 40
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")


@dataclass(frozen=True)
class Token:
    """One word; the possessive ending is not part of it."""

    text: str
    start: int
    end: int

    @property
    def is_initial(self) -> bool:
        """Whether it is one or more capitals with dots."""
        is_short = len(self.text) <= MAX_WORD
        return is_short and _INITIAL.fullmatch(self.text) is not None and self.text[0].isupper()

    @property
    def is_articled(self) -> bool:
        """Whether it is a family name with an Arabic article, such as `al-Rashid`."""
        is_short = len(self.text) <= MAX_WORD
        return is_short and ARTICLED.fullmatch(self.text) is not None

    @property
    def is_name(self) -> bool:
        """Whether it is written like a part of a person's name, and is no other word."""
        return self.text not in NEVER and looks_like_a_name(self.text)


def looks_like_a_name(word: str) -> bool:
    """Say whether a word has the capitals of a name: one, or one more after `Mc` or a hyphen."""
    if not 2 <= len(word) <= MAX_WORD or not word[0].isupper():
        return False
    for part in word.split("-"):
        for place, character in enumerate(part[1:], 1):
            is_mark = "\u0300" <= character <= "\u036f"
            if not character.isalpha() and not is_mark and character not in "'’":
                return False
            if character.isupper() and not part.endswith(_INNER, 0, place):
                return False
    return True


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text."""
    made = []
    for found in _WORD.finditer(text):
        word = found.group()
        for ending in ("'s", "’s"):
            word = word.removesuffix(ending)
        made.append(Token(word, found.start(), found.start() + len(word)))
    return made


def joined(text: str, left: Token, right: Token) -> bool:
    """Say whether two words stand side by side with one blank, or nothing after an initial."""
    between = text[left.end : right.start]
    return between == " " or (between == "" and left.is_initial)


def person_from(text: str, tokens: list[Token], begin: int) -> int:
    """Return how many words from `begin` on make the name of a person."""
    if _is_done(text, tokens[begin]):
        return 0
    count = 0
    while begin + count < len(tokens) and count < 5:
        token = tokens[begin + count]
        if count > 0 and not joined(text, tokens[begin + count - 1], token):
            break
        is_inside = count > 0 and (token.text in PARTICLES or token.is_articled)
        if not (token.is_name or token.is_initial or is_inside):
            if count > 0 or not _is_given_here(text, tokens, begin):
                break
        if _touches_code(text, token):
            return 0
        count += 1
    # A name ends with a name, not with what goes before one.
    while count > 0:
        last = tokens[begin + count - 1]
        if last.is_name or last.is_articled:
            break
        count -= 1
    return count


def _is_done(text: str, token: Token) -> bool:
    """Say whether a sentence begins with what was done: `Pinged Ilm Varga`."""
    is_done = len(token.text) > 5 and token.text.endswith("ed") and not is_given(token.text)
    return is_done and text[max(0, token.start - 2) : token.start].rstrip(" ")[-1:] in _ENDS


def _is_given_here(text: str, tokens: list[Token], begin: int) -> bool:
    """Say whether a word that is a given name too stands for one: told to have done something."""
    token = tokens[begin]
    if token.text not in BOTH or begin + 1 >= len(tokens):
        return False
    family = tokens[begin + 1]
    if not family.is_name or not joined(text, token, family):
        return False
    before = text[max(0, token.start - 60) : token.start]
    cue = cues.strong_cue(before)
    return (
        (cue is not None and cue.endswith("by "))
        or (before.rstrip(" \t").endswith(":") and cues.TRAILER.search(before) is not None)
        or cues.MAIL.match(text[family.end : family.end + 60]) is not None
    )


def _touches_code(text: str, token: Token) -> bool:
    before = text[token.start - 1 : token.start]
    after = text[token.end : token.end + 2]
    return before in {"_", "#", "$", "@", "/", ".", "\\"} or after[:1] in {"_", "(", "/", "\\", "="}
