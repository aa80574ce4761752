"""Files as heritage authorities have them, for the tests of the import."""

from io import BytesIO
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from people.models import User
from sites.actions.imports import CheckResult, check_import, take_file
from sites.models import District, ImportBatch
from tests.factories import make

HEADER = "编号,名称,保护级别,类别,区县,保存现状,经度,纬度"
WEST, EAST = "110101", "110105"


def districts() -> None:
    """Make two districts side by side, with different names."""
    for code, name, west, east in ((WEST, "东城区", 116.2, 116.4), (EAST, "朝阳区", 116.4, 116.6)):
        box = f"SRID=4326;MULTIPOLYGON((({west} 39.7,{east} 39.7,{east} 40.1,{west} 40.1,{west} 39.7)))"
        if not District.objects.filter(code=code).update(geom=GEOSGeometry(box)):
            make.district(code, name_zh=name, geom=GEOSGeometry(box))


def taken(text: str | bytes, *, by: User | None = None, name: str = "register.csv") -> ImportBatch:
    """Take a file as if it had been uploaded."""
    raw = text if isinstance(text, bytes) else text.encode()
    return take_file(stream=BytesIO(raw), name=name, by=by, at=make.NOW)


def checked(text: str | bytes, *, by: User | None = None, **options: Any) -> tuple[ImportBatch, CheckResult]:
    """Take a file and check it."""
    batch = taken(text, by=by)
    told = {"datum": None, "at": make.NOW, "on_progress": lambda done, total: None} | options
    return batch, check_import(batch=batch, **told)


def table(*rows: str) -> str:
    """Return a CSV with the usual header."""
    return "\n".join([HEADER, *rows]) + "\n"
