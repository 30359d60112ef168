"""What the integers lose against the floats, and the floats against what is published."""

from pathlib import Path

import numpy
import pytest

from support.models import needs_weights
from tenon_sidecar.model import graph, quantise, weights

TEXTS = [
    "The new movie is awesome",
    "The new movie is so great",
    Path(__file__).read_text()[:900],
    Path(quantise.__file__).read_text()[:900],
    Path(graph.__file__).read_text()[2000:2900],
    "fn main() {\n    let names: Vec<_> = std::env::args().skip(1).collect();\n}",
    "error[E0382]: borrow of moved value: `names`",
    "word",
]


@pytest.mark.model
@needs_weights
def test_integers_stay_near_the_floats(tmp_path: Path) -> None:
    source = weights.find()
    assert source is not None
    model = graph.build(weights.read(source / "model.safetensors"))
    (tmp_path / "floats.onnx").write_bytes(model.SerializeToString())
    quantise.write(model, tmp_path / "integers.onnx")
    floats = vectors(tmp_path / "floats.onnx", source)
    integers = vectors(tmp_path / "integers.onnx", source)
    assert float(floats[0] @ floats[1]) == pytest.approx(0.8939, abs=0.0005)
    near = (floats * integers).sum(1)
    assert near.mean() >= 0.98
    assert near.min() >= 0.96


def vectors(path: Path, source: Path) -> numpy.ndarray:
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.no_padding()
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    made = []
    for encoding in tokenizer.encode_batch(TEXTS):
        ids = numpy.array([encoding.ids], dtype=numpy.int64)
        feed = {"input_ids": ids, "attention_mask": numpy.ones_like(ids)}
        made.append(session.run(None, feed)[0][0])
    return numpy.array(made)
