"""The folder of one collection: verified when opened, written down after each change."""

import logging
from pathlib import Path

from tenon_sidecar.vectors import sums as sums_
from tenon_sidecar.vectors.failures import Damage
from tenon_sidecar.vectors.sums import Look, Sums

log = logging.getLogger("tenon.vectors")

# LanceDB names the folder of a table so.
TABLE = "rows"


class Folder:
    """Knows what every file in it must be."""

    def __init__(self, path: Path, sums: Sums) -> None:
        self.path = path
        self.sums = sums
        self._seen: dict[str, Look] = {}

    @property
    def _root(self) -> Path:
        return self.path / f"{TABLE}.lance"

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Verify every file, or raise `Damage`.

        What the last acknowledged call did not leave behind is removed: it comes
        from a call that was cut off, and whose rows are sent again.
        """
        if path.is_symlink() or not path.is_dir():
            raise Damage("its folder is not a folder")
        made = cls(path, sums_.read(path / sums_.NAME))
        made.check()
        made._sweep()
        return made

    def check(self) -> None:
        """Raise `Damage` when a file is not what was written.

        Bytes are read only of files that were touched since the last look.
        """
        seen = sums_.look(self._root)
        sums_.compare(self.sums, seen)
        names = [name for name in self.sums.files if name in seen]
        touched = [name for name in names if seen[name] != self._seen.get(name)]
        sums_.verify(self._root, self.sums, touched)
        self._seen = seen

    def newest_is_untouched(self) -> bool:
        """Look at the newest manifest alone, which takes microseconds."""
        name = sums_.manifest(self.sums.version)
        try:
            status = (self._root / name).lstat()
        except OSError:
            return False
        return self._seen.get(name) == (status.st_size, status.st_mtime_ns)

    def record(self, version: int, rows: int, digest: str) -> None:
        """Write down what the folder holds now; only then is a change acknowledged."""
        seen = sums_.look(self._root)
        known = self.sums.files
        files = {
            name: known[name]
            if name in known and found == self._seen.get(name)
            else (found[0], sums_.checksum(self._root / name))
            for name, found in seen.items()
        }
        fresh = Sums(
            self.sums.dimensions,
            version,
            rows,
            digest,
            files,
            self.sums.is_cleaning,
            self.sums.index,
        )
        sums_.write(self.path / sums_.NAME, fresh)
        self.sums, self._seen = fresh, seen

    def size(self) -> dict[str, int]:
        """Return what it takes on the disk."""
        seen = sums_.look(self._root)
        own = (self.path / sums_.NAME).stat().st_size
        return {
            "bytes": sum(size for size, _ in seen.values()) + own,
            "files": len(seen) + 1,
            "versions": sum(name.startswith("_versions/") for name in seen),
            "rows": self.sums.rows,
        }

    def _sweep(self) -> None:
        # A wrong one would lead Lance to a version that is not the newest.
        (self._root / sums_.HINT).unlink(missing_ok=True)
        left = [name for name in self._seen if name not in self.sums.files]
        # Manifests first: one without the files that it names would be damage.
        for name in sorted(left, key=lambda name: not name.startswith("_versions/")):
            (self._root / name).unlink()
            del self._seen[name]
        if left:
            log.info("%d files of a call that was cut off are removed.", len(left))
