"""Computing a plan, before and apart from keeping it: the solver takes seconds, and no lock waits for it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Actor, require
from girih.networks import bridge, rules
from girih.networks.models import Network, Plan, Purpose
from girih.networks.queries.entries import with_first_entry
from girih.networks.queries.labels import PARTS, said
from girih.networks.queries.plan_terms import Terms, digest_of, request_of, terms_of
from girih.networks.queries.remembered import Remembered
from girih.networks.queries.state import NetworkState, state_of

if TYPE_CHECKING:
    from girih.engines import matching

__all__ = [
    "DEFAULT_CAPACITY",
    "DEFAULT_TOTAL",
    "MOST_CAPACITY",
    "PlanDraft",
    "draft_of",
    "most_total_of",
    "plan_draft_for",
]

DEFAULT_TOTAL = 24
DEFAULT_CAPACITY = 1
# No secretariat follows up ten beginnings with one city in a year.
MOST_CAPACITY = 10
# Six new partners for each member on average: past that a plan is no longer a choice, and takes minutes.
MOST_TIES_PER_MEMBER = 3
MOST_WEIGHT = 10.0
# A worker of the server is taken so long at most.
PLAN_SECONDS = 10.0

_solved: "Remembered[matching.Plan]" = Remembered(8)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A computed plan that is not kept yet."""

    network: Network
    purpose: Purpose
    based_on: Plan | None
    terms: Terms
    state: NetworkState
    plan: "matching.Plan"


def plan_draft_for(
    actor: Actor,
    *,
    network: Network,
    purpose: Purpose,
    today: date,
    weights: Mapping[str, float] | None = None,
    total: int | None = DEFAULT_TOTAL,
    default_capacity: int = DEFAULT_CAPACITY,
    cover_regions: bool = True,
    based_on: Plan | None = None,
) -> PlanDraft:
    """Read members, ties and terms as of `today` and solve; nothing is written and no transaction is open.

    `weights` (part → 0…10) default to those of the purpose. `total` is at most `most_total_of` the network;
    None is no limit but the capacities. Of `based_on`, locked
    pairs stay and as many others as possible are kept. Raises `Refused` by rules.may_make_plan and
    `ValidationError` for terms outside their limits or a plan of another network.
    """
    require(rules.may_make_plan(actor, network))
    _check(network, weights, total, default_capacity, based_on)
    return draft_of(
        network,
        purpose=purpose,
        today=today,
        weights=weights,
        total=total,
        default_capacity=default_capacity,
        cover_regions=cover_regions,
        based_on=based_on,
    )


def draft_of(
    network: Network,
    *,
    purpose: Purpose,
    today: date,
    weights: Mapping[str, float] | None = None,
    total: int | None = DEFAULT_TOTAL,
    default_capacity: int = DEFAULT_CAPACITY,
    cover_regions: bool = True,
    based_on: Plan | None = None,
    seconds: float = PLAN_SECONDS,
) -> PlanDraft:
    """As `plan_draft_for`, for callers that have authorised and checked. `seconds` limits the solver.

    The same terms about the same members and ties are solved once per process.
    """
    state = with_first_entry(network, state_of(network, on=today))
    terms = terms_of(
        network,
        state,
        purpose=purpose,
        weights=purpose.weights if weights is None else weights,
        total=total,
        default_capacity=default_capacity,
        cover_regions=cover_regions,
        based_on=based_on,
    )
    plan = _solved.answer(
        (digest_of(terms), seconds), lambda: bridge.solve_plan(request_of(state, terms, seconds=seconds))
    )
    return PlanDraft(network, purpose, based_on, terms, state, plan)


def most_total_of(network: Network) -> int:
    """How many new ties a plan of the network may have at most."""
    members = network.memberships.filter(valid_until="").values("place").distinct().count()
    return MOST_TIES_PER_MEMBER * max(1, members)


def _check(
    network: Network,
    weights: Mapping[str, float] | None,
    total: int | None,
    default_capacity: int,
    based_on: Plan | None,
) -> None:
    if weights is not None:
        unknown = sorted(set(weights) - set(PARTS))
        if unknown:
            raise ValidationError(
                _("“%(part)s” is not a part of the score."), code="unknown_part", params={"part": unknown[0]}
            )
        if not all(math.isfinite(value) and 0 <= value <= MOST_WEIGHT for value in weights.values()):
            raise ValidationError(
                _("A weight is a number from 0 to %(most)s."),
                code="bad_weight",
                params={"most": said(MOST_WEIGHT)},
            )
        if not any(weights.values()):
            raise ValidationError(_("Give at least one part a weight above 0."), code="no_weight")
    most = most_total_of(network)
    if total is not None and not 1 <= total <= most:
        raise ValidationError(
            _("A plan of this network has from 1 to %(most)s new ties: at most three for each member."),
            code="bad_total",
            params={"most": said(most)},
        )
    if not 0 <= default_capacity <= MOST_CAPACITY:
        raise ValidationError(
            _("A member can carry from 0 to %(most)s new ties a year."),
            code="bad_capacity",
            params={"most": said(MOST_CAPACITY)},
        )
    if total is None and default_capacity > 2 * MOST_TIES_PER_MEMBER:
        raise ValidationError(
            _("With more than %(most)s new ties per member, say how many the plan may have at most."),
            code="total_missing",
            params={"most": said(2 * MOST_TIES_PER_MEMBER)},
        )
    if based_on is not None and based_on.network_id != network.pk:
        raise ValidationError(_("The plan to start from is of another network."), code="other_network")
