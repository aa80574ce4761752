"""The last position is there with consent, while somebody is out, and at no other time."""

from datetime import timedelta

import pytest
from django.test import Client

from patrol.models import LastPosition, Track
from people.models import Consent, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, walked

ID = make.uuid(1)
PLACE = {"lon": 116.4, "lat": 39.9, "accuracy_m": 12.0, "at": walked.STARTED.isoformat()}


@pytest.fixture
def out(as_volunteer: Client, site: Site) -> Client:
    walked.put(as_volunteer, ID, walked.said(site))
    return as_volunteer


def share(client: Client, **fields: object) -> str:
    answer = client.put(f"/api/v1/outings/{ID}/position", {**PLACE, **fields}, "application/json")
    return "kept" if answer.status_code == 204 else str(answer.json()["code"])


def test_position_is_kept_with_consent_only_the_last(out: Client) -> None:
    walked.agree(out, position=True)
    later = (walked.STARTED + timedelta(minutes=1)).isoformat()
    assert [share(out), share(out, lon=116.5, at=later), share(out, lon=116.6)] == ["kept"] * 3
    last = LastPosition.objects.get()
    assert (last.geom.x, last.accuracy_m, last.fix_at) == (116.5, 12.0, walked.STARTED + timedelta(minutes=1))


def test_nothing_is_kept_without_consent(out: Client) -> None:
    walked.agree(out, track=True)
    assert (share(out), LastPosition.objects.count()) == ("position_consent_missing", 0)


def test_taking_consent_back_deletes_it_at_once(out: Client) -> None:
    walked.agree(out, position=True)
    share(out)
    assert walked.agree(out, position=False).json() == {"track": False, "position": False}
    assert (LastPosition.objects.count(), share(out)) == (0, "position_consent_missing")


def test_coming_back_deletes_it(out: Client, site: Site) -> None:
    walked.agree(out, position=True)
    share(out)
    ended = (walked.STARTED + timedelta(hours=1)).isoformat()
    walked.put(out, ID, walked.said(site, revision=2, ended_at=ended))
    assert (LastPosition.objects.count(), share(out), LastPosition.objects.count()) == (0, "outing_ended", 0)


def test_another_persons_outing_takes_no_position(out: Client) -> None:
    other = signed_in(make.volunteer())
    walked.agree(other, position=True)
    assert share(other) == "not_found"


def test_consents_are_separate_and_their_history_stays(out: Client, volunteer: User) -> None:
    assert out.get("/api/v1/field/consents").json() == {"track": False, "position": False}
    for _ in range(2):
        assert walked.agree(out, track=True).json() == {"track": True, "position": False}
    walked.agree(out, track=False)
    walked.agree(out, track=False)
    walked.agree(out, track=True)
    rows = Consent.objects.filter(user=volunteer).order_by("given_at")
    assert [(row.purpose, row.revoked_at is None) for row in rows] == [("track", False), ("track", True)]


def test_track_wants_its_own_consent(out: Client) -> None:
    walked.agree(out, position=True)
    refused = [walked.put_batch(out, ID, walked.points()), walked.post_gpx(out, ID, walked.gpx(walked.points()))]
    assert [one.json()["code"] for one in refused] == ["track_consent_missing"] * 2
    assert Track.objects.count() == 0
