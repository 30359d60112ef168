from pathlib import Path

import pytest

from support.models import needs_weights
from tenon_sidecar.model import MODEL_NAME, store, weights
from tenon_sidecar.model.__main__ import main
from tenon_sidecar.model.build import build


@pytest.mark.model
@needs_weights
def test_building_twice_gives_the_same_file_and_then_does_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    build(tmp_path, said.append)
    first = (tmp_path / MODEL_NAME / store.CHECKSUMS).read_text()
    build(tmp_path, said.append, force=True)
    assert (tmp_path / MODEL_NAME / store.CHECKSUMS).read_text() == first
    said.clear()
    build(tmp_path, said.append)
    assert said == [f"The model in {tmp_path / MODEL_NAME} is whole; nothing to do."]


def test_without_weights_the_command_fails_with_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(weights, "find", lambda: None)
    assert main(["--build", "--out", str(tmp_path)]) == 1
    assert "make setup" in capsys.readouterr().err


def test_checking_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", "--out", str(tmp_path)]) == 1
    assert "is not whole: checksums.json is missing." in capsys.readouterr().out


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path) -> None:
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"other")
    with pytest.raises(weights.WeightsError, match="is not the published file"):
        weights.check(tmp_path)
