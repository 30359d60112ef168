"""A deterministic engine without a model, for tests only."""

import hashlib
import math
import re

from tenon_sidecar.embeddings.engines.base import Engine, Vector

_WORD = re.compile(r"\w+")


class HashingEngine(Engine):
    """Counts hashed words, so that texts with common words come out similar."""

    name = "hashing"
    model = "hashing"
    dimensions = 64

    def load(self) -> None:
        """Need nothing."""

    def embed(self, texts: list[str]) -> list[Vector]:
        """Hash the words of each text."""
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> Vector:
        # The empty word is always there, so that no text has the zero vector.
        counts = [0.0] * self.dimensions
        for word in ["", *_WORD.findall(text.lower())]:
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            counts[int.from_bytes(digest, "big") % self.dimensions] += 1.0
        norm = math.sqrt(math.fsum(count * count for count in counts))
        return [count / norm for count in counts]
