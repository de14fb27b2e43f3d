"""The provinces: their map, their facts, and what is in them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from girih.kernel.access import Actor, require
from girih.registry.models import CraftField, Organisation, Place, PlaceKind, Province, Title
from girih.registry.queries.places import HeldTitle, Reference, held, references_of
from girih.registry.queries.searching import in_force
from girih.registry.rules import may_see_registry

__all__ = ["ProvincePage", "ProvinceRow", "province_for", "provinces_for"]

MOST_ROWS = 500
SETTLEMENTS = (PlaceKind.CITY, PlaceKind.VILLAGE)


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """A province with how many places, titles in force and crafts the registry knows there."""

    facts: Province
    places: int
    titles: int
    crafts: int


@dataclass(frozen=True, slots=True)
class ProvincePage:
    facts: Province
    neighbours: tuple[Place, ...]
    places: tuple[Place, ...]
    zones: tuple[Place, ...]
    titles: tuple[HeldTitle, ...]
    crafts: tuple[CraftField, ...]
    organisations: tuple[Organisation, ...]
    references: tuple[Reference, ...]

    @property
    def place(self) -> Place:
        return self.facts.place


def provinces_for(actor: Actor, *, today: date) -> tuple[ProvinceRow, ...]:
    """All provinces by the Persian alphabet. Four queries."""
    require(may_see_registry(actor))
    places = dict(
        Place.objects.filter(kind__in=SETTLEMENTS, province__isnull=False)
        .values_list("province")
        .annotate(count=Count("pk"))
        .order_by()
    )
    titles = Counter(
        Title.objects.filter(in_force(today))
        .filter(Q(place__province__isnull=False) | Q(place__kind=PlaceKind.PROVINCE))
        .values_list(Coalesce("place__province", "place"), flat=True)
    )
    crafts = dict(
        CraftField.provinces.through.objects.values_list("place").annotate(count=Count("pk")).order_by()
    )
    rows = Province.objects.select_related("place", "capital").order_by("place__sort_fa")[:MOST_ROWS]
    return tuple(
        ProvinceRow(row, places.get(row.pk, 0), titles.get(row.pk, 0), crafts.get(row.pk, 0)) for row in rows
    )


def province_for(actor: Actor, *, slug: str, today: date) -> ProvincePage | None:
    """One province; None when there is none of this short name."""
    require(may_see_registry(actor))
    facts = (
        Province.objects.select_related("place__country__region", "capital").filter(place__slug=slug).first()
    )
    if facts is None:
        return None
    within = list(Place.objects.filter(province=facts.pk).order_by("sort_fa")[:MOST_ROWS])
    titles = held(
        Title.objects.filter(Q(place=facts.pk) | Q(place__province=facts.pk))
        .select_related("place", "creative_field")
        .prefetch_related("craft_fields")[:MOST_ROWS],
        today=today,
    )
    return ProvincePage(
        facts=facts,
        neighbours=tuple(Place.objects.filter(province_facts__neighbours=facts.pk).order_by("sort_fa")[:50]),
        places=tuple(place for place in within if place.kind in SETTLEMENTS),
        zones=tuple(place for place in within if place.kind == PlaceKind.ZONE),
        titles=titles,
        crafts=tuple(facts.place.craft_fields.select_related("group").order_by("sort_fa")[:MOST_ROWS]),
        organisations=tuple(facts.place.organisations.order_by("sort_fa")[:MOST_ROWS]),
        references=references_of([facts.place, *(one.title for one in titles)]),
    )
