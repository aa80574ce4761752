"""The command that judges again: goes through, takes up, stops, refuses."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from patrol.actions import rescoring
from patrol.actions.rescoring import rescore_piece, start_rescoring
from patrol.actions.scoring import score_report
from patrol.models import Rescoring
from people.models import User
from sites.models import Site
from tests.factories import make

NOW = make.NOW


@pytest.fixture(autouse=True)
def scored(volunteer: User, site: Site) -> None:
    for _ in range(3):
        score_report(report=make.report(volunteer, site), at=NOW)


def said(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("rescore", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_rescore_goes_through() -> None:
    assert said("--policy", "2026-11-01")[-1] == "Reports judged again: 3, changed: 3 (done)."


def test_rescore_takes_up_what_was_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescoring, "PIECE", 2)
    run = start_rescoring(policy_from=date(2026, 11, 1), since=None, by=None, at=NOW)
    rescore_piece(run=run, at=NOW)
    lines = said()
    assert (lines[0], lines[-1]) == ("Going on after 2 of 3.", "Reports judged again: 3, changed: 3 (done).")


def test_rescore_stops() -> None:
    start_rescoring(policy_from=None, since=None, by=None, at=NOW)
    assert said("--stop") == ["Stopped after 0 of 3."]
    with pytest.raises(CommandError, match="No reports are being judged again"):
        said("--stop")


def test_rescore_refuses_another_run_meanwhile() -> None:
    start_rescoring(policy_from=None, since=None, by=None, at=NOW)
    with pytest.raises(CommandError, match="Another run is under way"):
        said("--policy", "2026-11-01")
    assert Rescoring.objects.get().done == 0


def test_rescore_refuses_an_unknown_policy() -> None:
    with pytest.raises(CommandError, match="没有从这一天起生效的佐证规则"):
        said("--policy", "2020-01-01")
