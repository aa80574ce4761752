"""Who may write, speak for an organisation, moderate, and see what is unusual."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from community.models import Comment, Message, Post
from people.models import Organisation, Role, User
from people.permissions import Person, areas_of, has_right, has_role, managed_by


def can_write(person: Person) -> bool:
    """Say whether the person may post, comment and thank: whoever holds a role here."""
    return has_right(person, "write_posts")


def can_write_news(person: Person, organisation: Organisation | None = None) -> bool:
    """Say whether the person may speak for the organisation (its manager), or without one for the federation."""
    if has_role(person, Role.ADMINISTRATOR):
        return True
    return organisation is not None and has_right(person, "write_news") and organisation.pk in managed_by(person)


def speaks_for(person: Person) -> QuerySet[Organisation]:
    """Return the organisations the person may speak for."""
    if has_role(person, Role.ADMINISTRATOR):
        return Organisation.objects.order_by("code")
    return Organisation.objects.filter(pk__in=managed_by(person)).order_by("code")


def can_moderate(person: Person) -> bool:
    """Say whether the person decides about what others said."""
    return has_right(person, "moderate")


def can_rule_on(person: Person, said: Post | Comment | Message) -> bool:
    """Say whether the person may decide about this: a moderator, and never about their own words."""
    return can_moderate(person) and said.author_id != person.pk


def can_edit_words(person: Person) -> bool:
    """Say whether the person keeps the list of sensitive words."""
    return has_right(person, "edit_words")


def alert_areas(person: Person) -> tuple[str, ...]:
    """Return the areas whose unusual numbers the person sees; `("",)` means everywhere."""
    return areas_of(person, "see_alerts")


def is_adult(person: UUID, on: date) -> bool:
    """Say whether the person is known to be grown-up on that day; the wall in the database asks the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT community_is_adult(%s, %s)", [person, on])
        return bool(cursor.fetchone()[0])


def can_adopt(person: Person, area: str) -> bool:
    """Say whether the person may promise to look after a site of the area: a volunteer there."""
    return has_right(person, "take_assignment", area=area)


def is_own(person: User, said: Post | Comment | Message) -> bool:
    """Say whether these are the person's own words."""
    return said.author_id == person.pk
