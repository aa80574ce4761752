"""Gives a person a role, or takes it back: the way to the first administrator of a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import NotAllowed, Problem
from people.actions import grant_role, revoke_role
from people.models import Role, User


class Command(BaseCommand):
    """`manage.py grant_role somebody@example.org officer --area 110101`."""

    help = "Give a person a role in an area (or everywhere), or take it back with --revoke. The audit trail keeps it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, what, where."""
        parser.add_argument("email", help="the address the person signs in with")
        parser.add_argument("role", choices=Role.values, help="what the person is here for")
        parser.add_argument(
            "--area", default="", help="a division code or its beginning: 11, 110105 (default: everywhere)"
        )
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="the administrator who decided it (default: the machine)"
        )
        parser.add_argument("--revoke", action="store_true", help="take the role back instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it once; a role already held is said, not repeated."""
        person = _person(options["email"])
        by = _person(options["by"]) if options["by"] else None
        change = revoke_role if options["revoke"] else grant_role
        try:
            is_new = change(user=person, role=Role(options["role"]), area=options["area"], by=by, at=timezone.now())
        except NotAllowed:
            raise CommandError(
                f"{options['by']} is no administrator of that area, so the role stays as it is."
            ) from None
        except Problem as refusal:
            raise CommandError(refusal.detail) from None
        held = "no longer holds" if options["revoke"] else "holds"
        area = options["area"] or "everywhere"
        self.stdout.write(f"{person.email} {held} {options['role']} ({area}){'' if is_new else ', as before'}.")


def _person(email: str) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody signs in as {email}. Sign up first, or run: manage.py createsuperuser")
    return person
