"""Reads of plans: the list, a page of one, the whole as a table, and what a member can carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from girih.kernel.access import Actor, require
from girih.networks import rules
from girih.networks.models import Capacity, Exclusion, Network, Offer, Plan, PlanPair, Purpose
from girih.networks.queries.labels import PARTS, Labels
from girih.networks.queries.reasons import STATUS_BADGES, STATUSES, reason_sentence
from girih.networks.queries.short_reasons import short_reasons
from girih.networks.queries.state import state_of
from girih.registry.models import Place

__all__ = [
    "CapacityPage",
    "PairShown",
    "PartShown",
    "PlanPage",
    "all_pairs_of",
    "capacity_for",
    "newest_proposing_plan",
    "parts_shown",
    "plan_for",
    "plans_for",
    "purposes",
]

PAGE = 50
MOST_PAIRS = 20_000


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of a score; `start` and `width` are its place in a bar that is 100 wide for the best score."""

    code: str
    label: str
    value: float
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class PairShown:
    """A pair with its reasons in sentences and, the most telling, in a few words (`short`)."""

    pair: PlanPair
    parts: Sequence[PartShown]
    reasons: Sequence[str]
    short: Sequence[str]
    exclusion: Exclusion | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A page of a plan. `total_score` is the sum over all pairs; with `bonus_total` it is the objective."""

    plan: Plan
    network: Network
    badge: str | Promise
    status: str | Promise
    tone: str
    pairs: Sequence[PairShown]
    total: int
    next_after: int | None
    total_score: float
    bonuses: Sequence[tuple[str, float]]
    bonus_total: float
    complaints: Sequence[str]
    undefined_parts: Sequence[str]
    kept: int
    dropped: Sequence[str]
    locked: int
    exclusions: Sequence[Exclusion]


@dataclass(frozen=True, slots=True)
class CapacityPage:
    """What a member can carry in a Jalali year, offers and needs; `capacity` None: it did not say."""

    network: Network
    place: Place
    year: int
    capacity: Capacity | None
    offers: frozenset[str]
    needs: frozenset[str]
    topics: Sequence[tuple[str, str]]


def purposes() -> list[Purpose]:
    """What ties may be sought for, in the order of the reference data."""
    return list(Purpose.objects.order_by("id")[:200])


def plans_for(actor: Actor, *, network: Network, limit: int = 100) -> Sequence[Plan]:
    """The plans of a network, newest first, each with `pair_count` and `proposed_count`."""
    require(rules.may_see_network(actor, network))
    return list(
        network.plans.select_related("purpose")
        .annotate(pair_count=Count("pairs"), proposed_count=Count("pairs__tie"))
        .order_by("-made_at", "-id")[:limit]
    )


def newest_proposing_plan(network: Network) -> Plan | None:
    """The newest plan that proposes something."""
    return (
        network.plans.filter(pairs__isnull=False)
        .select_related("purpose")
        .order_by("-made_at", "-id")
        .distinct()
        .first()
    )


def plan_for(actor: Actor, *, network: Network, pk: int, after: int = 0, size: int = PAGE) -> PlanPage | None:
    """A page of the pairs of a plan, from rank `after` on; None when the network has no such plan.

    Raises `Refused` by rules.may_see_network.
    """
    require(rules.may_see_network(actor, network))
    plan = network.plans.select_related("purpose", "based_on").filter(pk=pk).first()
    if plan is None:
        return None
    rows = list(pairs_of(plan).filter(rank__gt=after)[: size + 1])
    scores = list(plan.pairs.order_by("rank").values_list("score", "locked"))
    excluded = {
        (row.place_a_id, row.place_b_id): row
        for row in network.exclusions.select_related("place_a", "place_b").order_by("-id")[:500]
    }
    labels = _labels(network, plan)
    best = scores[0][0] if scores else 0.0
    label, tone = STATUSES[plan.status]
    return PlanPage(
        plan=plan,
        network=network,
        badge=STATUS_BADGES[plan.status],
        status=label,
        tone=tone,
        pairs=[
            PairShown(
                row,
                parts_shown(row.parts, best),
                [reason_sentence(code, values, labels) for code, values in row.reasons],
                short_reasons(row.reasons, labels),
                excluded.get((min(row.place_a_id, row.place_b_id), max(row.place_a_id, row.place_b_id))),
            )
            for row in rows[:size]
        ],
        total=len(scores),
        next_after=rows[size - 1].rank if len(rows) > size else None,
        total_score=sum(score for score, _locked in scores),
        bonuses=[
            (reason_sentence(code, values, labels), amount) for code, values, amount, _pairs in plan.bonuses
        ],
        bonus_total=sum(amount for _code, _values, amount, _pairs in plan.bonuses),
        complaints=[reason_sentence(code, values, labels) for code, values in plan.complaints],
        undefined_parts=[labels.part(part) for part in plan.remarks.get("undefined_parts", [])],
        kept=len(plan.remarks.get("kept", [])),
        dropped=[" – ".join(map(labels.member, pair)) for pair in plan.remarks.get("dropped", [])],
        locked=sum(locked for _score, locked in scores),
        exclusions=list(excluded.values()),
    )


def pairs_of(plan: Plan) -> Any:
    """The pairs of a plan with their places and ties, best first."""
    return plan.pairs.select_related("place_a__country", "place_b__country", "tie").order_by("rank")


def all_pairs_of(actor: Actor, *, network: Network, pk: int) -> tuple[list[str], list[list[Any]]] | None:
    """Headings and rows of a whole plan, for a file; None when there is no such plan."""
    require(rules.may_see_network(actor, network))
    plan = network.plans.filter(pk=pk).first()
    if plan is None:
        return None
    labels = _labels(network, plan)
    headings = [
        _("Rank"),
        _("First member"),
        _("Country"),
        _("Second member"),
        _("Country"),
        _("Score"),
        *map(str, PARTS.values()),
        _("Reasons"),
        _("Locked"),
        _("Tie"),
    ]
    rows = [
        [
            row.rank,
            row.place_a.name,
            row.place_a.country.name,
            row.place_b.name,
            row.place_b.country.name,
            row.score,
            *(row.parts.get(part, 0.0) for part in PARTS),
            " ".join(reason_sentence(code, values, labels) for code, values in row.reasons),
            _("yes") if row.locked else "",
            str(row.tie.get_state_display()) if row.tie else "",
        ]
        for row in pairs_of(plan)[:MOST_PAIRS]
    ]
    return headings, rows


def _labels(network: Network, plan: Plan) -> Labels:
    """Names of members as of the day of the plan."""
    on = plan.terms.get("on")
    return Labels.of(state_of(network, on=date.fromisoformat(on))) if on else Labels({})


def parts_shown(parts: Mapping[str, float], best: float) -> list[PartShown]:
    """The parts of a score one after the other, in a bar that is 100 wide for the score `best`."""
    shown, start = [], 0.0
    for code, label in PARTS.items():
        value = parts.get(code, 0.0)
        width = 100 * value / best if best > 0 else 0.0
        shown.append(PartShown(code, str(label), value, round(start, 3), round(width, 3)))
        start += width
    return shown


def capacity_for(actor: Actor, *, network: Network, place: Place, year: int) -> CapacityPage:
    """What `place` said for a Jalali year. Raises `Refused` by rules.may_see_network."""
    require(rules.may_see_network(actor, network))
    told = list(Offer.objects.filter(network=network, place=place).values_list("side", "topic"))
    named = {purpose.topic: purpose.name for purpose in reversed(purposes()) if purpose.topic}
    return CapacityPage(
        network=network,
        place=place,
        year=year,
        capacity=Capacity.objects.filter(network=network, place=place, year=year).first(),
        offers=frozenset(topic for side, topic in told if side == Offer.Side.OFFER),
        needs=frozenset(topic for side, topic in told if side == Offer.Side.NEED),
        topics=sorted(named.items(), key=lambda item: item[1]),
    )
