"""The hand-written stories name sites, kinds and steps that exist."""

import csv
import json
from itertools import pairwise
from pathlib import Path

from patrol.demo.script import case_scripts, certain_visits, inbox_scripts, open_hazards, words
from patrol.logic.case_chain import can_step

ROOT = Path(__file__).parents[3]
SITES = {row["code"]: row for row in csv.DictReader((ROOT / "sites/demo/sites.csv").open(encoding="utf-8", newline=""))}
KINDS = {row["code"] for row in json.loads((ROOT / "patrol/vocabulary/finding_kinds.json").read_text("utf-8"))}


def test_stories_name_known_sites_and_kinds() -> None:
    kinds = {case.kind for case in case_scripts()} | set(words()["findings"])
    kinds |= {finding["kind"] for report in inbox_scripts() for finding in report.findings}

    assert set(certain_visits()) - set(SITES) == set()
    assert kinds - KINDS == set()


def test_cases_step_along_the_chain_forward_in_time() -> None:
    chains = [[step for step in case.steps if step.state not in ("work", "merged")] for case in case_scripts()]
    pairs = [pair for chain in chains for pair in pairwise(chain)]

    assert [(a.state, b.state) for a, b in pairs if not can_step(a.state, b.state)] == []
    assert [(a, b) for a, b in pairs if b.days_ago > a.days_ago] == []


def test_closed_cases_have_a_visit_that_proves_the_repair() -> None:
    closed = [case for case in case_scripts() if case.steps[-1].state == "closed"]

    assert len(closed) == 2
    assert [case.site for case in closed if not case.steps[-1].is_visit] == []


def test_inbox_holds_clean_weak_and_severe_reports() -> None:
    photos = sorted(report.photos for report in inbox_scripts())
    severe = {one.site for one in inbox_scripts() if any(finding["severity"] >= 3 for finding in one.findings)}

    assert photos == ["copied", *["honest"] * 10, "old"]
    assert len(severe) == 2
    assert severe - open_hazards() == set()


def test_inbox_sees_each_site_as_the_register_has_it() -> None:
    assert [one.site for one in inbox_scripts() if one.condition != SITES[one.site]["condition"]] == []
