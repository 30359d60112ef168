"""What an extractor of names is."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a name can stand for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PROJECT = "project"


@dataclass(frozen=True, order=True)
class Span:
    """A name in a text; places are characters, the end is exclusive."""

    start: int
    end: int
    kind: Kind


class Extractor(ABC):
    """Finds names. Making one is cheap; `extract` runs on a thread of its own."""

    name: str

    @abstractmethod
    def extract(self, text: str) -> list[Span]:
        """Return the names in a text by their place, none inside another."""
