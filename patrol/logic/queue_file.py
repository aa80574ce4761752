"""A phone's queue as a file, the last resort when its line never came: a stored ZIP of `queue.json` and `photos/<sha256>`.

The file comes from anywhere, so nothing it says of itself is believed: nothing is unpacked to a name of its own, and
what it holds cannot be larger than the file.
"""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, Final

MOST_MEMBERS: Final = 5000
MOST_ENTRIES: Final = 500
MOST_TEXT_BYTES: Final = 16 * 1024 * 1024
INDEX: Final = "queue.json"
PHOTO: Final = re.compile(r"photos/([0-9a-f]{64})")
FORMAT, VERSION = "heritage-queue", 1
ENCRYPTED = 0x1


class QueueFileError(Exception):
    """The file is no queue file (`unreadable`), or built to do harm (`hostile`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class QueueFile:
    """An open queue file: whose it is, its entries as they stand there, and the photos it holds by SHA-256."""

    person: str
    entries: tuple[Any, ...]
    archive: zipfile.ZipFile
    photos: Mapping[str, zipfile.ZipInfo]

    @contextmanager
    def photo(self, sha256: str) -> Iterator[IO[bytes]]:
        """Open a photo of the file; reading one that is damaged raises zipfile.BadZipFile."""
        with self.archive.open(self.photos[sha256]) as stream:
            yield stream


@contextmanager
def opened_queue_file(stream: BinaryIO) -> Iterator[QueueFile]:
    """Open a queue file; raises QueueFileError."""
    size = stream.seek(0, 2)
    stream.seek(0)
    with _archive(stream) as archive:
        members = _checked(archive, size)
        said = _index(archive, members)
        yield QueueFile(
            person=str(said.get("person", "")),
            entries=tuple(said["entries"]),
            archive=archive,
            photos={found[1]: member for name, member in members.items() if (found := PHOTO.fullmatch(name))},
        )


def _archive(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise QueueFileError("unreadable") from None


def _checked(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    """Return the members by name: each once, stored, known, and together no larger than the file they stand in."""
    members = archive.infolist()
    names = {member.filename for member in members}
    is_known = all(name == INDEX or PHOTO.fullmatch(name) for name in names)
    is_plain = all(
        member.compress_type == zipfile.ZIP_STORED and not member.flag_bits & ENCRYPTED for member in members
    )
    # Members that overlap would be more than the file: the trick of archives that unpack without end.
    is_honest = sum(member.file_size for member in members) <= size and len(names) == len(members) <= MOST_MEMBERS
    if not (is_known and is_plain and is_honest):
        raise QueueFileError("hostile")
    return {member.filename: member for member in members}


def _index(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> Mapping[str, Any]:
    if INDEX not in members or members[INDEX].file_size > MOST_TEXT_BYTES:
        raise QueueFileError("unreadable")
    try:
        said = json.loads(archive.read(members[INDEX]).decode("utf-8"))
    except (zipfile.BadZipFile, ValueError, RecursionError, OSError, EOFError):
        raise QueueFileError("unreadable") from None
    is_ours = isinstance(said, dict) and (said.get("format"), said.get("version")) == (FORMAT, VERSION)
    if not is_ours or not isinstance(said.get("entries"), list) or len(said["entries"]) > MOST_ENTRIES:
        raise QueueFileError("unreadable")
    found: Mapping[str, Any] = said
    return found
