"""Groups and fields of craft: the list, its search, and one field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet

from girih.kernel.access import Actor, require
from girih.registry.models import CraftField, CraftGroup, Place, PlaceKind
from girih.registry.queries.places import HeldTitle, Reference, held, references_of
from girih.registry.queries.searching import closest_name, found_by, in_force
from girih.registry.rules import may_see_registry

__all__ = ["CraftFilters", "CraftList", "CraftPage", "CraftSection", "craft_for", "crafts_for"]

MOST_ROWS = 1_000
NO_GROUP = "none"


@dataclass(frozen=True, slots=True)
class CraftFilters:
    """Words to search, and the short names of a group (`none`: outside the law) and a province."""

    search: str = ""
    group: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class CraftSection:
    """Fields of one group of the law; `group` is None for the fields that the law has no group for."""

    group: CraftGroup | None
    fields: tuple[CraftField, ...]


@dataclass(frozen=True, slots=True)
class CraftList:
    """`unknown` names the filters whose value stands for nothing; they were left out.

    Each field carries `titles_in_force`, a count. `suggestion` is the nearest name when the search found
    nothing.
    """

    sections: tuple[CraftSection, ...]
    total: int
    groups: tuple[CraftGroup, ...]
    provinces: tuple[Place, ...]
    unknown: tuple[str, ...]
    suggestion: str

    @property
    def fields(self) -> Iterable[CraftField]:
        return (field for section in self.sections for field in section.fields)


@dataclass(frozen=True, slots=True)
class CraftPage:
    field: CraftField
    provinces: tuple[Place, ...]
    titles: tuple[HeldTitle, ...]
    siblings: tuple[CraftField, ...]
    references: tuple[Reference, ...]


def crafts_for(actor: Actor, *, filters: CraftFilters, today: date) -> CraftList:
    """The fields that match, under their groups in the order of the law, then those outside it."""
    require(may_see_registry(actor))
    groups = tuple(CraftGroup.objects.order_by("number")[:MOST_ROWS])
    provinces = tuple(Place.objects.filter(kind=PlaceKind.PROVINCE).order_by("sort_fa")[:MOST_ROWS])
    group_ids: dict[str, int | None] = {NO_GROUP: None, **{group.slug: group.pk for group in groups}}
    province_ids = {province.slug: province.pk for province in provinces}
    rows: QuerySet[CraftField] = CraftField.objects.filter(found_by(filters.search))
    unknown = []
    if filters.group:
        if filters.group in group_ids:
            rows = rows.filter(group=group_ids[filters.group])
        else:
            unknown.append("group")
    if filters.province:
        if filters.province in province_ids:
            rows = rows.filter(provinces=province_ids[filters.province])
        else:
            unknown.append("province")
    by_name = Place.objects.only("slug", "name_fa", "name_en").order_by("sort_fa")
    fields = list(
        rows.select_related("group")
        .prefetch_related(Prefetch("provinces", by_name))
        .annotate(titles_in_force=Count("titles", filter=in_force(today, "titles__"), distinct=True))
        .order_by(F("group__number").asc(nulls_last=True), "sort_fa")[:MOST_ROWS]
    )
    suggestion = ""
    if not fields and filters.search.strip():
        names = CraftField.objects.values_list("name_fa", "name_en")[:MOST_ROWS]
        suggestion = closest_name(filters.search, (name for pair in names for name in pair))
    return CraftList(_sections(fields), len(fields), groups, provinces, tuple(unknown), suggestion)


def _sections(fields: Iterable[CraftField]) -> tuple[CraftSection, ...]:
    by_group: dict[CraftGroup | None, list[CraftField]] = {}
    for field in fields:
        by_group.setdefault(field.group, []).append(field)
    return tuple(CraftSection(group, tuple(rows)) for group, rows in by_group.items())


def craft_for(actor: Actor, *, slug: str, today: date) -> CraftPage | None:
    """One field of craft; None when there is none of this short name."""
    require(may_see_registry(actor))
    field = CraftField.objects.select_related("group").filter(slug=slug).first()
    if field is None:
        return None
    titles = held(
        field.titles.select_related("place__province", "creative_field").prefetch_related("craft_fields")[
            :MOST_ROWS
        ],
        today=today,
    )
    siblings = CraftField.objects.filter(~Q(pk=field.pk), group=field.group_id).order_by("sort_fa")
    return CraftPage(
        field=field,
        provinces=tuple(field.provinces.order_by("sort_fa")[:MOST_ROWS]),
        titles=titles,
        siblings=tuple(siblings[:MOST_ROWS]),
        references=references_of([field, *(one.title for one in titles)]),
    )
