"""A visit rule in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.logic.duty import KEY_SECTION
from planning.models import VisitRule
from planning.queries.jurisdictions import jurisdiction
from planning.sentences import source_words
from sites.models import Category, Condition, Level


class Words:
    """The labels that some rules need, read once."""

    def __init__(self, rules: Iterable[VisitRule]) -> None:
        """Read them."""
        self.labels = {
            one.code: one.label for vocabulary in (Level, Condition, Category) for one in vocabulary.objects.all()
        }
        self.areas = {code: jurisdiction(code).name for code in {rule.district_prefix for rule in rules}}

    def label(self, code: str) -> str:
        """Return the label of a code, or the code."""
        return str(self.labels.get(code, code))


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule looks at, how often it asks for a visit, where, in which season ("" all year), and where it is written."""

    what: str
    every: str
    where: str
    season: str
    source: str


def rule_in_words(rule: VisitRule, words: Words) -> RuleWords:
    """Return a rule in the reader's language."""
    narrowed = [words.label(code) for code in (rule.level, rule.condition, rule.category) if code]
    season = (rule.season_from, rule.season_to)
    return RuleWords(
        what=" · ".join([_looked_at(rule, words), *narrowed]),
        every=_every(rule),
        where=words.areas[rule.district_prefix],
        source=source_words(rule.source),
        season=_("{first} to {last} each year").format(first=_day(season[0]), last=_day(season[1]))
        if any(season)
        else "",
    )


def _looked_at(rule: VisitRule, words: Words) -> str:
    scope = VisitRule.Scope(rule.scope)
    if scope == VisitRule.Scope.SECTION:
        return _("lines with a key section") if rule.value == KEY_SECTION else _("lines cut into sections")
    if rule.value:
        return _("{scope}: {value}").format(scope=scope.label, value=words.label(rule.value))
    return str(scope.label)


def _every(rule: VisitRule) -> str:
    if rule.interval_months:
        return ngettext("every {months} month", "every {months} months", rule.interval_months).format(
            months=rule.interval_months
        )
    return ngettext("every {days} day", "every {days} days", rule.interval_days).format(days=rule.interval_days)


def _day(number: int) -> str:
    return f"{number // 100:02}-{number % 100:02}"
