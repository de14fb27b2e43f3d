"""One place with all that the registry knows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from girih.kernel.access import Actor, require
from girih.registry.models import (
    CraftField,
    Organisation,
    Place,
    PlaceKind,
    Sourced,
    Standing,
    Title,
    TitleKind,
    ZoneStatus,
)
from girih.registry.queries.duties import Duty, duties_of
from girih.registry.rules import may_see_registry

__all__ = ["HeldTitle", "PlacePage", "Reference", "held", "place_for", "references_of"]

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title with the crafts it is for, and whether it is in force today."""

    title: Title
    in_force: bool
    crafts: tuple[CraftField, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where facts were read: `standing` is the weakest of those that rest on it."""

    source: str
    as_of: str
    standing: str


@dataclass(frozen=True, slots=True)
class PlacePage:
    """`field_history` are the place's UNESCO titles, the earliest first; `status` is a zone's latest step."""

    place: Place
    titles: tuple[HeldTitle, ...]
    field_history: tuple[HeldTitle, ...]
    organisations: tuple[Organisation, ...]
    statuses: tuple[ZoneStatus, ...]
    duties: tuple[Duty, ...]
    references: tuple[Reference, ...]

    @property
    def status(self) -> ZoneStatus | None:
        return self.statuses[-1] if self.statuses else None

    @property
    def is_in_iran(self) -> bool:
        return self.place.country.code == "IR"


def place_for(actor: Actor, *, slug: str, today: date) -> PlacePage | None:
    """The place of this short name with its titles, institutions, duties and sources, or None."""
    require(may_see_registry(actor))
    place = Place.objects.select_related("country__region", "province").filter(slug=slug).first()
    if place is None:
        return None
    titles = held(
        place.titles.select_related("creative_field").prefetch_related("craft_fields")[:MOST_ROWS],
        today=today,
    )
    organisations = tuple(place.organisations.select_related("parent").order_by("sort_fa")[:MOST_ROWS])
    statuses = statuses_of(place) if place.kind == PlaceKind.ZONE else ()
    creative = (one for one in titles if one.title.kind == TitleKind.UNESCO_CREATIVE_CITY)
    return PlacePage(
        place=place,
        titles=titles,
        field_history=tuple(sorted(creative, key=lambda one: one.title.valid_from)),
        organisations=organisations,
        statuses=statuses,
        duties=duties_of((one.title for one in titles), today=today),
        references=references_of([place, *(one.title for one in titles), *organisations, *statuses]),
    )


def held(titles: Iterable[Title], *, today: date) -> tuple[HeldTitle, ...]:
    """The titles, those in force first, then by kind and by when they began."""
    order = {kind: place for place, kind in enumerate(TitleKind.values)}
    rows = [
        HeldTitle(title, title.in_force_on(today), tuple(sorted(title.craft_fields.all(), key=_by_name)))
        for title in titles
    ]
    return tuple(
        sorted(
            rows,
            key=lambda row: (not row.in_force, order[row.title.kind], row.title.valid_from, row.title.pk),
        )
    )


def _by_name(craft: CraftField) -> str:
    return craft.sort_fa


def statuses_of(place: Place) -> tuple[ZoneStatus, ...]:
    """The steps of a zone's legal life, in the order of the law."""
    order = {step: place for place, step in enumerate(ZoneStatus.Step.values)}
    statuses = ZoneStatus.objects.filter(zone=place.pk)[:MOST_ROWS]
    return tuple(sorted(statuses, key=lambda status: (order[status.step], status.valid_from)))


def references_of(facts: Iterable[Sourced]) -> tuple[Reference, ...]:
    """Each source once, in the order in which the facts first name it, with its latest date."""
    weakness = [Standing.VERIFIED, Standing.COMPUTED, Standing.CONFLICTING, Standing.RECALLED]
    found: dict[str, Reference] = {}
    for fact in facts:
        if not fact.source:
            continue
        known = found.get(fact.source, Reference(fact.source, "", str(Standing.VERIFIED)))
        weaker = max(Standing(known.standing), Standing(fact.standing), key=weakness.index)
        found[fact.source] = Reference(fact.source, max(known.as_of, fact.as_of), str(weaker))
    return tuple(found.values())
