"""Files on a disk of our own: written wholly or not at all, and on the disk before anybody hears of them."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage

if TYPE_CHECKING:
    from patrol.storage.arriving import ArrivedFile


class DurableFiles(FileSystemStorage):
    """Files below MEDIA_ROOT that keep their name and never change: what is here already is not written again."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name: it tells the content, so the same name is the same file."""
        return name

    def keep_arrived(self, arrived: Mapping[str, "ArrivedFile"]) -> set[str]:
        """Keep files that lie on this disk without a name; returns the names of those that are kept and safe now.

        The disk is waited for in turns: first for all bytes, then for all names, for the first wait is mostly the only one.
        """
        for file in arrived.values():
            os.fchmod(file.fileno(), settings.FILE_UPLOAD_PERMISSIONS or 0o640)
            os.fsync(file.fileno())
        targets = {name: self.path(name) for name in arrived}
        folders = {name: Path(target).parent for name, target in targets.items()}
        for folder in set(folders.values()):
            make_folder(folder)
        kept = {name for name, file in arrived.items() if file.give_name(targets[name])}
        for folder in {folders[name] for name in kept}:
            to_disk(folder)
        return kept

    def _save(self, name: str, content: "File[Any]") -> str:
        target = Path(self.path(name))
        if target.exists():
            # Whoever gave it its name may not have come to the folder yet.
            to_disk(target.parent)
            return name
        make_folder(target.parent)
        handle, new = tempfile.mkstemp(dir=target.parent, prefix=".new-", suffix=target.suffix)
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fchmod(handle, settings.FILE_UPLOAD_PERMISSIONS or 0o640)
                os.fsync(handle)
            Path(new).replace(target)
            to_disk(target.parent)
        finally:
            Path(new).unlink(missing_ok=True)
        return name


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that a power cut leaves it in its place."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    to_disk(folder.parent)


def to_disk(path: Path | str) -> None:
    """Return when the file or folder is on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
