"""What indicators refuse."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class DayNotOver(Problem):
    """A snapshot tells what was known when a day was over; this one is not."""

    code = "day_not_over"
    status = 409
    sentence = _(
        "That day is not over. A snapshot is taken after midnight in Beijing; name yesterday or an earlier day."
    )
