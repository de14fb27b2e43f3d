"""The drawing of a network: where each member stands, its measures, and the table beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from girih.kernel.access import Actor, require
from girih.kernel.persian import collation_key, to_persian_digits
from girih.networks import bridge, rules
from girih.networks.models import Network
from girih.networks.queries.entries import with_first_entry
from girih.networks.queries.labels import Labels, language
from girih.networks.queries.plans import newest_proposing_plan
from girih.networks.queries.state import NetworkState, state_of
from girih.networks.workflow import RUNGS
from girih.registry.models import Country

__all__ = [
    "SORTS",
    "DrawingTable",
    "MemberMeasured",
    "drawing_for",
    "drawing_table_for",
    "fields_in_order",
]

PAGE = 500
MOST_PROPOSED = 5_000

SORTS = ("degree", "betweenness", "core", "name", "since")


@dataclass(frozen=True, slots=True)
class MemberMeasured:
    """A member with its measures; `betweenness` None where it is undefined.

    `since` is the Gregorian year of first entry in the reader's digits, empty where it is not known; `rank`
    counts who stands more between the others, from 1 on, None for who stands between none.
    """

    slug: str
    name: str
    country: str
    field: str
    region: str
    since: str
    degree: int
    betweenness: float | None
    rank: int | None
    core: int


@dataclass(frozen=True, slots=True)
class DrawingTable:
    """A page of the members in the order asked; `next_after` is the slug after which the next page begins."""

    rows: Sequence[MemberMeasured]
    total: int
    sort: str
    next_after: str
    proposed: int
    betweenness_exact: bool


def _countries() -> Mapping[str, str]:
    return {country.code: country.name for country in Country.objects.all()[:400]}


def drawing_for(actor: Actor, *, network: Network, today: date) -> dict[str, Any]:
    """The drawing as plain values: nodes, edges, proposed ties of the newest plan, names of fields, regions.

    Members are named by slug; `x` and `y` lie in the unit square, y downwards; a tie of three members is
    three edges. `since` is the year of first entry, None where it is not known. Addresses are not in it.
    Raises `Refused` by rules.may_see_network.
    """
    require(rules.may_see_network(actor, network))
    state = with_first_entry(network, state_of(network, on=today))
    labels, countries = Labels.of(state), _countries()
    measures = bridge.diagnose(state, None).measures
    places = bridge.layout(state)
    nodes = [
        {
            "id": row.slug,
            "label": labels.member(row.slug),
            "x": round(float(places[row.slug][0]), 5),
            "y": round(float(places[row.slug][1]), 5),
            "field": row.field,
            "region": row.region,
            "country": countries.get(row.country, row.country),
            "since": _year(row.since),
            "measures": {
                "degree": measures.degree[row.slug],
                "betweenness": _rounded(measures.betweenness, row.slug),
                "core": measures.core[row.slug],
            },
        }
        for row in state.members
    ]
    edges = [
        {
            "id": tie.id if len(tie.places) == 2 else f"{tie.id}-{number}",
            "tie": tie.id,
            "a": a,
            "b": b,
            "since": _year(tie.since),
            "kind": tie.kind,
            "maturity": RUNGS.index(tie.maturity),
        }
        for tie in state.ties
        for number, (a, b) in enumerate(_pairs(tie.places))
    ]
    years = [year for year in (_year(row.since) for row in state.members) if year is not None]
    return {
        "nodes": nodes,
        "edges": edges,
        "proposed": _proposed(network, {(edge["a"], edge["b"]) for edge in edges}),
        "fields": {slug: {"label": labels.field(slug)} for slug in fields_in_order(state, labels)},
        "regions": {slug: {"label": name} for slug, name in sorted(labels.regions.items())},
        "years": [min(years), today.year] if years else None,
    }


def fields_in_order(state: NetworkState, labels: Labels) -> list[str]:
    """Fields of the members by their names, the order in which the drawings give them their colours."""
    return sorted({row.field for row in state.members if row.field}, key=labels.field)


def _pairs(places: Sequence[str]) -> list[tuple[str, str]]:
    return [(a, b) for i, a in enumerate(places) for b in places[i + 1 :]]


def _year(text: str) -> int | None:
    return int(text[:4]) if text else None


def _rounded(values: Mapping[str, float] | None, slug: str) -> float | None:
    return None if values is None else round(values[slug], 6)


def _proposed(network: Network, joined: set[tuple[str, str]]) -> list[dict[str, Any]]:
    """Pairs of the newest plan between which no tie is in force yet."""
    plan = newest_proposing_plan(network)
    if plan is None:
        return []
    rows = plan.pairs.order_by("rank").values_list("pk", "place_a__slug", "place_b__slug", "score", "rank")
    return [
        {"a": a, "b": b, "score": round(score, 4), "plan": plan.pk, "pair": pk, "rank": rank}
        for pk, a, b, score, rank in rows[:MOST_PROPOSED]
        if (a, b) not in joined and (b, a) not in joined
    ]


def drawing_table_for(
    actor: Actor, *, network: Network, today: date, sort: str = "degree", after: str = "", size: int = PAGE
) -> DrawingTable:
    """The same members as a table: the greatest measure first, names by the alphabet.

    A `sort` that is none of SORTS counts as degree, an `after` that is no member as the beginning. Raises
    `Refused` by rules.may_see_network.
    """
    require(rules.may_see_network(actor, network))
    state = with_first_entry(network, state_of(network, on=today))
    labels, countries = Labels.of(state), _countries()
    measures = bridge.diagnose(state, None).measures
    ranks = _ranks(measures.betweenness or {})
    rows = [
        MemberMeasured(
            row.slug,
            labels.member(row.slug),
            countries.get(row.country, row.country),
            labels.field(row.field) if row.field else "",
            row.region_en if language() == "en" else row.region_fa,
            _year_said(row.since),
            measures.degree[row.slug],
            None if measures.betweenness is None else measures.betweenness[row.slug],
            ranks.get(row.slug),
            measures.core[row.slug],
        )
        for row in state.members
    ]
    sort = sort if sort in SORTS else "degree"
    rows.sort(key=lambda row: (collation_key(row.name), row.slug))
    if sort == "since":
        rows.sort(key=lambda row: row.since or "\uffff")
    elif sort != "name":
        rows.sort(key=lambda row: -(getattr(row, sort) or 0.0))
    begin = next((place for place, row in enumerate(rows, start=1) if row.slug == after), 0)
    page = rows[begin : begin + size]
    return DrawingTable(
        rows=page,
        total=len(rows),
        sort=sort,
        next_after=page[-1].slug if begin + size < len(rows) else "",
        proposed=len(_proposed(network, {pair for tie in state.ties for pair in _pairs(tie.places)})),
        betweenness_exact=measures.betweenness_exact,
    )


def _year_said(since: str) -> str:
    return since[:4] if language() == "en" else to_persian_digits(since[:4])


def _ranks(values: Mapping[str, float]) -> dict[str, int]:
    """The place of each member whose value is above zero; equal values share a place."""
    order = sorted(values.values(), reverse=True)
    place = {value: rank for rank, value in reversed(list(enumerate(order, start=1)))}
    return {slug: place[value] for slug, value in values.items() if value > 0}
