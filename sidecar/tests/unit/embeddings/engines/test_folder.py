import math
from pathlib import Path

import pytest

from support import graphs
from tenon_sidecar.embeddings.engines.base import EngineError, Vector
from tenon_sidecar.embeddings.engines.folder import FolderEngine


def loaded(folder: Path) -> FolderEngine:
    engine = FolderEngine(folder)
    engine.load()
    return engine


def dot(a: Vector, b: Vector) -> float:
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize(
    "inputs",
    [
        ("input_ids",),
        ("input_ids", "attention_mask"),
        ("input_ids", "attention_mask", "token_type_ids"),
    ],
)
@pytest.mark.parametrize(
    "outputs",
    [
        ("last_hidden_state",),
        ("sentence_embedding",),
        ("last_hidden_state", "sentence_embedding"),
        ("last_hidden_state", "pooler_output"),
    ],
)
def test_inputs_and_outputs_are_found_from_the_graph(
    tmp_path: Path, inputs: tuple[str, ...], outputs: tuple[str, ...]
) -> None:
    graphs.write(tmp_path, inputs, outputs)
    engine = loaded(tmp_path)
    assert engine.dimensions == graphs.WIDTH
    red, blue, again, empty = engine.embed(["red door", "blue", "red door", ""])
    for vector in (red, blue, empty):
        assert dot(vector, vector) == pytest.approx(1)
    assert red == pytest.approx(again)
    if "sentence_embedding" in outputs:
        # The pooled output is the first token's, and so the same for all.
        assert dot(red, blue) == pytest.approx(1)
    else:
        assert dot(red, blue) < 0.99


def test_the_mean_is_over_the_real_tokens_only(tmp_path: Path) -> None:
    graphs.write(tmp_path)
    engine = loaded(tmp_path)
    alone = engine.embed(["red"])[0]
    beside = engine.embed(["red", "red door red blue door"])[0]
    assert alone == pytest.approx(beside)


def test_the_model_is_named_after_its_folder_and_content(tmp_path: Path) -> None:
    graphs.write(tmp_path / "mine")
    first = loaded(tmp_path / "mine").model
    assert first.startswith("folder:mine:")
    assert len(first) == len("folder:mine:") + 8
    assert loaded(tmp_path / "mine").model == first
    graphs.write(tmp_path / "mine", limit=16)
    assert loaded(tmp_path / "mine").model != first


@pytest.mark.parametrize("limit", [16, None])
def test_a_long_text_is_not_cut(tmp_path: Path, limit: int | None) -> None:
    graphs.write(tmp_path, limit=limit)
    engine = loaded(tmp_path)
    long = "red " * 250 + "blue " * 250
    cut, whole, blue = engine.embed(["red " * 250, long, "blue"])
    assert dot(whole, blue) > dot(cut, blue) + 0.1


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    graphs.write(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(EngineError, match=f"{name} is missing.$") as caught:
        loaded(tmp_path)
    assert caught.value.hint is None, "the engine's own remedy helps"


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("content", [b"", b"damage", b"{}"])
def test_a_damaged_file_is_a_reason_and_no_crash(tmp_path: Path, name: str, content: bytes) -> None:
    graphs.write(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(EngineError, match="does not work"):
        loaded(tmp_path)


def test_a_graph_that_asks_for_something_else_is_refused(tmp_path: Path) -> None:
    graphs.write(tmp_path, inputs=("input_ids", "pixel_values"))
    with pytest.raises(EngineError, match="its inputs are input_ids, pixel_values"):
        loaded(tmp_path)


def test_a_graph_that_gives_no_vectors_is_refused(tmp_path: Path) -> None:
    graphs.write(tmp_path, outputs=("scores",))
    with pytest.raises(EngineError, match="its outputs are sum"):
        loaded(tmp_path)


def test_a_folder_that_is_not_there_is_a_reason(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="model.onnx is missing"):
        loaded(tmp_path / "nowhere")
