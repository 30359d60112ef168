"""What the program is told at start; read once, then never from the environment again."""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

TOKEN_VARIABLE = "TENON_SIDECAR_TOKEN"
ENGINE_VARIABLE = "TENON_SIDECAR_ENGINE"
MODELS_VARIABLE = "TENON_MODELS_DIR"
VECTORS_VARIABLE = "TENON_VECTORS_DIR"

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{16,256}")


class StartError(Exception):
    """The program cannot start; the message is the one sentence the person reads."""


class EngineName(StrEnum):
    """The embedding engines that can be asked for."""

    MINILM = "minilm"
    HASHING = "hashing"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the app needs to know; the token never shows in its `repr`."""

    token: str = field(repr=False)
    port: int
    engine: EngineName
    models_dir: Path
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
    name = environ.get(ENGINE_VARIABLE) or EngineName.MINILM.value
    try:
        engine = EngineName(name)
    except ValueError:
        known = ", ".join(EngineName)
        raise StartError(f"{ENGINE_VARIABLE} is none of: {known}.") from None
    chosen = environ.get(VECTORS_VARIABLE)
    vectors_dir = Path(chosen).absolute() if chosen else None
    return Settings(token, port, engine, default_models_dir(environ), vectors_dir)
