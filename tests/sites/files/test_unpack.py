"""Files that would do harm, and files as they come."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from sites.files.reading import open_layer, read
from sites.files.unpack import Bomb, Refused, unpack

CSV = "编号,名称\nA-1,石桥\n"
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>石桥</name><Point><coordinates>116,39</coordinates></Point></Placemark></kml>'


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def zipped(**entries: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    folder = tmp_path / "inside"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_tables_are_read_in_every_encoding(tmp_path: Path, inside: Path, encoding: str) -> None:
    layer = open_layer(unpack(write(tmp_path, "upload", CSV.encode(encoding)), inside))
    (batch,) = read(layer)
    assert batch.columns["名称"].to_pylist() == ["石桥"]


def test_formats_are_told_by_content_whatever_the_name(tmp_path: Path, inside: Path) -> None:
    assert unpack(write(tmp_path, "upload.csv", KML.encode()), inside).format == "KML"
    assert unpack(write(tmp_path, "upload.kml", zipped(**{"doc.kml": KML.encode()})), inside).format == "KML"
    assert unpack(write(tmp_path, "upload.kmz", gzip.compress(CSV.encode())), inside).format == "CSV"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b"\x00\x01\x02", "unknown_format"),
        (b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "unknown_format"),
        (b'{"no": "features"}', "unknown_format"),
        (b'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>', "calls_other_files"),
        (zipped(**{"../../escape.csv": CSV.encode()}), "path_escapes"),
        (zipped(**{"/etc/escape.csv": CSV.encode()}), "path_escapes"),
        (zipped(**{"readme.md": b"nothing"}), "nothing_inside"),
        (zipped(**{"a.csv": CSV.encode(), "b.csv": CSV.encode()}), "many_inside"),
        (b"PK\x03\x04 not an archive", "broken_archive"),
    ],
)
def test_what_would_do_harm_is_not_opened(tmp_path: Path, inside: Path, content: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        unpack(write(tmp_path, "upload.csv", content), inside)
    assert refused.value.reason == reason
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("upload.csv", "inside")] == []


def test_a_bomb_is_stopped_before_it_fills_the_disk(tmp_path: Path, inside: Path) -> None:
    bomb = zipped(**{"bomb.csv": b"0" * (80 << 20)})
    with pytest.raises(Bomb):
        unpack(write(tmp_path, "upload.zip", bomb), inside)
    with pytest.raises(Bomb):
        unpack(write(tmp_path, "upload.gz", gzip.compress(b"0" * (80 << 20))), inside)
    assert sum(path.stat().st_size for path in inside.iterdir()) < 60 << 20
