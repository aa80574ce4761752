"""Something of everything in the community, for the access table: of the volunteer, ruled on by the officer."""

from typing import Any

from django.utils import timezone

from community.models import (
    Adoption,
    Comment,
    Correspondence,
    HidingAppeal,
    Post,
    PostPhoto,
    Ruling,
    YearShare,
)
from core.ids import new_id
from people.models import User
from sites.models import Site
from tests.factories import make

TOKEN = "y" * 32


def community(
    people: dict[str, User | None], site: Site, photo: str
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Make it; return what addresses name, and what some of them mean by the same words."""
    volunteer, officer, planner = people["volunteer"], people["officer"], people["planner"]
    assert volunteer is not None
    assert officer is not None
    assert planner is not None
    organisation = volunteer.volunteer.organisation
    assert organisation is not None
    post = Post.objects.create(author=volunteer, site=site, text="雪后一切安好", made_at=make.NOW)
    PostPhoto.objects.create(post=post, file_id=photo, position=0)
    Post.objects.create(kind="news", organisation=organisation, author=officer, title="?", text="?", made_at=make.NOW)
    comment = Comment.objects.create(post=post, author=volunteer, text="谢谢", made_at=make.NOW)
    line = Correspondence.objects.create(
        asker=volunteer, asked=officer, state="open", asked_at=make.NOW, answered_at=make.NOW, last_at=make.NOW
    )
    share = YearShare.objects.create(token=TOKEN, user=volunteer, year=2026, made_at=make.NOW)
    appealed = _hidden(post, volunteer, officer)
    HidingAppeal.objects.create(ruling=appealed, by=volunteer, text="?", at=make.NOW)
    adoption = Adoption.objects.create(user=volunteer, site=site, times_a_year=2, since=make.NOW)
    named = {
        "post_id": post.pk,
        "comment_id": comment.pk,
        "position": "0",
        "organisation_code": organisation.code,
        "user_id": planner.pk,
        "letter_id": line.pk,
        "said_kind": "post",
        "said_id": post.pk,
        "ruling_id": _hidden(post, volunteer, officer).pk,
        "word_code": "crack",
        "adoption_id": adoption.pk,
        "year": timezone.localdate().year,
    }
    special = {
        "community:answer_hiding_appeal": {"ruling_id": appealed.pk},
        "community:shared_year": {"token": share.token},
    }
    return named, special


def _hidden(post: Post, author: User, moderator: User) -> Ruling:
    comment = Comment.objects.create(id=new_id(), post=post, author=author, text="?", made_at=make.NOW)
    ruling = Ruling.objects.create(comment=comment, verdict="hide", reason="other", by=moderator, at=make.NOW)
    Comment.objects.filter(pk=comment.pk).update(state="hidden")
    return ruling
