"""Fixtures: one real sidecar for most tests, and servers with an engine of the test's own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from support.process import listen, running, wait_until_loaded
from support.wire import TOKEN
from tenon_sidecar.embeddings.engines.base import Engine
from tenon_sidecar.server import make_server
from tenon_sidecar.settings import EngineName, Settings

Serve = Callable[[Engine], int]


@pytest.fixture(scope="session")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a real sidecar process with the hashing engine, ready."""
    with running(tmp_path_factory.mktemp("models")) as (_, port):
        wait_until_loaded(port)
        yield port


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serve an engine from a thread of this process, and return the port."""
    with ExitStack() as stack:
        yield lambda engine: stack.enter_context(_serving(engine, tmp_path))


@contextmanager
def _serving(engine: Engine, models_dir: Path) -> Iterator[int]:
    listener = listen()
    port: int = listener.getsockname()[1]
    settings = Settings(TOKEN, port, EngineName.MINILM, models_dir, models_dir / "vectors")
    server = make_server(settings, engine=engine)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield port
    finally:
        if release := getattr(engine, "release", None):
            release()
        server.stop()
        thread.join()
