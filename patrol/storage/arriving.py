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
from django.core.files.uploadhandler import FileUploadHandler

from patrol.storage.disk import make_folder

# As much at a time as a worker holds of a request.
CHUNK_BYTES = 1024 * 1024


class ArrivedFile(UploadedFile):
    """A file that came with a request: its bytes lie on the disk, their SHA-256 is known."""

    def __init__(self, file: IO[Any], name: str, content_type: str, size: int, sha256: str) -> None:
        super().__init__(file, name, content_type, size)
        self.sha256 = sha256

    def give_name(self, target: Path) -> bool:
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


class OntoDisk(FileUploadHandler):
    """Writes each file to the disk of MEDIA_ROOT as it comes, and hashes it on the way."""

    chunk_size = CHUNK_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.file = _nameless()
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write and hash."""
        self.file.write(raw_data)
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> ArrivedFile:
        """Hand the file over."""
        self.file.seek(0)
        return ArrivedFile(self.file, self.file_name or "", self.content_type or "", file_size, self.digest.hexdigest())

    def upload_interrupted(self) -> None:
        """Let go what came."""
        if hasattr(self, "file"):
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
