"""What can be refused about people."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class AreaUnknown(Problem):
    """The area is no division code."""

    code = "area_unknown"
    status = 422
    sentence = _("An area is the beginning of a division code: 2 to 12 digits, such as 11 or 110105. Correct it.")


class DeliveryNotFailed(Problem):
    """None of these messages stands as failed."""

    code = "delivery_not_failed"
    status = 409
    sentence = _("None of these messages failed, or somebody has sent them again already. Load the page again.")


class PushServiceUnknown(Problem):
    """The device names a push service the server does not call, or keys no browser makes."""

    code = "push_service_unknown"
    status = 422
    sentence = _(
        "This browser's notification service is not known here. Choose e-mail, or ask the operator to allow the service."
    )


class QuietHoursEmpty(Problem):
    """The hours of quiet begin and end at the same minute."""

    code = "quiet_hours_empty"
    status = 422
    sentence = _("Quiet begins and ends at the same time. Change one of them, or switch quiet hours off.")
