"""Reads of plans: the list, a page of one, and why any two members are in it or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from girih.kernel.access import Actor, require
from girih.networks import bridge, rules
from girih.networks.models import Capacity, Exclusion, Network, Offer, Plan, PlanPair, Purpose
from girih.networks.queries.entries import with_first_entry
from girih.networks.queries.labels import PARTS, Labels, said
from girih.networks.queries.plan_terms import Terms, fingerprint_of, request_of
from girih.networks.queries.reasons import STANDINGS, STATUS_BADGES, STATUSES, reason_sentence
from girih.networks.queries.short_reasons import short_reasons
from girih.networks.queries.state import state_of
from girih.registry.models import Place

if TYPE_CHECKING:
    from girih.engines import matching

__all__ = [
    "CapacityPage",
    "PairShown",
    "PartShown",
    "PlanPage",
    "Why",
    "all_pairs_of",
    "capacity_for",
    "newest_proposing_plan",
    "plan_for",
    "plans_for",
    "purposes",
    "why_for",
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
class Why:
    """The answer to "why not these two?"; `loss` is what the whole would lose with them, None if none is."""

    a: str
    b: str
    standing: str
    sentence: str
    score: float | None = None
    parts: Sequence[PartShown] = ()
    reasons: Sequence[str] = ()
    rank: int | None = None
    candidates: int | None = None
    loss: float | None = None
    loss_proven: bool = False
    pushed_out: Sequence[tuple[str, str]] = ()
    brought_in: Sequence[tuple[str, str]] = ()
    clashes: Sequence[str] = ()


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
                _parts(row.parts, best),
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


def _parts(parts: Mapping[str, float], best: float) -> list[PartShown]:
    shown, start = [], 0.0
    for code, label in PARTS.items():
        value = parts.get(code, 0.0)
        width = 100 * value / best if best > 0 else 0.0
        shown.append(PartShown(code, str(label), value, round(start, 3), round(width, 3)))
        start += width
    return shown


def why_for(actor: Actor, *, network: Network, plan: Plan, a: str, b: str) -> Why:
    """Where the members `a` and `b` (slugs) stand in a plan, and what the whole would lose with them in it.

    The request is made again from the terms kept with the plan. When members or ties of its day have changed
    in the register since, the answer says so and computes nothing. Takes as long as making a plan; writes
    nothing. Raises `Refused` by rules.may_see_network.
    """
    require(rules.may_see_network(actor, network))
    terms = Terms.from_json(plan.terms)
    state = with_first_entry(network, state_of(network, on=date.fromisoformat(terms.on)))
    labels = Labels.of(state)
    names = {"a": labels.member(a), "b": labels.member(b)}
    pair = (min(a, b), max(a, b))
    if fingerprint_of(state) != terms.fingerprint:
        return Why(a, b, "changed", str(STANDINGS["changed"]))
    if pair in terms.under_way:
        return Why(a, b, "under_way", str(STANDINGS["under_way"]) % names)
    found = bridge.explain_pair(request_of(state, terms), _as_solved(plan), a, b)
    standing = _standing(found.standing, found.loss)
    if standing == "excluded":
        names["reason"] = _reason_of(network, pair)
    if found.loss is not None:
        names["loss"] = said(found.loss, 2)
    best = max((found.score or 0.0, *plan.pairs.order_by("rank").values_list("score", flat=True)[:1]))
    return Why(
        a=a,
        b=b,
        standing=standing,
        sentence=str(STANDINGS[standing]) % names,
        score=found.score,
        parts=_parts(found.parts, best) if found.parts else (),
        reasons=[reason_sentence(reason.code, reason.values, labels) for reason in found.reasons],
        rank=found.rank,
        candidates=found.candidates,
        loss=found.loss,
        loss_proven=found.loss_proven,
        pushed_out=_named(found.pushed_out, labels),
        brought_in=_named(found.brought_in, labels),
        clashes=[reason_sentence(reason.code, reason.values, labels) for reason in found.clashes],
    )


def _standing(standing: str, loss: float | None) -> str:
    if standing != "not_chosen":
        return standing
    if loss is None:
        return "not_computed"
    return "not_chosen" if loss > 0 else "even"


def _named(pairs: Iterable[tuple[str, str]], labels: Labels) -> list[tuple[str, str]]:
    return [(labels.member(one), labels.member(other)) for one, other in pairs]


def _reason_of(network: Network, pair: tuple[str, str]) -> str:
    exclusion = network.exclusions.filter(place_a__slug__in=pair, place_b__slug__in=pair).first()
    return exclusion.reason if exclusion else _("the exclusion has been lifted since.")


def _as_solved(plan: Plan) -> "matching.Plan":
    """The kept plan as the engine knew it, as far as explaining needs."""
    pairs = plan.pairs.order_by("rank").values_list("place_a__slug", "place_b__slug", "score", "parts")
    return bridge.solved_plan(
        list(pairs),
        objective=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        status=plan.status,
        given_up=plan.remarks.get("given_up", 0.0),
    )


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
