"""What can go wrong with a folder of vectors, and how it is answered."""

import errno
import re
from pathlib import Path

from tenon_sidecar.errors import Code, SidecarError

# Lance gives the system's error only inside its text.
_OS_ERROR = re.compile(r"os error (\d+)")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_SHORT = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}


class Damage(Exception):
    """The collection is not what was written; the text says what is wrong with it."""


def system_error(error: BaseException) -> int | None:
    """Return the number of the system's error behind an exception, when there is one."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    if isinstance(error, MemoryError):
        return errno.ENOMEM
    found = _OS_ERROR.search(str(error))
    return int(found.group(1)) if found else None


def storage_error(error: BaseException) -> SidecarError | None:
    """Return the answer when the disk, its permissions or the machine's limits refuse.

    None of them says that the collection is damaged, so nothing may be removed for it.
    """
    number = system_error(error)
    if number in _FULL:
        return SidecarError(
            Code.STORAGE,
            "The disk is full, and nothing of this was kept.",
            507,
            hint="Make room on the disk that holds Tenon's data, then try again.",
        )
    if number in _CLOSED:
        return SidecarError(
            Code.STORAGE,
            "The folder of the vectors cannot be written, and nothing of this was kept.",
            507,
            hint="Let Tenon write its data folder, then try again.",
        )
    if number in _SHORT:
        return SidecarError(
            Code.STORAGE,
            "The system is short of memory or of open files.",
            507,
            retryable=True,
        )
    return None


def damaged(collection: str, reason: str) -> SidecarError:
    """Say that a collection was found damaged, and is gone now."""
    message = (
        f"The collection {collection} was damaged ({reason}) and is removed; send its rows again."
    )
    return SidecarError(Code.PRECONDITION_FAILED, message, 409, retryable=True)


def no_folder(root: Path) -> SidecarError:
    """Say that vectors cannot be kept, because something else lies in their folder's place."""
    return SidecarError(
        Code.STORAGE,
        f"The folder of the vectors, {root}, cannot be made, because a file lies in its place.",
        507,
        hint="Move that file away, then try again.",
    )


def not_there(collection: str) -> SidecarError:
    """Say that there is no such collection."""
    message = f"There is no collection {collection} in this workspace."
    return SidecarError(Code.NOT_FOUND, message, 404)


def invalid(message: str) -> SidecarError:
    """Refuse what the schema alone cannot see."""
    return SidecarError(Code.INVALID, message, 422)
