"""`python -m tenon_sidecar.model --build [--out DIR]`."""

import argparse
import os
import sys
from pathlib import Path

from tenon_sidecar.model import MODEL_NAME, store
from tenon_sidecar.model.build import build
from tenon_sidecar.model.weights import WeightsError
from tenon_sidecar.parent import watch_stdin
from tenon_sidecar.settings import default_models_dir


def say(line: str) -> None:
    """Write one line at once; the set-up and the sidecar's log show it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Build or check the model; the exit status is 1 when there is no whole one."""
    parser = argparse.ArgumentParser(prog="python -m tenon_sidecar.model", description=__doc__)
    verb = parser.add_mutually_exclusive_group(required=True)
    verb.add_argument("--build", action="store_true", help="build the model unless it is whole")
    verb.add_argument("--check", action="store_true", help="only say whether it is whole")
    parser.add_argument("--out", type=Path, help="models folder (default: TENON_MODELS_DIR)")
    parser.add_argument("--force", action="store_true", help="build even when it is whole")
    parser.add_argument("--watch-stdin", action="store_true", help="end with the parent")
    options = parser.parse_args(arguments)
    models_dir = options.out.absolute() if options.out else default_models_dir(os.environ)
    if options.watch_stdin:
        watch_stdin(lambda: os._exit(1))
    if options.check:
        problem = store.problem(models_dir / MODEL_NAME)
        say(
            f"The model in {models_dir / MODEL_NAME} is {'not ' if problem else ''}whole"
            f"{f': {problem}' if problem else ''}."
        )
        return 1 if problem else 0
    try:
        build(models_dir, say, force=options.force)
    except (OSError, WeightsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
