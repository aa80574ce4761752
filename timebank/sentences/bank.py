"""Amounts, stars, vouchers and small pictures as pages and notices show them."""

import base64
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from timebank.models import Currency
from timebank.queries.bank import Scheme


def picture_address(png: bytes | memoryview) -> str:
    """Return a small picture as a data address."""
    return "data:image/png;base64," + base64.b64encode(bytes(png)).decode()


def amount_in_words(amount: int, currency: str) -> str:
    """Say an amount of a currency: seconds as hours and minutes, points as points."""
    if currency == Currency.POINTS:
        return _("{points} points").format(points=amount)
    return _("{hours} h {minutes:02d} min").format(hours=amount // 3600, minutes=amount // 60 % 60)


def amount_in_both(amount: int, currency: str) -> list[str]:
    """Return the amount in Chinese and English, as a notice's params keep it."""
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(amount_in_words(amount, currency))
    return said


def star_words(scheme: Scheme) -> dict[str, Any]:
    """Return what stands beside a scheme's bar: the stars it leads to, and how far it is."""
    count, ahead = scheme.progress.count, scheme.progress.ahead
    words = {
        "hours": _("{count} of {next} hours"),
        "visits": _("{count} of {next} services"),
        "months": _("{count} of {next} active months"),
    }
    label = {
        "hours": _("On the way to {stars} stars, by hours"),
        "visits": _("On the way to {stars} stars, by services"),
        "months": _("On the way to {stars} stars, by active months"),
    }
    return {
        "count": count,
        "ahead": ahead,
        "label": label[scheme.measure].format(stars=ahead.stars if ahead else ""),
        "words": words[scheme.measure].format(count=count, next=ahead.threshold if ahead else ""),
    }


def voucher_code(code: str) -> str:
    """Return a voucher's code in two groups, to be read aloud."""
    return f"{code[:5]} {code[5:]}"
