"""Builds the model's folder from the weights."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from tenon_sidecar.model import MODEL_NAME, REMEDY, store, weights

Say = Callable[[str], None]


def build(models_dir: Path, say: Say, *, force: bool = False) -> None:
    """Build the model if it is missing or damaged, and say what was done."""
    folder = models_dir / MODEL_NAME
    with store.locked(folder):
        problem = "a new one was asked for" if force else store.problem(folder)
        if problem is None:
            say(f"The model in {folder} is whole; nothing to do.")
            return
        source = weights.find()
        if source is None:
            raise weights.WeightsError(f"The package {weights.PACKAGE} is missing. {REMEDY}")
        say(f"Building the model in {folder}: {problem}.")
        began = time.perf_counter()
        weights.check(source)
        store.install(folder, lambda fresh: _write(source, fresh))
        problem = store.problem(folder)
        if problem is not None:
            raise OSError(f"The model in {folder} was built but {problem}.")
        seconds = time.perf_counter() - began
        size = (folder / "model.onnx").stat().st_size / 1e6
        say(f"Built {folder / 'model.onnx'} ({size:.0f} MB) in {seconds:.1f} s.")


def _write(source: Path, fresh: Path) -> None:
    from tenon_sidecar.model import graph, quantise

    floats = graph.build(weights.read(source / "model.safetensors"))
    quantise.write(floats, fresh / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", fresh / "tokenizer.json")
