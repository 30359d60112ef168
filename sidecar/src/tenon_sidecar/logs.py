"""Logs: standard error only, one line for each record, and no payload in them."""

import logging
import sys
import time
import traceback


class OneLine(logging.Formatter):
    """Formats a record as a single line.

    Of an exception it prints the type and the places, not the message: messages
    of libraries repeat the input they failed on, and texts are never logged.
    """

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line without control characters."""
        at = f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z"
        line = f"{at} {record.levelname} {record.name}: {record.getMessage().strip()}"
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])[-6:]
            places = " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(frames))
            line = f"{line} [{record.exc_info[0].__name__} at {places}]"
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)


def setup(level: int = logging.INFO) -> None:
    """Send everything to standard error in the one-line form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # When Tenon has died its end of the pipe is closed; that must not be an error of its own.
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    # asyncio reports at this level that it chose a selector, which helps nobody.
    logging.getLogger("asyncio").setLevel(logging.WARNING)
