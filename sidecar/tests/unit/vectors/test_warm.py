"""What the first search needs is there before the sidecar is ready."""

import subprocess
import sys

SCRIPT = """
import asyncio, sys
from pathlib import Path
from tenon_sidecar.app import create_app
from tenon_sidecar.embeddings.station import EngineState
from tenon_sidecar.settings import EngineChoice, EngineName, Settings

async def main(folder):
    choice = EngineChoice(EngineName.HASHING)
    app = create_app(Settings("t" * 16, 1, choice, Path("/nowhere"), vectors_dir=folder))
    async with app.router.lifespan_context(app) as state:
        while state["embeddings"].state is EngineState.LOADING:
            await asyncio.sleep(0.01)
        print("lancedb" in sys.modules)

asyncio.run(main(Path(sys.argv[1])))
"""


def test_lancedb_is_loaded_before_the_engine_counts_as_ready(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True"
