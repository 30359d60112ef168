"""A model of the person's own: a folder with an ONNX graph and its tokenizer."""

import hashlib
from pathlib import Path

from tenon_sidecar.embeddings.engines.base import EngineError
from tenon_sidecar.embeddings.engines.onnx import OnnxEngine

FILES = ("model.onnx", "tokenizer.json")
REMEDY = (
    "Put model.onnx and tokenizer.json there, name another folder in the setting "
    "embeddings.folder, or set embeddings.engine to minilm."
)


class FolderEngine(OnnxEngine):
    """Takes what the graph says: its inputs, its dimensions, pooled or not.

    The model is called `folder:NAME:HASH8`, so that other files in the same folder are
    another model, whose vectors are not compared with the old ones.
    """

    name = "folder"
    model = ""
    dimensions = 0
    remedy = REMEDY

    def __init__(self, folder: Path, asked_threads: int | None = None) -> None:
        super().__init__(asked_threads)
        self._folder = folder

    def load(self) -> None:
        """Read, open and try the model."""
        digest = hashlib.sha256()
        for name in FILES:
            path = self._folder / name
            try:
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
            except FileNotFoundError:
                raise EngineError(f"{path} is missing.") from None
            except OSError as error:
                raise EngineError(f"{path} cannot be read ({error.strerror}).") from error
        try:
            self._open(self._folder)
        except Exception as error:
            why = " ".join(str(error).split())[:300]
            message = f"The model in {self._folder} does not work: {why}."
            raise EngineError(message) from error
        self.model = f"folder:{self._folder.name}:{digest.hexdigest()[:8]}"
