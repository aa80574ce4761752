"""Files on their way in: hashed while they stream onto the disk where they will stay, nameless until they are kept.

What has no name leaves nothing behind when a request breaks off or the power fails.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from patrol.storage.disk import make_folder

# As much at a time as a worker holds of a request.
CHUNK_BYTES = 1024 * 1024


class ArrivedFile(UploadedFile):  # type: ignore[type-arg]
    """A file that came with a request: its bytes lie on the disk, their SHA-256 is known."""

    def __init__(self, file: IO[Any], name: str, content_type: str, size: int, sha256: str) -> None:
        super().__init__(file, name, content_type, size)
        self.sha256 = sha256

    def give_name(self, target: str) -> bool:
        """Give the file its name, where no other has it; False where this disk cannot, and the bytes must be copied."""
        folder = os.open("/proc/self/fd", os.O_RDONLY)
        try:
            # With a folder Python follows the link (AT_SYMLINK_FOLLOW), as open(2) tells for O_TMPFILE.
            os.link(str(self.fileno()), target, src_dir_fd=folder, follow_symlinks=True)
        except FileExistsError:
            return True
        except OSError:
            return False
        finally:
            os.close(folder)
        return True


class Arriving:
    """A file of which bytes come, one after the other."""

    def __init__(self, name: str, content_type: str) -> None:
        self.name, self.content_type, self.size = name, content_type, 0
        self.file, self.digest = _nameless(), hashlib.sha256()

    def write(self, some: bytes | bytearray) -> None:
        """Write and hash."""
        self.file.write(some)
        self.digest.update(some)
        self.size += len(some)

    def done(self) -> ArrivedFile:
        """Hand the file over."""
        self.file.seek(0)
        return ArrivedFile(self.file, self.name, self.content_type, self.size, self.digest.hexdigest())

    def close(self) -> None:
        """Let go what came."""
        self.file.close()


def _nameless() -> IO[bytes]:
    root = Path(settings.MEDIA_ROOT)
    make_folder(root)
    try:
        handle = os.open(root, os.O_TMPFILE | os.O_RDWR, settings.FILE_UPLOAD_PERMISSIONS or 0o640)
    except OSError:
        # A network's disk may not know nameless files.
        return tempfile.TemporaryFile(dir=root, buffering=0)
    return os.fdopen(handle, "w+b", buffering=0)
