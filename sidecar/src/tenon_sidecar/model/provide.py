"""Finds the model on disk, or has it built in a process of its own."""

import logging
import subprocess
import sys
from pathlib import Path

from tenon_sidecar.model import MODEL_NAME, REMEDY, store, weights

log = logging.getLogger("tenon.model")


class ModelError(Exception):
    """There is no usable model; the message names the command that helps."""


def provide(models_dir: Path, *, force: bool = False) -> tuple[Path, bool]:
    """Return the model's folder and whether it was built just now."""
    folder = models_dir / MODEL_NAME
    problem = "the model does not open" if force else store.problem(folder)
    if problem is None:
        return folder, False
    if not force and store.problem(folder, formats=store.READABLE) is None:
        log.info("The model in %s is an older one, and slower. %s", folder, REMEDY)
        return folder, False
    if not store.may_build(folder):
        # Behind the lock the model is read and never written; Tenon builds it before the start.
        raise ModelError(f"No model in {folder}: {problem}. {REMEDY}")
    if weights.find() is None:
        raise ModelError(f"No model in {folder}: {problem}, and no weights to build it. {REMEDY}")
    try:
        _build(models_dir, force=force)
    except ModelError as error:
        raise ModelError(f"No model in {folder}: {problem}. {error}") from error
    problem = store.problem(folder)
    if problem is not None:
        raise ModelError(f"The model in {folder} was built but {problem}. {REMEDY}")
    return folder, True


def _build(models_dir: Path, *, force: bool) -> None:
    """Run the builder as a child, so that its memory and its long calls are not ours.

    The child watches its standard input, which this process holds open and never
    writes to; so the child ends when this process does.
    """
    command = [sys.executable, "-I", "-m", "tenon_sidecar.model", "--build", "--watch-stdin"]
    command += ["--out", str(models_dir), *(["--force"] if force else [])]
    last = "it said nothing"
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip():
                last = line.strip()
                log.info("%s", last)
        status = child.wait()
    if status != 0:
        raise ModelError(f"The model could not be built: {last} {REMEDY}")
