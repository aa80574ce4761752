from typing import Any

import pytest
from django.utils import translation

from sites.forms import SiteSearch
from sites.models import Category, Site
from tests.factories import make


@pytest.fixture
def register(db: None) -> None:
    subtype = Category.objects.filter(parent="0300").order_by("code")[0]
    far = make.district("110105", name_zh="朝阳区", name_en="Chaoyang")
    make.site(code="BELL")
    make.site(code="HALL", name_zh="某殿", name_en="A Hall", category=subtype, level_id="county")
    make.site(code="TOMB", name_zh="某墓", name_en="A Tomb", category_id="0200", district=far)


def found(**asked: str) -> list[str]:
    form = SiteSearch(asked)
    assert form.is_valid()
    return list(form.narrow(Site.objects.order_by("code")).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({}, ["BELL", "HALL", "TOMB"]),
        ({"q": "  "}, ["BELL", "HALL", "TOMB"]),
        ({"q": " hall "}, ["HALL"]),
        ({"level": "county"}, ["HALL"]),
        ({"category": "0300"}, ["BELL", "HALL"]),
        ({"district": "110105"}, ["TOMB"]),
        ({"q": "墓", "district": "110101"}, []),
    ],
)
def test_search_narrows(asked: dict[str, str], codes: list[str], register: None) -> None:
    assert found(**asked) == codes


@pytest.mark.parametrize(("asked", "is_search"), [({}, False), ({"q": " "}, False), ({"level": "county"}, True)])
def test_search_knows_whether_anything_is_asked(asked: dict[str, str], is_search: bool, register: None) -> None:  # noqa: FBT001
    form = SiteSearch(asked)
    assert (form.is_valid(), form.is_search) == (True, is_search)


@pytest.mark.parametrize(
    "wrong", [{"level": "royal"}, {"category": "03"}, {"district": "99"}, {"q": "n" * 81}, {"q": "a\x00b"}]
)
def test_search_refuses_what_is_no_choice(wrong: dict[str, str], register: None) -> None:
    form = SiteSearch(wrong)
    assert (form.is_valid(), list(form.errors)) == (False, list(wrong))


@pytest.mark.parametrize(("language", "first"), [("zh-hans", "全国重点"), ("en", "National")])
def test_choices_are_in_the_readers_language(language: str, first: str, register: None) -> None:
    with translation.override(language):
        form: Any = SiteSearch({})
        labels = [str(label) for _code, label in form.fields["level"].choices]
    assert len(labels) == 6
    assert labels[1].startswith(first)
