"""The set of new ties that serves the whole network best, proven, and as close to the previous plan as it may
be.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from girih.engines.matching.consistency import (
    check_request,
    clashes_of,
    left_over,
    mark,
    previous_rows,
    rows_of,
)
from girih.engines.matching.members import IntArray, Roster, numbered_pairs, roster
from girih.engines.matching.optimise import Solved, optimise
from girih.engines.matching.parts import PairTable, pair_table
from girih.engines.matching.problem import Problem, activity, build_problem, value_of
from girih.engines.matching.requests import Plan, PlanRequest, Reason, SetBonus
from girih.engines.matching.solver import Clock
from girih.engines.matching.stability import keep_most
from girih.engines.matching.telling import planned_pair


@dataclasses.dataclass(frozen=True)
class Prepared:
    """Members, ties and scores of a request; what its limits say is not in here."""

    members: Roster
    ties: IntArray
    table: PairTable


def prepare(request: PlanRequest) -> Prepared:
    """Check the request and score all untied pairs. Raises MatchingInputError naming every offending id."""
    members = roster(request.members)
    check_request(members, request)
    ties = np.unique(numbered_pairs(list(request.ties), members, "ties"), axis=0)
    return Prepared(members, ties, pair_table(members, ties, request.purpose))


def _without_pairs(
    status: str, table: PairTable, reasons: tuple[Reason, ...], dropped: tuple[tuple[str, str], ...]
) -> Plan:
    number = 0.0 if status == "empty" else None
    return Plan(
        pairs=(),
        set_bonuses=(),
        objective=number,
        bound=number,
        gap=number,
        status="empty" if status == "empty" else "infeasible",
        infeasible_reasons=reasons,
        undefined_parts=table.undefined,
        dropped=dropped,
    )


def _set_bonuses(
    members: Roster, table: PairTable, problem: Problem, chosen: IntArray
) -> tuple[SetBonus, ...]:
    held = activity(problem, chosen)
    entries = [problem.row_of[problem.start[c] : problem.start[c + 1]] for c in chosen]
    rows = np.concatenate([*entries, np.zeros(0, dtype=np.int64)])
    owner = np.repeat(np.arange(len(chosen)), [len(entry) for entry in entries])
    bonuses = []
    for earning in problem.earnings:
        count = int(held[earning.row])
        if not count:
            continue
        amount = float(earning.amounts[:count].sum())
        earned_by = chosen[owner[rows == earning.row]]
        pairs = tuple(sorted((members.ids[problem.a[c]], members.ids[problem.b[c]]) for c in earned_by))
        if earning.kind == "isolates":
            reason = Reason("isolate_brought_in", {"member": members.ids[earning.key[0]]})
        else:
            grouping = earning.kind.removesuffix("_pairs")
            names = table.groups[grouping][1]
            reason = Reason(
                f"{grouping}_pair_joined",
                {
                    f"{grouping}_a": names[earning.key[0]],
                    f"{grouping}_b": names[earning.key[1]],
                    "ties_before": int(table.between[grouping][earning.key]),
                    "ties_new": count,
                },
            )
        bonuses.append(SetBonus(reason, amount, pairs))
    return tuple(bonuses)


def _gap(objective: float, bound: float) -> float:
    return (bound - objective) / bound if bound > objective else 0.0


def plan_for(prepared: Prepared, request: PlanRequest) -> Plan:
    """The plan of a prepared request."""
    members, table = prepared.members, prepared.table
    _, excluded_rows = rows_of(members, table, request.exclusions, "exclusions")
    excluded = mark(table, excluded_rows)
    before = previous_rows(members, table, request)
    everything_before = tuple(pair for pair, _ in before)
    clashes = clashes_of(members, table, request, excluded)
    if clashes:
        return _without_pairs("infeasible", table, clashes, everything_before)
    locked = mark(table, rows_of(members, table, request.locked, "locked")[1])
    problem = build_problem(members, table, request, excluded, locked)
    if not len(problem.pairs) or request.total == 0:
        return _without_pairs("empty", table, (), everything_before)
    clock = Clock(request.time_limit)
    wanted = np.flatnonzero(np.isin(problem.pairs, [row for _, row in before if row >= 0]))
    solved = optimise(problem, clock, wanted)
    if solved.infeasible:
        return _without_pairs(
            "infeasible", table, left_over(problem, Clock(request.time_limit)), everything_before
        )
    if solved.chosen is None:
        return Plan(
            (), (), None, solved.bound, None, "incumbent", undefined_parts=table.undefined, stable=False
        )
    chosen, stable = solved.chosen, True
    if len(wanted):
        chosen, stable = keep_most(problem, solved, wanted, request.stability_tolerance, clock)
    return _told(prepared, request, problem, solved, chosen, stable, everything_before)


def _told(
    prepared: Prepared,
    request: PlanRequest,
    problem: Problem,
    solved: Solved,
    chosen: IntArray,
    stable: bool,
    before: tuple[tuple[str, str], ...],
) -> Plan:
    members, table = prepared.members, prepared.table
    pairs = [planned_pair(members, table, request.purpose, int(row)) for row in problem.pairs[chosen]]
    pairs.sort(key=lambda pair: (-pair.score, pair.a, pair.b))
    objective = value_of(problem, chosen)
    taken = {(pair.a, pair.b) for pair in pairs}
    return Plan(
        pairs=tuple(pairs),
        set_bonuses=_set_bonuses(members, table, problem, chosen),
        objective=objective,
        bound=solved.bound,
        gap=_gap(objective, solved.bound),
        status="optimal" if solved.proven else "incumbent",
        undefined_parts=table.undefined,
        given_up=solved.value - objective,
        kept=tuple(pair for pair in before if pair in taken),
        dropped=tuple(pair for pair in before if pair not in taken),
        stable=stable,
    )


def solve_plan(request: PlanRequest) -> Plan:
    """Choose the set of new ties of greatest value within the limits of the request.

    The value of a plan is the sum of the scores of its pairs and of what the set earns as a whole.
    Deterministic and independent of the order of members, ties and pairs as long as the time limit is not
    reached. Raises MatchingInputError for input that cannot be read; limits that clash come back as status
    `infeasible`.
    """
    return plan_for(prepare(request), request)
