"""Reads of ties."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from girih.kernel.access import Actor, Role, require
from girih.kernel.persian import fold
from girih.networks import rules
from girih.networks.models import Membership, Network, Tie, TieContact, TieEvent, TieParty
from girih.networks.queries.naming import near_name
from girih.registry.models import Place, Post

__all__ = [
    "FEW_POSTS",
    "PAGE",
    "UNTOUCHED_AFTER",
    "TieFilters",
    "TiePage",
    "all_ties_for",
    "members_spoken_for",
    "my_ties_for",
    "places_spoken_for",
    "post_called",
    "posts_beside",
    "tie_for",
    "ties_for",
    "ties_of_place",
    "visible_networks",
    "weaknesses_of",
]

PAGE = 50
MOST_NAMES = 20_000
# A tie rests on one person when some side has fewer than two posts recorded as carrying it: when that one
# moves on, nobody on that side knows of the tie.
FEW_POSTS = 2
UNTOUCHED_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class TieFilters:
    """What of the ties is shown; empty is no filter. `place` is a slug, `batch` the id of an import.

    `order` is touched (the last touched first) or recorded (as they were recorded).
    """

    search: str = ""
    kind: str = ""
    maturity: str = ""
    state: str = ""
    place: str = ""
    batch: int | None = None
    unconfirmed: bool = False
    disputed: bool = False
    no_objective: bool = False
    one_person: bool = False
    untouched: bool = False
    order: str = "touched"


@dataclass(frozen=True, slots=True)
class TiePage:
    """`total` counts all that the filters leave; `next_after` is the next page's key, None on the last.

    `suggestion` is the nearest name of a member with such ties, when the search found nothing.
    """

    ties: Sequence[Tie]
    total: int
    next_after: str | None
    suggestion: str = ""


def tie_for(actor: Actor, *, pk: int) -> Tie | None:
    """One tie with parties, contacts and events, or None. Raises `Refused` as its network does."""
    tie = (
        Tie.objects.select_related("network__secretariat", "purpose", "batch__file")
        .prefetch_related(
            Prefetch(
                "parties", TieParty.objects.select_related("place__country").order_by(_by_name("place__"))
            ),
            Prefetch(
                "parties__contacts", TieContact.objects.select_related("post__organisation").order_by("id")
            ),
            Prefetch("events", TieEvent.objects.select_related("file").order_by("-happened_on", "-id")),
        )
        .filter(pk=pk)
        .first()
    )
    if tie is not None:
        require(rules.may_see_network(actor, tie.network))
        for party in tie.parties.all():
            party.tie = tie
    return tie


def ties_for(
    actor: Actor, *, network: Network, filters: TieFilters, now: datetime, after: str = "", size: int = PAGE
) -> TiePage:
    """A page of the ties of a network in the order that `filters` names, from key `after` on.

    A key of another order, or none at all, begins at the beginning.
    """
    require(rules.may_see_network(actor, network))
    found = filtered(network, filters, now=now)
    page = list(with_parties(_in_order(_beyond(found, after, filters.order), filters.order))[: size + 1])
    total = found.count()
    return TiePage(
        ties=page[:size],
        total=total,
        next_after=_key_of(page[size - 1], filters.order) if len(page) > size else None,
        suggestion="" if total or not filters.search.strip() else _suggestion(network, filters, now),
    )


_KEY = re.compile(r"(?:([0-9]{1,17})\.)?([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _in_order(ties: QuerySet[Tie], order: str) -> QuerySet[Tie]:
    return ties.order_by("pk") if order == "recorded" else ties.order_by("-touched_at", "-pk")


def _key_of(tie: Tie, order: str) -> str:
    return str(tie.pk) if order == "recorded" else f"{(tie.touched_at - _EPOCH) // _MICROSECOND}.{tie.pk}"


def _beyond(ties: QuerySet[Tie], after: str, order: str) -> QuerySet[Tie]:
    key = _KEY.fullmatch(after)
    if key is None or bool(key[1]) != (order != "recorded"):
        return ties
    if not key[1]:
        return ties.filter(pk__gt=int(key[2]))
    at = _EPOCH + int(key[1]) * _MICROSECOND
    return ties.filter(Q(touched_at__lt=at) | Q(touched_at=at, pk__lt=int(key[2])))


def _suggestion(network: Network, filters: TieFilters, now: datetime) -> str:
    others = filtered(network, replace(filters, search=""), now=now)
    sides = TieParty.objects.filter(tie__in=others.values("pk"))
    pairs = sides.order_by().values_list("place__name_fa", "place__name_en").distinct()[:MOST_NAMES]
    return near_name(filters.search, (name for pair in pairs for name in pair))


def _by_name(path: str = "") -> str:
    """The column that sorts by name in the reader's alphabet."""
    return f"{path}sort_{'en' if get_language() == 'en' else 'fa'}"


def filtered(network: Network, filters: TieFilters, *, now: datetime) -> QuerySet[Tie]:
    ties: QuerySet[Tie] = network.ties.all()
    for column in ("kind", "maturity", "state"):
        if value := getattr(filters, column):
            ties = ties.filter(**{column: value})
    if filters.batch:
        ties = ties.filter(batch=filters.batch)
    if filters.place:
        ties = ties.filter(Exists(_party(place__slug=filters.place)))
    for word in filters.search.split():
        if folded := fold(word):
            ties = ties.filter(Exists(_party(place__search_key__contains=folded)))
    if filters.unconfirmed:
        ties = ties.filter(Exists(_party().exclude(answer="confirmed")))
    if filters.disputed:
        ties = ties.filter(Exists(_party(answer="disputed")))
    if filters.no_objective:
        ties = ties.filter(objective="")
    if filters.one_person:
        ties = ties.filter(Exists(_party().alias(posts=Count("contacts")).filter(posts__lt=FEW_POSTS)))
    if filters.untouched:
        ties = ties.filter(touched_at__lt=now - UNTOUCHED_AFTER)
    # What is closed is no longer weak.
    weak = filters.unconfirmed or filters.no_objective or filters.one_person or filters.untouched
    if weak and not filters.state:
        ties = ties.filter(state__in=("proposed", "active"))
    return ties


def _party(**conditions: object) -> QuerySet[TieParty]:
    return TieParty.objects.filter(tie=OuterRef("pk"), **conditions)


def with_parties(ties: QuerySet[Tie]) -> QuerySet[Tie]:
    """Each with its parties, their places and `posts`, the number of contacts of each: two queries in all."""
    parties = (
        TieParty.objects.select_related("place__country")
        .annotate(posts=Count("contacts"))
        .order_by(_by_name("place__"))
    )
    return ties.select_related("purpose").prefetch_related(Prefetch("parties", parties))


def weaknesses_of(tie: Tie, *, now: datetime) -> list[str]:
    """Codes of what makes an open tie weak: one_person, no_objective, untouched, unconfirmed, disputed."""
    if tie.state not in ("proposed", "active"):
        return []
    parties = list(tie.parties.all())
    answers = {party.answer for party in parties}
    posts = [party.posts if hasattr(party, "posts") else len(party.contacts.all()) for party in parties]
    found = {
        "disputed": "disputed" in answers,
        "unconfirmed": "pending" in answers,
        "no_objective": not tie.objective.strip(),
        "one_person": any(count < FEW_POSTS for count in posts),
        "untouched": tie.touched_at < now - UNTOUCHED_AFTER,
    }
    return [code for code, holds in found.items() if holds]


def posts_beside(tie: Tie, *, limit: int = 200) -> Sequence[Post]:
    """The posts of the registry in institutions of the tie's members."""
    places = [party.place_id for party in tie.parties.all()]
    posts = Post.objects.filter(organisation__place__in=places).select_related("organisation")
    return list(posts.order_by(_by_name())[:limit])


def post_called(party: TieParty, title: str) -> Post | None:
    """The one post of this name in an institution of the party's place, None when none or several."""
    key = fold(title)
    posts = Post.objects.filter(organisation__place=party.place_id).select_related("organisation")
    called = [post for post in posts if key in (fold(post.name_fa), fold(post.name_en), fold(post.slug))]
    return called[0] if len(called) == 1 else None


def all_ties_for(
    actor: Actor, *, network: Network, filters: TieFilters, now: datetime, limit: int = 200_000
) -> Iterator[Tie]:
    """Every tie that the filters leave, in the order that they name, read in portions."""
    require(rules.may_see_network(actor, network))
    ties = _in_order(with_parties(filtered(network, filters, now=now)), filters.order)
    return ties[:limit].iterator(chunk_size=2000)


def ties_of_place(actor: Actor, *, place: Place, limit: int = 100) -> Sequence[Tie]:
    """The open ties of a place in the networks this actor may see; the ones touched last come first."""
    ties = Tie.objects.filter(Exists(_party(place=place)), state__in=("proposed", "active"))
    if not actor.is_machine:
        ties = ties.filter(network__in=visible_networks(actor))
    return list(with_parties(ties.select_related("network")).order_by("-touched_at", "-pk")[:limit])


def my_ties_for(actor: Actor, *, network: Network, limit: int = 200) -> Sequence[Tie]:
    """The open ties of the members this actor speaks for; those that wait for an answer come first."""
    require(rules.may_see_network(actor, network))
    places = places_spoken_for(actor)
    ties = network.ties.filter(Exists(_party(place__in=places)), state__in=("proposed", "active"))
    waiting = Exists(_party(place__in=places, answer="pending"))
    return list(with_parties(ties.annotate(waits=waiting)).order_by("-waits", "-touched_at", "-pk")[:limit])


def places_spoken_for(actor: Actor) -> list[int]:
    return [seat.speaks_for for seat in actor.seats if seat.speaks_for and seat.role == Role.FOCAL_POINT]


def members_spoken_for(actor: Actor, *, network: Network, today: date) -> list[int]:
    """The members in force of a network that this actor is the focal point of. At most one query."""
    places = places_spoken_for(actor)
    if not places:
        return []
    held = network.memberships.in_force(today).filter(place__in=places)
    return sorted(set(held.values_list("place_id", flat=True)))


def visible_networks(actor: Actor) -> QuerySet[Network]:
    """The networks that rules.may_see_network lets `actor` see, as one query."""
    if actor.is_machine:
        return Network.objects.all()
    organisations = [seat.organisation_id for seat in actor.seats]
    places = [seat.speaks_for for seat in actor.seats if seat.speaks_for]
    member = Exists(Membership.objects.filter(network=OuterRef("pk"), place__in=places, valid_until=""))
    return Network.objects.filter(Q(secretariat__in=organisations) | member)
