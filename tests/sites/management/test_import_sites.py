"""The command that brings a file into the register, as an operator runs it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sites.models import ImportRow, Site
from tests.sites.actions.imports.registers import districts, table

ROWS = ("A-1,石桥,国保,古建筑,东城区,好,116.31,39.91", "A-2,古井,银河级,古建筑,东城区,好,116.32,39.92")


@pytest.fixture
def file(db: None, tmp_path: Path) -> Path:
    """Write a register with a good row and one with an unknown level."""
    districts()
    path = tmp_path / "register.csv"
    path.write_text(table(*ROWS), encoding="utf-8")
    return path


def told(*arguments: str) -> dict[str, Any]:
    said = StringIO()
    call_command("import_sites", *arguments, "--json", stdout=said)
    found: dict[str, Any] = json.loads(said.getvalue())
    return found


def test_one_object_says_what_was_found_and_applied(file: Path) -> None:
    found = told(str(file), "--datum", "wgs84")
    assert {name: found[name] for name in ("rows", "good", "findings", "applied")} == {
        "rows": 2,
        "good": 1,
        "findings": {"level_unknown": 1},
        "applied": 1,
    }
    assert found["datum"]["declared"] == "wgs84"
    assert set(found["datum"]["share_inside"]) == {"wgs84", "gcj02", "bd09"}
    assert list(Site.objects.values_list("code", flat=True)) == ["A-1"]


def test_a_dry_run_leaves_nothing(file: Path) -> None:
    assert told(str(file), "--dry-run")["applied"] is None
    assert not Site.objects.exists()
    assert not ImportRow.objects.exists()


def test_columns_are_mapped_as_asked(file: Path) -> None:
    file.write_text(file.read_text().replace("名称", "叫法"), encoding="utf-8")
    assert told(str(file), "--dry-run")["findings"]["missing_name"] == 2
    assert "missing_name" not in told(str(file), "--dry-run", "--map", "叫法=name_zh")["findings"]


def test_a_file_that_cannot_be_read_ends_with_one_and_a_reason(db: None, tmp_path: Path) -> None:
    path = tmp_path / "nothing.csv"
    path.write_bytes(b"\x00\x01")
    with pytest.raises(CommandError, match="file_unreadable") as refused:
        call_command("import_sites", str(path))
    assert refused.value.returncode == 1


@pytest.mark.parametrize(
    "wrong", [["--map", "no pair"], ["--crs", "nonsense"], ["--system", "nobody"], ["--by", "x@y.z"]]
)
def test_wrong_use_ends_with_two(file: Path, wrong: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_sites", str(file), *wrong)
    assert refused.value.returncode == 2
