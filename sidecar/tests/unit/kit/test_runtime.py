"""ONNX Runtime leaves no trace and calls nobody."""

import subprocess
import sys
from pathlib import Path

from support import graphs

EMBED = """
import sys
from pathlib import Path
from tenon_sidecar.embeddings.engines.folder import FolderEngine
engine = FolderEngine(Path(sys.argv[1]))
engine.load()
engine.embed(["red door"])
"""
QUANTISE = """
import sys
from pathlib import Path
import onnx
from tenon_sidecar.model import quantise
quantise.write(onnx.load(Path(sys.argv[1]) / "model.onnx"), Path(sys.argv[1]) / "small.onnx")
"""


def test_it_writes_no_identifier_of_the_machine(tmp_path: Path) -> None:
    graphs.write(tmp_path / "model")
    home = tmp_path / "home"
    home.mkdir()
    for script in (EMBED, QUANTISE):
        subprocess.run(
            [sys.executable, "-I", "-c", script, str(tmp_path / "model")],
            env={"HOME": str(home), "TMPDIR": str(tmp_path)},
            check=True,
        )
        assert list(home.rglob("*")) == []
