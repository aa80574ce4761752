"""What the alert board counts of activities."""

from datetime import timedelta

from django.utils import timezone

from community.queries.alerts import board, rows_behind
from people.models import User
from service.actions.afterwards import evaluate
from service.actions.attendance import confirm_service
from service.models import Shift
from service.models.evaluation import About
from tests.conftest import signed_in
from tests.factories import make
from tests.service.needed import present, shift


def said(where: Shift, stars: int, officer: User, about: str = About.ACTIVITY) -> None:
    """Let somebody serve, and be said a word about it two hours after the end."""
    organiser, after = where.activity.made_by, where.ends_at + timedelta(hours=2)
    application = present(where, make.volunteer(), organiser)
    confirm_service(application=application, by=officer, at=after)
    by = application.volunteer if about == About.ACTIVITY else organiser
    evaluate(application=application, about=about, stars=stars, tags=[], words="", by=by, at=after)


def test_bad_evaluations_of_activities_are_counted_where_they_took_place(officer: User, other_officer: User) -> None:
    where = shift(quota=6)
    for stars in (2, 1, 2, 3, 5):
        said(where, stars, officer)
    said(where, 1, officer, About.VOLUNTEER)
    day = timezone.localdate(where.ends_at)
    [line] = board(("1101",), on=day)
    assert (line.kind, line.area, line.day.count, line.is_unusual) == ("evaluations", "110101", 3, True)
    rows = rows_behind("evaluations", "110101", on=day, days=1)
    assert [(row["source"], row["key"]) for row in rows] == [("evaluation", str(where.activity_id))] * 3
    assert rows_behind("evaluations", "110101", on=day - timedelta(days=1), days=1) == []
    address = f"/community/alerts/rows/?kind=evaluations&area=110101&on={day.isoformat()}"
    page = signed_in(officer).get(address).content.decode()
    assert page.count(f'href="/activities/{where.activity_id}/"') == 3
    assert signed_in(other_officer).get(address).status_code == 404
