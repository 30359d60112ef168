"""all-MiniLM-L6-v2, the engine that comes with Tenon."""

from pathlib import Path

from tenon_sidecar.embeddings.engines.base import EngineError
from tenon_sidecar.embeddings.engines.onnx import OnnxEngine
from tenon_sidecar.model import MODEL_NAME, REMEDY
from tenon_sidecar.model.provide import ModelError, provide

# The tokenizer's file asks for 128; the published model uses 256.
MAX_TOKENS = 256


class MiniLmEngine(OnnxEngine):
    """The product's default engine; its heavy imports happen in `load`.

    A run takes one text, or one part of a text. The weights are 8-bit integers, and the
    scale of the activations is found for each run; so a vector depends on its text alone,
    not on what happened to be embedded beside it.
    """

    name = "minilm"
    model = MODEL_NAME
    dimensions = 384
    remedy = REMEDY
    most_rows = 1

    def __init__(self, models_dir: Path, asked_threads: int | None = None) -> None:
        super().__init__(asked_threads)
        self._models_dir = models_dir

    def load(self) -> None:
        """Find or build the model, open it, and see that it answers."""
        try:
            folder, was_built = provide(self._models_dir)
        except ModelError as error:
            raise EngineError(str(error).removesuffix(REMEDY).rstrip()) from error
        try:
            self._open(folder, MAX_TOKENS)
        except Exception as error:
            if was_built:
                raise EngineError(f"The model does not work ({error}).") from error
            self._rebuild(error)

    def _rebuild(self, cause: Exception) -> None:
        try:
            folder, _ = provide(self._models_dir, force=True)
            self._open(folder, MAX_TOKENS)
        except Exception as error:
            raise EngineError(f"The model does not work ({cause}), nor rebuilt: {error}") from error
