"""The single rows that pages of plans act on: a plan, a pair, an exclusion, a member."""

from collections.abc import Collection

from girih.kernel.access import Actor, require
from girih.networks import rules
from girih.networks.models import Exclusion, Network, Plan, PlanPair
from girih.registry.models import Place

__all__ = ["exclusion_for", "kept_plan_for", "member_for", "members_for", "own_places_for", "pair_for"]

MOST_OWN = 50


def kept_plan_for(actor: Actor, *, network: Network, pk: int | None) -> Plan | None:
    """A plan of the network. Raises `Refused` by rules.may_see_network, as all of these do."""
    require(rules.may_see_network(actor, network))
    return network.plans.select_related("purpose").filter(pk=pk).first() if pk is not None else None


def pair_for(actor: Actor, *, network: Network, plan: int, pk: int) -> PlanPair | None:
    require(rules.may_see_network(actor, network))
    pairs = PlanPair.objects.select_related("plan__network")
    return pairs.filter(pk=pk, plan=plan, plan__network=network).first()


def exclusion_for(actor: Actor, *, network: Network, pk: int | None) -> Exclusion | None:
    require(rules.may_see_network(actor, network))
    return network.exclusions.filter(pk=pk).first() if pk is not None else None


def member_for(actor: Actor, *, network: Network, slug: str) -> Place | None:
    """The place of that slug, when it is a member now."""
    return members_for(actor, network=network, slugs=[slug]).get(slug)


def members_for(actor: Actor, *, network: Network, slugs: Collection[str]) -> dict[str, Place]:
    """Of these slugs, those that are members now."""
    require(rules.may_see_network(actor, network))
    members = network.memberships.filter(valid_until="").values("place")
    return {place.slug: place for place in Place.objects.filter(slug__in=slugs, pk__in=members)}


def own_places_for(actor: Actor, *, network: Network) -> list[Place]:
    """The members of the network that the actor speaks for."""
    require(rules.may_see_network(actor, network))
    ids = [seat.speaks_for for seat in actor.seats if seat.speaks_for]
    members = network.memberships.filter(place__in=ids, valid_until="").values("place")
    return list(Place.objects.filter(pk__in=members).order_by("sort_fa")[:MOST_OWN]) if ids else []
