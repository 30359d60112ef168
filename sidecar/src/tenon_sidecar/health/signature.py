"""The proof that an answer comes from the process that was given the token."""

import hashlib
import hmac


def sign(token: str, nonce: str) -> str:
    """Return the hexadecimal HMAC-SHA256 of the nonce's characters under the token."""
    return hmac.new(token.encode(), nonce.encode(), hashlib.sha256).hexdigest()
