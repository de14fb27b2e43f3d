"""What is wrong with a request, and which of its limits clash, found before anything is solved."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

import numpy as np

from girih.engines.matching.members import (
    BoolArray,
    IntArray,
    MatchingInputError,
    Roster,
    ends,
    numbered_pairs,
)
from girih.engines.matching.optimise import optimise
from girih.engines.matching.parts import PairTable
from girih.engines.matching.problem import Earning, Problem, activity, candidates, capacities, coverage_wanted
from girih.engines.matching.requests import PARTS, SET_BONUSES, PlanRequest, Purpose, Reason
from girih.engines.matching.solver import Clock

_GREATEST_WEIGHT = 1000.0  # sums of contributions stay exact up to here


def _refuse(code: str, offending: Iterable[object]) -> None:
    found = sorted(offending, key=str)
    if found:
        raise MatchingInputError(code, found)


def _is_share(value: float) -> bool:
    return math.isfinite(value) and 0 <= value <= 1


def check_purpose(purpose: Purpose) -> None:
    """Raise MatchingInputError for weights, field pairs or distances that mean nothing."""
    _refuse("unknown_part", set(purpose.weights) - set(PARTS))
    _refuse("unknown_set_bonus", set(purpose.set_bonus) - set(SET_BONUSES))
    weights = {**purpose.weights, **purpose.set_bonus}
    _refuse(
        "weight_out_of_range", [name for name, value in weights.items() if not 0 <= value <= _GREATEST_WEIGHT]
    )
    _refuse(
        "field_pair_out_of_range",
        [pair for pair, value in purpose.field_pairs.items() if not _is_share(value)],
    )
    _refuse(
        "field_pair_given_twice",
        [
            pair
            for pair, value in purpose.field_pairs.items()
            if purpose.field_pairs.get((pair[1], pair[0]), value) != value
        ],
    )
    _refuse("near_km_out_of_range", [] if 0 < purpose.near_km < math.inf else [purpose.near_km])


def check_request(members: Roster, request: PlanRequest) -> None:
    """Raise MatchingInputError naming unknown ids and impossible numbers; unknown previous pairs are no
    error.
    """
    check_purpose(request.purpose)
    _refuse("unknown_in_capacity", set(request.capacity) - set(members.number))
    _refuse("unknown_in_asked", set(request.asked) - set(members.number))
    _refuse("negative_capacity", [i for i, capacity in request.capacity.items() if capacity < 0])
    _refuse("negative_default_capacity", [request.default_capacity] if request.default_capacity < 0 else [])
    _refuse("negative_total", [request.total] if request.total is not None and request.total < 0 else [])
    for name in ("min_coverage", "stability_tolerance"):
        value = getattr(request, name)
        _refuse(f"{name}_out_of_range", [] if _is_share(value) else [value])
    _refuse("time_limit_out_of_range", [] if request.time_limit > 0 else [request.time_limit])


def rows_of(
    members: Roster, table: PairTable, pairs: Iterable[object], what: str
) -> tuple[IntArray, list[int]]:
    """Numbered pairs (k, 2), sorted, each once, and their rows in the table, -1 where tied already."""
    numbered = np.unique(numbered_pairs(list(pairs), members, what), axis=0)
    rows = [table.row(int(a), int(b)) for a, b in numbered]
    return numbered, [-1 if row is None else row for row in rows]


def mark(table: PairTable, rows: list[int]) -> BoolArray:
    marked = np.zeros(len(table.a), dtype=bool)
    marked[[row for row in rows if row >= 0]] = True
    return marked


def _locked_clashes(
    members: Roster, request: PlanRequest, locked: IntArray, rows: list[int], excluded: BoolArray
) -> list[Reason]:
    clashes = []
    for (a, b), row in zip(locked, rows, strict=True):
        values = {"a": members.ids[a], "b": members.ids[b]}
        if row < 0:
            clashes.append(Reason("locked_already_tied", values))
        elif excluded[row]:
            clashes.append(Reason("locked_excluded", values))
    held = np.bincount(locked.ravel(), minlength=len(members))
    capacity = capacities(members, request)
    clashes += [
        Reason(
            "locked_over_capacity",
            {"member": members.ids[i], "locked": int(held[i]), "capacity": int(capacity[i])},
        )
        for i in np.flatnonzero(held > capacity)
    ]
    if request.total is not None and len(locked) > request.total:
        clashes.append(Reason("locked_over_total", {"locked": len(locked), "total": request.total}))
    return clashes


def clashes_of(
    members: Roster, table: PairTable, request: PlanRequest, excluded: BoolArray
) -> tuple[Reason, ...]:
    """Limits that cannot hold whatever is chosen, each named; empty when none is found."""
    locked, locked_rows = rows_of(members, table, request.locked, "locked")
    clashes = _locked_clashes(members, request, locked, locked_rows, excluded)
    capacity = capacities(members, request)
    free = candidates(table, capacity, excluded)
    reachable = np.zeros(len(members), dtype=bool)
    reachable[table.a[free]] = reachable[table.b[free]] = True
    for member_id in sorted(request.asked):
        number = members.number[member_id]
        if capacity[number] == 0:
            clashes.append(Reason("asked_without_capacity", {"member": member_id}))
        elif not reachable[number]:
            clashes.append(Reason("asked_without_partner", {"member": member_id}))
    code, names = table.groups["region"]
    if request.cover_regions:
        clashes += [
            Reason("region_without_candidates", {"region": name})
            for number, name in enumerate(names)
            if not reachable[code == number].any()
        ]
    wanted = coverage_wanted(capacity, request.min_coverage)
    if wanted > reachable.sum():
        clashes.append(Reason("coverage_above_reach", {"wanted": wanted, "reachable": int(reachable.sum())}))
    if request.total is not None and not clashes:
        served = np.zeros(len(members), dtype=bool)
        served[locked.ravel()] = True
        asked = sum(not served[members.number[member_id]] for member_id in request.asked)
        regions = sum(not served[code == number].any() for number in range(len(names)))
        # One tie serves at most two members and two regions.
        most = max(asked, wanted - int(served.sum()), regions if request.cover_regions else 0)
        needed = len(locked) + math.ceil(most / 2)
        if needed > request.total:
            clashes.append(Reason("total_below_need", {"total": request.total, "needed": needed}))
    return tuple(clashes)


def left_over(problem: Problem, clock: Clock) -> tuple[Reason, ...]:
    """For limits that clash only together: what the plan that meets most of them must leave unmet.

    Every requirement becomes an earning of one (a covered member, which matters less, of 2^-10) and the pairs
    themselves are worth nothing.
    """
    required = [i for i, (name, _) in enumerate(problem.names) if name in ("asked", "region")]
    reach = [i for i, (name, _) in enumerate(problem.names) if name == "reach"]
    lower = np.where(np.isin(np.arange(len(problem.names)), required), 0.0, problem.lower)
    coverage = [i for i, (name, _) in enumerate(problem.names) if name == "coverage"]
    lower[coverage] = -np.inf
    rows = np.array(required + reach, dtype=np.int64)
    worth = np.array([1.0] * len(required) + [2.0**-10] * len(reach))
    soft = dataclasses.replace(
        problem,
        score=np.zeros_like(problem.score),
        lower=lower,
        bonus=worth,
        bonus_row=rows,
        bonus_second=np.full(len(rows), -1, dtype=np.int64),
        earnings=tuple(
            Earning(int(row), "met", (), np.array([amount])) for row, amount in zip(rows, worth, strict=True)
        ),
    )
    solved = optimise(soft, clock, np.zeros(0, dtype=np.int64))
    if solved.chosen is None:
        return ()
    held = activity(problem, solved.chosen)
    names = {"asked": ("asked_left_over", "member"), "region": ("region_left_over", "region")}
    told = [
        Reason(names[problem.names[i][0]][0], {names[problem.names[i][0]][1]: problem.names[i][1]})
        for i in required
        if held[i] == 0
    ]
    reached = int((held[reach] > 0).sum())
    told += [
        Reason("coverage_left_over", {"wanted": problem.names[i][1], "reached": reached})
        for i in coverage
        if reached < problem.lower[i]
    ]
    return tuple(told)


def previous_rows(
    members: Roster, table: PairTable, request: PlanRequest
) -> list[tuple[tuple[str, str], int]]:
    """Pairs of the previous plan with their rows, -1 where they are no longer two untied members."""
    found = []
    for pair in sorted({ends(pair) for pair in request.previous}):
        a, b = (members.number.get(end) for end in pair)
        row = None if a is None or b is None or a == b else table.row(a, b)
        found.append((pair, -1 if row is None else row))
    return found
