from pathlib import Path

import pytest

from tenon_sidecar.model import store


def write(fresh: Path) -> None:
    for name in store.FILES:
        (fresh / name).write_text(f"this is {name}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "models" / "the-model"
    store.install(folder, write)
    return folder


def test_what_was_installed_is_whole_and_alone(folder: Path) -> None:
    assert store.problem(folder) is None
    assert [path.name for path in folder.parent.iterdir()] == ["the-model"]


def test_installing_again_replaces_the_old_one(folder: Path) -> None:
    (folder / "stray").write_text("old")
    store.install(folder, write)
    assert store.problem(folder) is None
    assert not (folder / "stray").exists()


def test_a_failure_leaves_the_old_one_and_no_rest(folder: Path) -> None:
    def fail(fresh: Path) -> None:
        write(fresh)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        store.install(folder, fail)
    assert store.problem(folder) is None
    assert [path.name for path in folder.parent.iterdir()] == ["the-model"]


def test_what_a_killed_builder_left_is_swept_away(folder: Path) -> None:
    for name in (".the-model.1.new", ".the-model.1.old"):
        (folder.parent / name).mkdir()
        (folder.parent / name / "model.onnx").write_text("half")
    store.install(folder, write)
    assert [path.name for path in folder.parent.iterdir()] == ["the-model"]


@pytest.mark.parametrize("name", [*store.FILES, store.CHECKSUMS])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert store.problem(folder) == f"{name} is missing"


@pytest.mark.parametrize("name", store.FILES)
def test_a_changed_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("something else")
    assert store.problem(folder) == f"{name} is damaged"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"format":2}', b"null"])
def test_damaged_checksums_are_named(folder: Path, content: bytes) -> None:
    (folder / store.CHECKSUMS).write_bytes(content)
    assert store.problem(folder) == "checksums.json is damaged"


def test_another_format_is_named(folder: Path) -> None:
    path = folder / store.CHECKSUMS
    path.write_text(path.read_text().replace(f'"format": {store.FORMAT}', '"format": 0'))
    assert store.problem(folder) == "it was built by another version"


def test_no_folder_at_all_is_a_problem(tmp_path: Path) -> None:
    assert store.problem(tmp_path / "nothing") == "checksums.json is missing"


def test_a_format_that_can_still_be_read_is_whole_where_it_is_allowed(folder: Path) -> None:
    path = folder / store.CHECKSUMS
    path.write_text(path.read_text().replace(f'"format": {store.FORMAT}', '"format": 1'))
    assert store.problem(folder) == "it was built by another version"
    assert store.problem(folder, formats=store.READABLE) is None
    (folder / "model.onnx").write_text("something else")
    assert store.problem(folder, formats=store.READABLE) == "model.onnx is damaged"
