"""Workbooks read into questions: the whole of what we show, each thing we do not, and hostile or damaged files."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from patrol.logic.inspection_form import extra_of
from patrol.logic.questions import all_questions, image_questions
from patrol.logic.xform import xform_of
from patrol.logic.xlsform import read_workbook
from tests.conftest import SHARED
from tests.factories.workbooks import HEADINGS, LISTS, workbook

ROW = ("text", "a", "甲", "A")


def said(content: bytes, ending: str = "xlsx", *, is_bad: bool = True) -> list[tuple[str, int | None, str]]:
    """Return code, row and column of the remarks; of those that are only passed on, not pyxform's."""
    return [
        (one.code, one.row, one.column)
        for one in read_workbook(content, ending).remarks
        if one.is_bad == is_bad and (is_bad or one.code != "pyxform")
    ]


def test_workbook_is_read_whole() -> None:
    read = read_workbook(workbook(), "xlsx")
    assert (read.is_sound, said(workbook(), is_bad=False)) == (True, [("language_incomplete", None, "")])
    assert (read.form["version"], read.form["title"]) == ("2026-06", {"zh": "人流调查"})
    assert [(one["name"], one["type"]) for one in all_questions(read.form)] == [
        ("crowd", "select_one"), ("more", "group"), ("people", "integer"), ("reasons", "select_multiple"), ("queue", "image"),
        ("since", "date"), ("gate", "geopoint"), ("width", "decimal"), ("words", "text"), ("thanks", "note"),
    ]  # fmt: skip
    crowd, more, *_rest, words, _thanks = read.form["questions"]
    assert crowd == {
        "name": "crowd",
        "type": "select_one",
        "label": {"zh": "人多吗？", "en": "Is it crowded?"},
        "hint": {"zh": "看大门口"},
        "required": True,
        "choices": [
            {"name": "yes", "label": {"zh": "是", "en": "Yes"}},
            {"name": "no", "label": {"zh": "否", "en": "No"}},
        ],
    }
    assert (more["relevant"], [one["name"] for one in more["questions"]]) == (
        "${crowd} = 'yes'",
        ["people", "reasons", "queue"],
    )
    people = more["questions"][0]
    assert (people["constraint"], people["constraint_message"]) == (". > 0 and . < 10000", {"zh": "1 到 9999 人"})
    assert (words["required"], words["default"]) == ("${crowd} = 'yes'", "无")
    assert image_questions(read.form) == ["queue"]


def test_form_goes_back_to_rows_that_collect_opens() -> None:
    extra = extra_of(read_workbook(workbook(), "xlsx").form)
    definition: dict[str, Any] = {
        "survey": list(extra.survey),
        "choices": list(extra.choices),
        "settings": [{"form_id": "x", "form_title": "x", "version": "1", "default_language": "中文 (zh)"}],
    }
    xform = xform_of(definition)
    for part in (
        '<text id="/data/more/people:jr:constraintMsg">',
        "relevant=\" /data/crowd  = 'yes'\"",
        'constraint=". &gt; 0 and . &lt; 10000"',
        'type="geopoint"',
        'orx:max-pixels="2048"',
        "<value>Picture of the queue</value>",
        "<words>无</words>",
    ):
        assert part in xform


@pytest.mark.parametrize(
    ("row", "remark"),
    [
        (("time", "a", "甲", "A"), ("type_not_supported", 2, "type")),
        (("barcode", "a", "甲", "A"), ("type_not_supported", 2, "type")),
        (("text", "hp_a", "甲", "A"), ("name_reserved", 2, "name")),
        (("text", "甲", "甲", "A"), ("name_not_supported", 2, "name")),
        (("text", "a", "甲 ${b}", "A"), ("label_computed", 2, "label")),
        (("text", "a", "甲", "A", "", "", "pulldata('f', 'c', 'k', 'x') = 1"), ("expression_function", 2, "relevant")),
        (("text", "a", "甲", "A", "", "", "/data/b = 1"), ("expression_path", 2, "relevant")),
        (("text", "a", "甲", "A", "", "", "", "regex(., '(a+)+')"), ("expression_pattern", 2, "constraint")),
        (("text", "a", "甲", "A", "", "count(1)"), ("expression_function", 2, "required")),
        (("integer", "a", "甲", "A", "", "", "", "", "", "many"), ("default_not_supported", 2, "default")),
        (("text", "a", "甲", "A", "", "", "${a} = 1"), ("circle", 2, "relevant")),
        (("select_one_from_file f.csv", "a", "甲", "A"), ("choices_from_elsewhere", 2, "type")),
        (("select_one yesno or_other", "a", "甲", "A"), ("or_other", 2, "type")),
    ],
)
def test_what_is_not_supported_is_named_by_row_and_column(row: tuple[str, ...], remark: tuple[str, int, str]) -> None:
    assert remark in said(workbook([row, ("text", "b", "乙", "B")]))


def test_repeat_is_named_and_not_what_looks_at_it() -> None:
    rows = [("begin_repeat", "r", "重复", "R"), ROW, ("end_repeat",), ("text", "b", "乙", "B", "", "", "${a} = 1")]
    assert said(workbook(rows)) == [("type_not_supported", 2, "type")]


def test_columns_that_change_the_meaning_are_named() -> None:
    headings = (*HEADINGS, "choice_filter", "calculation", "read_only", "appearance")
    rows = [
        ("select_one yesno", "a", "甲", "A", "", "", "", "", "", "", "true()"),
        ("text", "b", "乙", "B", "", "", "", "", "", "", "", "1 + 1"),
        ("calculate", "e", "", "", "", "", "", "", "", "", "", "1 + 1"),
        ("text", "c", "丙", "C", "", "", "", "", "", "", "", "", "yes"),
        ("text", "d", "丁", "D", "", "", "", "", "", "", "", "", "", "multiline"),
    ]
    content = workbook(rows, headings=headings)
    assert said(content) == [
        ("column_not_supported", 2, "choice_filter"),
        ("column_not_supported", 3, "calculation"),
        ("type_not_supported", 4, "type"),
        ("column_not_supported", 5, "read_only"),
    ]
    assert said(content, is_bad=False) == [("appearance", 6, "appearance")]


def test_name_used_twice_is_named() -> None:
    rows = [("begin_group", "g", "组", "G"), ROW, ("end_group",), ("begin_group", "h", "组", "H"), ROW, ("end_group",)]
    assert said(workbook(rows)) == [("name_twice", 3, "name")]


def test_what_pyxform_refuses_keeps_its_row() -> None:
    rows = [ROW, ("text", "", "没有名字", "No name")]
    assert said(workbook(rows)) == [("pyxform", 3, "")]


def test_unknown_reference_is_named() -> None:
    read = read_workbook(workbook([("text", "a", "甲", "A", "", "", "${nobody} = 1")]), "xlsx")
    assert [one.code for one in read.remarks if one.is_bad] in (["pyxform"], ["reference_unknown"])
    assert "nobody" in str(read.remarks[0].params)


def test_what_the_report_records_is_left_out() -> None:
    rows = [("start", "began", "", ""), ("deviceid", "phone", "", ""), ROW]
    read = read_workbook(workbook(rows), "xlsx")
    assert (read.is_sound, [one["name"] for one in read.form["questions"]]) == (True, ["a"])
    assert said(workbook(rows), is_bad=False) == [("left_out", 2, "type"), ("left_out", 3, "type")]


def test_third_language_is_not_shown_and_one_without_a_name_is_chinese() -> None:
    headings = ("type", "name", "label", "label::Français (fr)")
    read = read_workbook(workbook([("text", "a", "甲", "A")], (), headings=headings), "xlsx")
    assert read.form["questions"][0]["label"] == {"zh": "甲"}
    assert [one.params.get("language") for one in read.remarks if one.code == "language_not_shown"] == ["Français (fr)"]


@pytest.mark.parametrize(
    ("content", "ending", "code"),
    [
        (b"", "xlsx", "pyxform"),
        (b"PK\x03\x04 no archive", "xlsx", "file_unreadable"),
        (b"\xd0\xcf\x11\xe0 no workbook", "xls", "file_unreadable"),
        (b"%PDF-1.7", "pdf", "file_kind"),
        (b"x" * (2 * 1024 * 1024 + 1), "xlsx", "file_large"),
    ],
)
def test_file_that_is_no_workbook_is_refused(content: bytes, ending: str, code: str) -> None:
    read = read_workbook(content, ending)
    assert (read.is_sound, read.remarks[0].code) == (False, code)


def test_archive_that_unpacks_without_end_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    assert [one.code for one in read_workbook(out.getvalue(), "xlsx").remarks] == ["file_large"]


def test_sheet_that_calls_other_files_is_refused() -> None:
    out = io.BytesIO()
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, bomb if name == "xl/workbook.xml" else source.read(name))
    assert not read_workbook(out.getvalue(), "xlsx").is_sound


def test_too_many_choices_are_refused() -> None:
    lists = [*LISTS, *(("long", f"c{n}", f"选项{n}", f"Choice {n}") for n in range(201))]
    assert said(workbook([("select_one long", "a", "甲", "A")], lists)) == [("too_many_choices", 2, "type")]


SOUND = {
    "pyxform/allow_comment_rows_test.xls", "pyxform/choice_name_same_as_select_name.xls", "pyxform/extra_columns.xlsx",
    "pyxform/field-list.xlsx", "pyxform/gps.xls", "pyxform/group.xls", "pyxform/survey_no_name.xlsx",
    "pyxform/text_and_integer.csv", "pyxform/text_and_integer.xlsx", "pyxform/yes_or_no_question.csv",
    "pyxform/yes_or_no_question.xlsx", "pyxform_bad/ODKValidateWarnings.xlsx", "pyxform_bad/blank_second_row.xls",
}  # fmt: skip


@pytest.mark.real_data
@pytest.mark.parametrize(
    "path", sorted((SHARED / "xlsforms").glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_real_workbook_is_sound_or_says_why_not(path: Path) -> None:
    read = read_workbook(path.read_bytes(), path.suffix[1:])
    assert read.is_sound == (f"{path.parent.name}/{path.name}" in SOUND)
    if not read.is_sound:
        assert [one for one in read.remarks if one.is_bad]
        return
    extra = extra_of(read.form)
    settings = [{"form_id": "x", "form_title": "x", "version": "1", "default_language": "中文 (zh)"}]
    assert "<h:html" in xform_of({"survey": list(extra.survey), "choices": list(extra.choices), "settings": settings})
