"""Whatever happens to the files: noticed, removed, answered with 409, and written anew."""

import os
import random
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from support.vectors import PLACE, digest, fill, newest_manifest, row
from tenon_sidecar.errors import SidecarError
from tenon_sidecar.vectors.failures import Damage
from tenon_sidecar.vectors.store import Store

Harm = Callable[[Path], None]


def zero_the_manifest(folder: Path) -> None:
    path = newest_manifest(folder)
    path.write_bytes(bytes(path.stat().st_size))


def empty_the_manifest(folder: Path) -> None:
    newest_manifest(folder).write_bytes(b"")


def cut_the_manifest(folder: Path) -> None:
    path = newest_manifest(folder)
    os.truncate(path, path.stat().st_size // 2)


def remove_the_manifest(folder: Path) -> None:
    newest_manifest(folder).unlink()


def remove_a_data_file(folder: Path) -> None:
    min(folder.glob("rows.lance/data/*")).unlink()


def cut_a_data_file(folder: Path) -> None:
    path = min(folder.glob("rows.lance/data/*"))
    os.truncate(path, path.stat().st_size - 1)


def remove_the_table(folder: Path) -> None:
    shutil.rmtree(folder / "rows.lance")


def remove_the_checksums(folder: Path) -> None:
    (folder / "sums.json").unlink()


def flip_the_checksums(folder: Path) -> None:
    flip(folder / "sums.json", 100)


def put_a_file_there(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("I am a file.")


def put_a_link_there(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


def put_a_folder_for_the_manifest(folder: Path) -> None:
    path = newest_manifest(folder)
    path.unlink()
    path.mkdir()


HARMS = [
    zero_the_manifest,
    empty_the_manifest,
    cut_the_manifest,
    remove_the_manifest,
    remove_a_data_file,
    cut_a_data_file,
    remove_the_table,
    remove_the_checksums,
    flip_the_checksums,
    put_a_file_there,
    put_a_link_there,
    put_a_folder_for_the_manifest,
]


def flip(path: Path, bit: int) -> None:
    """Turn one bit over."""
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def answered(store: Store, work: Callable[[], object]) -> SidecarError:
    """Do what the service does around each call, and return the answer to a failure."""
    with pytest.raises((Damage, SidecarError)) as caught:
        work()
    answer = store.answer(PLACE, caught.value)
    assert answer is not None
    return answer


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_damage_is_noticed_at_open_and_healed(tmp_path: Path, harm: Harm) -> None:
    folder = fill(tmp_path, calls=3)
    harm(folder)
    store = Store(tmp_path)
    answer = answered(store, lambda: store.open(PLACE))
    assert (answer.status, answer.code, answer.retryable) == (409, "preconditionFailed", True)
    assert answer.message.endswith("is removed; send its rows again.")
    assert store.open(PLACE) is None, "it is gone"
    assert store.upsert(PLACE, 4, [row(1)]) == 1, "and can be written anew"


# What is open needs neither its old checksums nor a folder of its own.
HARMS_UNDER_IT = [
    harm
    for harm in HARMS
    if harm not in (remove_the_checksums, flip_the_checksums, put_a_link_there)
]


@pytest.mark.parametrize("harm", HARMS_UNDER_IT, ids=lambda harm: harm.__name__)
def test_damage_under_an_open_collection_is_noticed_at_the_next_look(
    tmp_path: Path, harm: Harm
) -> None:
    folder = fill(tmp_path)
    store = Store(tmp_path)
    store.open(PLACE)
    harm(folder)
    assert answered(store, lambda: store.checked(PLACE)).status == 409
    assert store.open(PLACE) is None


def test_a_flipped_bit_anywhere_is_noticed(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for round_ in range(40):
        folder = fill(tmp_path / str(round_), calls=2)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        files = [path for path in files if path.name != "latest_version_hint.json"]
        chosen = chance.choice(files)
        flip(chosen, chance.randrange(chosen.stat().st_size * 8))
        store = Store(tmp_path / str(round_))
        assert answered(store, lambda: store.open(PLACE)).status == 409, chosen


def test_the_note_of_the_newest_version_is_not_relied_on(tmp_path: Path) -> None:
    folder = fill(tmp_path, calls=3)
    hint = folder / "rows.lance/_versions/latest_version_hint.json"
    assert hint.exists()
    hint.write_text('{"version":1}')
    opened = Store(tmp_path).open(PLACE)
    assert opened is not None
    assert opened.folder.sums.rows == 30


def test_a_workspace_that_is_a_file_gives_way(tmp_path: Path) -> None:
    (tmp_path / PLACE.workspace).write_text("I am a file.")
    store = Store(tmp_path)
    assert answered(store, lambda: store.open(PLACE)).status == 409
    assert store.upsert(PLACE, 4, [row(1)]) == 1


def test_a_folder_that_may_not_be_read_is_not_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path)

    def closed(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    store = Store(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", closed)
        with pytest.raises(PermissionError) as caught:
            store.open(PLACE)
        answer = store.answer(PLACE, caught.value)
    assert answer is not None
    assert (answer.status, answer.code) == (507, "storage")
    assert folder.exists(), "nothing is removed for it"
    assert store.open(PLACE) is not None


def test_what_was_cut_off_before_it_was_written_down_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path)
    store = Store(tmp_path)
    store.open(PLACE)
    with monkeypatch.context() as patch:
        patch.setattr("tenon_sidecar.vectors.sums.write", lambda *_: exec("raise SystemExit"))
        with pytest.raises(SystemExit):
            store.upsert(PLACE, 4, [row(100)])
    assert len(list(folder.glob("rows.lance/_versions/*.manifest"))) == 2
    opened = Store(tmp_path).open(PLACE)
    assert opened is not None
    assert opened.folder.sums.rows == 10
    assert opened.folder.sums.digest == digest(list(range(10)))
    assert len(list(folder.glob("rows.lance/_versions/*.manifest"))) == 1
    assert Store(tmp_path).upsert(PLACE, 4, [row(100)]) == 1


def test_a_clean_up_that_was_cut_off_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, calls=20)
    store = Store(tmp_path)
    opened = store.open(PLACE)
    assert opened is not None
    with monkeypatch.context() as patch:
        clean = opened._clean
        patch.setattr(opened, "_clean", lambda: (clean(), exec("raise SystemExit")))
        with pytest.raises(SystemExit):
            opened.optimize()
    again = Store(tmp_path).open(PLACE)
    assert again is not None
    assert again.folder.sums.rows == 200
    assert not again.folder.sums.is_cleaning
    assert again.folder.size()["versions"] == 1


def test_left_over_folders_are_swept(tmp_path: Path) -> None:
    fill(tmp_path)
    left = [tmp_path / PLACE.workspace / name for name in (".gone-1", ".new-2")]
    for path in left:
        path.mkdir()
        (path / "x").write_text("x")
    Store(tmp_path).open(PLACE)
    assert not any(path.exists() for path in left)


def test_a_socket_in_its_place_is_damage(tmp_path: Path) -> None:
    folder = fill(tmp_path)
    shutil.rmtree(folder)
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(tmp_path)
        server.bind(os.path.relpath(folder))
    store = Store(tmp_path)
    assert answered(store, lambda: store.open(PLACE)).status == 409
    assert store.open(PLACE) is None
