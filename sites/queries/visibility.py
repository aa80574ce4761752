"""The one rule of who may see where a site is, and what we know of the register.

Every output that tells a place (page, tile, API, export, search, notice) starts from `visible_sites(viewer)` and shows
`place`, never `geom`.
"""

import re
from datetime import datetime
from typing import Final

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import BooleanField, Case, Exists, F, FloatField, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Now

from people.permissions import Person, areas_of
from sites.logic.words import folded, spread, syllables
from sites.models import PlaceGrant, Site

PLACE: Final = GeometryField(srid=4326)
LETTERS_TO_COMPARE: Final = 3
# Two or more syllables: one alone is read like hundreds of other characters.
LETTERS_OF_READING: Final = 6
# Numbers that resemble each other mean different things.
_CODE: Final = re.compile(r"[0-9-]*[0-9]-?[0-9x-]*")


def visible_sites(viewer: Person) -> QuerySet[Site]:
    """Return active sites with `is_exact` and `place` (WGS-84; None where only the district may be known).

    Exact for whoever holds `see_exact_places` in the site's area, for the holder of a running place grant, and for all
    where the site is public; else the seeded cell's centre or nothing. Filter by place with `within`, never on `geom`.
    """
    exact = exact_for(viewer)
    return (
        Site.objects.filter(is_active=True)
        .annotate(is_exact=Case(When(exact, then=True), default=False, output_field=BooleanField()))
        .annotate(place=Case(When(exact, then=F("geom")), default=F("shown_geom"), output_field=PLACE))
    )


def exact_for(viewer: Person) -> Q:
    """Return the condition under which the viewer may know a site's exact place."""
    exact: Q = Q(shown_as="exact")
    for area in areas_of(viewer, "see_exact_places"):
        exact |= Q(district__code__startswith=area) if area else ~Q(pk=None)
    if viewer.is_authenticated:
        exact |= Q(Exists(PlaceGrant.objects.filter(site=OuterRef("pk"), user=viewer.pk, until__gt=Now())))
    return exact


def within(viewer: Person, frame: GEOSGeometry) -> Q:
    """Return the condition that a site's *shown* place meets the frame's box; both sides use a spatial index."""
    exact = exact_for(viewer)
    return exact & Q(geom__bboverlaps=frame) | ~exact & Q(shown_geom__bboverlaps=frame)


def sees_exactly(viewer: Person, site: Site, *, at: datetime) -> bool:
    """Say whether the viewer may know this site's exact place at that time."""
    if site.shown_as == "exact" or any(site.district_id.startswith(a) for a in areas_of(viewer, "see_exact_places")):
        return True
    return viewer.is_authenticated and PlaceGrant.objects.filter(site=site, user=viewer.pk, until__gt=at).exists()


def named(words: str) -> Q:
    """Return the condition that a site's name, in either language or in pinyin, or its code holds the words or comes close.

    Only what everybody may know is searched: an address would tell a hidden place. Every part uses the trigram index,
    which holds nothing shorter than three letters; two Chinese characters are found by `spread`.
    """
    words = folded(words)
    if len(words) < LETTERS_TO_COMPARE:
        return Q(search_text__contains=spread(words) or words)
    if _CODE.fullmatch(words):
        return Q(search_text__contains=words)
    found = Q(search_text__contains=words) | Q(search_text__trigram_word_similar=words)
    # A name written with other characters of the same sound is a usual slip.
    read = "".join(syllables(words))
    return found | Q(search_text__contains=read) if len(read) >= LETTERS_OF_READING else found


def nearest_first(sites: QuerySet[Site], point: GEOSGeometry) -> QuerySet[Site]:
    """Order visible sites by the distance (`distance_m`, metres) of their *shown* place; those without one come last."""
    distance = Func(
        Cast(F("place"), GeometryField(geography=True)),
        Cast(Value(point, output_field=PLACE), GeometryField(geography=True)),
        function="ST_Distance",
        output_field=FloatField(),
    )
    return sites.annotate(distance_m=distance).order_by(F("distance_m").asc(nulls_last=True), "code")
