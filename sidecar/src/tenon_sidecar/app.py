"""Builds the app; nothing is made at import."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from tenon_sidecar import __version__, errors
from tenon_sidecar.embeddings import endpoints as embeddings
from tenon_sidecar.embeddings.engines.base import Engine
from tenon_sidecar.embeddings.engines.choice import make_engine
from tenon_sidecar.embeddings.service import EmbeddingService
from tenon_sidecar.entities import endpoints as entities
from tenon_sidecar.entities.registry import make_extractor
from tenon_sidecar.entities.service import EntityService
from tenon_sidecar.guard import Guard
from tenon_sidecar.health import endpoints as health
from tenon_sidecar.settings import Settings
from tenon_sidecar.state import State
from tenon_sidecar.vectors import endpoints as vectors
from tenon_sidecar.vectors.service import VectorService


def create_app(
    settings: Settings,
    *,
    engine: Engine | None = None,
    made_vectors: VectorService | None = None,
) -> FastAPI:
    """Return the app for one launch; tests pass an engine or vectors of their own."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        old = settings.old_engine
        store = made_vectors or VectorService(settings.vectors_dir)
        service = EmbeddingService(
            engine or make_engine(settings.engine, settings),
            (lambda: make_engine(old, settings)) if old else None,
            beside=store.warm,
        )
        # The engine and the database are loaded by two threads at once; a library in native code
        # that finds numpy half imported by the other one fails.
        importlib.import_module("numpy")
        # The load runs beside the server, so that `/health` answers from the start.
        service.start()
        names = EntityService(make_extractor())
        try:
            yield {
                "settings": settings,
                "embeddings": service,
                "vectors": store,
                "entities": names,
            }
        finally:
            names.close()
            store.close()
            service.close()

    app = FastAPI(
        title="Tenon sidecar",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        # FastAPI would otherwise hand requests to whatever exporter the environment names.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    errors.install(app)
    app.include_router(health.router)
    app.include_router(embeddings.router)
    app.include_router(vectors.router)
    app.include_router(entities.router)
    app.add_middleware(Guard, token=settings.token, port=settings.port)
    return app
