from pathlib import Path

import pytest

from tenon_sidecar import settings
from tenon_sidecar.settings import EngineName, Settings, StartError

TOKEN = "0123456789abcdef"


def test_minilm_is_the_default_engine() -> None:
    for environ in ({}, {"TENON_SIDECAR_ENGINE": ""}):
        assert settings.read(environ, token=TOKEN, port=1).engine is EngineName.MINILM


def test_an_unknown_engine_names_the_known_ones() -> None:
    with pytest.raises(StartError, match="minilm, hashing"):
        settings.read({"TENON_SIDECAR_ENGINE": "x"}, token=TOKEN, port=1)


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"TENON_MODELS_DIR": "/m", "XDG_CACHE_HOME": "/c"}, Path("/m")),
        ({"XDG_CACHE_HOME": "/c"}, Path("/c/tenon/models")),
        ({"XDG_CACHE_HOME": "relative"}, Path.home() / ".cache/tenon/models"),
        ({"TENON_MODELS_DIR": "", "XDG_CACHE_HOME": ""}, Path.home() / ".cache/tenon/models"),
        ({}, Path.home() / ".cache/tenon/models"),
    ],
)
def test_the_models_folder_is_found(environ: dict[str, str], folder: Path) -> None:
    assert settings.default_models_dir(environ) == folder


def test_taking_the_token_removes_it() -> None:
    environ = {"TENON_SIDECAR_TOKEN": TOKEN, "OTHER": "1"}
    assert settings.take_token(environ) == TOKEN
    assert environ == {"OTHER": "1"}


def test_a_wrong_token_is_removed_too_and_not_repeated() -> None:
    environ = {"TENON_SIDECAR_TOKEN": "too short"}
    with pytest.raises(StartError) as caught:
        settings.take_token(environ)
    assert environ == {}
    assert "too short" not in str(caught.value)


def test_the_token_does_not_show() -> None:
    assert TOKEN not in repr(Settings(TOKEN, 1, EngineName.MINILM, Path("/m")))
