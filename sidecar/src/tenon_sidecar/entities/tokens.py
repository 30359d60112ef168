"""Words of a text with their places, and sequences of them that could be a name."""

import re
from dataclasses import dataclass

from tenon_sidecar.entities.given import ARTICLED
from tenon_sidecar.entities.words import NEVER, PARTICLES

# Letters may carry marks of their own. One repetition alone, so that no text is read twice.
_WORD = re.compile(
    r"(?:[^\W\d_]\.)+(?=\s|[^\W\d_])|[^\W_](?:[^\W_]|[\u0300-\u036f]|['’-](?=[^\W_]))*"
)
# A name may have a capital inside after one of these.
_INNER = ("Mc", "Mac", "O'", "O’", "D'", "D’", "Le", "La", "De", "Van", "Fitz")
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
    count = 0
    while begin + count < len(tokens) and count < 5:
        token = tokens[begin + count]
        if count > 0 and not joined(text, tokens[begin + count - 1], token):
            break
        is_inside = count > 0 and (token.text in PARTICLES or token.is_articled)
        if not (token.is_name or token.is_initial or is_inside):
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


def _touches_code(text: str, token: Token) -> bool:
    before = text[token.start - 1 : token.start]
    after = text[token.end : token.end + 2]
    return before in {"_", "#", "$", "@", "/", ".", "\\"} or after[:1] in {"_", "(", "/", "\\", "="}
