"""An XLSForm workbook read into a campaign's questions, and everything in it that we cannot show, said by row and column."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import convert

from patrol.logic.xlsform_question import Reader, Remark, read_question

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_UNPACKED: Final = 30 * 1024 * 1024
MOST_ROWS: Final = 300
KINDS: Final = ("xlsx", "xls", "csv")
# What pyxform advises and we do by ourselves.
OF_OURS: Final = "max-pixels"
ARCHIVE: Final = b"PK"
ROW: Final = re.compile(r"\[row ?: ?(\d+)\]\s*")
SHEET: Final = re.compile(r"'(survey|choices|settings)'")


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """What a workbook holds: the form (see `patrol.logic.questions`) as far as it could be read, and the remarks."""

    form: Mapping[str, Any]
    remarks: tuple[Remark, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Say whether the form can be used: nothing in it is wrong or unknown."""
        return not any(remark.is_bad for remark in self.remarks)


EMPTY: Final[Mapping[str, Any]] = {"version": "", "title": {}, "questions": []}


def read_workbook(content: bytes, ending: str) -> ReadWorkbook:
    """Read an XLSForm (`xlsx`, `xls` or `csv`); nothing raises: what is wrong with it stands in the remarks.

    pyxform judges the form as ODK does; what it takes and our pages cannot show is then named one by one.
    """
    if (refusal := _refused(content, ending)) is not None:
        return ReadWorkbook(EMPTY, (refusal,))
    warnings: list[str] = []
    try:
        rows = get_xlsform(io.BytesIO(content)).survey or []
        survey = convert(io.BytesIO(content), warnings=warnings)._pyxform  # noqa: SLF001 - its only way to the parsed form
    except PyXFormError as error:
        return ReadWorkbook(EMPTY, tuple(_said_by_pyxform(str(error), is_bad=True)))
    except Exception as error:
        return ReadWorkbook(EMPTY, (Remark("file_unreadable", is_bad=True, params={"error": type(error).__name__}),))
    return _read(survey, list(rows), warnings)


def _refused(content: bytes, ending: str) -> Remark | None:
    """Refuse what is no such file, or would unpack to more than memory should hold."""
    if ending not in KINDS:
        return Remark("file_kind", is_bad=True)
    if len(content) > MOST_BYTES:
        return Remark("file_large", is_bad=True, params={"limit_mb": MOST_BYTES // 1024 // 1024})
    if not content.startswith(ARCHIVE):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return Remark("file_unreadable", is_bad=True, params={"error": "BadZipFile"})
    return Remark("file_large", is_bad=True, params={"limit_mb": 30}) if unpacked > MOST_UNPACKED else None


def _read(survey: Mapping[str, Any], rows: list[Mapping[str, str]], warnings: list[str]) -> ReadWorkbook:
    reader = Reader(_rows_by_name(rows), listed=set(_names(survey)))
    questions = [one for child in survey["children"] if child["name"] != "meta" for one in read_question(child, reader)]
    form = {
        "version": str(survey.get("version") or ""),
        "title": reader.both(survey.get("title") or survey["name"]),
        "questions": questions,
    }
    remarks = [remark for warning in warnings for remark in _said_by_pyxform(warning, is_bad=False)]
    remarks += [*reader.remarks, *_whole(reader, questions, len(rows))]
    return ReadWorkbook(form, tuple(sorted(remarks, key=lambda one: (not one.is_bad, one.row or 0))))


def _whole(reader: Reader, questions: list[Any], rows: int) -> Iterator[Remark]:
    """Say what is wrong with the form as a whole."""
    if not questions:
        yield Remark("no_questions", is_bad=True)
    if rows > MOST_ROWS:
        yield Remark("too_many_rows", is_bad=True, params={"limit": MOST_ROWS})
    yield from reader.unknown_references()
    if not any(remark.code == "name_twice" for remark in reader.remarks):
        yield from reader.circles()
    yield from reader.languages()


def _names(section: Mapping[str, Any]) -> Iterator[str]:
    for child in section.get("children") or []:
        yield str(child["name"])
        yield from _names(child)


def _rows_by_name(rows: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """Return the row of the sheet in which each name stands first; the headings are row 1."""
    found: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        columns = {str(column).strip().lower(): value for column, value in row.items()}
        name = columns.get("name") or columns.get("value") or columns.get("list name")
        if name:
            found.setdefault(str(name).strip(), number)
    return found


def _said_by_pyxform(text: str, *, is_bad: bool) -> Iterator[Remark]:
    """Pass on what pyxform says, with the row it names."""
    lines = [part.strip() for part in text.splitlines()]
    # Lines that begin with a brace repeat the row as Python writes it.
    for line in (line for line in lines if line and not line.startswith("{") and OF_OURS not in line):
        row = ROW.search(line)
        sheet = SHEET.search(line)
        yield Remark(
            "pyxform",
            is_bad=is_bad,
            row=int(row.group(1)) if row else None,
            sheet=sheet.group(1) if sheet else "",
            params={"message": ROW.sub("", line)[:400]},
        )
