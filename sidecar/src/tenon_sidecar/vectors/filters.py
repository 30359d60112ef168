"""Filters, as a mask over rows in memory and as a condition that Lance understands."""

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic_core import SchemaError, SchemaValidator, core_schema

from tenon_sidecar.vectors.failures import invalid
from tenon_sidecar.vectors.schemas import Filter

if TYPE_CHECKING:
    from tenon_sidecar.vectors.snapshot import Mask, Matcher, Snapshot


# So long the patterns of one filter may take to be compiled, and again to look at all paths.
# Nothing else runs while one of them is compiled, and large ones take a tenth of a second.
PATTERN_SECONDS = 2.0

_REASON = re.compile(r"error: (.+)\s*$")


def _compile(pattern: str) -> "Matcher":
    """Compile with Rust's regex crate, which is what pydantic checks texts with."""
    schema = core_schema.str_schema(pattern=pattern, regex_engine="rust-regex")
    return SchemaValidator(schema).isinstance_python


def matcher(pattern: str, place: str) -> "Matcher":
    """Return what says whether a whole path matches, or refuse the pattern."""
    try:
        # Alone first: `a)|(b` is a pattern only between the parentheses that come next.
        _compile(pattern)
        return _compile(whole(pattern))
    except SchemaError as error:
        found = _REASON.search(str(error))
        reason = found.group(1) if found else "it is too large"
        message = f"{place}: The pattern is not a regular expression ({reason})."
        raise invalid(message) from None


def whole(pattern: str) -> str:
    """Return a pattern that matches the whole of a text."""
    return f"^(?:{pattern})$"


class Budget:
    """The time that is left for patterns."""

    def __init__(self) -> None:
        self._until = time.monotonic() + PATTERN_SECONDS

    def check(self) -> None:
        """Refuse the filter when the time is over."""
        if time.monotonic() > self._until:
            raise invalid("filter.paths: The patterns are too large together.")


@dataclass(frozen=True)
class Condition:
    """A filter whose patterns are known to be well-formed."""

    kinds: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: int | None = None
    # The patterns above, where they are compiled already.
    included: "tuple[Matcher, ...]" = field(default=(), compare=False, repr=False)
    excluded: "tuple[Matcher, ...]" = field(default=(), compare=False, repr=False)

    @classmethod
    def of(cls, asked: Filter | None) -> "Condition | None":
        """Check a filter; one that asks for nothing is no filter.

        With patterns it may take a while, so it is no work for the event loop.
        """
        if asked is None:
            return None
        paths = asked.paths
        include = tuple(paths.include) if paths else ()
        exclude = tuple(paths.exclude) if paths else ()
        compiled: dict[str, tuple[Matcher, ...]] = {}
        budget = Budget()
        for name, patterns in (("include", include), ("exclude", exclude)):
            made_of: list[Matcher] = []
            for index, pattern in enumerate(patterns):
                budget.check()
                made_of.append(matcher(pattern, f"filter.paths.{name}.{index}"))
            compiled[name] = tuple(made_of)
        made = cls(
            frozenset(asked.kinds) if asked.kinds is not None else None,
            frozenset(asked.languages) if asked.languages is not None else None,
            include,
            exclude,
            asked.since,
            compiled["include"],
            compiled["exclude"],
        )
        return None if made == cls() else made

    def allows_path(self) -> "Matcher":
        """Return what says whether a path is included and not excluded."""
        budget = Budget()
        included = self.included or tuple(matcher(one, "include") for one in self.include)
        excluded = self.excluded or tuple(matcher(one, "exclude") for one in self.exclude)

        def allows(path: str) -> bool:
            budget.check()
            if included and not any(one(path) for one in included):
                return False
            return not any(one(path) for one in excluded)

        return allows

    def mask(self, snapshot: "Snapshot") -> "Mask":
        """Return which rows of a snapshot the filter lets through."""
        mask = snapshot.alive.copy()
        if self.kinds is not None:
            mask &= snapshot.kinds.where(self.kinds, lambda: _among(self.kinds))
        if self.languages is not None:
            mask &= snapshot.languages.where(self.languages, lambda: _among(self.languages))
        if self.include or self.exclude:
            mask &= snapshot.paths.where((self.include, self.exclude), self.allows_path)
        if self.since is not None:
            mask &= snapshot.at >= self.since
        return mask

    def sql(self) -> str:
        """Return the condition for Lance."""
        parts: list[str] = []
        for column, words in (("kind", self.kinds), ("language", self.languages)):
            if words is not None:
                listed = ", ".join(_quoted(word) for word in sorted(words))
                parts.append(f"{column} IN ({listed})" if listed else "false")
        if self.include:
            wanted = " OR ".join(_matches(pattern) for pattern in self.include)
            parts.append(f"({wanted})")
        parts += [f"NOT {_matches(pattern)}" for pattern in self.exclude]
        if self.since is not None:
            parts.append(f"at >= {self.since}")
        return " AND ".join(parts)


def _among(words: frozenset[str] | None) -> "Matcher":
    return (words or frozenset()).__contains__


def _matches(pattern: str) -> str:
    return f"regexp_like(path, {_quoted(whole(pattern))})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
