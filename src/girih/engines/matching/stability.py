"""Keeping as much of the previous plan as the stated tolerance allows."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from girih.engines.matching.members import BoolArray, FloatArray, IntArray
from girih.engines.matching.optimise import Solved, columns_of, levels_of, optimise
from girih.engines.matching.parts import GRID
from girih.engines.matching.problem import Problem, value_of
from girih.engines.matching.solver import Clock, Columns, solve_integer

_MOST = 6000  # candidates in the exact search
_EXACT_SECONDS = 3.0
_WEAKEST, _STRONGEST = -12, 4  # powers of two tried as the worth of keeping one pair


@dataclasses.dataclass
class _Search:
    """The best set found so far and the proven limit on how many wanted candidates can be kept."""

    problem: Problem
    wanted: BoolArray  # (c,)
    floor: float
    best: IntArray
    most: int

    def kept(self, chosen: IntArray) -> int:
        return int(self.wanted[chosen].sum())

    def offer(self, chosen: IntArray) -> bool:
        """Take the set if it is worth enough and keeps more, or as many at greater value; whether worth
        enough.
        """
        value = value_of(self.problem, chosen)
        if value < self.floor - GRID / 2:
            return False
        if (self.kept(chosen), value) > (self.kept(self.best), value_of(self.problem, self.best)):
            self.best = chosen
        return True

    def limit(self, bound: float) -> None:
        self.most = min(self.most, math.floor(bound + 1e-6))

    def proven(self) -> bool:
        return self.kept(self.best) >= self.most


def _fits(problem: Problem, wanted: BoolArray) -> bool:
    """Whether all wanted candidates can stand together as far as capacities and the total go."""
    pairs = wanted | problem.locked
    ends = np.concatenate([problem.a[pairs], problem.b[pairs]])
    held = np.bincount(ends, minlength=len(problem.capacity))
    totals = [limit for (name, _), limit in zip(problem.names, problem.upper, strict=True) if name == "total"]
    return bool((held <= problem.capacity).all()) and all(pairs.sum() <= limit for limit in totals)


def _lock_all(search: _Search, clock: Clock) -> None:
    locked = search.problem.locked | search.wanted
    solved = optimise(
        dataclasses.replace(search.problem, locked=locked), clock, np.flatnonzero(search.wanted)
    )
    if solved.chosen is not None:
        search.offer(solved.chosen)


def _reward_keeping(search: _Search, clock: Clock) -> None:
    """Search the worth w of one kept pair at which the best plan for score + w * kept is still worth enough.

    If that plan has value Z(w) in all, a plan worth the floor keeps at most (Z(w) - floor) / w pairs.
    """
    weak, strong = _WEAKEST, _STRONGEST
    while weak <= strong and clock.left > 0 and not search.proven():
        power = (weak + strong + 1) // 2
        worth = 2.0**power
        rewarded = dataclasses.replace(
            search.problem, score=search.problem.score + worth * search.wanted.astype(float)
        )
        solved = optimise(rewarded, clock, np.flatnonzero(search.wanted))
        if solved.chosen is None:
            return
        search.limit((solved.bound - search.floor) / worth)
        if search.offer(solved.chosen):
            weak = power + 1
        else:
            strong = power - 1


def _search_exactly(search: _Search, solved: Solved, give: float, clock: Clock) -> None:
    """Maximise M * kept + value under value >= floor, M above the tolerance, among the candidates that can be
    in
    such a plan at all by their reduced value; a proof only if these are not too many."""
    problem, prices = search.problem, solved.prices
    assert prices is not None
    needed = np.flatnonzero(prices.reduced >= search.floor - prices.bound - GRID)
    used = needed[np.argsort(-prices.reduced[needed], kind="stable")[:_MOST]]
    used = np.union1d(np.union1d(used, np.flatnonzero(search.wanted)), search.best)
    bonus = len(problem.bonus)
    plain = columns_of(problem, used, prices.cuts, True)
    count = len(plain.cost)
    last = len(problem.names) + len(prices.cut_limits)
    column = np.concatenate([np.repeat(np.arange(count), np.diff(plain.start)), np.arange(count)])
    row = np.concatenate([plain.row, np.full(count, last)])
    value = np.concatenate([plain.value, plain.cost])
    order = np.argsort(column, kind="stable")
    worth = 2.0 ** math.ceil(math.log2(give + 2 * GRID))
    kept: FloatArray = np.concatenate([np.zeros(bonus), worth * search.wanted[used]])
    start = np.searchsorted(column[order], np.arange(count + 1))
    own = Clock(min(clock.left, _EXACT_SECONDS))
    outcome = solve_integer(
        Columns(plain.cost + kept, plain.lower, plain.upper, start, row[order], value[order]),
        np.concatenate([problem.lower, np.full(len(prices.cut_limits), -np.inf), [search.floor - GRID / 4]]),
        np.concatenate([problem.upper, prices.cut_limits, [np.inf]]),
        np.concatenate([np.zeros(bonus), np.ones(len(used))]),
        GRID,
        own,
        levels_of(problem, used, search.best),
    )
    if outcome.x is not None:
        search.offer(used[np.round(outcome.x[bonus:]) > 0])
    if outcome.status == "optimal" and len(needed) <= _MOST:
        search.most = search.kept(search.best)


def keep_most(
    problem: Problem, solved: Solved, wanted: IntArray, tolerance: float, clock: Clock
) -> tuple[IntArray, bool]:
    """The set with most `wanted` candidates among those worth at least (1 - tolerance) of the best, and
    whether it is proven that none keeps more.

    Three steps, each only if the one before did not settle it: all wanted candidates are locked; keeping a
    pair is rewarded, more and more, which also limits how many can be kept; an exact search of a few seconds.
    """
    assert solved.chosen is not None
    marked = np.zeros(len(problem.score), dtype=bool)
    marked[wanted] = True
    give = tolerance * solved.value
    search = _Search(problem, marked, solved.value - give, solved.chosen, len(wanted))
    if not solved.proven or search.proven():
        return search.best, search.proven()
    if _fits(problem, marked):
        _lock_all(search, clock)
    if not search.proven():
        _reward_keeping(search, clock)
    if not search.proven() and clock.left > 0:
        _search_exactly(search, solved, give, clock)
    return search.best, search.proven()
