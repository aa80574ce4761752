"""Opens what people upload without harm: by its content, not its name; bounded; nothing outside of a folder of its own.

GDAL chooses a driver by content, so a `.csv` that holds a VRT would read other files of the machine. Therefore the format
is decided here, from the first bytes, and checked against what GDAL then says it opened (`sites.files.reading`).
"""

import gzip
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

MB: Final = 1 << 20
LARGEST_UNPACKED_MB: Final = 2_048
MOST_ENTRIES: Final = 2_000
# Text packs 20:1, a bomb 1,000:1 and more; small files may pack better than that.
DENSEST: Final = 200
DENSE_FROM_BYTES: Final = 50 * MB
HEAD_BYTES: Final = 65_536
COPY_BYTES: Final = MB
# What may stand in an archive and is read; the rest (readme, styles, pictures) is left in it.
SHAPEFILE_PARTS: Final = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
READ_FROM_ARCHIVE: Final = SHAPEFILE_PARTS | {
    ".geojson",
    ".json",
    ".gpkg",
    ".kml",
    ".csv",
    ".txt",
    ".tsv",
    ".xlsx",
    ".gpx",
}


class Refused(Exception):
    """The file is not opened; `reason` is a key of `sites.sentences.REFUSALS`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason, self.detail = reason, detail


class Bomb(Refused):
    """It would unpack to more than is taken."""


@dataclass(frozen=True)
class Opened:
    """A file GDAL may open: where it lies and which drivers may read it."""

    path: Path
    format: str
    drivers: frozenset[str]


@dataclass(frozen=True)
class _Format:
    name: str
    drivers: frozenset[str]
    suffix: str
    fits: Callable[[bytes], bool]


def unpack(path: Path, folder: Path) -> Opened:
    """Return the one readable data set of an uploaded file, unpacked into `folder` where it is an archive.

    Raises Refused (Bomb where it would unpack to too much) with the reason.
    """
    head = _head(path)
    if head.startswith(b"\x1f\x8b"):
        return unpack(_gunzip(path, folder), folder)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _from_archive(path, folder)
    return _plain(path, head, folder)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _gunzip(path: Path, folder: Path) -> Path:
    target = folder / f"unpacked-{path.stem}"
    with gzip.open(path) as packed, target.open("wb") as plain:
        try:
            _copy(packed, plain, packed_bytes=path.stat().st_size)
        except (OSError, EOFError) as error:
            raise Refused("broken_archive", str(error)) from error
    return target


def _from_archive(path: Path, folder: Path) -> Opened:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _checked_entries(archive, path.stat().st_size)
            names = [entry.filename for entry in entries]
            if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
                _refuse_doctypes(archive, entries)
                return Opened(_named(path, folder, ".xlsx"), "XLSX", frozenset({"XLSX"}))
            return _only_data_set(archive, entries, folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused("broken_archive", str(error)) from error


def _checked_entries(archive: zipfile.ZipFile, packed_bytes: int) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        raise Bomb("too_many_entries", str(len(entries)))
    for entry in entries:
        place = PurePosixPath(entry.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in place.parts[0] or "\0" in entry.filename:
            raise Refused("path_escapes", entry.filename)
        if (entry.external_attr >> 16) & 0o170000 == 0o120000:
            raise Refused("link_in_archive", entry.filename)
    said = sum(entry.file_size for entry in entries)
    _refuse_bomb(said, packed_bytes)
    return entries


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > LARGEST_UNPACKED_MB * MB:
        raise Bomb("unpacks_too_large", f"{unpacked // MB} MB")
    if unpacked > DENSE_FROM_BYTES and unpacked > DENSEST * packed:
        raise Bomb("unpacks_too_dense", f"{unpacked // max(packed, 1)}:1")


def _refuse_doctypes(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as stream:
                if _has_doctype(stream.read(HEAD_BYTES)):
                    raise Refused("calls_other_files", entry.filename)


def _only_data_set(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], folder: Path) -> Opened:
    """Unpack the data files, flat and under names of ours, and open the one data set among them."""
    wanted = [entry for entry in entries if _suffix(entry) in READ_FROM_ARCHIVE and not _is_clutter(entry)]
    main = [entry for entry in wanted if _suffix(entry) not in SHAPEFILE_PARTS or _suffix(entry) == ".shp"]
    if not main:
        raise Refused("nothing_inside")
    if len(main) > 1:
        main = [entry for entry in main if _suffix(entry) in (".shp", ".kml")] or main
    if len(main) > 1:
        raise Refused("many_inside", ", ".join(sorted(entry.filename for entry in main)[:5]))
    chosen = main[0]
    stem = chosen.filename.rsplit(".", 1)[0].lower()
    for entry in wanted:
        if entry is chosen or (_suffix(chosen) == ".shp" and entry.filename.rsplit(".", 1)[0].lower() == stem):
            _extract(archive, entry, folder / f"inside{_suffix(entry)}")
    inside = folder / f"inside{_suffix(chosen)}"
    return _from_archive(inside, folder) if _suffix(chosen) == ".xlsx" else _plain(inside, _head(inside), folder)


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    with archive.open(entry) as packed, target.open("wb") as plain:
        _copy(packed, plain, packed_bytes=entry.compress_size)


def _copy(packed: IO[bytes] | gzip.GzipFile, plain: IO[bytes], *, packed_bytes: int) -> None:
    # What the archive says of its sizes may be a lie: count what comes out.
    unpacked = 0
    while chunk := packed.read(COPY_BYTES):
        unpacked += len(chunk)
        _refuse_bomb(unpacked, packed_bytes)
        plain.write(chunk)


def _plain(path: Path, head: bytes, folder: Path) -> Opened:
    for form in _FORMATS:
        if form.fits(head):
            return Opened(_named(path, folder, form.suffix), form.name, form.drivers)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Refused("empty_file")
    if _is_binary(head):
        raise Refused("unknown_format")
    if (
        head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{", b"["))
        or b"<OGRVRT" in head
        or b"<VRTDataset" in head
    ):
        raise Refused("unknown_format")
    return Opened(_named(path, folder, ".csv"), "CSV", frozenset({"CSV"}))


def _named(path: Path, folder: Path, suffix: str) -> Path:
    """Give the file the name its driver looks for, by a link beside it."""
    if path.suffix == suffix and path.parent == folder:
        return path
    target = folder / f"data{suffix}"
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, target)
    return target


def _is_binary(head: bytes) -> bool:
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _is_json(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and b'"type"' in head


def _is_xml(root: bytes) -> Callable[[bytes], bool]:
    def fits(head: bytes) -> bool:
        text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if text.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = text.decode("utf-16", errors="ignore").encode()
        if not text.startswith(b"<") or b"<" + root not in text:
            return False
        if _has_doctype(text):
            raise Refused("calls_other_files")
        return True

    return fits


def _has_doctype(head: bytes) -> bool:
    """Spot declarations by which XML reads other files or grows without end; no map file needs one."""
    plain = head.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _suffix(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(entry.filename).suffix.lower()


def _is_clutter(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.startswith("__MACOSX/") or PurePosixPath(entry.filename).name.startswith(".")


_FORMATS: Final = (
    _Format("GPKG", frozenset({"GPKG"}), ".gpkg", lambda head: head.startswith(b"SQLite format 3\0")),
    _Format("Shapefile", frozenset({"ESRI Shapefile"}), ".shp", lambda head: head.startswith(b"\x00\x00\x27\x0a")),
    _Format("GPX", frozenset({"GPX"}), ".gpx", _is_xml(b"gpx")),
    _Format("KML", frozenset({"LIBKML", "KML"}), ".kml", _is_xml(b"kml")),
    _Format("GeoJSON", frozenset({"GeoJSON", "GeoJSONSeq"}), ".geojson", _is_json),
)
