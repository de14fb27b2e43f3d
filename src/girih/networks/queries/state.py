"""A network as it stood on a day: the rows from which everything computed about it starts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.timezone import localtime

from girih.kernel.persian import end_of_day
from girih.networks.models import Membership, Network, Tie, TieEvent, TieParty

__all__ = ["MemberRow", "NetworkState", "TieRow", "state_of"]

MOST_MEMBERS = 200_000
MOST_TIES = 500_000


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member on the day. A place with memberships in several fields shows the oldest in force."""

    place_id: int
    slug: str
    name_fa: str
    name_en: str
    country: str
    region: str
    region_fa: str
    region_en: str
    languages: frozenset[str]
    latitude: float | None
    longitude: float | None
    field: str | None
    tier: str
    since: str


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie in force on the day. On the ladder False means that nothing is recorded.

    How mature a tie was on a day that is past, and whether it had an objective, is not kept: then None.
    """

    id: int
    kind: str
    maturity: str | None
    since: str
    places: tuple[str, ...]
    confirmed_by: frozenset[str]
    objective: bool | None
    agreement: bool
    schedule: bool
    follow_up: bool
    outcome: bool


@dataclass(frozen=True, slots=True)
class NetworkState:
    on: date
    members: tuple[MemberRow, ...]
    ties: tuple[TieRow, ...]


def _in_force(on: date, start: str, end: str) -> Q:
    """Half-open periods of partial dates: a year alone begins on its first day and ends on its first day."""
    text = end_of_day(on)
    return Q(**{f"{start}__lte": text}) & (Q(**{end: ""}) | Q(**{f"{end}__gt": text}))


def _members(network: Network, on: date) -> tuple[MemberRow, ...]:
    rows = (
        Membership.objects.filter(_in_force(on, "valid_from", "valid_until"), network=network)
        .order_by("place_id", "valid_from", "id")
        .values_list(
            "place_id",
            "place__slug",
            "place__name_fa",
            "place__name_en",
            "place__country__code",
            "place__country__region__slug",
            "place__country__region__name_fa",
            "place__country__region__name_en",
            "place__country__languages",
            "place__latitude",
            "place__longitude",
            "field__slug",
            "tier",
            "valid_from",
        )[:MOST_MEMBERS]
    )
    first: dict[int, MemberRow] = {}
    for row in rows:
        if row[0] not in first:
            first[row[0]] = MemberRow(*row[:8], frozenset(row[8].split()), *row[9:])
    return tuple(first.values())


def _ties(network: Network, on: date, members: dict[int, str], *, is_past: bool) -> tuple[TieRow, ...]:
    def happened(kind: str) -> Exists:
        return Exists(TieEvent.objects.filter(tie=OuterRef("pk"), kind=kind, happened_on__lte=end_of_day(on)))

    ties = (
        Tie.objects.filter(network=network, state__in=("active", "ended"))
        .filter(Q(until="") | Q(until__gt=end_of_day(on)), ~Q(state="ended", until=""))
        # A tie whose beginning nobody knows is counted from the day it was recorded.
        .filter((~Q(since="") & Q(since__lte=end_of_day(on))) | (Q(since="") & Q(recorded_at__date__lte=on)))
        .annotate(
            agreement=happened("agreement"),
            schedule=happened("schedule"),
            follow_up=happened("follow_up"),
            outcome=happened("outcome"),
        )
        .order_by("id")
        .prefetch_related(
            Prefetch(
                "parties",
                TieParty.objects.only("id", "tie_id", "place_id", "answer", "answered_at").order_by(
                    "place_id"
                ),
            )
        )
        .only("id", "kind", "maturity", "since", "objective")[:MOST_TIES]
    )
    rows = []
    for tie in ties:
        parties = [party for party in tie.parties.all() if party.place_id in members]
        if len(parties) >= 2:
            rows.append(
                TieRow(
                    tie.pk,
                    tie.kind,
                    None if is_past else tie.maturity,
                    tie.since,
                    tuple(members[party.place_id] for party in parties),
                    frozenset(members[party.place_id] for party in parties if _confirmed(party, on, is_past)),
                    None if is_past else bool(tie.objective.strip()),
                    tie.agreement,
                    tie.schedule,
                    tie.follow_up,
                    tie.outcome,
                )
            )
    return tuple(rows)


def _confirmed(party: TieParty, on: date, is_past: bool) -> bool:
    if party.answer != TieParty.Answer.CONFIRMED or party.answered_at is None:
        return False
    return not is_past or localtime(party.answered_at).date() <= on


def state_of(network: Network, *, on: date, is_past: bool = False) -> NetworkState:
    """Members and ties in force on `on`, in three queries whatever their number.

    With `is_past`, the day is compared with today: only what was confirmed by then counts as confirmed, and
    what the register keeps of today alone is unknown.

    A tie of which fewer than two sides are members on that day does not count.
    """
    members = _members(network, on)
    slugs = {row.place_id: row.slug for row in members}
    return NetworkState(on, members, _ties(network, on, slugs, is_past=is_past))
