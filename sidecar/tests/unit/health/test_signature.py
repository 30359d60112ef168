from tenon_sidecar.health.signature import sign


def test_the_signature_is_the_published_hmac() -> None:
    """Test case 2 of RFC 4231: the key and the message are taken as plain bytes."""
    assert sign("Jefe", "what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
