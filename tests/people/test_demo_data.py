"""The demo people: forty invented volunteers, two organisations, the named accounts, and skills that exist."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

PEOPLE_APP = Path(__file__).parents[2] / "people"


def people() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PEOPLE_APP / "demo" / "people.json").read_text(encoding="utf-8"))
    return found


def test_people_are_forty_volunteers_in_two_organisations() -> None:
    volunteers = people()["volunteers"]
    organisations = {organisation["code"] for organisation in people()["organisations"]}

    assert len(volunteers) == 40
    assert len(organisations) == 2
    assert {volunteer["organisation"] for volunteer in volunteers} == organisations
    assert len({volunteer["district"] for volunteer in volunteers}) == 16


def test_people_have_their_own_number_name_and_reserved_address() -> None:
    volunteers, staff = people()["volunteers"], people()["staff"]
    emails = [person["email"] for person in [*volunteers, *staff]]

    assert len(set(emails)) == len(emails)
    assert {email.split("@")[1] for email in emails} == {"example.org"}
    assert len({volunteer["number"] for volunteer in volunteers}) == 40
    assert len({volunteer["name_zh"] for volunteer in volunteers}) == 40


def test_the_three_demo_accounts_hold_their_roles() -> None:
    data = people()
    held = {person["email"]: (person["role"], person["area"]) for person in data["staff"]}

    assert data["volunteers"][0]["email"] == "volunteer@example.org"
    assert held == {
        "officer@example.org": ("officer", "11"),
        "officer-dongcheng@example.org": ("officer", "110101"),
        "officer-huairou@example.org": ("officer", "110116"),
        "reviewer@example.org": ("officer", "11"),
        "planner@example.org": ("planner", "11"),
        "manager@example.org": ("manager", "11"),
        "administrator@example.org": ("administrator", ""),
    }


def test_volunteers_have_known_skills_and_sane_limits() -> None:
    volunteers = people()["volunteers"]
    skills = {skill["code"] for skill in json.loads((PEOPLE_APP / "vocabulary" / "skills.json").read_text("utf-8"))}

    assert {skill for volunteer in volunteers for skill in volunteer["skills"]} == skills
    assert [v["number"] for v in volunteers if not 3 <= v["range_km"] <= 40] == []
    assert [v["number"] for v in volunteers if not 1 <= v["visits_per_month"] <= 12] == []
    assert [v["number"] for v in volunteers if not 1945 <= v["birth_year"] <= 2006] == []
    assert [v["number"] for v in volunteers if date.fromisoformat(v["joined_on"]) > date(2025, 12, 31)] == []


def test_volunteers_free_time_is_a_week_of_forward_windows() -> None:
    windows = [window for volunteer in people()["volunteers"] for window in volunteer["free_time"]]

    assert {window["weekday"] for window in windows} == set(range(7))
    assert [w for w in windows if time.fromisoformat(w["start"]) >= time.fromisoformat(w["end"])] == []
    assert [volunteer["number"] for volunteer in people()["volunteers"] if not volunteer["free_time"]] == []


def test_volunteers_homes_are_coarse() -> None:
    degrees = [value for volunteer in people()["volunteers"] for value in volunteer["home"]]

    assert [value for value in degrees if round(value, 2) != value] == []
