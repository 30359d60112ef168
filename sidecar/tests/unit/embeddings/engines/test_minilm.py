"""The real model against the figures that its authors publish."""

import math
from pathlib import Path

import pytest

from support.models import installed_models, needs_weights
from tenon_sidecar.embeddings.engines.base import EngineError
from tenon_sidecar.embeddings.engines.minilm import RUN_TEXTS, RUN_TOKENS, MiniLmEngine, batches
from tenon_sidecar.model import MODEL_NAME, provide, store, weights

# From the documentation of sentence-transformers for all-MiniLM-L6-v2.
PUBLISHED = [
    ("The new movie is awesome", "The new movie is so great", 0.8939),
    ("The cat sits outside", "The dog plays in the garden", 0.2838),
    ("A man is playing guitar", "A woman watches TV", -0.0327),
    ("The weather is lovely today.", "It's so sunny outside!", 0.6660),
    ("The weather is lovely today.", "He drove to the stadium.", 0.1046),
    ("It's so sunny outside!", "He drove to the stadium.", 0.1411),
]


@pytest.fixture(scope="module")
def engine() -> MiniLmEngine:
    engine = MiniLmEngine(installed_models())
    engine.load()
    return engine


def dot(a: list[float], b: list[float]) -> float:
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


@pytest.mark.model
@pytest.mark.parametrize(("first", "second", "published"), PUBLISHED)
def test_similarities_are_the_published_ones(
    engine: MiniLmEngine, first: str, second: str, published: float
) -> None:
    assert dot(*engine.embed([first, second])) == pytest.approx(published, abs=0.0005)


@pytest.mark.model
def test_batching_and_padding_do_not_change_a_vector(engine: MiniLmEngine) -> None:
    texts = ["", "a", "two words", "word " * 100, "word " * 1000, "日本語 🐕", "x" * 5000] * 3
    together = engine.embed(texts)
    for text, vector in zip(texts, together, strict=True):
        assert len(vector) == 384
        assert dot(vector, vector) == pytest.approx(1, abs=1e-5)
        assert dot(vector, engine.embed([text])[0]) == pytest.approx(1, abs=1e-5)


@pytest.mark.model
def test_what_lies_behind_256_tokens_does_not_count(engine: MiniLmEngine) -> None:
    begin = "word " * 254
    cut, longer = engine.embed([begin, begin + "and something else entirely"])
    assert cut == pytest.approx(longer, abs=1e-6)


def test_batches_keep_to_both_limits_and_lose_nothing() -> None:
    lengths = sorted([2] * 70 + [3, 40, 100, 250, 250, 256, 256] + [5] * 10)
    made = list(batches(list(range(len(lengths))), lengths))
    assert [index for batch in made for index in batch] == list(range(len(lengths)))
    for batch in made:
        assert len(batch) <= RUN_TEXTS
        assert len(batch) * lengths[batch[-1]] <= RUN_TOKENS


def test_without_graph_and_weights_the_reason_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "find", lambda: None)
    with pytest.raises(EngineError, match="make setup"):
        MiniLmEngine(tmp_path).load()


@pytest.mark.model
@needs_weights
def test_a_damaged_graph_is_built_again(tmp_path: Path) -> None:
    folder, was_built = provide.provide(tmp_path)
    assert was_built
    with (folder / "model.onnx").open("r+b") as file:
        file.seek(1000)
        file.write(b"damage")
    assert store.problem(folder) == "model.onnx is damaged"
    MiniLmEngine(tmp_path).load()
    assert store.problem(folder) is None


@pytest.mark.model
@needs_weights
def test_a_graph_that_is_whole_but_does_not_open_is_built_again(tmp_path: Path) -> None:
    def write(fresh: Path) -> None:
        (fresh / "model.onnx").write_bytes(b"no graph")
        (fresh / "tokenizer.json").write_bytes(b"{}")

    folder = tmp_path / MODEL_NAME
    store.install(folder, write)
    assert store.problem(folder) is None
    MiniLmEngine(tmp_path).load()
    assert (folder / "model.onnx").stat().st_size > 80_000_000


def test_a_damaged_graph_without_weights_fails_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(fresh: Path) -> None:
        for name in store.FILES:
            (fresh / name).write_bytes(b"{}")

    store.install(tmp_path / MODEL_NAME, write)
    monkeypatch.setattr(weights, "find", lambda: None)
    with pytest.raises(EngineError, match="make setup"):
        MiniLmEngine(tmp_path).load()


@pytest.mark.skipif("os.getuid() == 0", reason="root may write everywhere")
@needs_weights
def test_a_models_folder_that_cannot_be_written_is_a_reason(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EngineError, match="could not be built"):
        MiniLmEngine(tmp_path).load()


@needs_weights
def test_a_models_folder_that_is_a_file_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("")
    with pytest.raises(EngineError, match="could not be built"):
        MiniLmEngine(tmp_path / "models").load()
