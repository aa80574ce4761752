"""In which writing a text file is: UTF-8, UTF-16 with a mark, or the Chinese standard GB 18030 (which holds GBK)."""

import codecs
from pathlib import Path
from typing import Final

from sites.files.unpack import Refused

CHUNK: Final = 1 << 20
MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DBF_RECORDS: Final = 2_000


def as_utf8(path: Path) -> Path:
    """Return the text file, rewritten beside itself where it is not plain UTF-8; raises Refused where it is no text."""
    encoding = text_encoding(path)
    if encoding == "utf-8":
        return path
    target = path.with_name(f"utf8-{path.name}")
    with path.open(encoding=encoding, newline="") as source, target.open("w", encoding="utf-8", newline="") as plain:
        while chunk := source.read(CHUNK):
            plain.write(chunk)
    return target


def text_encoding(path: Path) -> str:
    """Return Python's name of the file's encoding: what its mark says, else UTF-8 if it all fits, else GB 18030."""
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        if _fits(path, name):
            return name
    raise Refused("unknown_encoding")


def dbf_encoding(shapefile: Path) -> str:
    """Return the encoding of a Shapefile's table: as its .cpg says, else by trying the text that is there.

    Many registers were written by desktop software in GBK without saying so; GDAL would then read Latin-1.
    """
    said = shapefile.with_suffix(".cpg")
    if said.exists():
        name = said.read_text(encoding="ascii", errors="ignore").strip().lower()
        name = {"936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "65001": "utf-8"}.get(
            name, name
        )
        try:
            return "GB18030" if name == "gb18030" else codecs.lookup(name).name
        except LookupError:
            pass
    table = shapefile.with_suffix(".dbf")
    if not table.exists():
        return ""
    with table.open("rb") as stream:
        head = stream.read(32)
        stream.seek(int.from_bytes(head[8:10], "little"))
        body = stream.read(int.from_bytes(head[10:12], "little") * DBF_RECORDS)
    # A field of fixed width may cut a character: a few broken ones do not decide.
    return "UTF-8" if _broken(body, "utf-8") <= _broken(body, "gb18030") else "GB18030"


def _fits(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _broken(body: bytes, name: str) -> int:
    return body.decode(name, errors="replace").count("\ufffd")
