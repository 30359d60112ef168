"""The uvicorn server, set up for one local client."""

import uvicorn

from tenon_sidecar.app import create_app
from tenon_sidecar.embeddings.engines.base import Engine
from tenon_sidecar.protocol import SidecarProtocol
from tenon_sidecar.settings import Settings
from tenon_sidecar.vectors.service import VectorService


class Server(uvicorn.Server):
    """A server that another thread can stop."""

    def stop(self) -> None:
        """Finish what is being answered, for a second at most, and return from `run`."""
        self.should_exit = True


def make_server(
    settings: Settings, *, engine: Engine | None = None, vectors: VectorService | None = None
) -> Server:
    """Return a server that still needs its socket; tests pass what it is made of."""
    config = uvicorn.Config(
        create_app(settings, engine=engine, made_vectors=vectors),
        loop="asyncio",
        http=SidecarProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        # Headers that claim another client or scheme are not believed.
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
    return Server(config)
