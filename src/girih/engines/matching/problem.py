"""The plan as a linear programme with named rows: which pairs may be chosen, what limits them, what the set
earns.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from girih.engines.matching.members import BoolArray, FloatArray, IntArray, Roster
from girih.engines.matching.parts import PairTable, on_grid
from girih.engines.matching.requests import PlanRequest

INFINITY = math.inf
STEPS = 4  # ties between two groups that earn a bonus: whole, a half, a quarter, an eighth


@dataclasses.dataclass(frozen=True)
class Earning:
    """One thing the set earns for: steps of falling amounts, paid while the row has more chosen pairs than
    before.
    """

    row: int
    kind: str
    key: tuple[int, ...]
    amounts: FloatArray


@dataclasses.dataclass(frozen=True)
class Problem:
    """Maximise score @ x + bonus @ y, x in {0, 1}, y in [0, 1], lower <= rows <= upper.

    Every candidate pair c enters the rows `row_of[start[c]:start[c + 1]]` with coefficient 1; every bonus
    column enters one row with -1 (its amount is paid only when a pair of that row is chosen) and, for
    coverage, another row with 1.
    """

    pairs: IntArray  # (c,) rows of the pair table
    a: IntArray  # (c,)
    b: IntArray  # (c,)
    score: FloatArray  # (c,)
    locked: BoolArray  # (c,)
    capacity: IntArray  # (n,)
    names: tuple[tuple[str, object], ...]  # (r,) what each row is
    lower: FloatArray  # (r,)
    upper: FloatArray  # (r,)
    start: IntArray  # (c + 1,)
    row_of: IntArray
    bonus: FloatArray  # (y,)
    bonus_row: IntArray  # (y,)
    bonus_second: IntArray  # (y,) second row with coefficient 1, or -1
    earnings: tuple[Earning, ...]


class _Rows:
    """Collects named rows and the candidates in each."""

    def __init__(self) -> None:
        self.names: list[tuple[str, object]] = []
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.columns: list[IntArray] = []
        self.bonus: list[tuple[float, int, int]] = []

    def add(self, name: str, key: object, columns: IntArray, lower: float, upper: float) -> int:
        self.names.append((name, key))
        self.lower.append(lower)
        self.upper.append(upper)
        self.columns.append(columns)
        return len(self.names) - 1


def capacities(members: Roster, request: PlanRequest) -> IntArray:
    return np.array([request.capacity.get(i, request.default_capacity) for i in members.ids], dtype=np.int64)


def candidates(table: PairTable, capacity: IntArray, excluded: BoolArray) -> IntArray:
    """Rows of the pair table that may be proposed at all."""
    free = (capacity[table.a] > 0) & (capacity[table.b] > 0) & ~excluded
    return np.flatnonzero(free)


def coverage_wanted(capacity: IntArray, share: float) -> int:
    """Least number of members with capacity that must get a tie."""
    return math.ceil(share * int((capacity > 0).sum()) - 1e-9)


def _columns_of(member_columns: list[IntArray], members: IntArray) -> IntArray:
    if not len(members):
        return np.zeros(0, dtype=np.int64)
    return np.unique(np.concatenate([member_columns[int(i)] for i in members]))


def _earn(
    rows: _Rows, table: PairTable, a: IntArray, b: IntArray, by_member: list[IntArray], request: PlanRequest
) -> list[Earning]:
    weight = float(request.purpose.weights.get("network_value", 0.0))
    rates = {kind: weight * float(rate) for kind, rate in request.purpose.set_bonus.items()}
    earnings: list[Earning] = []
    if not len(a):
        return earnings

    def earn(kind: str, key: tuple[int, ...], columns: IntArray, amounts: FloatArray) -> None:
        amounts = amounts[amounts > 0]
        if len(columns) and len(amounts):
            row = rows.add(kind, key, columns, 0.0, INFINITY)
            rows.bonus += [(float(amount), row, -1) for amount in amounts]
            earnings.append(Earning(row, kind, key, amounts))

    for member in np.flatnonzero(table.degree == 0):
        earn(
            "isolates",
            (int(member),),
            by_member[int(member)],
            on_grid(np.array([rates.get("isolates", 0.0)])),
        )
    for grouping in ("region", "field"):
        code, names = table.groups[grouping]
        first, second = np.minimum(code[a], code[b]), np.maximum(code[a], code[b])
        joined = np.where((first >= 0) & (first != second), first * len(names) + second, -1)
        order = np.argsort(joined, kind="stable")
        keys, starts = np.unique(joined[order], return_index=True)
        for key, columns in zip(keys, np.split(order, starts[1:]), strict=True):
            if key < 0:
                continue
            two = (int(key) // len(names), int(key) % len(names))
            before = int(table.between[grouping][two])
            steps = np.arange(before, max(STEPS, before), dtype=float)
            amounts = np.asarray(rates.get(f"{grouping}_pairs", 0.0) * 0.5**steps)
            earn(f"{grouping}_pairs", two, columns, on_grid(amounts))
    return earnings


def build_problem(
    members: Roster, table: PairTable, request: PlanRequest, excluded: BoolArray, locked: BoolArray
) -> Problem:
    """Rows: capacity[member], asked[member], region[region], reach[member] and coverage, total, and one per
    earning.

    `excluded` and `locked` are (p,) over the pair table. The request must have been found consistent.
    """
    capacity = capacities(members, request)
    pairs = candidates(table, capacity, excluded)
    a, b = table.a[pairs], table.b[pairs]
    count = len(pairs)
    both = np.concatenate([a, b])
    order = np.argsort(both, kind="stable")
    bounds = np.searchsorted(both[order], np.arange(len(members) + 1))
    by_member = [order[bounds[i] : bounds[i + 1]] % max(count, 1) for i in range(len(members))]
    rows = _Rows()
    for i, columns in enumerate(by_member):
        if len(columns):
            rows.add("capacity", members.ids[i], columns, -INFINITY, float(capacity[i]))
    for member_id in sorted(request.asked):
        rows.add("asked", member_id, by_member[members.number[member_id]], 1.0, INFINITY)
    if request.cover_regions:
        code, names = table.groups["region"]
        for number, name in enumerate(names):
            rows.add("region", name, _columns_of(by_member, np.flatnonzero(code == number)), 1.0, INFINITY)
    wanted = coverage_wanted(capacity, request.min_coverage)
    if wanted > 0:
        coverage = rows.add("coverage", wanted, np.zeros(0, dtype=np.int64), float(wanted), INFINITY)
        for i, columns in enumerate(by_member):
            if len(columns):
                rows.bonus.append((0.0, rows.add("reach", members.ids[i], columns, 0.0, INFINITY), coverage))
    if request.total is not None:
        rows.add("total", request.total, np.arange(count), -INFINITY, float(request.total))
    earnings = _earn(rows, table, a, b, by_member, request)
    column = np.concatenate([*rows.columns, np.zeros(0, dtype=np.int64)])
    row = np.repeat(np.arange(len(rows.columns)), [len(columns) for columns in rows.columns])
    order = np.lexsort((row, column))
    bonus = np.array(rows.bonus, dtype=float).reshape(-1, 3)
    return Problem(
        pairs=pairs,
        a=a,
        b=b,
        score=table.score[pairs],
        locked=locked[pairs],
        capacity=capacity,
        names=tuple(rows.names),
        lower=np.array(rows.lower),
        upper=np.array(rows.upper),
        start=np.searchsorted(column[order], np.arange(count + 1)).astype(np.int64),
        row_of=row[order].astype(np.int64),
        bonus=bonus[:, 0],
        bonus_row=bonus[:, 1].astype(np.int64),
        bonus_second=bonus[:, 2].astype(np.int64),
        earnings=tuple(earnings),
    )


def activity(problem: Problem, chosen: IntArray) -> FloatArray:
    """How many chosen candidates each row holds, (r,)."""
    entries = np.concatenate(
        [problem.row_of[problem.start[c] : problem.start[c + 1]] for c in chosen]
        or [np.zeros(0, dtype=np.int64)]
    )
    return np.bincount(entries, minlength=len(problem.names)).astype(float)


def value_of(problem: Problem, chosen: IntArray) -> float:
    """Exact worth of a set of candidates: their scores and what the set earns."""
    held = activity(problem, chosen)
    earned = sum(float(e.amounts[: int(held[e.row])].sum()) for e in problem.earnings)
    return float(problem.score[chosen].sum()) + earned
