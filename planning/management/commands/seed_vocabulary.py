"""Fills the seeded vocabularies of every app; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

import community.vocabulary
import patrol.vocabulary
import people.vocabulary
import planning.vocabulary
import service.vocabulary
import sites.vocabulary
import timebank.vocabulary


class Command(BaseCommand):
    """`manage.py seed_vocabulary`."""

    help = "Insert or update the seeded vocabularies (levels, categories, checklist, visit rules, …)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every app's list, in the order of the street."""
        with transaction.atomic():
            for app in (people, sites, timebank, service, patrol, community, planning):
                count = app.vocabulary.seed_all()
                if options["verbosity"]:
                    self.stdout.write(f"{app.__name__}: {count} terms")
