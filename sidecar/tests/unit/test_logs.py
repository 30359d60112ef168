import logging
import sys

from tenon_sidecar.logs import OneLine


def line(message: str, *args: object, error: Exception | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("tenon", logging.ERROR, "f", 1, message, args, info)
    return OneLine().format(record)


def test_a_record_is_one_line_whatever_it_holds() -> None:
    text = line("a %s", "b\nc\r\x1b[31m\u2028d")
    assert text.endswith(" ERROR tenon: a b\\nc\\r\\x1b[31m\\u2028d")


def test_an_exception_gives_its_type_and_place_but_not_its_message() -> None:
    try:
        raise ValueError("secret text")
    except ValueError as error:
        text = line("It failed.", error=error)
    assert "[ValueError at " in text
    assert __file__.rpartition("/")[2] in text
    assert "secret" not in text
    assert sys.exception() is None
