from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import NotAllowed, NotFound, Problem, Stale


class TooLate(Problem):
    code = "too_late"
    status = 409
    sentence = "It ended on {on}."


def test_detail_fills_in_what_the_refusal_knows() -> None:
    refusal = TooLate(on="2026-06-01")
    assert refusal.detail == "It ended on 2026-06-01."
    assert refusal.extra == {"on": "2026-06-01"}
    assert str(refusal) == "too_late"


def test_detail_without_extra_is_the_sentence_as_it_stands() -> None:
    assert TooLate().detail == "It ended on {on}."


def test_detail_follows_the_readers_language() -> None:
    with translation.override("en"):
        assert NotFound().detail == "There is nothing here, or you may not see it."
    with translation.override("zh-hans"):
        assert NotFound().detail == gettext("There is nothing here, or you may not see it.")
        assert not NotFound().detail.isascii()


def test_detail_does_not_read_braces_in_what_a_person_wrote() -> None:
    assert TooLate(on="{0.__class__}").detail == "It ended on {0.__class__}."


def test_refusals_have_their_own_code_and_status() -> None:
    assert [(one.code, one.status) for one in (Problem, NotAllowed, NotFound, Stale)] == [
        ("refused", 400),
        ("not_allowed", 403),
        ("not_found", 404),
        ("stale", 409),
    ]


def test_every_sentence_is_lazy() -> None:
    assert {type(one.sentence) for one in (Problem, NotAllowed, NotFound, Stale)} == {type(_("x"))}
