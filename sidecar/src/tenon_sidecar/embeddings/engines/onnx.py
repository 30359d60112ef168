"""What the engines on ONNX Runtime have in common."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tenon_sidecar.embeddings import parts
from tenon_sidecar.embeddings.engines.base import Engine, Vector

# How much of the part before each further part of a long text begins with, in tokens.
OVERLAP = 48
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}

# The parts of one text: the tokens of each.
Parts = list[list[int]]


def threads(asked: int | None) -> int:
    """Return how many threads a run takes: one core stays free for the window."""
    cores = os.cpu_count() or 1
    return min(asked, 4 * cores) if asked else max(1, cores - 1)


def batches(lengths: list[int], most_tokens: int, most_rows: int) -> Iterator[list[int]]:
    """Batch rows of about the same length, so that each padded batch keeps to the limits."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: lengths[index]):
        # The order ascends, so the newest row is the widest and sets the padding.
        wide = lengths[index] * (len(batch) + 1) > most_tokens
        if batch and (len(batch) == most_rows or wide):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


class OnnxEngine(Engine):
    """Tokenises, runs a graph, and joins the parts of long texts."""

    # What one run takes, padding included: few enough to stay in the cores' caches.
    most_tokens = 512
    most_rows = 32

    def __init__(self, asked_threads: int | None = None) -> None:
        self._threads = threads(asked_threads)
        self._session: Any = None
        self._tokenizer: Any = None
        self._inputs: set[str] = set()
        self._output = ""

    def _open(self, folder: Path, max_tokens: int | None = None) -> None:
        """Open the graph and the tokenizer, and see that they work together."""
        # The tokenizer's own threads are not needed.
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        # Threads that spin while they wait would heat the machine between requests.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        limit = max_tokens or (tokenizer.truncation or {}).get("max_length") or 256
        tokenizer.enable_truncation(max_length=limit, stride=min(OVERLAP, limit // 4))
        tokenizer.no_padding()
        self._tokenizer, self._session = tokenizer, session
        self._choose(session)
        self.dimensions = len(self.embed(["ready"])[0])

    def _choose(self, session: Any) -> None:  # noqa: ANN401
        self._inputs = {given.name for given in session.get_inputs()}
        odd = self._inputs - _INPUTS
        if odd or "input_ids" not in self._inputs:
            raise ValueError(f"its inputs are {', '.join(sorted(self._inputs))}")
        ranks = {output.name: len(output.shape) for output in session.get_outputs()}
        # A vector of the whole text, where the graph has one; else one of each token.
        fitting = [name for rank in (2, 3) for name, found in ranks.items() if found == rank]
        if "last_hidden_state" in ranks and "sentence_embedding" not in ranks:
            # What models call their pooled output beside it is not trained to be compared.
            fitting = ["last_hidden_state"]
        if not fitting:
            raise ValueError(f"its outputs are {', '.join(ranks)}, and none gives vectors")
        self._output = "sentence_embedding" if "sentence_embedding" in fitting else fitting[0]

    def embed(self, texts: list[str]) -> list[Vector]:
        """Tokenise and run."""
        return self.run(self.prepare(texts))

    def prepare(self, texts: list[str]) -> list[Parts]:
        """Tokenise, and cut what the model would otherwise cut silently."""
        encodings = self._tokenizer.encode_batch(texts)
        return [
            parts.spread([one.ids, *(more.ids for more in one.overflowing)]) for one in encodings
        ]

    def run(self, prepared: list[Parts]) -> list[Vector]:
        """Run every part, in batches of like length, and join the parts of each text."""
        rows = [row for text in prepared for row in text]
        vectors: list[Vector] = [[] for _ in rows]
        for batch in batches([len(row) for row in rows], self.most_tokens, self.most_rows):
            for index, vector in zip(batch, self._run([rows[i] for i in batch]), strict=True):
                vectors[index] = vector
        made = iter(vectors)
        return [
            parts.merge([next(made) for _ in text], [len(row) for row in text]) for text in prepared
        ]

    def _run(self, rows: list[list[int]]) -> list[Vector]:
        import numpy

        width = max(len(row) for row in rows)
        ids = numpy.zeros((len(rows), width), dtype=numpy.int64)
        mask = numpy.zeros((len(rows), width), dtype=numpy.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, : len(row)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)}
        feed = {name: value for name, value in feed.items() if name in self._inputs}
        (found,) = self._session.run([self._output], feed)
        if found.ndim == 3:
            weights = mask[:, :, None].astype(found.dtype)
            found = (found * weights).sum(1) / weights.sum(1)
        lengths = numpy.linalg.norm(found, axis=1, keepdims=True)
        if not numpy.isfinite(lengths).all() or not lengths.all():
            raise ValueError("it gives vectors without a length")
        made: list[Vector] = (found / lengths).tolist()
        return made
