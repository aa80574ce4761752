"""Says how well the evidence agrees with officers' decisions, and proposes weights."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from patrol.queries.calibration import Calibration, calibration_of


class Command(BaseCommand):
    """`manage.py calibrate [--since YYYY-MM-DD] [--json]`."""

    help = (
        "Compare the evidence of decided reports with what officers decided: each witness (precision, recall, false "
        "alarms), the score (share accepted by band), and weights that would agree better. Changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From which day, and for whom the answer is."""
        parser.add_argument("--since", type=date.fromisoformat, help="only reports decided on this day or later")
        parser.add_argument("--json", action="store_true", dest="is_json", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the figures."""
        figures = calibration_of(since=options["since"])
        self.stdout.write(json.dumps(_values(figures)) if options["is_json"] else "\n".join(_lines(figures)))


def _values(figures: Calibration) -> dict[str, Any]:
    shares = [
        {"precision": one.precision, "recall": one.recall, "false_alarms": one.false_alarms}
        for one in figures.witnesses
    ]
    values = asdict(figures)
    values["witnesses"] = [{**one, **more} for one, more in zip(values["witnesses"], shares, strict=True)]
    values["bands"] = [{**asdict(band), "share": band.share} for band in figures.bands]
    return values


def _lines(figures: Calibration) -> list[str]:
    lines = [
        f"{figures.reports:,} decided reports, {figures.refused:,} rejected",
        f"as ruled: {_percent(figures.ruled.detected)} and {_percent(figures.ruled.false_alarms)} go to a person",
        f"score below {figures.best.below}: {_percent(figures.best.detected)} and {_percent(figures.best.false_alarms)}",
        "",
        f"{'score':<10}{'reports':>9}{'accepted':>10}   95 %",
    ]
    lines += [
        f"{f'{band.least}-{band.most}':<10}{band.count:>9,}{_percent(band.share):>10}   "
        f"{_percent(band.low)} to {_percent(band.high)}"
        for band in figures.bands
    ]
    lines += ["", f"{'witness':<14}{'heard':>8}{'doubted':>9}{'precision':>11}{'recall':>9}{'false alarms':>14}"]
    lines += [
        f"{one.name:<14}{one.heard:>8,}{one.doubted:>9,}{_percent(one.precision):>11}{_percent(one.recall):>9}"
        f"{_percent(one.false_alarms):>14}"
        for one in figures.witnesses
    ]
    if figures.proposals is None:
        return [*lines, "", "Too few decisions to propose weights: it takes twenty rejected and twenty accepted."]
    lines += ["", f"{'witness':<14}{'weight':>8}{'proposed':>10}"]
    return lines + [
        f"{one.name:<14}{'-' if one.weight is None else f'{one.weight:g}':>8}{one.proposed:>10g}"
        for one in figures.proposals
    ]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
