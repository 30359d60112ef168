"""What the routes find on `request.state`."""

from typing import TypedDict

from tenon_sidecar.embeddings.service import EmbeddingService
from tenon_sidecar.settings import Settings
from tenon_sidecar.vectors.service import VectorService


class State(TypedDict):
    """Made when the app starts, gone when it stops."""

    settings: Settings
    embeddings: EmbeddingService
    vectors: VectorService
