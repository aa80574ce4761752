"""`manage.py export_sites`: the public's register unless a person is named."""

from pathlib import Path
from typing import Any

import pyogrio
import pytest
from django.core.management import CommandError, call_command

from core.models import AuditEntry
from people.models import User
from sites.models import Site
from tests.factories import make


@pytest.fixture
def tomb(db: None) -> Site:
    return make.site(code="TOMB", name_zh="古墓", category_id="0201", address_zh="某胡同 7 号", level_id="county")


@pytest.fixture
def wall(db: None) -> Site:
    return make.site(code="WALL", district=make.district("110116", name_zh="怀柔区"))


def said(capsys: pytest.CaptureFixture[str], *words: Any, **options: Any) -> str:
    call_command("export_sites", *words, **options)
    return capsys.readouterr().out


def rows(path: Path) -> list[tuple[str, str, str | None]]:
    """Return code, precision and address of each row."""
    told, _ids, _shapes, columns = pyogrio.raw.read(path, columns=["code", "precision", "address_zh"])
    by_name = dict(zip(told["fields"], columns, strict=True))
    return [tuple(row) for row in zip(*(by_name[n] for n in ("code", "precision", "address_zh")), strict=True)]


@pytest.mark.parametrize("ending", ["gpkg", "geojson"])
def test_file_without_a_person_is_the_publics(
    ending: str, tomb: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"out.{ending}"
    assert said(capsys, str(path)).startswith(f"{path}: 1 sites as the public may know them")
    assert rows(path) == [("TOMB", "cell", None)]
    assert list(tmp_path.iterdir()) == [path]
    assert AuditEntry.objects.count() == 0


def test_file_for_an_officer_is_exact_and_recorded(tomb: Site, officer: User, tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    call_command("export_sites", str(path), email=officer.email, level="county")
    assert rows(path) == [("TOMB", "exact", "某胡同 7 号")]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.change) == (
        "sites.export",
        officer,
        {"format": "gpkg", "filters": {"level": "county"}, "count": 1},
    )


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["--district", "1101"], ["TOMB", "WALL"]),
        (["--district", "110116"], ["WALL"]),
        (["--level", "county"], ["TOMB"]),
        (["--category", "0200"], ["TOMB"]),
        (["--q", "古墓"], ["TOMB"]),
    ],
)
def test_file_is_narrowed(words: list[str], codes: list[str], tomb: Site, wall: Site, tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    call_command("export_sites", str(path), "--format", "geojson", *words)
    assert [row[0] for row in rows(path)] == codes


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("out.shp", {}, "The ending of"),
        ("there.csv", {}, "is there already"),
        ("nowhere/out.csv", {}, "There is no folder"),
        ("out.csv", {"email": "nobody@example.org"}, "Nobody signs in as nobody@example.org."),
        ("out.csv", {"level": "royal"}, "There is no level royal."),
        ("out.csv", {"category": "9999"}, "There is no category 9999."),
    ],
)
def test_file_is_refused(name: str, options: dict[str, str], sentence: str, db: None, tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("kept")
    with pytest.raises(CommandError, match=sentence):
        call_command("export_sites", str(tmp_path / name), **options)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["kept"]


def test_file_is_replaced_when_told(tomb: Site, tmp_path: Path) -> None:
    path = tmp_path / "there.geojson"
    path.write_text("old")
    call_command("export_sites", str(path), overwrite=True)
    assert rows(path) == [("TOMB", "cell", None)]
