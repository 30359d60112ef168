"""What the program is told at start; read once, then never from the environment again."""

import json
import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

TOKEN_VARIABLE = "TENON_SIDECAR_TOKEN"
ENGINE_VARIABLE = "TENON_SIDECAR_ENGINE"
OLD_ENGINE_VARIABLE = "TENON_SIDECAR_OLD_ENGINE"
THREADS_VARIABLE = "TENON_SIDECAR_THREADS"
PROXY_VARIABLE = "HTTP_PROXY"
MODELS_VARIABLE = "TENON_MODELS_DIR"
VECTORS_VARIABLE = "TENON_VECTORS_DIR"

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{16,256}")


class StartError(Exception):
    """The program cannot start; the message is the one sentence the person reads."""


class EngineName(StrEnum):
    """The embedding engines that can be asked for."""

    MINILM = "minilm"
    HASHING = "hashing"
    FOLDER = "folder"
    OPENAI = "openai"
    OLLAMA = "ollama"


# What an engine cannot do without, besides its kind.
_NEEDED = {
    EngineName.FOLDER: ("folder",),
    EngineName.OPENAI: ("model", "url"),
    EngineName.OLLAMA: ("model", "url"),
}


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An embedding engine, as it was asked for; what its kind does not need is empty."""

    kind: EngineName = EngineName.MINILM
    model: str = ""
    url: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the app needs to know; the token never shows in its `repr`."""

    token: str = field(repr=False)
    port: int
    engine: EngineChoice
    models_dir: Path
    # The engine of the collection that is searched until a new one is complete.
    old_engine: EngineChoice | None = None
    threads: int | None = None
    # The proxy of the lock, with its credential.
    proxy: str | None = field(default=None, repr=False)
    # Nothing is kept without it, and `/vectors` says so.
    vectors_dir: Path | None = None


def default_models_dir(environ: MutableMapping[str, str]) -> Path:
    """Return the folder of the model graphs: the variable, else the cache folder."""
    chosen = environ.get(MODELS_VARIABLE)
    if chosen:
        return Path(chosen).absolute()
    cache = environ.get("XDG_CACHE_HOME")
    # The XDG specification says that a relative path is to be ignored.
    base = Path(cache) if cache and Path(cache).is_absolute() else Path.home() / ".cache"
    return base / "tenon" / "models"


def take_token(environ: MutableMapping[str, str]) -> str:
    """Read the token and remove it, so that no child process can inherit it."""
    token = environ.pop(TOKEN_VARIABLE, None)
    if not token:
        raise StartError(f"{TOKEN_VARIABLE} is not set; Tenon sets it for each launch.")
    if not _TOKEN.fullmatch(token):
        raise StartError(
            f"{TOKEN_VARIABLE} must be 16 to 256 characters out of A-Z a-z 0-9 . _ ~ + / = -."
        )
    return token


def read(environ: MutableMapping[str, str], *, token: str, port: int) -> Settings:
    """Build the settings from the environment and what was learnt before."""
    old = environ.get(OLD_ENGINE_VARIABLE)
    vectors_dir = environ.get(VECTORS_VARIABLE)
    return Settings(
        token,
        port,
        _engine(ENGINE_VARIABLE, environ.get(ENGINE_VARIABLE) or EngineName.MINILM.value),
        default_models_dir(environ),
        old_engine=_engine(OLD_ENGINE_VARIABLE, old) if old else None,
        threads=_threads(environ.get(THREADS_VARIABLE)),
        proxy=environ.get(PROXY_VARIABLE) or None,
        vectors_dir=Path(vectors_dir).absolute() if vectors_dir else None,
    )


def _engine(variable: str, text: str) -> EngineChoice:
    """Read an engine: the word of its kind, or a JSON object."""
    given: object = {"kind": text}
    if text.lstrip().startswith("{"):
        try:
            given = json.loads(text)
        except ValueError:
            raise StartError(f"{variable} is not JSON.") from None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise StartError(f"{variable} is not an object of texts.")
    odd = set(given) - {"kind", "model", "url", "folder"}
    if odd:
        raise StartError(f"{variable} has the unknown key {min(odd)!r}.")
    try:
        kind = EngineName(given.get("kind", ""))
    except ValueError:
        raise StartError(f"{variable} is none of: {', '.join(EngineName)}.") from None
    missing = [key for key in _NEEDED.get(kind, ()) if not given.get(key)]
    if missing:
        raise StartError(f"{variable} names {kind}, which needs {' and '.join(missing)}.")
    return EngineChoice(**{**given, "kind": kind})


def _threads(text: str | None) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text):
        raise StartError(f"{THREADS_VARIABLE} must be a number from 1 to 999.")
    return int(text)
