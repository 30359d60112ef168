"""Picks the engine that the settings name."""

from pathlib import Path

from tenon_sidecar.embeddings.engines.base import Engine
from tenon_sidecar.embeddings.engines.folder import FolderEngine
from tenon_sidecar.embeddings.engines.hashing import HashingEngine
from tenon_sidecar.embeddings.engines.minilm import MiniLmEngine
from tenon_sidecar.embeddings.engines.programs import OllamaEngine, OpenAiEngine
from tenon_sidecar.settings import EngineChoice, EngineName, Settings


def make_engine(choice: EngineChoice, settings: Settings) -> Engine:
    """Return the engine, not yet loaded."""
    match choice.kind:
        case EngineName.HASHING:
            return HashingEngine()
        case EngineName.MINILM:
            return MiniLmEngine(settings.models_dir, settings.threads)
        case EngineName.FOLDER:
            return FolderEngine(Path(choice.folder), settings.threads)
        case EngineName.OPENAI:
            return OpenAiEngine(choice.model, choice.url, settings.proxy)
        case EngineName.OLLAMA:
            return OllamaEngine(choice.model, choice.url, settings.proxy)
