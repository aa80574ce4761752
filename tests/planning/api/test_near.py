from django.test import Client

from sites.models import Site

URL = "/api/v1/near"


def test_near_names_what_needs_a_visit(as_volunteer: Client, site: Site) -> None:
    found = as_volunteer.get(URL, {"lat": 39.9407, "lon": 116.3894}).json()["results"]
    assert len(found) == 1
    assert {key: found[0][key] for key in ("code", "status", "distance_m", "is_exact", "assignment", "days_over")} == {
        "code": site.code,
        "status": "never",
        "distance_m": 0,
        "is_exact": True,
        "assignment": "free",
        "days_over": 0,
    }
    assert found[0]["place"] == {"type": "Point", "coordinates": [116.3894, 39.9407]}


def test_near_refuses_a_place_that_is_none(as_volunteer: Client) -> None:
    for asked in ({}, {"lat": 91, "lon": 0}, {"lat": "nan", "lon": 0}, {"lat": 1, "lon": 1, "limit": 1000}):
        assert as_volunteer.get(URL, asked).status_code == 400
