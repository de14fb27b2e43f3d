"""The directory of members: one row a place, with its memberships that the filters leave."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language

from girih.kernel.access import Actor, require
from girih.networks.models import Membership
from girih.networks.queries.member_filters import (
    Asked,
    Facet,
    MemberFilters,
    ask,
    call_the_roll,
    memberships_left,
)
from girih.networks.queries.naming import near_name
from girih.networks.rules import may_see_directory
from girih.registry.models import Place

__all__ = [
    "MemberList",
    "MemberRow",
    "PlaceMembership",
    "Point",
    "Seek",
    "member_points_for",
    "member_rows_for",
    "members_for",
    "memberships_of_place",
]

PAGE = 50
MOST_ROWS = 20_000
# What a row shows; the texts of places and the notes of memberships stay where they are.
_NAMES = ("name_fa", "name_en")
_PLACE = (
    *("slug", "kind", "sort_fa", "sort_en", "latitude", "longitude", *_NAMES),
    *(f"{path}__{name}" for path in ("country", "country__region", "province") for name in _NAMES),
    "country__code",
)
_MEMBERSHIP = (
    *("place", "tier", "valid_from", "standing"),
    *(f"{path}__{name}" for path in ("network", "field") for name in ("slug", *_NAMES)),
)
_KEY = re.compile(r"([0-9a-z]{0,200})\.(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Seek:
    """Where a page begins: after (or, going back, before) the member with this sorting key and id."""

    sort: str
    id: int
    backwards: bool = False

    @classmethod
    def read(cls, text: str, *, backwards: bool = False) -> "Seek | None":
        """A key as `Seek.text` writes it; None when it is none."""
        found = _KEY.fullmatch(text)
        return cls(found[1], int(found[2]), backwards) if found else None

    @property
    def text(self) -> str:
        return f"{self.sort}.{self.id}"


@dataclass(frozen=True, slots=True)
class MemberRow:
    place: Place
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class MemberList:
    """A page of members. `first` is the place of its first row among all `total`, from 1.

    `unknown` names the filters whose value stands for nothing; they were left out. `suggestion` is the
    nearest name when the search found nothing.
    """

    rows: tuple[MemberRow, ...]
    total: int
    first: int
    previous: Seek | None
    next: Seek | None
    filters: MemberFilters
    facets: tuple[Facet, ...]
    unknown: tuple[str, ...]
    suggestion: str

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class Point:
    """A member on the map; `field` is the short name of its field in the first of its networks."""

    id: int
    slug: str
    label: str
    latitude: float
    longitude: float
    field: str | None


@dataclass(frozen=True, slots=True)
class PlaceMembership:
    membership: Membership
    in_force: bool


def memberships_of_place(actor: Actor, *, place: Place) -> tuple[PlaceMembership, ...]:
    """All memberships of a place, those in force first, then the latest that ended. One query."""
    require(may_see_directory(actor))
    rows = place.memberships.select_related("network", "field").order_by("network_id", "-valid_from")[:200]
    held = [PlaceMembership(row, not row.valid_until) for row in rows]
    return tuple(sorted(held, key=lambda one: not one.in_force))


def members_for(actor: Actor, *, filters: MemberFilters, today: date, seek: Seek | None = None) -> MemberList:
    """One page of the members in force that the filters leave, by name in the reader's alphabet."""
    require(may_see_directory(actor))
    asked = ask(filters)
    roll = call_the_roll(asked, today=today)
    places = _places(asked, today)
    page, more = _page(places, seek)
    sort, first, back = _sort(), 1, seek is not None and seek.backwards
    if page and seek:
        head = page[0]
        first += places.filter(_beyond(sort, Seek(getattr(head, sort), head.pk, True))).count()
    seeks = [Seek(getattr(place, sort), place.pk) for place in page]
    has_next, has_previous = (True, more) if back else (more, seek is not None)
    suggestion = ""
    if not roll.total and asked.filters.search.strip():
        suggestion = _suggestion(asked, today)
    return MemberList(
        rows=tuple(_row(place) for place in page),
        total=roll.total,
        first=first if page else 0,
        previous=Seek(seeks[0].sort, seeks[0].id, True) if seeks and has_previous else None,
        next=seeks[-1] if seeks and has_next else None,
        filters=asked.filters,
        facets=roll.facets,
        unknown=asked.unknown,
        suggestion=suggestion,
    )


def _suggestion(asked: Asked, today: date) -> str:
    """The name most like what was searched, among the members that the other filters leave."""
    others = Asked(
        asked.filters.without("search"), asked.known_as, asked.unknown, asked.words, asked.region_of
    )
    pairs = memberships_left(others, today=today).values_list("place__name_fa", "place__name_en")
    names = (name for pair in pairs.distinct()[:MOST_ROWS] for name in pair)
    return near_name(asked.filters.search, names)


def member_rows_for(
    actor: Actor, *, filters: MemberFilters, today: date
) -> tuple[Iterator[MemberRow], tuple[str, ...]]:
    """All members that the filters leave, in the order of the list, and the filters that mean nothing."""
    require(may_see_directory(actor))
    asked = ask(filters)
    places = _places(asked, today)[:MOST_ROWS].iterator(chunk_size=500)
    return (_row(place) for place in places), asked.unknown


def member_points_for(
    actor: Actor, *, filters: MemberFilters, today: date
) -> tuple[tuple[Point, ...], dict[str, str]]:
    """Members with coordinates, for the map, and the name of every field that occurs among them."""
    require(may_see_directory(actor))
    name = "name_en" if get_language() == "en" else "name_fa"
    rows = (
        memberships_left(ask(filters), today=today)
        .filter(place__latitude__isnull=False)
        .order_by("network_id", "place_id", "pk")
        .values_list(
            "place_id",
            "place__slug",
            f"place__{name}",
            "place__latitude",
            "place__longitude",
            "field__slug",
            f"field__{name}",
        )[:MOST_ROWS]
    )
    points: dict[int, Point] = {}
    fields: dict[str, str] = {}
    for place, slug, label, latitude, longitude, field, field_name in rows:
        if place not in points:
            points[place] = Point(place, slug, label, latitude, longitude, field)
            if field:
                fields[field] = field_name
    return tuple(points.values()), fields


def _sort() -> str:
    return "sort_en" if get_language() == "en" else "sort_fa"


def _beyond(sort: str, seek: Seek) -> Q:
    side = "lt" if seek.backwards else "gt"
    return Q(**{f"{sort}__{side}": seek.sort}) | Q(**{sort: seek.sort, f"pk__{side}": seek.id})


def _places(asked: Asked, today: date) -> QuerySet[Place]:
    memberships = memberships_left(asked, today=today)
    shown = (
        memberships.select_related("network", "field").only(*_MEMBERSHIP).order_by("network_id", "field_id")
    )
    return (
        Place.objects.filter(pk__in=memberships.values("place"))
        .select_related("country__region", "province")
        .only(*_PLACE)
        .prefetch_related(Prefetch("memberships", shown, to_attr="memberships_shown"))
        .order_by(_sort(), "pk")
    )


def _page(places: QuerySet[Place], seek: Seek | None) -> tuple[list[Place], bool]:
    """The rows of a page, and whether there are more beyond it in the direction of reading."""
    if seek:
        places = places.filter(_beyond(_sort(), seek))
        places = places.reverse() if seek.backwards else places
    rows = list(places[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return (rows[::-1] if seek and seek.backwards else rows), more


def _row(place: Any) -> MemberRow:
    return MemberRow(place, tuple(place.memberships_shown))
