"""Synthetic sites come, count, and go; nothing else is touched, and a real register is left alone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from planning.models import Duty
from planning.queries.grid import cells_in_tile, sites_by_cell
from sites.models import Site
from tests.factories import make


@pytest.fixture
def local(db: None, settings: Settings) -> None:
    """A demo machine with two districts and one site."""
    settings.INSECURE_LOCAL = True
    make.district("110105", name_zh="朝阳区")
    make.site(code="REAL")


def test_sites_are_made_with_duties_and_counted_into_the_grid(local: None) -> None:
    assert load("--count", "50").splitlines()[:2] == ["", "50 of 50 sites"]
    assert Site.objects.filter(code__startswith="SCALE-").count() == 50
    assert Duty.objects.count() == 51
    assert sum(sites_by_cell(cells_in_tile(0, 0, 0, exact_areas=("",)))) == 51


def test_second_run_replaces_the_first(local: None) -> None:
    load("--count", "50")
    assert load("--count", "20").startswith("removed 50 synthetic sites\n")
    assert Site.objects.count() == 21


def test_removal_leaves_the_real_sites(local: None) -> None:
    load("--count", "50")
    assert load("--remove").startswith("removed 50 synthetic sites\n")
    assert list(Site.objects.values_list("code", flat=True)) == ["REAL"]
    assert sum(sites_by_cell(cells_in_tile(0, 0, 0, exact_areas=("",)))) == 1


@pytest.mark.parametrize("count", ["0", "-5", "1000001"])
def test_senseless_count_is_refused(count: str, local: None) -> None:
    with pytest.raises(CommandError, match="--count must lie between 1 and 1000000"):
        load("--count", count)


def test_register_without_districts_is_refused(db: None, settings: Settings) -> None:
    settings.INSECURE_LOCAL = True
    with pytest.raises(CommandError, match="There are no districts"):
        load("--count", "5")


def test_real_register_is_refused(local: None, settings: Settings) -> None:
    settings.INSECURE_LOCAL = False
    with pytest.raises(CommandError, match="never for a real register"):
        load("--count", "5")
    assert Site.objects.count() == 1


def test_synthetic_sites_with_reports_stay(local: None) -> None:
    load("--count", "5")
    make.report(make.volunteer(), Site.objects.get(code="SCALE-0000001"))
    with pytest.raises(CommandError, match="which nobody may delete"):
        load("--remove")
    assert Site.objects.count() == 6


def load(*arguments: str) -> str:
    said = StringIO()
    call_command("load_scale_sites", *arguments, stdout=said)
    return said.getvalue()
