"""The command that compares evidence with decisions."""

import json
from io import StringIO

from django.core.management import call_command

from sites.models import Site
from tests.patrol.queries.test_calibration import decided


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("calibrate", *arguments, stdout=out)
    return out.getvalue()


def test_calibrate_for_people(site: Site) -> None:
    decided(site)
    decided(site, "rejected", score=40, outcome="fail")
    lines = said().splitlines()
    assert lines[:2] == ["2 decided reports, 1 rejected", "as ruled: 100.0% and 0.0% go to a person"]
    assert "presence             2        1     100.0%   100.0%          0.0%" in lines
    assert lines[-1] == "Too few decisions to propose weights: it takes twenty rejected and twenty accepted."


def test_calibrate_for_programs(site: Site) -> None:
    for _ in range(20):
        decided(site)
        decided(site, "rejected", score=40, outcome="fail")
    found = json.loads(said("--json"))
    assert (found["reports"], found["ruled"]["detected"], found["bands"][0]["share"]) == (40, 1, 0)
    assert found["witnesses"][0]["precision"] == 1
    assert found["proposals"][0]["weight"] == 44


def test_calibrate_of_nothing(db: None) -> None:
    assert said("--since", "2026-01-01").splitlines()[0] == "0 decided reports, 0 rejected"
