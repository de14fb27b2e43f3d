"""The terms of a plan: everything it reads beside members and ties, in a form that can be kept."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from girih.kernel.persian import end_of_day, to_jalali, year_period
from girih.networks import bridge
from girih.networks.models import (
    Capacity,
    Membership,
    Network,
    Offer,
    Plan,
    PlanPair,
    Purpose,
    Tie,
)
from girih.networks.queries.state import NetworkState
from girih.registry.models import Title

if TYPE_CHECKING:
    from girih.engines import matching

__all__ = ["Pair", "Terms", "digest_of", "fingerprint_of", "request_of", "terms_of"]

Pair = tuple[str, str]
PREPARING = (Membership.Tier.CANDIDATE, Membership.Tier.WAITING)
UNESCO = "uccn"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan was or is to be computed from; members are named by slug, pairs in alphabetical order.

    `capacity` is what is left of the Jalali year's new ties after those already proposed from a plan.
    `under_way` are pairs whose tie is proposed and waits: they are not proposed again. `fingerprint` tells
    whether members and ties are still those of `on`.
    """

    on: str
    topic: str
    mentoring: bool
    weights: Mapping[str, float]
    field_pairs: tuple[tuple[str, str, float], ...]
    offers: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, tuple[str, ...]]
    heritage: Mapping[str, tuple[str, ...]]
    experience: Mapping[str, int]
    preparing: tuple[str, ...]
    capacity: Mapping[str, int]
    default_capacity: int
    asked: tuple[str, ...]
    exclusions: tuple[Pair, ...]
    under_way: tuple[Pair, ...]
    locked: tuple[Pair, ...]
    previous: tuple[Pair, ...]
    total: int | None
    cover_regions: bool
    fingerprint: str

    def as_json(self) -> dict[str, Any]:
        return {
            name: [list(one) if isinstance(one, tuple) else one for one in value]
            if isinstance(value, tuple)
            else {key: list(one) if isinstance(one, tuple) else one for key, one in value.items()}
            if isinstance(value, dict)
            else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Terms":
        """The terms as `as_json` gave them, after a journey through JSON."""
        read = {field.name: kept[field.name] for field in fields(cls)}
        for name in ("exclusions", "under_way", "locked", "previous", "field_pairs"):
            read[name] = tuple(tuple(pair) for pair in read[name])
        for name in ("preparing", "asked"):
            read[name] = tuple(read[name])
        for name in ("offers", "needs", "heritage"):
            read[name] = {slug: tuple(slugs) for slug, slugs in read[name].items()}
        return cls(**read)


def fingerprint_of(state: NetworkState) -> str:
    """A digest of everything of members and ties that a plan weighs."""
    digest = hashlib.sha256()
    for row in sorted(state.members, key=lambda row: row.slug):
        weighed = (
            row.slug,
            row.country,
            row.region,
            row.field,
            row.since,
            row.latitude,
            row.longitude,
            row.tier,
        )
        digest.update(repr((weighed, sorted(row.languages))).encode())
    for places in sorted(tie.places for tie in state.ties):
        digest.update(repr(places).encode())
    return digest.hexdigest()


def digest_of(terms: Terms) -> str:
    """A digest of the terms and, by their fingerprint, of the members and ties: of all that is solved."""
    return hashlib.sha256(json.dumps(terms.as_json(), sort_keys=True).encode()).hexdigest()


def terms_of(
    network: Network,
    state: NetworkState,
    *,
    purpose: Purpose,
    weights: Mapping[str, float],
    total: int | None,
    default_capacity: int,
    cover_regions: bool,
    based_on: Plan | None = None,
) -> Terms:
    """Read the terms as they stand on the day of `state`. Ten queries, whatever the size of the network."""
    ids = {row.place_id: row.slug for row in state.members}
    slugs = set(ids.values())
    exclusions = _pairs(network.exclusions.values_list("place_a__slug", "place_b__slug"), slugs)
    under_way = _under_way(network, slugs)
    tied = {(a, b) for tie in state.ties for a in tie.places for b in tie.places if a < b}
    locked: tuple[Pair, ...] = ()
    previous: tuple[Pair, ...] = ()
    if based_on is not None:
        kept = list(
            PlanPair.objects.filter(plan=based_on).values_list("place_a__slug", "place_b__slug", "locked")
        )
        gone = tied | set(under_way)
        previous = tuple(pair for pair in _pairs([row[:2] for row in kept], slugs) if pair not in gone)
        wanted = {tuple(sorted(row[:2])) for row in kept if row[2]}
        locked = tuple(pair for pair in previous if pair in wanted)
    offers, needs = _offers(network, slugs)
    capacity, asked = _capacities(network, ids, state.on, default_capacity)
    return Terms(
        on=state.on.isoformat(),
        topic=purpose.topic,
        mentoring=purpose.mentoring,
        weights=dict(weights),
        field_pairs=tuple((a, b, float(strength)) for a, b, strength in purpose.field_pairs),
        offers=offers,
        needs=needs,
        heritage=_heritage(state, ids),
        experience=_experience(ids),
        preparing=tuple(sorted(row.slug for row in state.members if row.tier in PREPARING)),
        capacity=capacity,
        default_capacity=default_capacity,
        asked=asked,
        exclusions=exclusions,
        under_way=under_way,
        locked=locked,
        previous=previous,
        total=total,
        cover_regions=cover_regions,
        fingerprint=fingerprint_of(state),
    )


def request_of(state: NetworkState, terms: Terms, *, seconds: float) -> "matching.PlanRequest":
    """The engine's request, with so many seconds of solver time; `state` must be the one the terms were read
    for.
    """
    return bridge.plan_request(
        state,
        weights=terms.weights,
        field_pairs={(a, b): strength for a, b, strength in terms.field_pairs},
        topic=terms.topic or None,
        mentoring=terms.mentoring,
        offers=terms.offers,
        needs=terms.needs,
        heritage=terms.heritage,
        experience=terms.experience,
        preparing=terms.preparing,
        capacity=terms.capacity,
        default_capacity=terms.default_capacity,
        asked=terms.asked,
        exclusions=sorted({*terms.exclusions, *terms.under_way}),
        locked=terms.locked,
        previous=terms.previous,
        total=terms.total,
        cover_regions=terms.cover_regions,
        seconds=seconds,
    )


def _pairs(rows: Iterable[tuple[str, ...]], known: set[str]) -> tuple[Pair, ...]:
    pairs = {(min(a, b), max(a, b)) for a, b in rows}
    return tuple(sorted(pair for pair in pairs if known.issuperset(pair)))


def _under_way(network: Network, known: set[str]) -> tuple[Pair, ...]:
    waiting = Tie.objects.filter(network=network, state="proposed").values_list("pk", "places__slug")
    sides: dict[int, list[str]] = {}
    for pk, slug in waiting.order_by("pk", "places__slug"):
        sides.setdefault(pk, []).append(slug)
    return _pairs([(a, b) for places in sides.values() for a in places for b in places if a < b], known)


def _offers(
    network: Network, known: set[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Of offers and of needs, member → topics. A member that said nothing of one side is not in it."""
    told: dict[str, dict[str, list[str]]] = {Offer.Side.OFFER: {}, Offer.Side.NEED: {}}
    rows = network.offers.order_by("place__slug", "topic").values_list("side", "place__slug", "topic")
    for side, slug, topic in rows:
        if slug in known:
            told[side].setdefault(slug, []).append(topic)
    offers, needs = (
        {slug: tuple(topics) for slug, topics in told[side].items()}
        for side in (Offer.Side.OFFER, Offer.Side.NEED)
    )
    return offers, needs


def _capacities(
    network: Network, ids: Mapping[int, str], on: date, default: int
) -> tuple[dict[str, int], tuple[str, ...]]:
    """What each member can still carry this Jalali year, where that is not the default, and who asked."""
    year = to_jalali(on)[0]
    stated = {row.place_id: row for row in Capacity.objects.filter(network=network, year=year, place__in=ids)}
    period = year_period(year)
    taken = PlanPair.objects.filter(
        plan__network=network,
        tie__state__in=("proposed", "active"),
        tie__recorded_at__date__gte=period.start,
        tie__recorded_at__date__lt=period.end,
    ).values_list("tie_id", "place_a_id", "place_b_id")
    used: dict[int, int] = {}
    for _tie, a, b in set(taken):
        used[a], used[b] = used.get(a, 0) + 1, used.get(b, 0) + 1
    capacity = {
        ids[pk]: max(0, (stated[pk].new_ties if pk in stated else default) - used.get(pk, 0))
        for pk in ids
        if pk in stated or pk in used
    }
    # Whoever asked and has had a tie proposed since is served.
    asked = sorted(ids[pk] for pk, row in stated.items() if row.asked and not used.get(pk))
    return dict(sorted(capacity.items())), tuple(asked)


def _heritage(state: NetworkState, ids: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    """Crafts of the titles in force of each member; a place without such a title is not in it."""
    text = end_of_day(state.on)
    crafts: dict[str, set[str]] = {}
    rows = (
        Title.objects.filter(place__in=ids, valid_from__lte=text, craft_fields__isnull=False)
        .exclude(valid_until__gt="", valid_until__lte=text)
        .values_list("place_id", "craft_fields__slug")
    )
    for pk, slug in rows:
        crafts.setdefault(ids[pk], set()).add(slug)
    return {slug: tuple(sorted(found)) for slug, found in sorted(crafts.items())}


def _experience(ids: Mapping[int, str]) -> dict[str, int]:
    """Calls passed: a UNESCO member passed one, a place that prepares none yet; of others it is unknown."""
    rows = Membership.objects.filter(place__in=ids, valid_until="").values_list(
        "place_id", "network__slug", "tier"
    )
    passed: dict[str, int] = {}
    for pk, slug, tier in rows:
        if slug == UNESCO and tier == Membership.Tier.MEMBER:
            passed[ids[pk]] = 1
        elif tier in PREPARING:
            passed.setdefault(ids[pk], 0)
    return dict(sorted(passed.items()))
