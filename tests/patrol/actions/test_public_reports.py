import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils.translation import override
from pytest_django.fixtures import Settings

from patrol.actions.public_photos import inspect_public_photos
from patrol.actions.public_reports import Sender, receive_public_report
from patrol.errors import PhotoTypeNotAllowed
from patrol.errors.public import PublicReportConflict, TooManyPublicReports
from patrol.logic.public_report import Contact, Signs, hashed
from patrol.models import DaySalt, PublicContact, PublicPhoto, PublicReport, Report, Visit
from people.models import Notice, User
from people.notices import sentence
from sites.models import Site
from tests.factories import make, sent, told

NOW = make.NOW


def test_receive_keeps_words_place_photos_and_contact(officer: User, site: Site) -> None:
    photo = sent.jpeg(5)
    report, secret = told.receive(
        photos=[photo], contact=Contact("某人", "13800000000", ""), text="墙裂了", accuracy_m=12.0
    )
    assert (report.number, report.state, report.area, report.text) == ("GZ-2026-00001", "waiting", "110101", "墙裂了")
    assert (report.geom.coords, report.accuracy_m, report.channel) == (told.BELL_TOWER, 12.0, "web")
    assert (report.secret_sha256, secret in str(report.__dict__)) == (hashed(secret), False)
    assert PublicContact.objects.get().phone == "13800000000"
    assert PublicPhoto.objects.get().file.size == len(photo)
    [notice] = Notice.objects.all()
    with override("zh-hans"):
        said = sentence(notice)
    assert (notice.user, said) == (officer, "有市民来报险情（结构与变形），编号 GZ-2026-00001。")


def test_receive_counts_neither_as_visit_nor_as_report(site: Site) -> None:
    told.receive(site=site.code)
    assert (Report.objects.count(), Visit.objects.count()) == (0, 0)


def test_receive_keeps_no_network_address_and_no_cookie(site: Site) -> None:
    report, _secret = told.receive(visitor="cookie")
    row = connection.cursor()
    row.execute("SELECT patrol_publicreport::text FROM patrol_publicreport")
    assert told.ADDRESS not in row.fetchone()[0]
    salt = DaySalt.objects.get().salt
    assert (report.network, report.visitor) == (hashed(f"{salt} {told.ADDRESS}"), hashed(f"{salt} cookie"))


def test_the_same_report_again_is_the_same_and_other_content_is_refused(site: Site) -> None:
    said = told.said()
    sender = Sender(address=told.ADDRESS, signs=told.HUMAN)
    first = receive_public_report(told=said, photos=[], sender=sender, at=NOW)
    assert receive_public_report(told=said, photos=[], sender=sender, at=NOW + timedelta(minutes=1)) == first
    with pytest.raises(PublicReportConflict):
        receive_public_report(told=replace(said, text="?"), photos=[], sender=sender, at=NOW)
    assert PublicReport.objects.count() == 1


@pytest.mark.parametrize(
    ("signs", "fields", "odd"),
    [
        (Signs(trap="http://spam.example", seconds=60), {}, ["trap"]),
        (Signs(seconds=1.0), {}, ["too_fast"]),
        (Signs(), {}, ["no_start"]),
        (told.HUMAN, {"text": "http://a.example http://b.example"}, ["links"]),
        (told.HUMAN, {"place": (2.35, 48.85)}, ["outside"]),
    ],
)
def test_what_looks_odd_is_kept_and_held(
    site: Site, officer: User, signs: Signs, fields: dict[str, object], odd: list[str]
) -> None:
    report, _secret = told.receive(signs=signs, **fields)
    assert (report.state, report.oddities) == ("held", odd)
    assert Notice.objects.count() == 0


def test_the_same_text_within_a_week_is_held(site: Site) -> None:
    told.receive(text="墙裂了")
    again, _secret = told.receive(text="墙裂了", at=NOW + timedelta(days=1))
    later, _secret = told.receive(text="墙裂了", at=NOW + timedelta(days=9))
    assert (again.oddities, later.oddities) == (["repeated"], [])


def test_limits_count_by_network_and_by_browser(site: Site, settings: Settings) -> None:
    settings.PUBLIC_REPORTS_PER_HOUR, settings.PUBLIC_REPORTS_PER_DAY = 2, 3
    for _ in range(2):
        told.receive(visitor="a")
    with pytest.raises(TooManyPublicReports):
        told.receive()
    told.receive(address="198.51.100.1", visitor="a")
    with pytest.raises(TooManyPublicReports):
        told.receive(address="198.51.100.2", visitor="a")
    told.receive(at=NOW + timedelta(hours=1, seconds=1))
    assert PublicReport.objects.count() == 4


def test_two_addresses_of_one_household_count_as_one(site: Site, settings: Settings) -> None:
    settings.PUBLIC_REPORTS_PER_HOUR = 1
    told.receive(address="2001:db8:1:2::1")
    with pytest.raises(TooManyPublicReports):
        told.receive(address="2001:db8:1:2:ffff::9")
    told.receive(address="2001:db8:1:3::1")


def test_limit_holds_against_many_at_once(committed_db: None, settings: Settings) -> None:
    make.site()
    settings.PUBLIC_REPORTS_PER_HOUR = 2

    def send(_number: int) -> str:
        try:
            return told.receive()[0].number
        except TooManyPublicReports:
            return "no"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(send, range(6)))
    assert found == ["GZ-2026-00001", "GZ-2026-00002", "no", "no", "no", "no"]


def test_what_is_no_photo_is_refused_and_nothing_kept(site: Site) -> None:
    with pytest.raises(PhotoTypeNotAllowed):
        told.receive(photos=[b"<svg/>"])
    assert PublicReport.objects.count() == 0


def test_photos_are_read_in_the_guard_and_copied_without_exif(site: Site) -> None:
    report, _secret = told.receive(photos=[sent.jpeg(7)])
    inspect_public_photos(report=report, at=NOW)
    file = report.photos.get().file
    assert (file.width, file.height, file.error, bool(file.display)) == (640, 480, "", True)


def test_site_without_position_is_enough(site: Site) -> None:
    report, _secret = receive_public_report(
        told=told.said(place=(None, None), site=site.code), photos=[], sender=Sender(signs=told.HUMAN), at=NOW
    )
    assert (report.site, report.geom, report.area) == (site, None, "110101")


@pytest.mark.parametrize(
    ("change", "wall"),
    [
        ({"text": "something else"}, "what a citizen said never changes"),
        ({"area": "110105"}, "what a citizen said never changes"),
        ({"state": "spam"}, "public_report_decided_has_person_and_time"),
        ({"state": "in_case", "decided_at": NOW}, "public_report_decided_has_person_and_time"),
        ({"reason": "unclear"}, "public_report_refused_has_reason"),
    ],
)
def test_walls_hold_without_the_action(site: Site, change: dict[str, object], wall: str) -> None:
    report, _secret = told.receive()
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        PublicReport.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(IntegrityError, match="a report of a citizen stays"), transaction.atomic():
        report.delete()


def test_streams_are_read_from_their_beginning(site: Site) -> None:
    stream = io.BytesIO(sent.jpeg(9))
    stream.read(10)
    report, _secret = receive_public_report(told=told.said(), photos=[stream], sender=Sender(signs=told.HUMAN), at=NOW)
    assert report.photos.get().file.size == len(sent.jpeg(9))
