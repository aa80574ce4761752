"""What the ledger refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class ServiceOverlaps(Problem):
    """The person has already been credited for a part of this time."""

    code = "service_overlaps"
    status = 409
    sentence = _("Part of this time has already been credited to the same person. Correct the times first.")
