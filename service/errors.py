"""What is refused about activities and the places in them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class ActivityNotOpen(Problem):
    """It is a draft, over, or called off; or the act does not go with its state."""

    code = "activity_not_open"
    status = 409
    sentence = _("This activity is {state}, so this cannot be done now.")


class ActivityIncomplete(Problem):
    """Nothing is published without a time to come."""

    code = "activity_incomplete"
    status = 409
    sentence = _("Add at least one shift that is still to come, then publish.")


class ShiftBegan(Problem):
    """One applies for what is still to come."""

    code = "shift_began"
    status = 409
    sentence = _("This shift has begun already. Choose a later one.")


class ShiftAttended(Problem):
    """Somebody's presence is known: the time of the shift is part of it."""

    code = "shift_attended"
    status = 409
    sentence = _("Somebody has checked in to this shift already, so its time stays. Add another shift instead.")


class ShiftFull(Problem):
    """All places are taken."""

    code = "shift_full"
    status = 409
    sentence = _(
        "All places of this shift are taken. Somebody must give one back first, or the number of places be raised."
    )


class ShiftsOverlap(Problem):
    """The person has promised this time to another shift."""

    code = "shifts_overlap"
    status = 409
    sentence = _("This person has a place in another shift at the same time. Give that one back first.")


class QuotaBelowTaken(Problem):
    """More people have been accepted."""

    code = "quota_below_taken"
    status = 409
    sentence = _("{taken} people have a place already. The number of places cannot be lower.")


class ApplicationOver(Problem):
    """The act does not go with the state."""

    code = "application_over"
    status = 409
    sentence = _("This place is “{state}”, so this cannot be done now. Load the page again.")


class PlaceAgeUnknown(Problem):
    """Who might be a child is not taken for grown up."""

    code = "activity_age_unknown"
    status = 409
    sentence = _("Nobody has noted your date of birth. Tell your organisation; it records it, and you can take part.")


class PlaceTooYoung(Problem):
    """The activity is for older people."""

    code = "activity_too_young"
    status = 409
    sentence = _("This activity is for older people. Look for one that fits your age.")


class PlaceGuardianMissing(Problem):
    """A minor takes part with a guardian's consent only."""

    code = "activity_guardian_missing"
    status = 409
    sentence = _("Below 18 you take part with your guardian's written consent. Give it to your organisation first.")


class PlaceInsuranceMissing(Problem):
    """The law wants an accident insurance before risky service."""

    code = "activity_insurance_missing"
    status = 409
    sentence = _("This activity needs an accident insurance for its day. Ask your organisation to record yours.")


class PlaceSkillMissing(Problem):
    """A skill that the activity cannot do without."""

    code = "activity_skill_missing"
    status = 409
    sentence = _("This activity needs a skill that your profile does not name. Ask your organisation for a training.")


class CheckInNotNow(Problem):
    """Too early, or the shift is long over."""

    code = "check_in_not_now"
    status = 409
    sentence = _("You can check in and out around the time of the shift only.")


class CheckInCodeOld(Problem):
    """The code belongs to another shift or has turned."""

    code = "check_in_code_old"
    status = 409
    sentence = _("This code is not valid any more. Scan the one that is on the organiser's screen now.")


class CheckInElsewhere(Problem):
    """The position lies outside the place's circle; how far is not said, as it would tell a hidden place."""

    code = "check_in_elsewhere"
    status = 409
    sentence = _("Your position is not at the meeting place. Go closer, scan the code there, or ask the organiser.")


class CheckInVague(Problem):
    """The position is too coarse to say anything."""

    code = "check_in_vague"
    status = 409
    sentence = _("Your position is too vague. Wait under the open sky for a moment, or scan the code at the place.")


class NotCheckedOut(Problem):
    """Hours need a beginning and an end."""

    code = "not_checked_out"
    status = 409
    sentence = _("The end is missing. Write down when this person left, and let somebody else confirm it.")


class NothingInShift(Problem):
    """The time between check-in and check-out lies outside the shift."""

    code = "nothing_in_shift"
    status = 409
    sentence = _("The noted time does not lie in the shift. Correct it first.")


class SecondPersonNeeded(Problem):
    """Four eyes on what stands on a list only."""

    code = "presence_needs_another"
    status = 409
    sentence = _("You wrote this presence down yourself, or it is your own. Somebody else confirms it.")


class EvaluationNotYet(Problem):
    """Only who served speaks and is spoken of, once."""

    code = "evaluation_not_now"
    status = 409
    sentence = _("An evaluation is given once, after the service is confirmed.")


class OfferOver(Problem):
    """It was answered, ran out, or is not needed any more."""

    code = "offer_over"
    status = 409
    sentence = _("This offer is closed. Look at the activity: there may still be a free place.")


LACKS: Final[dict[str, type[Problem]]] = {
    kind.code: kind
    for kind in (PlaceAgeUnknown, PlaceTooYoung, PlaceGuardianMissing, PlaceInsuranceMissing, PlaceSkillMissing)
}
