"""Why not these two? The answer for any pair, with what it would cost to force it in."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from girih.engines.matching.consistency import mark, rows_of
from girih.engines.matching.members import ordered
from girih.engines.matching.plan import Prepared, plan_for, prepare
from girih.engines.matching.problem import candidates, capacities
from girih.engines.matching.requests import PARTS, PairExplanation, Plan, PlanRequest
from girih.engines.matching.telling import reasons_of


def _known(prepared: Prepared, request: PlanRequest, row: int) -> dict[str, Any]:
    members, table = prepared.members, prepared.table
    excluded = mark(table, rows_of(members, table, request.exclusions, "exclusions")[1])
    free = candidates(table, capacities(members, request), excluded)
    return {
        "score": float(table.score[row]),
        "parts": {part: float(table.parts[part][row]) for part in PARTS},
        "reasons": reasons_of(members, table, request.purpose, row),
        "rank": int((table.score[free] > table.score[row]).sum()) + 1 if row in free else None,
        "candidates": len(free),
        "excluded": bool(excluded[row]),
    }


def _forced(
    prepared: Prepared, request: PlanRequest, plan: Plan, explained: PairExplanation
) -> PairExplanation:
    """Solve again with the pair locked, as close to the plan as the tolerance of the request allows."""
    chosen = {(pair.a, pair.b) for pair in plan.pairs}
    again = plan_for(
        prepared,
        dataclasses.replace(
            request,
            locked={ordered(*pair) for pair in request.locked} | {(explained.a, explained.b)},
            previous=chosen,
        ),
    )
    if again.objective is None or plan.objective is None:
        if again.status == "infeasible":
            return dataclasses.replace(
                explained, standing="cannot_be_forced", clashes=again.infeasible_reasons
            )
        return explained
    forced = {(pair.a, pair.b) for pair in again.pairs}
    return dataclasses.replace(
        explained,
        loss=(plan.objective + plan.given_up) - (again.objective + again.given_up),
        loss_proven=plan.status == "optimal" and again.status == "optimal",
        pushed_out=tuple(sorted(chosen - forced)),
        brought_in=tuple(sorted(forced - chosen - {(explained.a, explained.b)})),
    )


def explain_pair(request: PlanRequest, plan: Plan, a: str, b: str) -> PairExplanation:
    """Where the pair a-b stands in `plan`, which must be the plan of `request`, and what forcing it in would
    do.

    Raises MatchingInputError as `solve_plan` does; an unknown id is the answer `unknown`, not an error.
    """
    a, b = ordered(a, b)
    prepared = prepare(request)
    members, table = prepared.members, prepared.table
    if a == b:
        return PairExplanation(a, b, "self")
    if a not in members.number or b not in members.number:
        return PairExplanation(a, b, "unknown")
    row = table.row(members.number[a], members.number[b])
    if row is None:
        return PairExplanation(a, b, "already_tied")
    known = _known(prepared, request, row)
    excluded = known.pop("excluded")
    capacity = capacities(members, request)
    if any(pair.a == a and pair.b == b for pair in plan.pairs):
        return PairExplanation(a, b, "chosen", **known)
    if excluded:
        return PairExplanation(a, b, "excluded", **known)
    if not np.all(capacity[[members.number[a], members.number[b]]] > 0):
        return PairExplanation(a, b, "no_capacity", **known)
    return _forced(prepared, request, plan, PairExplanation(a, b, "not_chosen", **known))
