"""What is asked of the plan, and what comes back."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Literal

from girih.engines.matching.members import Member, Pair, Tie

PARTS = ("complementarity", "affinity", "experience", "network_value")
SET_BONUSES = ("isolates", "region_pairs", "field_pairs")


@dataclasses.dataclass(frozen=True)
class Purpose:
    """What new ties are for: how much each part of a score weighs, and what complements what.

    `weights` multiply the parts (each part lies in 0…1); a missing part weighs nothing. `field_pairs` says
    how well two fields complement each other for this purpose, 0…1, in either order; a pair of known fields
    that is not listed counts 0; an empty mapping means that fields do not matter. `topic` narrows offers and
    needs to one slug. With `mentoring` the experience part looks for a member that passed a call beside one
    that prepares; without it, for a long-standing member beside a newcomer. Nearness halves at `near_km`.
    `set_bonus` is multiplied by the weight of `network_value` and rewards the plan as a whole: per isolate
    reached, per pair of regions and per pair of fields joined (the first tie of such a pair counts whole,
    each further one half of the one before).
    """

    weights: Mapping[str, float] = dataclasses.field(default_factory=lambda: dict.fromkeys(PARTS, 1.0))
    field_pairs: Mapping[tuple[str, str], float] = dataclasses.field(default_factory=dict)
    topic: str | None = None
    mentoring: bool = False
    near_km: float = 1000.0
    set_bonus: Mapping[str, float] = dataclasses.field(
        default_factory=lambda: {"isolates": 1.0, "region_pairs": 0.5, "field_pairs": 0.5}
    )


@dataclasses.dataclass(frozen=True)
class PlanRequest:
    """A plan to be made. Pairs may be given in either order.

    `capacity` is the number of new ties a member can take on, `default_capacity` that of members not listed.
    `exclusions` must not be proposed. Each member in `asked` gets at least one tie, each region too with
    `cover_regions`; `min_coverage` is the least share (0…1) of the members with capacity that get a tie.
    `locked` pairs stay in the plan. `previous` is the plan to stay close to: as many of its pairs as possible
    are kept among the plans worth at least (1 - `stability_tolerance`) of the optimum. `total` limits the
    number of new ties. `time_limit` is in seconds of solver time.
    """

    members: Collection[Member]
    ties: Collection[Tie | Pair]
    purpose: Purpose = dataclasses.field(default_factory=Purpose)
    capacity: Mapping[str, int] = dataclasses.field(default_factory=dict)
    default_capacity: int = 1
    exclusions: Collection[Pair] = frozenset()
    asked: Collection[str] = frozenset()
    cover_regions: bool = False
    min_coverage: float = 0.0
    locked: Collection[Pair] = frozenset()
    previous: Collection[Pair] = frozenset()
    total: int | None = None
    stability_tolerance: float = 0.001
    time_limit: float = 30.0


@dataclasses.dataclass(frozen=True)
class Reason:
    """A code of REASON_CODES with its values by name."""

    code: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class PlannedPair:
    """A proposed tie, a < b. `parts` are the weighted contributions and add up to `score` exactly.

    `assumed` names the parts of which nothing is known for this pair: they count the average of the pairs for
    which they are known.
    """

    a: str
    b: str
    score: float
    parts: Mapping[str, float]
    reasons: tuple[Reason, ...]
    assumed: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class SetBonus:
    """What the plan as a whole earns for one thing: why, how much, and the pairs that earn it together."""

    reason: Reason
    amount: float
    pairs: tuple[Pair, ...]


Status = Literal["optimal", "incumbent", "infeasible", "empty"]


@dataclasses.dataclass(frozen=True)
class Plan:
    """The set of new ties, best score first.

    `objective` is exactly the sum of the pairs' scores and the amounts of `set_bonuses`. `bound` is proven:
    no plan within the limits is worth more. `gap` = (bound - objective) / bound, 0 when both are equal.
    `status` is `optimal` only when the best value is proven; then objective + `given_up` = bound, where
    `given_up` is what was traded, within the stated tolerance, to keep pairs of the previous plan.
    `incumbent`: the time limit came first. `infeasible`: the limits clash as `infeasible_reasons` say, and
    the numbers are None. `empty`: no pair may be proposed. `undefined_parts` are known for no pair at all and
    count for none. `stable` is True when it is proven that no plan within the tolerance keeps more previous
    pairs than the `kept` ones.
    """

    pairs: tuple[PlannedPair, ...]
    set_bonuses: tuple[SetBonus, ...]
    objective: float | None
    bound: float | None
    gap: float | None
    status: Status
    infeasible_reasons: tuple[Reason, ...] = ()
    undefined_parts: tuple[str, ...] = ()
    given_up: float = 0.0
    kept: tuple[Pair, ...] = ()
    dropped: tuple[Pair, ...] = ()
    stable: bool = True


Standing = Literal[
    "chosen", "already_tied", "excluded", "no_capacity", "self", "unknown", "not_chosen", "cannot_be_forced"
]


@dataclasses.dataclass(frozen=True)
class PairExplanation:
    """Why a pair is in the plan or not.

    `score`, `parts`, `reasons` and `rank` (1 = best of all `candidates`) are given for every untied pair, the
    rank only if it may be proposed. For `not_chosen`, `loss` is how much less the best plan with the pair is
    worth than the best plan, and `pushed_out` and `brought_in` are the other pairs that would leave and come
    if the pair were locked and the plan made again staying close to this one; `loss_proven` says whether both
    plans compared are proven optimal. `cannot_be_forced` carries the limits that clash in `clashes`.
    """

    a: str
    b: str
    standing: Standing
    score: float | None = None
    parts: Mapping[str, float] = dataclasses.field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    rank: int | None = None
    candidates: int | None = None
    loss: float | None = None
    loss_proven: bool = False
    pushed_out: tuple[Pair, ...] = ()
    brought_in: tuple[Pair, ...] = ()
    clashes: tuple[Reason, ...] = ()
