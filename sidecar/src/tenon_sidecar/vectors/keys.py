"""Keys of rows, and the digest over a set of them."""

import hashlib
from collections.abc import Iterable

KEY_BYTES = 16


def key_of(ref: str, content_hash: str) -> bytes:
    """Return the one key of a row: the beginning of SHA-256(ref, NUL, hash)."""
    return hashlib.sha256(f"{ref}\0{content_hash}".encode()).digest()[:KEY_BYTES]


def digest_of(keys: Iterable[bytes]) -> int:
    """Return the XOR of the first 8 bytes of each key, whatever their order."""
    total = 0
    for key in keys:
        total ^= int.from_bytes(key[:8], "big")
    return total


def as_hex(digest: int) -> str:
    """Write a digest as it goes over the wire."""
    return f"{digest:016x}"
