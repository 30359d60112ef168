from tenon_sidecar.errors import Code, SidecarError


def test_the_codes_are_the_closed_list() -> None:
    assert [code.value for code in Code] == [
        "notFound",
        "invalid",
        "conflict",
        "preconditionFailed",
        "permission",
        "sidecarUnavailable",
        "sidecarFailed",
        "cancelled",
        "storage",
        "internal",
    ]


def test_a_hint_is_left_out_when_there_is_none() -> None:
    plain = SidecarError(Code.INVALID, "No.", 400)
    assert plain.body() == {"error": {"code": "invalid", "message": "No.", "retryable": False}}
    helped = SidecarError(Code.STORAGE, "Full.", 507, hint="Make room.", retryable=True)
    assert helped.body() == {
        "error": {
            "code": "storage",
            "message": "Full.",
            "hint": "Make room.",
            "retryable": True,
        }
    }
