"""Narrowing the directory of members: what a filter means, and how many members each choice would leave."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import get_language

from girih.kernel.persian import fold_words
from girih.networks.models import Membership, Network
from girih.registry.models import Country, CreativeField, Place, PlaceKind, Title, TitleKind
from girih.registry.queries import found_by, in_force

__all__ = ["Asked", "Choice", "Facet", "MemberFilters", "Roll", "ask", "call_the_roll", "memberships_left"]

LONGEST_SEARCH, MOST_WORDS = 100, 8
DIMENSIONS = ("network", "field", "tier", "region", "country", "province", "title")


@dataclass(frozen=True, slots=True)
class MemberFilters:
    """Each an empty text or a value: short names, the two letters of a country, codes of tier and title."""

    search: str = ""
    network: str = ""
    field: str = ""
    tier: str = ""
    region: str = ""
    country: str = ""
    province: str = ""
    title: str = ""

    def without(self, *names: str) -> "MemberFilters":
        return replace(self, **dict.fromkeys(names, ""))

    @property
    def active(self) -> tuple[str, ...]:
        return tuple(one.name for one in fields(self) if getattr(self, one.name))


@dataclass(frozen=True, slots=True)
class Choice:
    """`count` is how many members remain when this value is chosen and the other filters stay."""

    value: str
    label: str
    count: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    value: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.value == self.value), None)


@dataclass(frozen=True, slots=True)
class _Word:
    """A value that a filter may take: what it is called, and the id or code by which rows know it.

    `names` are those in both languages, where a search may name it too.
    """

    value: str
    label: str
    known_as: int | str
    group: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters that mean something, what rows know them by, and the names of those that mean nothing."""

    filters: MemberFilters
    known_as: dict[str, int | str]
    unknown: tuple[str, ...]
    words: dict[str, list[_Word]]
    region_of: dict[int, int]


@dataclass(frozen=True, slots=True)
class Roll:
    """How many members the filters leave, and what each further choice would leave."""

    total: int
    facets: tuple[Facet, ...]


def ask(filters: MemberFilters) -> Asked:
    """Look up what the filters name; a value that names nothing is left out and said. Four queries."""
    words, region_of = _vocabulary()
    known_as: dict[str, int | str] = {}
    unknown = []
    for name in DIMENSIONS:
        value = getattr(filters, name)
        if not value:
            continue
        word = next((word for word in words[name] if word.value == value), None)
        if word is None:
            unknown.append(name)
        else:
            known_as[name] = word.known_as
    return Asked(filters.without(*unknown), known_as, tuple(unknown), words, region_of)


def _vocabulary() -> tuple[dict[str, list[_Word]], dict[int, int]]:
    """All that each filter may be set to, in the order of offering, and the region of each country."""
    language = "en" if get_language() == "en" else "fa"
    name, sort = f"name_{language}", f"sort_{language}"
    words: dict[str, list[_Word]] = {
        "network": [
            _Word(slug, label, pk)
            for slug, label, pk in Network.objects.order_by("pk").values_list("slug", name, "pk")
        ],
        # Fields of two schemes may have one name, so they are offered under their scheme.
        "field": [
            _Word(slug, label, pk, str(CreativeField.Scheme(scheme).label))
            for slug, label, pk, scheme in CreativeField.objects.order_by("-scheme", sort).values_list(
                "slug", name, "pk", "scheme"
            )
        ],
        "tier": [_Word(tier.value, str(tier.label), tier.value) for tier in Membership.Tier],
        "title": [_Word(kind.value, str(kind.label), kind.value) for kind in TitleKind],
        "province": [
            _Word(row["slug"], row[name], row["pk"], names=(row["name_fa"], row["name_en"]))
            for row in Place.objects.filter(kind=PlaceKind.PROVINCE)
            .order_by(sort)
            .values("slug", "pk", "name_fa", "name_en")
        ],
    }
    countries = list(
        Country.objects.order_by(sort).values(
            *("code", "pk", "name_fa", "name_en"),
            *("region_id", "region__slug", f"region__{name}", f"region__{sort}"),
        )
    )
    words["country"] = [
        _Word(row["code"], row[name], row["pk"], names=(row["name_fa"], row["name_en"])) for row in countries
    ]
    regions = sorted(
        {
            (row[f"region__{sort}"], row["region__slug"], row[f"region__{name}"], row["region_id"])
            for row in countries
        }
    )
    words["region"] = [_Word(slug, label, pk) for _, slug, label, pk in regions]
    return words, {row["pk"]: row["region_id"] for row in countries}


def memberships_left(asked: Asked, *, today: date) -> QuerySet[Membership]:
    """Memberships in force that all the filters leave."""
    rows = _searched(asked, today)
    columns = {
        "network": "network",
        "field": "field",
        "tier": "tier",
        "region": "place__country__region",
        "country": "place__country",
    }
    for name, value in asked.known_as.items():
        if name in columns:
            rows = rows.filter(**{columns[name]: value})
        elif name == "province":
            # A province is a member too, and lies in itself.
            home = Case(When(place__kind=PlaceKind.PROVINCE, then="place_id"), default="place__province_id")
            rows = rows.annotate(home=home).filter(home=value)
        else:
            holders = Title.objects.filter(in_force(today), kind=value).values("place")
            rows = rows.filter(place__in=holders)
    return rows


def _searched(asked: Asked, today: date) -> QuerySet[Membership]:
    return Membership.objects.filter(in_force(today), _named_by(asked))


def _named_by(asked: Asked) -> Q:
    """Memberships of places that every word of the search names, or begins a word of their country or
    province with: «رشت ایران», “linz aus”."""
    search = asked.filters.search[:LONGEST_SEARCH]
    words = fold_words(search)[:MOST_WORDS]
    if not words:
        return found_by(search, "place__")
    begun = {
        dimension: [
            (word.known_as, [part for name in word.names for part in fold_words(name)])
            for word in asked.words[dimension]
        ]
        for dimension in ("country", "province")
    }
    condition = Q()
    for word in words:
        either = found_by(word, "place__")
        for dimension, named in begun.items():
            ids = [pk for pk, parts in named if any(part.startswith(word) for part in parts)]
            either |= Q(**{f"place__{dimension}__in": ids})
        condition &= either
    return condition


def call_the_roll(asked: Asked, *, today: date) -> Roll:
    """Count the members that the filters leave, and for each filter those that every other value of it would.

    Two queries fetch seven small values for each membership that the search leaves; counting here is several
    times faster than a grouping query for each filter at the size of such networks.
    """
    kinds: dict[int, set[str]] = defaultdict(set)
    for place, kind in Title.objects.filter(in_force(today)).values_list("place", "kind"):
        kinds[place].add(kind)
    left: set[int] = set()
    members: dict[str, dict[int | str, set[int]]] = {name: defaultdict(set) for name in DIMENSIONS}
    columns = ("place", "network", "field", "tier", "place__country", "place__province", "place__kind")
    for place, network, field, tier, country, province, kind in _searched(asked, today).values_list(*columns):
        values: dict[str, Any] = {
            "network": (network,),
            "field": (field,),
            "tier": (tier,),
            "region": (asked.region_of[country],),
            "country": (country,),
            "province": (place if kind == PlaceKind.PROVINCE else province,),
            "title": kinds.get(place, ()),
        }
        failed = [name for name, wanted in asked.known_as.items() if wanted not in values[name]]
        if len(failed) > 1:
            continue
        if not failed:
            left.add(place)
        for name in failed or DIMENSIONS:
            for value in values[name]:
                members[name][value].add(place)
    return Roll(len(left), tuple(_facet(asked, name, members[name]) for name in DIMENSIONS))


def _facet(asked: Asked, name: str, members: dict[int | str, set[int]]) -> Facet:
    """Choices that would leave somebody; the chosen one stays even when it leaves nobody."""
    value = getattr(asked.filters, name)
    return Facet(name, value, tuple(_choices(asked.words[name], value, members)))


def _choices(words: Iterable[_Word], chosen: str, members: dict[int | str, set[int]]) -> Iterable[Choice]:
    for word in words:
        count = len(members.get(word.known_as, ()))
        if count or word.value == chosen:
            yield Choice(word.value, word.label, count, word.group)
