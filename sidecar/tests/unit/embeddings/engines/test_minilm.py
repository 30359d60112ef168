"""The real model against the figures that its authors publish."""

import math
import shutil
from pathlib import Path

import pytest

from support.models import installed_models, needs_weights
from tenon_sidecar.embeddings.engines.base import EngineError
from tenon_sidecar.embeddings.engines.minilm import MiniLmEngine
from tenon_sidecar.embeddings.engines.onnx import batches, threads
from tenon_sidecar.embeddings.parts import MOST_PARTS
from tenon_sidecar.model import MODEL_NAME, graph, provide, store, weights

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
    # In floats they agree to the fourth digit, which `test_quantise` checks.
    assert dot(*engine.embed([first, second])) == pytest.approx(published, abs=0.02)


@pytest.mark.model
def test_a_vector_depends_on_its_text_alone(engine: MiniLmEngine) -> None:
    texts = ["", "a", "two words", "word " * 100, "word " * 1000, "日本語 🐕", "x" * 5000] * 3
    together = engine.embed(texts)
    for text, vector in zip(texts, together, strict=True):
        assert len(vector) == 384
        assert dot(vector, vector) == pytest.approx(1, abs=1e-5)
        assert vector == engine.embed([text])[0]


@pytest.mark.model
def test_what_lies_behind_256_tokens_counts(engine: MiniLmEngine) -> None:
    begin = "The kitchen has a table, four chairs and a lamp. " * 25
    answer = "The password of the database is rotated every ninety days by the operators. " * 12
    question, cut, whole = engine.embed(
        ["How often is the database password changed?", begin, begin + answer]
    )
    assert len(engine.prepare([begin])[0]) > 1, "the beginning alone is more than the model takes"
    assert dot(question, whole) > dot(question, cut) + 0.1


@pytest.mark.model
def test_parts_overlap_and_are_bounded(engine: MiniLmEngine) -> None:
    words = " ".join(f"w{number}" for number in range(3000))
    (parts,) = engine.prepare([words[:4000]])
    assert len(parts) > 2
    for before, after in zip(parts, parts[1:], strict=False):
        assert before[-49:-1] == after[1:49]
    assert {len(part) for part in parts[:-1]} == {256}
    (most,) = engine.prepare(["a " * 50_000])
    assert len(most) == MOST_PARTS


def test_batches_keep_to_both_limits_and_lose_nothing() -> None:
    lengths = [2] * 70 + [250, 3, 256, 40, 100, 250, 256] + [5] * 10
    made = list(batches(lengths, 512, 32))
    assert sorted(index for batch in made for index in batch) == list(range(len(lengths)))
    for batch in made:
        assert len(batch) <= 32
        assert len(batch) * max(lengths[index] for index in batch) <= 512
    assert [len(batch) for batch in batches(lengths, 512, 1)] == [1] * len(lengths)


def test_one_core_stays_free_unless_asked_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, wanted in ((1, 1), (2, 1), (8, 7), (None, 1)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert threads(None) == wanted
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert (threads(2), threads(999)) == (2, 8)


@pytest.mark.model
@needs_weights
def test_an_older_folder_is_served_as_it_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    source = weights.find()
    assert source is not None
    store.install(tmp_path / MODEL_NAME, lambda fresh: write_floats(source, fresh))
    path = tmp_path / MODEL_NAME / store.CHECKSUMS
    path.write_text(path.read_text().replace(f'"format": {store.FORMAT}', '"format": 1'))
    before = path.read_text()
    engine = MiniLmEngine(tmp_path)
    engine.load()
    assert path.read_text() == before
    assert dot(*engine.embed(list(PUBLISHED[0][:2]))) == pytest.approx(PUBLISHED[0][2], abs=0.0005)
    assert "make setup" in caplog.text


def write_floats(source: Path, fresh: Path) -> None:
    model = graph.build(weights.read(source / "model.safetensors"))
    (fresh / "model.onnx").write_bytes(model.SerializeToString())
    shutil.copyfile(source / "tokenizer.json", fresh / "tokenizer.json")


def test_without_graph_and_weights_the_reason_and_the_command_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "find", lambda: None)
    with pytest.raises(EngineError, match="no weights to build it"):
        MiniLmEngine(tmp_path).load()
    assert "make setup" in MiniLmEngine.remedy


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
    assert (folder / "model.onnx").stat().st_size > 50_000_000


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
    with pytest.raises(EngineError, match="No model in "):
        MiniLmEngine(tmp_path).load()


@needs_weights
def test_a_models_folder_that_is_a_file_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("")
    with pytest.raises(EngineError, match="No model in "):
        MiniLmEngine(tmp_path / "models").load()
