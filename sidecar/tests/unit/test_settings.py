from pathlib import Path

import pytest

from tenon_sidecar import settings
from tenon_sidecar.settings import EngineChoice, EngineName, Settings, StartError

TOKEN = "0123456789abcdef"


def test_minilm_is_the_default_engine() -> None:
    for environ in ({}, {"TENON_SIDECAR_ENGINE": ""}):
        assert settings.read(environ, token=TOKEN, port=1).engine == EngineChoice()


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
    assert TOKEN not in repr(
        Settings(TOKEN, 1, EngineChoice(), Path("/m"), proxy=f"http://tenon:{TOKEN}@h")
    )


def read(**environ: str) -> Settings:
    return settings.read(environ, token=TOKEN, port=1)


def test_an_engine_is_a_word_or_an_object() -> None:
    assert read(TENON_SIDECAR_ENGINE="hashing").engine == EngineChoice(EngineName.HASHING)
    given = '{"kind": "ollama", "model": "nomic", "url": "http://127.0.0.1:11434"}'
    wanted = EngineChoice(EngineName.OLLAMA, model="nomic", url="http://127.0.0.1:11434")
    assert read(TENON_SIDECAR_ENGINE=given).engine == wanted
    assert read(TENON_SIDECAR_OLD_ENGINE=given).old_engine == wanted
    assert read().old_engine is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "is not JSON"),
        ('{"kind": 1}', "is not an object of texts"),
        ('{"kind": "hashing", "key": "x"}', "unknown key 'key'"),
        ('{"model": "x"}', "none of: minilm"),
        ('{"kind": "folder"}', "folder, which needs folder"),
        ('{"kind": "openai", "model": "x"}', "openai, which needs url"),
        ('{"kind": "ollama"}', "ollama, which needs model and url"),
    ],
)
def test_a_wrong_engine_is_named(given: str, said: str) -> None:
    for variable in ("TENON_SIDECAR_ENGINE", "TENON_SIDECAR_OLD_ENGINE"):
        with pytest.raises(StartError, match=f"{variable} .*{said}"):
            read(**{variable: given})


def test_threads_are_a_number() -> None:
    assert read(TENON_SIDECAR_THREADS="2").threads == 2
    assert read().threads is None
    for wrong in ("0", "-1", "x", "1.5"):
        with pytest.raises(StartError, match="TENON_SIDECAR_THREADS"):
            read(TENON_SIDECAR_THREADS=wrong)


def test_the_proxy_of_the_lock_is_taken() -> None:
    assert read(HTTP_PROXY="http://tenon:x@127.0.0.1:1").proxy == "http://tenon:x@127.0.0.1:1"
    assert read().proxy is None
