"""The extractors that there are, by name."""

from tenon_sidecar.entities.base import Extractor
from tenon_sidecar.entities.rules import RuleExtractor

EXTRACTORS: dict[str, type[Extractor]] = {RuleExtractor.name: RuleExtractor}
DEFAULT = RuleExtractor.name


def make_extractor(name: str = DEFAULT) -> Extractor:
    """Return a new extractor; an unknown name is a mistake of the caller."""
    return EXTRACTORS[name]()
