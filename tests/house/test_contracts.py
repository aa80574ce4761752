"""Names that must meet: jobs and tasks, refusals and their documentation, models and migrations, texts and hosts."""

import ast
import re
from io import StringIO

import polib
import pytest
from django.core.management import call_command
from procrastinate.contrib.django import app as jobs

from core.errors import Problem
from people.notices import SENTENCES
from tests.house.source import ROOT, calls_of, python_files, text_files

# Addresses that name a standard or a licence in a file, and are never fetched.
NAMESPACES = re.compile(r"https?://(www\.w3\.org|127\.0\.0\.1|localhost|example\.(org|com)|json-schema\.org)")


def test_every_job_deferred_by_name_is_a_registered_task() -> None:
    jobs.perform_import_paths()
    names = {call.args[0].value for _path, call in calls_of("later") if isinstance(call.args[0], ast.Constant)}
    assert names
    assert names - set(jobs.tasks) == set()


def test_every_notice_kind_has_a_sentence() -> None:
    kinds = {
        keyword.value.value
        for _path, call in calls_of("notify")
        for keyword in call.keywords
        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant)
    }
    assert kinds
    assert kinds - set(SENTENCES) == set()


def test_refusal_codes_are_unique_and_documented() -> None:
    refusals = [kind for kind in _all_refusals(Problem) if kind.__module__.split(".")[0] != "tests"]
    codes = [kind.code for kind in refusals]
    assert sorted(codes) == sorted(set(codes))
    documented = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    assert [code for code in codes if f"`{code}`" not in documented] == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()


def test_chinese_is_complete() -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_catalogue_knows_every_string_of_the_source(tmp_path: object) -> None:
    known = {entry.msgid for entry in polib.pofile(str(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))}
    asked = {
        call.args[0].value
        for name in ("_", "gettext", "gettext_lazy")
        for _path, call in calls_of(name)
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    templates = {
        match.group(2)
        for path in text_files(".html")
        for match in re.finditer(r"{%\s*(?:translate|trans)\s+([\"'])(.*?)\1", path.read_text(encoding="utf-8"))
    }
    assert (asked | templates) - known == set()


def test_no_page_or_script_names_another_host() -> None:
    files = [*text_files(".html", ".css", ".js", ".svg"), *python_files("maps")]
    found = {
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in files
        for match in re.finditer(r"https?://[^\s\"'<>)]+", path.read_text(encoding="utf-8"))
        if not NAMESPACES.match(match.group(0))
    }
    assert found == set()


def test_no_inline_script_or_style_in_templates() -> None:
    inline = re.compile(
        r"<script(?![^>]*(?:src=|nonce=|data-hashed|type=\"application/json\"))[^>]*>|<style|\sstyle=|\son(?:click|load|change|submit|input)="
    )
    found = {
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in text_files(".html")
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def _all_refusals(kind: type[Problem]) -> list[type[Problem]]:
    return [below for child in kind.__subclasses__() for below in (child, *_all_refusals(child))]
