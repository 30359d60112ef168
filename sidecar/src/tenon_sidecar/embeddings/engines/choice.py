"""Picks the engine that the settings name."""

from tenon_sidecar.embeddings.engines.base import Engine
from tenon_sidecar.embeddings.engines.hashing import HashingEngine
from tenon_sidecar.embeddings.engines.minilm import MiniLmEngine
from tenon_sidecar.settings import EngineName, Settings


def make_engine(settings: Settings) -> Engine:
    """Return the engine, not yet loaded."""
    match settings.engine:
        case EngineName.HASHING:
            return HashingEngine()
        case EngineName.MINILM:
            return MiniLmEngine(settings.models_dir)
