"""What can be refused about people."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class AreaUnknown(Problem):
    """The area is no division code."""

    code = "area_unknown"
    status = 422
    sentence = _("An area is the beginning of a division code: 2 to 12 digits, such as 11 or 110105. Correct it.")
