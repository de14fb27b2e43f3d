"""Keeping as much of the previous plan as the stated tolerance allows."""

from __future__ import annotations

import dataclasses

import numpy as np

from girih.engines.matching.members import IntArray
from girih.engines.matching.optimise import Solved, columns_of, optimise
from girih.engines.matching.parts import GRID
from girih.engines.matching.problem import Problem, value_of
from girih.engines.matching.solver import Clock, Columns, solve_integer

_MOST = 6000  # candidates in the exact second solve


def _fits(problem: Problem, wanted: IntArray) -> bool:
    """Whether all wanted candidates can stand together as far as capacities and the total go."""
    pairs = np.union1d(wanted, np.flatnonzero(problem.locked))
    held = np.bincount(np.concatenate([problem.a[pairs], problem.b[pairs]]), minlength=len(problem.capacity))
    totals = [limit for (name, _), limit in zip(problem.names, problem.upper, strict=True) if name == "total"]
    return bool((held <= problem.capacity).all()) and all(len(pairs) <= limit for limit in totals)


def keep_most(
    problem: Problem, solved: Solved, wanted: IntArray, tolerance: float, clock: Clock
) -> tuple[IntArray, bool]:
    """The set with most `wanted` candidates among those worth at least (1 - tolerance) of the best, and of
    these one of greatest value; with it, whether that is proven.

    First all wanted candidates are locked, which is most often within the tolerance. Otherwise a second
    integer programme maximises M * kept + value under value >= floor, with M above the tolerance, so that
    keeping one more pair outweighs all that may be given up.
    """
    best, prices = solved.chosen, solved.prices
    assert best is not None and prices is not None
    if np.isin(wanted, best).all():
        return best, True
    if not solved.proven:
        return best, False
    give = tolerance * solved.value
    if _fits(problem, wanted):
        held = problem.locked.copy()
        held[wanted] = True
        kept = optimise(dataclasses.replace(problem, locked=held), clock, wanted)
        if kept.chosen is not None and kept.proven and kept.value >= solved.value - give:
            return kept.chosen, True
    needed = np.flatnonzero(prices.reduced >= solved.value - give - prices.bound)
    used = needed
    if len(needed) > _MOST:
        used = needed[np.argsort(-prices.reduced[needed], kind="stable")[:_MOST]]
    used = np.union1d(np.union1d(used, wanted), best)
    bonus = len(problem.bonus)
    plain = columns_of(problem, used, prices.cuts, True)
    count = len(plain.cost)
    last = len(problem.names) + len(prices.cut_limits)
    column = np.concatenate([np.repeat(np.arange(count), np.diff(plain.start)), np.arange(count)])
    row = np.concatenate([plain.row, np.full(count, last)])
    value = np.concatenate([plain.value, plain.cost])
    order = np.argsort(column, kind="stable")
    weight = 2.0 ** np.ceil(np.log2(give + 2 * GRID))
    cost = plain.cost + np.concatenate([np.zeros(bonus), weight * np.isin(used, wanted)])
    start = np.searchsorted(column[order], np.arange(count + 1))
    columns = Columns(cost, plain.lower, plain.upper, start, row[order], value[order])
    floor = solved.value - give
    outcome = solve_integer(
        columns,
        np.concatenate([problem.lower, np.full(len(prices.cut_limits), -np.inf), [floor - GRID / 4]]),
        np.concatenate([problem.upper, prices.cut_limits, [np.inf]]),
        np.concatenate([np.zeros(bonus), np.ones(len(used))]),
        GRID,
        clock,
    )
    if outcome.x is None:
        return best, False
    chosen = used[np.round(outcome.x[bonus:]) > 0]
    kept_more = np.isin(wanted, chosen).sum() > np.isin(wanted, best).sum()
    if value_of(problem, chosen) < floor - GRID / 2 or not (kept_more or outcome.status == "optimal"):
        return best, False
    return chosen, outcome.status == "optimal" and len(needed) <= _MOST
