"""The free zones with their legal life."""

from dataclasses import dataclass

from django.db.models import Prefetch

from girih.kernel.access import Actor, require
from girih.registry.models import FreeZone, Organisation, Place, ZoneStatus
from girih.registry.queries.places import Reference, references_of
from girih.registry.rules import may_see_registry

__all__ = ["ZonePage", "ZoneRow", "zone_for", "zones_for"]

MOST_ROWS = 200
STEPS = tuple(ZoneStatus.Step.values)


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone and the steps of its legal life in the order of the law; the last is its status."""

    facts: FreeZone
    statuses: tuple[ZoneStatus, ...]

    @property
    def place(self) -> Place:
        return self.facts.place

    @property
    def status(self) -> ZoneStatus | None:
        return self.statuses[-1] if self.statuses else None


@dataclass(frozen=True, slots=True)
class ZonePage:
    """`missing` are the steps of the law that no source records for this zone, short of its status."""

    row: ZoneRow
    missing: tuple[str, ...]
    organisations: tuple[Organisation, ...]
    references: tuple[Reference, ...]

    @property
    def place(self) -> Place:
        return self.row.place


def zones_for(actor: Actor) -> tuple[ZoneRow, ...]:
    """All zones, the farthest on their way first, then by the Persian alphabet. Two queries."""
    require(may_see_registry(actor))
    zones = FreeZone.objects.select_related("place__province").prefetch_related(
        Prefetch("statuses", ZoneStatus.objects.order_by("id"))
    )
    rows = [_row(zone) for zone in zones.order_by("place__sort_fa")[:MOST_ROWS]]
    return tuple(sorted(rows, key=lambda row: -_rank(row)))


def zone_for(actor: Actor, *, slug: str) -> ZonePage | None:
    """One zone; None when there is none of this short name."""
    require(may_see_registry(actor))
    zone = (
        FreeZone.objects.select_related("place__province", "place__country__region")
        .prefetch_related("statuses")
        .filter(place__slug=slug)
        .first()
    )
    if zone is None:
        return None
    row = _row(zone)
    organisations = tuple(zone.place.organisations.order_by("sort_fa")[:MOST_ROWS])
    taken = {status.step for status in row.statuses}
    before = STEPS[: _rank(row)] if row.status else ()
    return ZonePage(
        row,
        tuple(step for step in before if step not in taken),
        organisations,
        references_of([zone.place, *row.statuses, *organisations]),
    )


def _row(zone: FreeZone) -> ZoneRow:
    statuses = sorted(zone.statuses.all(), key=lambda status: (STEPS.index(status.step), status.valid_from))
    return ZoneRow(zone, tuple(statuses))


def _rank(row: ZoneRow) -> int:
    return STEPS.index(row.status.step) if row.status else -1
