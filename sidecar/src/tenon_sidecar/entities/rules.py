"""The extractor that needs no model: rules, precise first."""

from tenon_sidecar.entities.asian import asian_people
from tenon_sidecar.entities.base import Extractor, Span
from tenon_sidecar.entities.groups import organisations, projects
from tenon_sidecar.entities.masking import prose_of
from tenon_sidecar.entities.people import people
from tenon_sidecar.entities.tokens import tokens_of


class RuleExtractor(Extractor):
    """Cues around a name, its shape, and short lists of well-known names."""

    name = "rules"

    def extract(self, text: str) -> list[Span]:
        """Return the names by their place; of two that overlap the longer one."""
        prose = prose_of(text)
        found = [
            *organisations(prose),
            *projects(prose),
            *people(prose, tokens_of(prose)),
            *asian_people(prose),
        ]
        taken = bytearray(len(prose))
        kept: list[Span] = []
        # Organisations and projects come first, so they win over a person of the same length.
        for span in sorted(found, key=lambda span: span.start - span.end):
            if not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
                kept.append(span)
        return sorted(kept)
