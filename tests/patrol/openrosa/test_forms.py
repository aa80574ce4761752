import csv
import hashlib
import io
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from patrol.actions.assignments import take_assignment
from patrol.models import ChecklistItem, FindingKind
from people.models import User
from sites.models import Condition, Site
from tests.factories import collect, make

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
XFORM = "{http://www.w3.org/2002/xforms}"


def get(url: str) -> Element:
    answer = Client().get(url, **collect.HEADERS)  # type: ignore[arg-type]
    assert (answer.status_code, answer["X-OpenRosa-Version"]) == (200, "1.0")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return fromstring(answer.content)


def entry(url: str) -> dict[str, str]:
    [form] = get(url + "formList")
    return {child.tag.removeprefix(LIST): child.text or "" for child in form}


def test_form_list_leads_to_form_manifest_and_file(volunteer: User, site: Site) -> None:
    take_assignment(site=site, by=volunteer, at=make.NOW)
    url = collect.key(volunteer)
    said = entry(url)
    assert (said["formID"], said["name"]) == ("heritage-inspection", "文物巡查 Heritage inspection")
    assert said["downloadUrl"] == f"http://testserver{url}forms/heritage-inspection.xml"
    root = get(said["downloadUrl"])
    data = root.find(f".//{XFORM}model/{XFORM}instance/{XFORM}data")
    assert data is not None
    assert (data.get("id"), data.get("version")) == ("heritage-inspection", said["version"])
    [file] = get(said["manifestUrl"])
    named = {child.tag.removeprefix(MANIFEST): child.text or "" for child in file}
    answer = Client().get(named["downloadUrl"])
    assert named["filename"] == "sites.csv"
    assert named["hash"] == f"md5:{md5(answer.content)}"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_addresses_with_a_password_stay_without_a_key(volunteer: User) -> None:
    answer = Client().get("/odk/formList", HTTP_AUTHORIZATION=collect.basic(volunteer))
    assert b"http://testserver/odk/forms/heritage-inspection/manifest<" in answer.content


def test_the_list_of_sites_is_the_persons_own(volunteer: User, site: Site) -> None:
    visit = take_assignment(site=site, by=volunteer, at=make.NOW)
    other = make.site(name_zh="鼓楼")
    take_assignment(site=other, by=make.volunteer(), at=make.NOW)
    assert rows(volunteer) == [
        {
            "name": str(site.pk),
            "label": "钟楼（东城区）",
            "category": "0300",
            "assignment": str(visit.pk),
            "geometry": "39.940700 116.389400 0 0",
        }
    ]


def test_the_list_of_sites_asks_a_constant_number_of_questions(volunteer: User) -> None:
    url = collect.key(volunteer) + "forms/heritage-inspection/sites.csv"
    counts = []
    Client().get(url)
    for count in (1, 3):
        while len(rows(volunteer)) < count:
            take_assignment(site=make.site(), by=volunteer, at=make.NOW)
        with CaptureQueriesContext(connection) as asked:
            Client().get(url)
        counts.append(len(asked))
    assert counts == [13, 13]


def test_form_asks_what_the_vocabularies_say_in_both_languages(volunteer: User) -> None:
    root = get(collect.key(volunteer) + "forms/heritage-inspection.xml")
    texts = {
        translation.get("lang"): {text.get("id"): "".join(text.itertext()).strip() for text in translation}
        for translation in root.iter(f"{XFORM}translation")
    }
    assert set(texts) == {"中文 (zh)", "English (en)"}
    item = ChecklistItem.objects.get(code="zone_building")
    path = "/data/hp_checklist/hp_answer_zone_building:label"
    assert [texts[one][path] for one in sorted(texts)] == [item.label_en, item.label_zh]
    assert (texts["中文 (zh)"]["/data/hp_fix:label"], texts["English (en)"]["/data/hp_fix:label"]) == (
        "位置",
        "Position",
    )
    asked = {bind.get("nodeset"): bind for bind in root.iter(f"{XFORM}bind")}
    assert {
        f"/data/hp_{'checklist' if item.is_core else 'more'}/hp_answer_{item.code}"
        for item in ChecklistItem.objects.all()
    } == {path for path in asked if path and "hp_answer_" in path}
    assert asked["/data/hp_finding/hp_finding_note"].get("required") == " ../hp_severity  >= 3"
    lists = {one.get("id"): [node.text for node in one.iter(f"{XFORM}name")] for one in root.iter(f"{XFORM}instance")}
    assert lists["hp_conditions"] == list(Condition.objects.order_by("rank").values_list("code", flat=True))
    groups = FindingKind.objects.exclude(parent=None).values("parent")
    assert lists["hp_kinds"] == list(
        FindingKind.objects.exclude(pk__in=groups).order_by("rank").values_list("code", flat=True)
    )


def test_a_new_word_makes_a_new_version(volunteer: User) -> None:
    url = collect.key(volunteer)
    before, again = entry(url), entry(url)
    Condition.objects.filter(code="good").update(label_zh="完好")
    after = entry(url)
    assert before == again
    assert (before["version"] == after["version"], before["hash"] == after["hash"]) == (False, False)


def test_nothing_else_is_served(volunteer: User) -> None:
    url = collect.key(volunteer)
    paths = ("forms/other.xml", "forms/other/manifest", "forms/heritage-inspection/other.csv")
    assert [Client().get(url + path).status_code for path in paths] == [404, 404, 404]


def test_form_list_asked_for_another_form_is_empty(volunteer: User) -> None:
    assert len(get(collect.key(volunteer) + "formList?formID=other")) == 0


def test_hidden_place_is_told_to_its_visitor_only_while_the_visit_is_open(volunteer: User) -> None:
    tomb = make.site(category_id="0201")
    assert tomb.shown_as == "cell"
    visit = take_assignment(site=tomb, by=volunteer, at=timezone.now())
    assert [row["geometry"] for row in rows(volunteer)] == ["39.940700 116.389400 0 0"]
    visit.status = "reported"
    visit.save()
    assert rows(volunteer) == []


def rows(person: User) -> list[dict[str, str]]:
    answer = Client().get(collect.key(person) + "forms/heritage-inspection/sites.csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def test_campaign_with_questions_has_a_form_of_its_own_with_its_sites(volunteer: User) -> None:
    campaign = make.campaign(code="WALL", area="110101", name_zh="长城巡查")
    make.questions(campaign, None, version="2026-06", activated_at=make.NOW)
    inside, outside = make.site(), make.site(district=make.district("110105", name_zh="朝阳区"))
    for place in (inside, outside):
        take_assignment(site=place, by=volunteer, at=timezone.now())
    url = collect.key(volunteer)
    forms = [{child.tag.removeprefix(LIST): child.text or "" for child in one} for one in get(url + "formList")]
    assert [(one["formID"], one["name"]) for one in forms] == [
        ("heritage-inspection", "文物巡查 Heritage inspection"),
        ("heritage-inspection-WALL", "文物巡查 Heritage inspection · 长城巡查"),
    ]
    assert forms[1]["version"].endswith("/2026-06")
    lists = [Client().get(f"{url}forms/{one['formID']}/sites.csv").content.decode() for one in forms]
    assert [(str(inside.pk) in text, str(outside.pk) in text) for text in lists] == [(False, True), (True, False)]
    root = get(forms[1]["downloadUrl"])
    binds = {bind.get("nodeset"): bind for bind in root.iter(f"{XFORM}bind")}
    assert binds["/data/hp_campaign/more"].get("relevant") == " /data/hp_campaign/crowd  = 'yes'"
    assert binds["/data/hp_campaign/more/people"].get("constraint") == ". > 0"


def test_campaign_asking_no_longer_has_no_form(volunteer: User, site: Site) -> None:
    make.questions(make.campaign(area="110101"), None, activated_at=make.NOW, retired_at=make.NOW)
    take_assignment(site=site, by=volunteer, at=timezone.now())
    assert len(get(collect.key(volunteer) + "formList")) == 1
