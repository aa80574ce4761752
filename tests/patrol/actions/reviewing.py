"""Officers and reports of the desk's tests: three officers of one district, and a report that needs two of them."""

from patrol.models import Evidence, Report, Review
from people.models import Role, User
from sites.models import Site
from tests.factories import make

NOW = make.NOW


def officers(count: int, area: str = "110101") -> list[User]:
    """Make officers of the area."""
    made = [make.user(f"judge-{number}@test.example") for number in range(count)]
    for person in made:
        make.grant(person, Role.OFFICER, area)
    return made


def scored(report: Report, score: int = 96, *, needs_person: bool = False) -> Report:
    """Let the evidence of a report be weighed: strong and clean, unless said otherwise."""
    band = "strong" if score >= 80 else "weak"
    Evidence.objects.create(
        report=report,
        computed_at=NOW,
        policy_from=NOW.date(),
        score=score,
        band=band,
        needs_person=needs_person,
        witnesses=[],
    )
    Review.objects.filter(pk=report.pk).update(score=score, band=band, needs_person=needs_person)
    report.review.refresh_from_db()
    return report


def severe(volunteer: User, site: Site | None = None) -> Report:
    """Make a report of a hazard: two of three decide."""
    return scored(make.report(volunteer, site or make.site(), severity=3, photos=2))


def routine(volunteer: User, site: Site | None = None) -> Report:
    """Make a clean report without damage: far and near photo, strong evidence."""
    return scored(make.report(volunteer, site or make.site(), photos=2))


def officers_more() -> User:
    """Make one officer more, who judged nothing yet."""
    person = make.user("judge-more@test.example")
    make.grant(person, Role.OFFICER, "110101")
    return person
