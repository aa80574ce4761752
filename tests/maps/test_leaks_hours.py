"""What leaves the house about somebody's hours is read by no rule any more: no place, no phone, no number of a document.

Transfers to partners, exchange files, badges and calendars; pages and the API stand in `test_leaks.py` by the access table.
"""

import base64
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from people.actions.identity import number_hash
from people.logic.identity import encrypted
from people.models import IdentityCheck, SafetyRecord, User
from people.queries.keys import identity_keys
from service.actions.activities import begin_and_finish
from service.actions.applications import accept_application
from service.actions.attendance import confirm_service, record_presence
from sites.models import Site
from tests.factories import make
from tests.factories.joined import RESIDENT_ID
from tests.house.world import World
from tests.maps.test_leaks import numbers_near
from tests.service import needed
from timebank.actions.credentials import badge_of_certificate
from timebank.actions.exchange_files import give_exchange_file
from timebank.actions.transfers import ask_for_transfer, decide_transfer, next_message, take_answer
from timebank.models import Certificate, Partner
from timebank.queries.transfers import transferable

PHONE, EMERGENCY, ADDRESS = "13912345678", "13887654321", "景山后街暗道 7 号"
# The organiser's own, which stands on the activity's page for who takes part.
ORGANISER = "010-1234"


@pytest.fixture
def served(world: World) -> User:
    """The world's volunteer, whose phone, document and guardian are known, with hours at a hidden place."""
    volunteer, officer = world.people["volunteer"], world.people["officer"]
    assert volunteer is not None
    assert officer is not None
    Site.objects.update(address_zh=ADDRESS)
    User.objects.filter(pk=volunteer.pk).update(phone=f"+86{PHONE}", is_phone_verified=True)
    IdentityCheck.objects.filter(user=volunteer).update(
        number_encrypted=encrypted(RESIDENT_ID, identity_keys()), number_hash=number_hash(number=RESIDENT_ID)
    )
    SafetyRecord.objects.update_or_create(
        volunteer=volunteer.volunteer,
        defaults={"emergency_phone": EMERGENCY, "changed_at": make.NOW, "changed_by": officer},
    )
    tomb = Site.objects.get(code="VISITED")
    team = volunteer.volunteer.organisation
    need = needed.activity(needed.manager(team), organisation=team, site=tomb)
    shift = needed.shift(need)
    asked = accept_application(application=needed.place(shift, volunteer), by=need.made_by, at=make.NOW)
    times = {"in_at": shift.starts_at, "out_at": shift.ends_at}
    came = record_presence(application=asked, **times, by=need.made_by, at=shift.ends_at + timedelta(hours=1))
    begin_and_finish(at=timezone.now())
    confirm_service(application=came, by=officer, at=timezone.now())
    assert transferable(volunteer).filter(source=f"shift:{came.pk}").exists()
    return volunteer


def leaks(said: str) -> list[str]:
    """Return the private words of a text, as they are and as JSON writes them, and numbers near the hidden place."""
    words = (PHONE, EMERGENCY, RESIDENT_ID, ADDRESS, ORGANISER, "@test.example")
    escaped = [json.dumps(word)[1:-1] for word in words]
    return [word for word in {*words, *escaped} if word in said] + list(numbers_near(said.encode()))


def test_no_transfer_tells_place_phone_or_document(served: User, world: World) -> None:
    officer = world.people["officer"]
    assert officer is not None
    keys = [record.pk for record in transferable(served)]
    wish = ask_for_transfer(partner=Partner.objects.get(), records=keys, receiving_code="CODE", by=served, at=make.NOW)
    decide_transfer(transfer=wish, is_approved=True, why="", by=officer, at=make.NOW)
    said = []
    for state in ("prepared", "confirmed"):
        message = next_message(transfer_id=wish.pk, at=make.NOW + timedelta(minutes=1))
        assert message is not None
        said.append(message.body)
        take_answer(message=message, state=state, reason="", refused={}, at=make.NOW + timedelta(minutes=1))
    assert (len(json.loads(said[0])["records"]), set(json.loads(said[0])["person"])) == (len(keys), {"name", "code"})
    assert [leaks(one) for one in said] == [[], []]


@pytest.mark.parametrize("file_format", ["xml", "json"])
def test_no_exchange_file_tells_place_phone_or_document(file_format: str, served: User, world: World) -> None:
    administrator = world.people["administrator"]
    assert administrator is not None
    _given, content = give_exchange_file(organisation=None, file_format=file_format, by=administrator, at=timezone.now())  # fmt: skip
    assert served.volunteer.number in content.decode()
    assert leaks(content.decode()) == []


def test_no_badge_and_no_calendar_tells_place_phone_or_document(served: User, world: World) -> None:
    paper = Certificate.objects.filter(volunteer=served, state="issued").first()
    assert paper is not None
    payload = badge_of_certificate(certificate=paper, by=served, at=timezone.now()).token.split(".")[1]
    assert leaks(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()) == []
    feeds = world.client("volunteer").post("/me/calendars/new/").context["feeds"]
    said = [world.client("anonymous").get(one["address"].partition("8000")[2]).content.decode() for one in feeds]
    assert [one.count("BEGIN:VEVENT") > 0 for one in said] == [True, True]
    # How to reach the organiser stands on the activity's public page, and whoever promised to come needs it.
    assert [leaks(one.replace(ORGANISER, "")) for one in said] == [[], []]
