"""all-MiniLM-L6-v2 on ONNX Runtime, in f32."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenon_sidecar.embeddings.engines.base import Engine, EngineError, Vector
from tenon_sidecar.model import MODEL_NAME, REMEDY
from tenon_sidecar.model.provide import ModelError, provide

if TYPE_CHECKING:
    from tokenizers import Encoding

MAX_TOKENS = 256
# What one run takes: few enough tokens, padding included, to stay in the cores' caches.
RUN_TOKENS = 512
RUN_TEXTS = 32


def batches(order: list[int], lengths: list[int]) -> Iterator[list[int]]:
    """Cut `order`, which ascends by length, so that each padded batch keeps to the limits."""
    batch: list[int] = []
    for index in order:
        # The order ascends, so the newest text is the widest and sets the padding.
        if batch and (len(batch) == RUN_TEXTS or lengths[index] * (len(batch) + 1) > RUN_TOKENS):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


class MiniLmEngine(Engine):
    """The product's default engine; its heavy imports happen in `load`."""

    name = "minilm"
    model = MODEL_NAME
    dimensions = 384
    remedy = REMEDY

    def __init__(self, models_dir: Path) -> None:
        self._models_dir = models_dir
        self._session: Any = None
        self._tokenizer: Any = None

    def load(self) -> None:
        """Find or build the model, open it, and see that it answers."""
        try:
            folder, was_built = provide(self._models_dir)
        except ModelError as error:
            raise EngineError(str(error)) from error
        try:
            self._open(folder)
        except Exception as error:
            if was_built:
                raise EngineError(f"The model does not work ({error}). {REMEDY}") from error
            self._rebuild(error)

    def _rebuild(self, cause: Exception) -> None:
        try:
            folder, _ = provide(self._models_dir, force=True)
            self._open(folder)
        except Exception as error:
            raise EngineError(f"The model does not work ({cause}), nor rebuilt: {error}") from error

    def _open(self, folder: Path) -> None:
        # One core stays free for the window; the tokenizer's own threads are not needed.
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, (os.cpu_count() or 1) - 1)
        options.inter_op_num_threads = 1
        # Threads that spin while they wait would heat the machine between requests.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The file asks for 128 tokens and fixed padding; the published model uses 256.
        tokenizer.enable_truncation(max_length=MAX_TOKENS)
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        if len(self.embed(["ready"])[0]) != self.dimensions:
            raise ValueError("it gives vectors of another length")

    def embed(self, texts: list[str]) -> list[Vector]:
        """Embed in small batches of texts with about the same number of tokens."""
        encodings: list[Encoding] = self._tokenizer.encode_batch(texts)
        order = sorted(range(len(texts)), key=lambda index: len(encodings[index].ids))
        vectors: list[Vector] = [[] for _ in texts]
        for batch in batches(order, [len(encoding.ids) for encoding in encodings]):
            made = self._run([encodings[index].ids for index in batch])
            for index, vector in zip(batch, made, strict=True):
                vectors[index] = vector
        return vectors

    def _run(self, rows: list[list[int]]) -> list[Vector]:
        import numpy

        width = max(len(row) for row in rows)
        ids = numpy.zeros((len(rows), width), dtype=numpy.int64)
        mask = numpy.zeros((len(rows), width), dtype=numpy.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, : len(row)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        made: list[Vector] = vectors.tolist()
        return made
