"""A labelled world of reports: who went where, when, with which phone, and who only says so. Seeded; plain values.

Honest visits carry the noise of the field: bad reception, wrong clocks, photos from the album, cameras that tell no zone,
forgotten forms, copied phrases. Labels: `honest`, `lazy` (was there, took no pains), `forged` (was not there), `sold`
(entered in bulk for many accounts of one organisation before the quarter ends).
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from benchmarks.evidence_tracks import WayPlan, way_of

ZONE: Final = ZoneInfo("Asia/Shanghai")
FIRST_DAY: Final = datetime(2026, 8, 1, tzinfo=ZONE)
DAYS: Final = 61
CENTRE: Final = (116.4, 39.9)
DEGREE_M: Final = 111_195.0
VIEWS: Final = 3
CAMERAS: Final = ("HUAWEI P60", "Xiaomi 14", "OPPO Find X6", "vivo X90", "Apple iPhone 13", "HONOR 90", "Canon EOS R6")
ALL_WELL: Final = ("", "", "", "一切正常", "正常", "无异常", "完好", "OK")
# fmt: off
WORDS: Final = (
    "北墙", "南侧", "屋面", "瓦件", "台基", "石碑", "门窗", "排水", "裂缝", "杂草", "围栏", "标志牌", "彩画", "木柱", "风化",
    "松动", "新增", "未见", "已清理", "需复查",
)
# fmt: on
QUESTIONS: Final = tuple(f"q{number}" for number in range(8))
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PhotoPlan:
    """One photo: the scene and visit it truly shows, how it was treated since, and what phone and camera say of it."""

    scene: int
    visit: int
    treated: str = ""
    taken_at: datetime | None = None
    fix: Place | None = None
    exif: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """One report with its label and, for forged ones, the way it was forged."""

    label: str
    way: str
    person: int
    site: int
    arrived_at: datetime
    finished_at: datetime
    received_at: datetime
    fix: Place
    accuracy_m: float
    fix_at: datetime
    clock_offset_s: float
    note: str
    answers: dict[str, str]
    irregularities: tuple[str, ...]
    photos: tuple[PhotoPlan, ...]
    phone: str = ""
    way_recorded: WayPlan | None = None


@dataclass(frozen=True, slots=True)
class World:
    """Sites and homes (longitude, latitude), each person's organisation, and every report in the order of arrival."""

    sites: list[Place]
    homes: list[Place]
    teams: list[int]
    reports: list[ReportPlan]


class Maker:
    """Makes a world from a seed."""

    def __init__(self, seed: int, people: int = 90, sites: int = 220) -> None:
        self.seed = seed
        self.source = random.Random(seed)  # noqa: S311 - the same world for the same seed
        self.extra = random.Random(f"{seed} ways")  # noqa: S311 - the same world for the same seed
        self.sites = [self._somewhere(16_000) for _ in range(sites)]
        self.homes = [self._somewhere(14_000) for _ in range(people)]
        self.teams = [number % 8 for number in range(people)]
        self.phones = [self.source.choice(CAMERAS[:-1]) for _ in range(people)]
        self.habits = [self.source.random() for _ in range(people)]
        self.visits: dict[int, int] = {}
        self.busy: set[tuple[int, int]] = set()
        self.sold_phrases = [self._sentence() for _ in range(3)]

    def world(self, count: int) -> World:
        """Make about `count` reports: of a hundred, some 78 honest, 10 lazy, 8 forged and 4 sold."""
        reports: list[ReportPlan] = []
        while len(reports) < count:
            reports += [self._recorded(plan, reports) for plan in list(self._some(reports))]
        return World(self.sites, self.homes, self.teams, sorted(reports, key=lambda one: one.received_at))

    def _some(self, made: list[ReportPlan]) -> Iterator[ReportPlan]:
        person, dice = self.source.randrange(len(self.homes)), self.source.random()
        if dice < 0.90:
            yield from self._outing(person, "lazy" if self.habits[person] < 0.11 else "honest")
        elif dice < 0.975:
            yield from self._from_the_sofa(self.source.randrange(0, len(self.homes), 6), made)
        else:
            yield from self._sold(made)

    def _recorded(self, plan: ReportPlan, made: list[ReportPlan]) -> ReportPlan:
        """Say what phone sent it, and what way was recorded; drawn apart, so that nothing else of the world depends on it."""
        source = self.extra
        is_honest = plan.label in ("honest", "lazy")
        # Couples share a phone; whoever sells reports has one on the desk.
        owner = plan.person - plan.person % 2 if plan.person % 10 < 2 else plan.person
        phone = f"{self.seed} desk of {self.teams[plan.person]}" if plan.label == "sold" else f"{self.seed} {owner}"
        earlier = [one for one in made if one.label == "honest" and one.received_at < plan.arrived_at]
        recorded = way_of(source, self.sites[plan.site], is_honest=is_honest, earlier=earlier)
        return replace(plan, phone=phone, way_recorded=recorded)

    # --- visits that were made -----------------------------------------------------------------------------------

    def _outing(self, person: int, label: str) -> Iterator[ReportPlan]:
        at = self._free_day(person) + timedelta(hours=self.source.uniform(8, 15))
        stops = self.source.choices((1, 2, 3, 5), (5, 4, 2, 1))[0]
        place = self.homes[person]
        offset = self._clock_offset()
        for site in self._near(place, stops):
            way_m = metres(place, self.sites[site]) * 1.35
            at += timedelta(seconds=way_m / self.source.uniform(1.3, 9.0) + 60)
            minutes = self.source.uniform(1.5, 6) if label == "lazy" else self.source.lognormvariate(2.9, 0.45)
            yield self._visit(person, site, at, minutes, offset, label)
            at, place = at + timedelta(minutes=minutes), self.sites[site]

    def _visit(self, person: int, site: int, at: datetime, minutes: float, offset: float, label: str) -> ReportPlan:
        source = self.source
        arrived, finished = at, at + timedelta(minutes=minutes)
        if source.random() < 0.01:  # The form was opened on the way, or closed at home.
            arrived -= timedelta(minutes=source.uniform(5, 40))
        fix, accuracy, fix_at = self._reception(site, arrived, label)
        wait = source.uniform(0.02, 0.5) if source.random() < 0.8 else source.expovariate(1 / 14)
        visit = self.visits[site] = self.visits.get(site, 0) + 1
        number = 2 if label == "lazy" else source.choice((2, 2, 3, 4))
        photos = tuple(self._photo(person, site, visit, n, arrived, minutes) for n in range(number))
        return self._by_wrong_clock(
            ReportPlan(
                label,
                label,
                person,
                site,
                arrived,
                finished,
                finished + timedelta(hours=wait),
                fix,
                accuracy,
                fix_at,
                offset,
                self._note(person, label),
                self._answers(label),
                ("queue_gap",) if source.random() < 0.008 else (),
                photos,
            )
        )

    def _reception(self, site: int, arrived: datetime, label: str) -> tuple[Place, float, datetime]:
        """Say where the phone thinks it is: mostly right, at times far off, now and then older than the visit."""
        source = self.source
        accuracy = source.lognormvariate(2.4, 0.6)
        error = abs(source.gauss(0, accuracy * 0.8)) + source.uniform(0, 60)
        dice = source.random()
        if dice < 0.008:  # Walls and valleys: hundreds of metres off, and sure of itself.
            error = source.uniform(150, 420)
        elif dice < 0.018:  # Only the cells of the network.
            accuracy, error = source.uniform(200, 1500), source.uniform(50, 700)
        if label == "lazy":  # From the car, across the street.
            error += source.uniform(0, 160)
        fix_at = arrived + timedelta(minutes=source.uniform(0, 3))
        if source.random() < 0.006:
            fix_at = arrived - timedelta(minutes=source.uniform(10, 90))
        return self._moved(self.sites[site], error), accuracy, fix_at

    def _photo(self, person: int, site: int, visit: int, n: int, arrived: datetime, minutes: float) -> PhotoPlan:
        source = self.source
        # One in four is taken from where the last one was; the others show another corner.
        view = self.seed * 10**7 + site * 1000 + (n % VIEWS if source.random() < 0.25 else VIEWS + visit * 10 + n)
        taken = arrived + timedelta(minutes=minutes * source.uniform(0.1, 0.9))
        fix: Place | None = self._moved(self.sites[site], abs(source.gauss(0, 25)))
        dice = source.random()
        if dice < 0.04:  # Looked first, opened the form after.
            taken, fix = arrived - timedelta(minutes=source.uniform(1, 25)), None
        elif dice < 0.06:  # No reception just then.
            fix = None
        return PhotoPlan(view, visit, "", taken, fix, self._exif(person, site, taken))

    def _exif(self, person: int, site: int, taken: datetime) -> dict[str, object]:
        source = self.source
        if source.random() < 0.45:
            return {}
        local = taken.astimezone(ZONE).replace(tzinfo=None)
        if source.random() < 0.004:  # The camera still lives in another zone, or another year.
            local -= timedelta(hours=source.choice((1, 8, 24 * 365)))
        known: dict[str, object] = {
            "taken_at_local": local.replace(microsecond=0).isoformat(),
            "offset_minutes": 480 if source.random() < 0.4 else None,
            "camera": CAMERAS[-1] if source.random() < 0.03 else self.phones[person],
            "exposure_ev": round(source.gauss(12.5 if 7 <= taken.astimezone(ZONE).hour < 18 else 3.5, 1.6), 2),
        }
        if source.random() < 0.25:
            place = self._moved(self.sites[site], abs(source.gauss(0, 60)))
            if source.random() < 0.01:  # The camera remembers where it last knew where it was.
                place = self._moved(self.sites[site], source.uniform(500, 6000))
            known |= {"longitude": place[0], "latitude": place[1]}
        return known

    def _by_wrong_clock(self, plan: ReportPlan) -> ReportPlan:
        """Let the phone say every time by its own clock, which the server's is `clock_offset_s` ahead of."""
        behind = timedelta(seconds=plan.clock_offset_s)
        photos = tuple(
            replace(photo, taken_at=photo.taken_at - behind) if photo.taken_at else photo for photo in plan.photos
        )
        return replace(
            plan,
            arrived_at=plan.arrived_at - behind,
            finished_at=plan.finished_at - behind,
            fix_at=plan.fix_at - behind,
            photos=photos,
        )

    # --- visits that were not ------------------------------------------------------------------------------------

    def _from_the_sofa(self, person: int, made: list[ReportPlan]) -> Iterator[ReportPlan]:
        """Forge some reports in a row, one way each: most people know one trick."""
        way = self.source.choices(
            ("at_home", "mocked_old_photos", "mocked_others_photos", "mocked_at_night", "mocked_in_a_row", "careful"),
            (22, 28, 20, 8, 18, 4),
        )[0]
        hours = (20.2, 22.5) if way in ("at_home", "mocked_at_night") else (8, 15)
        at = self._free_day(person) + timedelta(hours=self.source.uniform(*hours))
        for site in self._near(self.homes[person], self.source.choice((2, 3, 4, 6))):
            minutes = self.source.uniform(15, 30) if way == "careful" else self.source.uniform(1, 9)
            plan = self._visit(person, site, at, minutes, self._clock_offset(), "honest")
            yield self._forged(plan, way, person, made)
            pause = self.source.uniform(25, 80) if way == "careful" else self.source.uniform(1, 12)
            at += timedelta(minutes=minutes + pause)

    def _forged(self, plan: ReportPlan, way: str, person: int, made: list[ReportPlan]) -> ReportPlan:
        plan = replace(plan, label="forged", way=way, irregularities=())
        if way == "at_home":
            fix = self._moved(self.homes[person], self.source.uniform(0, 30))
            photos = self._album(plan, self._any_photos(made, plan), fix)
            return replace(plan, fix=fix, photos=photos)
        fix, accuracy = self._moved(self.sites[plan.site], self.source.uniform(0, 8)), self.source.uniform(1, 12)
        plan = replace(plan, fix=fix, accuracy_m=accuracy)
        if way == "mocked_others_photos":
            return replace(plan, photos=self._album(plan, self._any_photos(made, plan), fix))
        if way == "mocked_old_photos":
            own = [one for one in made if one.site == plan.site]
            return replace(
                plan, photos=self._album(plan, self._any_photos(own, plan) or self._any_photos(made, plan), fix)
            )
        if way == "mocked_at_night":
            photos = tuple(self._daylit(photo, plan, fix) for photo in plan.photos)
            return replace(plan, photos=photos)
        if way == "mocked_in_a_row":  # Fresh pictures of the street below, site after site in minutes.
            photos = tuple(replace(photo, scene=10**12 + self.source.randrange(10**9)) for photo in plan.photos)
            return replace(plan, photos=photos, note=self.sold_phrases[person % 3])
        return replace(plan, photos=tuple(replace(photo, scene=10**12 + photo.scene) for photo in plan.photos))

    def _sold(self, made: list[ReportPlan]) -> Iterator[ReportPlan]:
        """Enter visits of many accounts of one organisation at a desk, in its last week of the quarter."""
        team = self.source.choice((2, 5))
        at = FIRST_DAY + timedelta(days=DAYS - 1 - self.source.randrange(7), hours=self.source.uniform(9, 20))
        accounts = [person for person, its in enumerate(self.teams) if its == team]
        for person in self.source.sample(accounts, k=self.source.randint(5, len(accounts))):
            site = self.source.randrange(len(self.sites))
            plan = self._visit(person, site, at, self.source.uniform(10, 30), 0.0, "honest")
            fix, accuracy = self._moved(self.sites[site], self.source.uniform(0, 10)), self.source.uniform(3, 10)
            photos = self._album(plan, self._any_photos(made, plan), fix)
            yield replace(
                plan,
                label="sold",
                way="sold",
                fix=fix,
                accuracy_m=accuracy,
                photos=photos,
                note=self.source.choice(self.sold_phrases),
                irregularities=(),
                received_at=at + timedelta(minutes=self.source.uniform(30, 60)),
            )
            at += timedelta(minutes=self.source.uniform(0.5, 3))

    def _any_photos(self, made: list[ReportPlan], plan: ReportPlan) -> list[PhotoPlan]:
        """Find two photos that were there before the forged report was."""
        there = [one for one in made if one.label in ("honest", "lazy") and one.received_at < plan.arrived_at]
        taken = [photo for one in there for photo in one.photos]
        return self.source.sample(taken, k=2) if len(taken) > 1 else []

    def _album(self, plan: ReportPlan, found: list[PhotoPlan], fix: Place) -> tuple[PhotoPlan, ...]:
        """Send pictures again, treated so that no file is the same; their EXIF mostly lost, at times still there."""
        if not found:
            return plan.photos
        photos = []
        for old, new in zip(found, plan.photos, strict=False):
            treated = self.source.choice(("smaller", "brighter", "cut", "turned", "saved", "screen"))
            exif = old.exif if self.source.random() < 0.2 else {}
            in_app = self.source.random() < 0.5
            taken = new.taken_at if in_app else old.taken_at
            photos.append(PhotoPlan(old.scene, old.visit, treated, taken, fix if in_app else None, exif))
        return tuple(photos)

    def _daylit(self, photo: PhotoPlan, plan: ReportPlan, fix: Place) -> PhotoPlan:
        has_exif = self.source.random() < 0.7
        exif: dict[str, object] = {"exposure_ev": round(self.source.gauss(13, 1), 2)} if has_exif else {}
        return replace(photo, fix=fix, exif={**exif, "camera": self.phones[plan.person]})

    # --- small things --------------------------------------------------------------------------------------------

    def _near(self, place: Place, count: int) -> list[int]:
        ordered = sorted(range(len(self.sites)), key=lambda site: metres(place, self.sites[site]))
        return self.source.sample(ordered[:25], k=count)

    def _note(self, person: int, label: str) -> str:
        dice = self.source.random()
        if dice < 0.6 or label == "lazy":
            return self.source.choice(ALL_WELL)
        if dice < 0.63 and person % 9 == 0:  # Somebody's own set phrase.
            return f"按要求巡查完毕未发现问题{person}"
        return self._sentence()

    def _sentence(self) -> str:
        return "".join(self.source.choice(WORDS) for _ in range(self.source.randint(4, 9)))

    def _answers(self, label: str) -> dict[str, str]:
        odd = 0.0 if label == "lazy" else 0.06
        return {question: "yes" if self.source.random() < odd else "no" for question in QUESTIONS}

    def _clock_offset(self) -> float:
        dice = self.source.random()
        if dice < 0.004:
            return self.source.choice((-1, 1)) * self.source.uniform(1_000, 90_000)
        return self.source.gauss(3, 20) if dice < 0.96 else self.source.gauss(0, 240)

    def _free_day(self, person: int) -> datetime:
        """Take a day on which the person does nothing else here, while there is one."""
        day = next((day for _ in range(200) if (person, day := self.source.randrange(DAYS)) not in self.busy), 0)
        self.busy.add((person, day))
        return FIRST_DAY + timedelta(days=day)

    def _somewhere(self, deviation_m: float) -> Place:
        return self._offset(CENTRE, self.source.gauss(0, deviation_m), self.source.gauss(0, deviation_m))

    def _moved(self, place: Place, by_m: float) -> Place:
        turn = self.source.uniform(0, 2 * math.pi)
        return self._offset(place, by_m * math.cos(turn), by_m * math.sin(turn))

    def _offset(self, place: Place, east_m: float, north_m: float) -> Place:
        narrow = math.cos(math.radians(place[1]))
        return place[0] + east_m / DEGREE_M / narrow, place[1] + north_m / DEGREE_M


def metres(one: Place, other: Place) -> float:
    """Measure roughly, in the plane."""
    narrow = math.cos(math.radians(one[1]))
    return math.hypot((one[0] - other[0]) * narrow, one[1] - other[1]) * DEGREE_M
