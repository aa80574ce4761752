from django.test import Client

from sites.models import Site
from tests.factories import make

URL = "/api/v1/form"


def test_form_gives_words_rules_and_limits(as_volunteer: Client, site: Site) -> None:
    form = as_volunteer.get(f"{URL}?site={site.pk}").json()
    assert [word["code"] for word in form["conditions"]] == ["good", "fairly_good", "fair", "fairly_poor", "poor"]
    assert [row["degree"] for row in form["severities"] if row["opens_case"]] == [3, 4]
    assert [role["code"] for role in form["photo_roles"] if role["is_required"]] == ["far", "near"]
    assert form["answers"] == ["yes", "no", "unsure"]
    assert form["limits"]["photos"] == 20
    assert form["rules"][0]["code"] == "fix_missing"
    assert {kind["parent"] for kind in form["finding_kinds"] if kind["code"] == "crack"} == {"structure"}


def test_form_asks_only_what_the_category_needs(as_volunteer: Client, site: Site) -> None:
    tomb = make.site(category_id="0201")

    def core(place: str) -> set[str]:
        return {row["code"] for row in as_volunteer.get(f"{URL}{place}").json()["checklist"] if row["is_core"]}

    assert "body_structure" in core(f"?site={site.pk}")
    assert "body_structure" not in core(f"?site={tomb.pk}")
    assert core(f"?site={tomb.pk}") < core("")


def test_form_of_no_site_is_not_found(as_volunteer: Client) -> None:
    for asked in ("here", str(make.uuid(1))):
        assert as_volunteer.get(f"{URL}?site={asked}").status_code == 404


def test_form_by_nobody_is_401(db: None) -> None:
    assert Client().get(URL).status_code == 401
