"""Who may do what in a network. Rights come from seats alone."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from girih.kernel.access import ALLOWED, Actor, Role, Verdict, refused

if TYPE_CHECKING:  # the state tables of workflow.py name these rules, and the models name the state tables
    from girih.networks.models import Network, Tie, TieParty

__all__ = [
    "may_answer_for",
    "may_end_tie",
    "may_exclude_pair",
    "may_import_ties",
    "may_make_plan",
    "may_propose_tie",
    "may_record_event",
    "may_see_directory",
    "may_see_network",
    "may_set_capacity",
]

SIGN_IN = _("Sign in with a seat in this network.")


def _runs(actor: Actor, network: "Network") -> bool:
    return actor.is_machine or actor.holds(Role.SECRETARIAT, network.secretariat_id)


def may_see_directory(actor: Actor) -> Verdict:
    """Who belongs to which network is public; what passes between members is not."""
    return ALLOWED


def may_see_network(actor: Actor, network: "Network") -> Verdict:
    """The secretariat's people and viewers, and those who speak for a member."""
    if actor.is_machine or any(seat.organisation_id == network.secretariat_id for seat in actor.seats):
        return ALLOWED
    places = [seat.speaks_for for seat in actor.seats if seat.speaks_for]
    if places and network.memberships.filter(place__in=places, valid_until="").exists():
        return ALLOWED
    return refused(
        "not_of_this_network",
        _("The network “%(network)s” is open to its secretariat and its members."),
        SIGN_IN,
        network=network.name,
    )


def may_import_ties(actor: Actor, network: "Network") -> Verdict:
    if _runs(actor, network):
        return ALLOWED
    return refused(
        "secretariat_only",
        _("Only the secretariat of this network brings lists of ties."),
        _("Send your list to the secretariat, or propose ties one by one."),
    )


def may_propose_tie(actor: Actor, network: "Network", places: Iterable[int]) -> Verdict:
    """`places` are the ids of the members to be joined."""
    if _runs(actor, network) or any(actor.speaks_for(place) for place in places):
        return ALLOWED
    return refused(
        "not_your_member",
        _("A tie is proposed by the secretariat or by the focal point of one of its members."),
        SIGN_IN,
    )


def may_answer_for(actor: Actor, party: "TieParty") -> Verdict:
    """Confirm or dispute a tie in the name of one side; the secretariat may, on that side's written word."""
    if actor.speaks_for(party.place_id) or _runs(actor, party.tie.network):
        return ALLOWED
    return refused(
        "not_your_side",
        _("The focal point of %(place)s answers for this side."),
        place=party.place.name,
    )


def may_record_event(actor: Actor, tie: "Tie") -> Verdict:
    if _runs(actor, tie.network) or any(actor.speaks_for(party.place_id) for party in tie.parties.all()):
        return ALLOWED
    return refused(
        "not_your_tie", _("What happens in a tie is recorded by its parties and the secretariat."), SIGN_IN
    )


def may_end_tie(actor: Actor, tie: "Tie") -> Verdict:
    return may_record_event(actor, tie)


def may_make_plan(actor: Actor, network: "Network") -> Verdict:
    if _runs(actor, network):
        return ALLOWED
    return refused(
        "secretariat_only",
        _("The plan of new ties is made by the secretariat of this network."),
        _("Tell the secretariat what your city offers and needs; the next plan will use it."),
    )


def may_exclude_pair(actor: Actor, network: "Network") -> Verdict:
    return may_make_plan(actor, network)


def may_set_capacity(actor: Actor, network: "Network", place_id: int) -> Verdict:
    """Say how many new ties a member can carry, whether it asks for one, and what it offers and needs."""
    if actor.speaks_for(place_id) or _runs(actor, network):
        return ALLOWED
    return refused(
        "not_your_member", _("A member's capacity is set by its focal point or the secretariat."), SIGN_IN
    )
