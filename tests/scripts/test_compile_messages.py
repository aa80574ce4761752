"""Translations are compiled when, and only when, they changed."""

import gettext
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, str(ROOT / "scripts" / "compile_messages.py")]
SOURCE = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Report"
msgstr "巡查报告"

#, fuzzy
msgid "Case"
msgstr "not sure"
"""


def test_compile_messages_makes_a_catalogue_once(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(SOURCE, encoding="utf-8")
    assert compile_messages(tmp_path) == "✓ Translations compiled: 1\n"
    with (folder / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert (catalogue.gettext("Report"), catalogue.gettext("Case")) == ("巡查报告", "Case")

    assert compile_messages(tmp_path) == ""
    compiled_at = (folder / "django.mo").stat().st_mtime
    os.utime(folder / "django.po", (compiled_at + 1, compiled_at + 1))
    assert compile_messages(tmp_path) == "✓ Translations compiled: 1\n"


def test_compile_messages_of_a_broken_file_names_it(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text("nonsense", encoding="utf-8")
    done = subprocess.run([*COMMAND, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("✗ locale/en/LC_MESSAGES/django.po: Syntax error in po file")


def compile_messages(root: Path) -> str:
    """Run the script on a folder and return what it said."""
    return subprocess.run([*COMMAND, str(root)], capture_output=True, text=True, check=True).stdout
