"""`python -m tenon_sidecar --fd N [--port P] [--watch-stdin]`."""

import argparse
import logging
import os
import signal
import sys
from typing import NoReturn

from tenon_sidecar import __version__


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Leave with status 2."""
        raise SystemExit(_refuse(message[:1].upper() + message[1:] + "."))


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"tenon-sidecar: {sentence}\n")
    return 2


def main(arguments: list[str] | None = None) -> int:
    """Serve on the passed socket until told to stop."""
    parser = Parser(prog="python -m tenon_sidecar", description="The sidecar of Tenon.")
    parser.add_argument("--fd", type=int, required=True, help="a listening TCP socket")
    parser.add_argument("--port", type=int, help="the port that the socket must have")
    parser.add_argument("--watch-stdin", action="store_true", help="end when stdin ends")
    parser.add_argument("--version", action="version", version=f"tenon-sidecar {__version__}")
    options = parser.parse_args(arguments)

    # Imported step by step, so that a wrong call answers at once.
    from tenon_sidecar import egress_hook

    # Before anything that others wrote is imported.
    egress_hook.install(os.environ)
    from tenon_sidecar import listener, logs, parent, settings

    try:
        # The token leaves the environment even when the socket turns out to be wrong.
        token = settings.take_token(os.environ)
        adopted = listener.adopt(options.fd, options.port)
        read = settings.read(os.environ, token=token, port=adopted.getsockname()[1])
    except settings.StartError as error:
        return _refuse(str(error))
    from tenon_sidecar import server
    from tenon_sidecar.kit import pauses

    logs.setup()
    made = server.make_server(read)
    pauses.shorten()
    if options.watch_stdin:
        parent.watch_stdin(made.stop)
    log = logging.getLogger("tenon")
    log.info("Version %s serves on port %d as process %d.", __version__, read.port, os.getpid())
    made.run(sockets=[adopted])
    return 0


if __name__ == "__main__":
    try:
        status = main()
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
    sys.stdout.flush()
    sys.stderr.flush()
    # A plain exit would wait for a native call that is still running on the engine's thread.
    os._exit(status)
