"""What can be refused of posts, letters, moderation and promises."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class SaysNothing(Problem):
    """Neither words nor a photo."""

    code = "says_nothing"
    status = 422
    sentence = _("Write something, or add a photo.")


class TooMuchAtOnce(Problem):
    """More than one person says in an hour or a day."""

    code = "too_much_at_once"
    status = 429
    sentence = _("That was a lot in a short time. Take a rest, and go on in an hour.")


class IsMuted(Problem):
    """The person may not write for some days; `until` names the end."""

    code = "is_muted"
    status = 403
    sentence = _(
        "You cannot write until {until}, because words of yours were hidden several times. You can appeal against each."
    )


class ThanksForOthers(Problem):
    """One thanks others, not oneself."""

    code = "thanks_for_others"
    status = 422
    sentence = _("This post is your own. Thanks are for others.")


class LettersForAdults(Problem):
    """One of the two is not known to be grown-up."""

    code = "letters_for_adults"
    status = 403
    sentence = _(
        "Letters are only between people who are known to be over 18. Ask your organisation to note the date of birth."
    )


class LettersClosed(Problem):
    """One of the two has not said yes, or no longer."""

    code = "letters_closed"
    status = 403
    sentence = _("You can write to each other when both have said yes. This is not so, or no longer.")


class AlreadyAsked(Problem):
    """These two have a correspondence already, whatever became of it."""

    code = "letters_asked"
    status = 409
    sentence = _("You have asked this person before, or they have asked you. Look at your letters.")


class AbuseReported(Problem):
    """The same person has reported the same thing."""

    code = "abuse_reported"
    status = 409
    sentence = _("You have reported this already. A moderator looks at it.")


class HidingAppealed(Problem):
    """There is an appeal, or nothing to appeal against."""

    code = "hiding_appealed"
    status = 409
    sentence = _("You have appealed already, or it is shown again. Load the page again.")


class AppealNeedsAnother(Problem):
    """Whoever ruled does not answer the appeal."""

    code = "appeal_needs_another"
    status = 403
    sentence = _("Somebody else answers this appeal: you ruled on it, or wrote it.")


class OwnWords(Problem):
    """Nobody rules on their own words."""

    code = "own_words"
    status = 403
    sentence = _("These are your own words. Another moderator decides about them.")


class AlreadyAdopted(Problem):
    """The promise runs already."""

    code = "already_adopted"
    status = 409
    sentence = _("You look after this site already.")
