"""What is done with plans of new ties: made, locked, excluded from, proposed; and what members can carry."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Actor, refused, require
from girih.kernel.audit import verb
from girih.kernel.persian import normalise
from girih.networks import rules
from girih.networks.actions.ties import propose_tie
from girih.networks.models import Capacity, Exclusion, Network, Offer, Plan, PlanPair, Purpose, Tie
from girih.networks.queries.labels import said
from girih.networks.queries.plan_drafts import MOST_CAPACITY, PlanDraft
from girih.registry.models import Place

__all__ = [
    "exclude_pair",
    "lift_exclusion",
    "lock_pair",
    "make_plan",
    "propose_from_plan",
    "set_capacity",
    "unlock_pair",
]

OPEN = ("proposed", "active")


@verb("networks.make_plan")
def make_plan(*, actor: Actor, at: datetime, draft: PlanDraft) -> Plan:
    """Keep a plan computed by `plan_draft_for`, with its terms and everything said of it.

    A plan that is not possible is kept too, with what contradicts. Raises `Refused` by rules.may_make_plan.
    """
    require(rules.may_make_plan(actor, draft.network))
    solved, terms = draft.plan, draft.terms
    plan = Plan.objects.create(
        network=draft.network,
        purpose=draft.purpose,
        based_on=draft.based_on,
        weights=dict(terms.weights),
        total=terms.total,
        default_capacity=terms.default_capacity,
        cover_regions=terms.cover_regions,
        status=solved.status,
        objective=solved.objective,
        bound=solved.bound,
        gap=solved.gap,
        bonuses=[
            [
                bonus.reason.code,
                _plain(bonus.reason.values),
                bonus.amount,
                [list(pair) for pair in bonus.pairs],
            ]
            for bonus in solved.set_bonuses
        ],
        complaints=[[reason.code, _plain(reason.values)] for reason in solved.infeasible_reasons],
        remarks={
            "undefined_parts": list(solved.undefined_parts),
            "given_up": solved.given_up,
            "kept": [list(pair) for pair in solved.kept],
            "dropped": [list(pair) for pair in solved.dropped],
            "stable": solved.stable,
        },
        terms=terms.as_json(),
        made_by=actor.label[:200],
        made_at=at,
    )
    ids = {row.slug: row.place_id for row in draft.state.members}
    locked = set(terms.locked)
    for rank, pair in enumerate(solved.pairs, start=1):
        PlanPair.objects.create(
            plan=plan,
            rank=rank,
            place_a_id=ids[pair.a],
            place_b_id=ids[pair.b],
            score=pair.score,
            parts=dict(pair.parts),
            reasons=[[reason.code, _plain(reason.values)] for reason in pair.reasons],
            locked=(pair.a, pair.b) in locked,
        )
    return plan


def _plain(values: Any) -> dict[str, Any]:
    """The values of a reason as JSON keeps them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


@verb("networks.lock_pair")
def lock_pair(*, actor: Actor, at: datetime, pair: PlanPair) -> PlanPair:
    """Keep the pair when the plan is computed anew. Raises `Refused`; an excluded pair is not locked."""
    pair = _locked(pair)
    require(rules.may_make_plan(actor, pair.plan.network))
    low, high = sorted((pair.place_a_id, pair.place_b_id))
    if pair.plan.network.exclusions.filter(place_a=low, place_b=high).exists():
        require(
            refused(
                "excluded", _("This pair is excluded."), _("Lift the exclusion before you lock the pair.")
            )
        )
    return _with_lock(pair, True)


@verb("networks.unlock_pair")
def unlock_pair(*, actor: Actor, at: datetime, pair: PlanPair) -> PlanPair:
    """Let the pair go when the plan is computed anew. Raises `Refused`."""
    pair = _locked(pair)
    require(rules.may_make_plan(actor, pair.plan.network))
    return _with_lock(pair, False)


def _with_lock(pair: PlanPair, locked: bool) -> PlanPair:
    if pair.locked != locked:
        pair.locked = locked
        pair.save(update_fields=["locked"])
    return pair


def _locked(pair: PlanPair) -> PlanPair:
    rows = PlanPair.objects.select_for_update(of=("self",))
    return rows.select_related("plan__network", "plan__purpose", "place_a", "place_b", "tie").get(pk=pair.pk)


@verb("networks.exclude_pair")
def exclude_pair(
    *, actor: Actor, at: datetime, network: Network, places: tuple[Place, Place], reason: str
) -> Exclusion:
    """Never propose these two to each other, with the reason; excluding them again rewrites the reason.

    A lock on the pair in any plan of the network is taken off. Raises `Refused` by rules.may_exclude_pair,
    `ValidationError` without a reason, for a member with itself or a place outside the network.
    """
    require(rules.may_exclude_pair(actor, network))
    reason = normalise(reason)[:300]
    if not reason:
        raise ValidationError(_("Say why, so that the next person understands."), code="reason_missing")
    low, high = sorted(places, key=lambda place: place.pk)
    if low.pk == high.pk:
        raise ValidationError(_("A member has no tie with itself."), code="tie_with_itself")
    _check_member(network, low)
    _check_member(network, high)
    standing = network.exclusions.select_for_update().filter(place_a=low, place_b=high).first()
    if standing is None:
        standing = Exclusion.objects.create(network=network, place_a=low, place_b=high, reason=reason)
    elif standing.reason != reason:
        standing.reason = reason
        standing.save(update_fields=["reason"])
    locked = PlanPair.objects.filter(plan__network=network, locked=True)
    for pair in [*locked.filter(place_a=low, place_b=high), *locked.filter(place_a=high, place_b=low)]:
        _with_lock(pair, False)
    return standing


@verb("networks.lift_exclusion")
def lift_exclusion(*, actor: Actor, at: datetime, exclusion: Exclusion) -> None:
    """Let the two be proposed again. Raises `Refused` by rules.may_exclude_pair."""
    require(rules.may_exclude_pair(actor, exclusion.network))
    exclusion.delete()


@verb("networks.set_capacity")
def set_capacity(
    *,
    actor: Actor,
    at: datetime,
    network: Network,
    place: Place,
    year: int,
    new_ties: int,
    asked: bool,
    offers: Collection[str],
    needs: Collection[str],
) -> Capacity:
    """Say how many new ties a member carries in a Jalali year, if it asks for one, what it offers and needs.

    `offers` and `needs` are topics of purposes and replace what was said before. Raises `Refused` by
    rules.may_set_capacity, `ValidationError` for a number outside 0…MOST_CAPACITY, an unknown topic or a
    place outside the network.
    """
    require(rules.may_set_capacity(actor, network, place.pk))
    _check_member(network, place)
    if not 0 <= new_ties <= MOST_CAPACITY:
        raise ValidationError(
            _("A member can carry from 0 to %(most)s new ties a year."),
            code="bad_capacity",
            params={"most": said(MOST_CAPACITY)},
        )
    if asked and not new_ties:
        raise ValidationError(
            _("Who asks for a new tie must be able to carry one."), code="asked_without_capacity"
        )
    topics = set(Purpose.objects.exclude(topic="").values_list("topic", flat=True))
    unknown = sorted({*offers, *needs} - topics)
    if unknown:
        raise ValidationError(
            _("“%(topic)s” is not a topic that is known here."),
            code="unknown_topic",
            params={"topic": unknown[0]},
        )
    capacity = Capacity.objects.select_for_update().filter(network=network, place=place, year=year).first()
    if capacity is None:
        capacity = Capacity(network=network, place=place, year=year)
    capacity.new_ties, capacity.asked = new_ties, asked
    capacity.save()
    for side, wanted in ((Offer.Side.OFFER, set(offers)), (Offer.Side.NEED, set(needs))):
        standing = {row.topic: row for row in Offer.objects.filter(network=network, place=place, side=side)}
        for topic in sorted(wanted - set(standing)):
            Offer.objects.create(network=network, place=place, side=side, topic=topic)
        for topic in sorted(set(standing) - wanted):
            standing[topic].delete()
    return capacity


@verb("networks.propose_from_plan")
def propose_from_plan(*, actor: Actor, at: datetime, pair: PlanPair) -> Tie:
    """Propose the tie of a pair, at the foot of its ladder; a second call finds the tie of the first.

    A mentoring purpose makes a transfer of experience, any other a joint project. A tie that was declined or
    ended gives way to a new one. Raises `Refused` by rules.may_propose_tie, `ValidationError` when one side
    is no longer a member.
    """
    pair = _locked(pair)
    network, purpose = pair.plan.network, pair.plan.purpose
    require(rules.may_propose_tie(actor, network, [pair.place_a_id, pair.place_b_id]))
    if pair.tie is not None and pair.tie.state in OPEN:
        return pair.tie
    kind = Tie.Kind.EXPERIENCE_TRANSFER if purpose.mentoring else Tie.Kind.JOINT_PROJECT
    try:
        tie = propose_tie(
            actor=actor,
            at=at,
            network=network,
            places=[pair.place_a, pair.place_b],
            kind=kind,
            purpose=purpose,
        )
    except ValidationError as error:
        if error.code != "already_stands":
            raise
        tie = network.ties.get(pk=(error.params or {})["tie"])
    pair.tie = tie
    pair.save(update_fields=["tie"])
    return tie


def _check_member(network: Network, place: Place) -> None:
    if not network.memberships.filter(place=place, valid_until="").exists():
        raise ValidationError(
            _("Not a member of “%(network)s”: %(names)s."),
            code="not_a_member",
            params={"network": network.name, "names": place.name},
        )
