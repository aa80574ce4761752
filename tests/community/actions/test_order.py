"""Moderation: reported, hidden with a reason, silent after repetition, appealed, shown again; letters and promises."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.actions.alerts import raise_alerts, read_citizens
from community.actions.care import (
    adopt_site,
    call_season,
    end_adoption,
    remind_of_promises,
    share_year,
    stop_sharing_year,
)
from community.actions.letters import answer_question, ask_to_write, block_letters, open_letters_again, write_letter
from community.actions.order import answer_appeal, appeal, report_abuse, rule
from community.errors import (
    AbuseReported,
    AlreadyAdopted,
    AlreadyAsked,
    AppealNeedsAnother,
    IsMuted,
    LettersClosed,
    LettersForAdults,
    OwnWords,
)
from community.models import AbuseReport, Adoption, Message, Mute, Post, SeasonTold
from community.queries.alerts import board
from core.errors import NotAllowed
from core.ids import new_id
from people.models import Notice, User
from sites.models import Site
from tests.community.actions.test_posts import say
from tests.conftest import signed_in
from tests.factories import make

NOW = make.NOW


def hide(post: Post, by: User) -> object:
    return rule(said=post, verdict="hide", reason="insult", words="", by=by, at=NOW)


def test_report_is_answered_by_a_ruling_and_author_is_told(volunteer: User, officer: User) -> None:
    post = say(volunteer)
    report_abuse(said=post, reason="insult", words="", by=officer, at=NOW)
    with pytest.raises(AbuseReported):
        report_abuse(said=post, reason="ad", words="", by=officer, at=NOW)
    with pytest.raises(NotAllowed):
        report_abuse(said=post, reason="ad", words="", by=volunteer, at=NOW)
    with pytest.raises(NotAllowed):
        hide(post, volunteer)
    ruling = hide(post, officer)
    assert AbuseReport.objects.get().ruling == ruling
    assert Post.objects.get().state == "hidden"
    assert [one.kind for one in Notice.objects.filter(user=volunteer)] == ["words_hidden"]
    with pytest.raises(OwnWords):
        hide(say(officer), officer)


def test_second_hiding_silences_and_a_reversed_one_lifts_it(
    volunteer: User, officer: User, other_officer: User
) -> None:
    for _turn in range(2):
        ruling = hide(say(volunteer), officer)
    with pytest.raises(IsMuted):
        say(volunteer)
    made = appeal(ruling=ruling, text="我没有骂人", by=volunteer, at=NOW)  # type: ignore[arg-type]
    with pytest.raises(AppealNeedsAnother):
        answer_appeal(made=made, outcome="reversed", answer="", by=officer, at=NOW)
    answer_appeal(made=made, outcome="reversed", answer="确实没有", by=other_officer, at=NOW)
    assert Mute.objects.get().lifted_at == NOW
    assert say(volunteer).state == "shown"


def test_held_post_is_shown_by_a_ruling(volunteer: User, officer: User) -> None:
    post = say(volunteer, "倒卖文物的人被抓了")
    page = signed_in(officer).get("/community/moderation/").content.decode()
    assert "倒卖文物的人被抓了" in page
    rule(said=post, verdict="show", reason="", words="", by=officer, at=NOW)
    assert Post.objects.get().state == "shown"


def test_letters_need_both_and_end_by_either(volunteer: User, officer: User) -> None:
    line = ask_to_write(whom=officer, words="您好", by=volunteer, at=NOW)
    with pytest.raises(AlreadyAsked):
        ask_to_write(whom=volunteer, words="", by=officer, at=NOW)
    said = {"id": new_id(), "line": line, "text": "好", "by": volunteer, "at": NOW}
    with pytest.raises(LettersClosed):
        write_letter(**said)
    with pytest.raises(LettersClosed):
        answer_question(line=line, is_yes=True, by=volunteer, at=NOW)
    answer_question(line=line, is_yes=True, by=officer, at=NOW)
    assert write_letter(**said) == write_letter(**said)
    block_letters(line=line, by=officer, at=NOW)
    with pytest.raises(LettersClosed):
        write_letter(**{**said, "id": new_id()})
    with pytest.raises(LettersClosed):
        open_letters_again(line=line, by=volunteer, at=NOW)
    open_letters_again(line=line, by=officer, at=NOW)
    write_letter(**{**said, "id": new_id()})
    assert Message.objects.count() == 2


@pytest.mark.parametrize("year", [None, 2015])
def test_no_letters_with_minors(year: int | None, officer: User) -> None:
    child = make.volunteer(birth_year=year)
    for whom, by in ((child, officer), (officer, child)):
        with pytest.raises(LettersForAdults):
            ask_to_write(whom=whom, words="", by=by, at=NOW)


def test_promise_is_reminded_once_a_month_and_ends_gently(volunteer: User, site: Site) -> None:
    now = timezone.now()
    adopt_site(site=site, times_a_year=4, is_shown=True, by=volunteer, at=now - timedelta(days=100))
    with pytest.raises(AlreadyAdopted):
        adopt_site(site=site, times_a_year=4, is_shown=True, by=volunteer, at=now)
    assert volunteer.name in signed_in(make.user()).get(f"/community/sites/{site.code}/panel/").content.decode()
    assert [remind_of_promises(at=now), remind_of_promises(at=now)] == [1, 0]
    assert remind_of_promises(at=now + timedelta(days=31)) == 1
    remind_of_promises(at=now + timedelta(days=200))
    assert Adoption.objects.get().ending == "quiet"
    assert [one.kind for one in Notice.objects.order_by("created_at")] == [
        "adoption_due",
        "adoption_due",
        "adoption_ended",
    ]


def test_promise_kept_is_not_reminded(volunteer: User, site: Site) -> None:
    now = timezone.now()
    adoption = adopt_site(site=site, times_a_year=4, is_shown=False, by=volunteer, at=now - timedelta(days=100))
    make.report(volunteer, site, finished_at=now - timedelta(days=9))
    assert remind_of_promises(at=now) == 0
    assert volunteer.name not in signed_in(make.user()).get(f"/community/sites/{site.code}/panel/").content.decode()
    end_adoption(adoption=adoption, by=volunteer, at=now)


def test_season_is_called_once(volunteer: User) -> None:
    january = NOW.replace(month=1, day=10)
    first = call_season(at=january)
    assert first == SeasonTold.objects.count() == 2
    assert call_season(at=january + timedelta(days=1)) == 0
    assert Notice.objects.filter(user=volunteer, kind="season_call").count() == 2


def test_year_is_read_by_link_only_while_it_runs(volunteer: User, site: Site) -> None:
    share = share_year(year=2026, shows_name=False, by=volunteer, at=NOW)
    url = f"/community/shared/{share.token}/"
    client = signed_in(make.user())
    page = client.get(url)
    assert (page.status_code, page["X-Robots-Tag"], page["Referrer-Policy"]) == (200, "noindex", "no-referrer")
    assert volunteer.name not in page.content.decode()
    named = share_year(year=2026, shows_name=True, by=volunteer, at=NOW)
    assert client.get(url).status_code == 404
    assert volunteer.name in client.get(f"/community/shared/{named.token}/").content.decode()
    stop_sharing_year(year=2026, by=volunteer, at=NOW)
    assert client.get(f"/community/shared/{named.token}/").status_code == 404


def test_alerts_speak_once_where_something_is_unusual(
    volunteer: User, officer: User, other_officer: User, site: Site
) -> None:
    now = timezone.now()
    say(volunteer, "漏雨", site=site, at=now)
    assert raise_alerts(at=now) == 0
    assert "没有异常" in signed_in(officer).get("/community/alerts/").content.decode()
    for _turn in range(4):
        say(volunteer, "漏雨", site=site, at=now)
    assert [raise_alerts(at=now), raise_alerts(at=now), read_citizens(at=now)] == [1, 0, 0]
    assert [one.user for one in Notice.objects.filter(kind="alert_raised")] == [officer]
    [line] = [one for one in board(("1101",), on=timezone.localdate(now)) if one.is_unusual]
    assert (line.kind, line.area, line.day.count) == ("damage", "110101", 5)
    assert board(("110105",), on=timezone.localdate(now)) == []
    rows = signed_in(officer).get("/community/alerts/rows/?kind=damage&area=110101")
    assert len(rows.context["rows"]) == 5
    assert signed_in(other_officer).get("/community/alerts/rows/?kind=damage&area=110101").status_code == 404
