"""Keys for phones: made, shown once as the square Collect scans, taken back; and the officers' list of odd forms."""

import base64
import json
import re
import zlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from core.models import AuditEntry
from core.paper import square
from patrol.actions.collect_tokens import make_token, person_of_token, revoke_token
from patrol.logic.collect_settings import settings_text
from patrol.models import CollectInstance, CollectToken
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import collect, make

PAGE = "/me/collect/"
ADDRESS = re.compile(r'<code class="mono">([^<]+)</code>')


def test_key_is_shown_once_with_its_square_and_opens_the_doors(
    as_volunteer: Client, volunteer: User, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://patrol.example.org"
    answer = as_volunteer.post(PAGE, {"label": "我的手机"})
    assert (answer.status_code, answer["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    url = ADDRESS.findall(answer.content.decode())[0]
    assert re.fullmatch(r"https://patrol\.example\.org/odk/key/[\w-]{43}", url)
    assert square(settings_text(url, "文物巡查"), border=4)["path"] in answer.content.decode()
    assert Client().get(url.removeprefix("https://patrol.example.org") + "/formList").status_code == 200
    token = CollectToken.objects.get()
    assert (token.user, token.label, token.revoked_at) == (volunteer, "我的手机", None)
    assert url.rpartition("/")[2] not in as_volunteer.get(PAGE).content.decode()
    assert AuditEntry.objects.filter(verb="make_collect_token", by=volunteer).count() == 1


def test_square_holds_what_collect_imports() -> None:
    text = settings_text("https://patrol.example.org/odk/key/abc/", "文物巡查")
    assert json.loads(zlib.decompress(base64.b64decode(text))) == {
        "general": {
            "protocol": "odk_default",
            "server_url": "https://patrol.example.org/odk/key/abc",
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": "文物巡查", "icon": "文", "color": "#b3321b"},
    }


def test_key_is_kept_as_its_hash_alone(volunteer: User) -> None:
    token, text = make_token(label="x", by=volunteer, at=make.NOW)
    assert token.token_sha256 == collect.sha256(text.encode())
    assert text not in str(CollectToken.objects.values().get())


def test_key_taken_back_lets_nobody_in(as_volunteer: Client, volunteer: User) -> None:
    token, text = make_token(label="x", by=volunteer, at=make.NOW)
    assert Client().get(f"/odk/key/{text}/formList").status_code == 200
    assert as_volunteer.post(reverse("patrol:collect_take_back", args=[token.pk])).status_code == 302
    assert Client().get(f"/odk/key/{text}/formList").status_code == 401
    assert AuditEntry.objects.filter(verb="revoke_collect_token", by=volunteer).count() == 1
    first = CollectToken.objects.get().revoked_at
    as_volunteer.post(reverse("patrol:collect_take_back", args=[token.pk]))
    assert CollectToken.objects.get().revoked_at == first


def test_key_of_somebody_else_is_not_taken_back(as_volunteer: Client) -> None:
    token, _text = make_token(label="x", by=make.volunteer(), at=make.NOW)
    assert as_volunteer.post(reverse("patrol:collect_take_back", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_eleventh_key_is_refused_until_one_is_taken_back(as_volunteer: Client, volunteer: User) -> None:
    tokens = [make_token(label=str(n), by=volunteer, at=make.NOW)[0] for n in range(10)]
    answer = as_volunteer.post(PAGE, {"label": "x"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "label": ["You have 10 codes for Collect already. Take back those you no longer use."]
    }
    revoke_token(token_id=tokens[0].pk, by=volunteer, at=make.NOW)
    assert as_volunteer.post(PAGE, {"label": "x"}).status_code == 200


def test_use_of_a_key_is_noted_once_an_hour(volunteer: User) -> None:
    _token, text = make_token(label="x", by=volunteer, at=make.NOW)
    noted = []
    for minutes in (1, 30, 62):
        assert person_of_token(token=text, at=make.NOW + timedelta(minutes=minutes)) == volunteer
        used = CollectToken.objects.get().last_used_at
        assert used is not None
        noted.append((used - make.NOW).total_seconds() / 60)
    assert noted == [1, 1, 62]


def test_wrong_keys_are_counted(db: None) -> None:
    statuses = [Client(REMOTE_ADDR="10.1.1.77").get("/odk/key/wrong/formList").status_code for _ in range(32)]
    assert statuses == [401] * 30 + [429] * 2


@pytest.mark.parametrize("role", ["officer", "stranger"])
def test_who_files_no_reports_has_no_keys(role: str, request: pytest.FixtureRequest) -> None:
    assert signed_in(request.getfixturevalue(role)).get(PAGE).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_page_lists_keys_and_what_was_sent(
    count: int, as_volunteer: Client, volunteer: User, site: Site, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, count + 1):
        document = collect.xml(site, collect.form(number)[0], collect.names(collect.form()[1]))
        collect.post(collect.key(volunteer) + "submission", document, collect.form()[1])
    with django_assert_num_queries(6):
        answer = as_volunteer.get(PAGE)
    assert answer.content.decode().count("/field/reports/") == count
    assert answer.content.decode().count("<strong>Pixel</strong>") == count


@pytest.mark.parametrize("count", [1, 3])
def test_officers_see_the_forms_that_are_no_reports(
    count: int, as_officer: Client, volunteer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = collect.key(volunteer) + "submission"
    for number in range(1, count + 1):
        instance_id, files = collect.form(number)
        collect.post(url, collect.xml(str(make.uuid(99)), instance_id, collect.names(files)), files)
    assert CollectInstance.objects.filter(refusal="not_found").count() == count
    with django_assert_num_queries(6):
        answer = as_officer.get("/desk/collect/", headers={"Accept-Language": "en"})
    assert answer.content.decode().count("The site it names is not in the register.") == count


def test_volunteers_do_not_see_the_forms_of_others(as_volunteer: Client) -> None:
    assert as_volunteer.get("/desk/collect/").status_code == 403


def test_instance_never_changes_and_never_goes(volunteer: User, site: Site) -> None:
    instance_id, files = collect.form()
    collect.post(collect.key(volunteer) + "submission", collect.xml(site, instance_id, collect.names(files)), {})
    kept = CollectInstance.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectInstance.objects.filter(pk=kept.pk).update(xml="<other/>")
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectInstance.objects.filter(pk=kept.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectInstance.objects.filter(pk=kept.pk).update(filed_at=timezone.now())
