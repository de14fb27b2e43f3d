"""From a problem to the best set of pairs, proven: prices first, then only the pairs that can matter."""

from __future__ import annotations

import dataclasses

import numpy as np

from girih.engines.matching.members import BoolArray, FloatArray, IntArray
from girih.engines.matching.parts import GRID, components
from girih.engines.matching.problem import Problem, activity, value_of
from girih.engines.matching.solver import Clock, Columns, Relaxation, solve_integer

_STARTING = 10  # best candidates of each member in the first relaxation
_ADDED = 4000  # candidates that enter per round of pricing
_ROUNDS = 60
_CUT_ROUNDS = 25
_SURE = 1e-6


@dataclasses.dataclass(frozen=True)
class Prices:
    """What the relaxation proves: no plan is worth more than `bound`, and one with candidate c no more than
    `bound + reduced[c]` where that is negative. `cuts` (k, c) mark the candidates of odd-set inequalities."""

    bound: float
    reduced: FloatArray  # (c,)
    cuts: BoolArray
    cut_limits: FloatArray  # (k,)
    level: FloatArray  # (c,) value in the relaxation


@dataclasses.dataclass(frozen=True)
class Solved:
    """`chosen` candidates, None when none was found; `proven` when no set is worth more than `value`."""

    chosen: IntArray | None
    value: float
    bound: float
    proven: bool
    infeasible: bool = False
    prices: Prices | None = None


def columns_of(problem: Problem, chosen: IntArray, cuts: BoolArray, with_bonus: bool) -> Columns:
    """The chosen candidates as columns, the bonus columns before them when asked; cuts are the rows after
    all.
    """
    counts = problem.start[chosen + 1] - problem.start[chosen]
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(chosen) else np.zeros(0)
    entry = np.arange(int(counts.sum())) + np.repeat(problem.start[chosen] - first, counts).astype(np.int64)
    cut_row, cut_column = np.nonzero(cuts[:, chosen])
    column = np.concatenate([np.repeat(np.arange(len(chosen)), counts), cut_column])
    row = np.concatenate([problem.row_of[entry], cut_row + len(problem.names)])
    value = np.ones(len(row))
    cost, lower = problem.score[chosen], problem.locked[chosen].astype(float)
    if with_bonus:
        number = np.arange(len(problem.bonus))
        second = problem.bonus_second >= 0
        column = np.concatenate([number, number[second], column + len(number)])
        row = np.concatenate([problem.bonus_row, problem.bonus_second[second], row])
        value = np.concatenate([-np.ones(len(number)), np.ones(int(second.sum())), value])
        cost = np.concatenate([problem.bonus, cost])
        lower = np.concatenate([np.zeros(len(number)), lower])
    order = np.argsort(column, kind="stable")
    start = np.searchsorted(column[order], np.arange(len(cost) + 1))
    return Columns(cost, lower, np.ones(len(cost)), start, row[order], value[order])


def _limits(problem: Problem, cut_limits: FloatArray) -> tuple[FloatArray, FloatArray]:
    lower = np.concatenate([problem.lower, np.full(len(cut_limits), -np.inf)])
    return lower, np.concatenate([problem.upper, cut_limits])


def _shuffled(problem: Problem) -> IntArray:
    """A fixed order among equals: by number, equal candidates would all lean on the first members."""
    return np.random.default_rng(20).permutation(len(problem.score))


def _odd_components(problem: Problem) -> tuple[BoolArray, FloatArray]:
    """x(E(S)) <= floor(b(S) / 2) for each connected part S whose capacities have an odd sum."""
    n = len(problem.capacity)
    held = np.bincount(np.concatenate([problem.a, problem.b]), minlength=n)
    usable = np.minimum(problem.capacity, held)
    label = components(n, np.stack([problem.a, problem.b], axis=-1))
    total = np.bincount(label, usable, minlength=n).astype(np.int64)
    odd = np.flatnonzero(total % 2)
    cuts = [label[problem.a] == root for root in odd]
    return np.array(cuts, dtype=bool).reshape(-1, len(problem.score)), (total[odd] // 2).astype(float)


def _starting(problem: Problem) -> IntArray:
    both = np.concatenate([problem.a, problem.b])
    candidate = np.tile(np.arange(len(problem.score)), 2)
    order = np.lexsort((_shuffled(problem)[candidate], -problem.score[candidate], both))
    place = np.arange(len(order)) - np.searchsorted(both[order], both[order])
    return np.union1d(candidate[order][place < _STARTING], np.flatnonzero(problem.locked))


def _plain_bound(problem: Problem) -> float:
    """Half of what each member could have at best by itself, and all that the set may earn."""
    both = np.concatenate([problem.a, problem.b])
    score = np.tile(problem.score, 2)
    order = np.lexsort((-score, both))
    place = np.arange(len(order)) - np.searchsorted(both[order], both[order])
    best = place < problem.capacity[both[order]]
    return float(score[order][best].sum()) / 2 + float(problem.bonus.sum())


def _priced(
    problem: Problem, duals: FloatArray, cuts: BoolArray, cut_limits: FloatArray
) -> tuple[float, FloatArray]:
    """Bound by weak duality, computed here and not taken from the solver, and reduced values of all
    candidates.
    """
    lower, upper = _limits(problem, cut_limits)
    # A price on a side where the row has no limit is the solver's noise; without it the bound stays valid.
    price = np.where((duals > 0) & np.isinf(upper), 0.0, duals)
    price = np.where((price < 0) & np.isinf(lower), 0.0, price)
    rows = len(problem.names)
    paid = np.add.reduceat(price[problem.row_of], problem.start[:-1]) + price[rows:] @ cuts
    reduced = problem.score - paid
    second = np.where(problem.bonus_second >= 0, price[problem.bonus_second], 0.0)
    bonus = problem.bonus + price[problem.bonus_row] - second
    side = np.where(price > 0, upper, lower)
    held = float((price[price != 0] * side[price != 0]).sum())
    gained = np.where(problem.locked, reduced, np.maximum(reduced, 0.0)).sum() + np.maximum(bonus, 0.0).sum()
    return held + float(gained), reduced


def _odd_sets(problem: Problem, level: FloatArray) -> tuple[BoolArray, FloatArray]:
    """Violated blossom inequalities x(E(S)) + x(F) <= floor((b(S) + |F|) / 2) on the components S of the
    fractional candidates, F the chosen candidates that leave S (Padberg and Rao 1982)."""
    fractional = np.flatnonzero((level > _SURE) & (level < 1 - _SURE))
    whole = np.flatnonzero(level >= 1 - _SURE)
    joined = np.stack([problem.a[fractional], problem.b[fractional]], axis=-1)
    label = components(len(problem.capacity), joined)
    cuts, limits = [], []
    for root in np.unique(label[problem.a[fractional]]) if len(fractional) else ():
        inside = label == root
        leaving = whole[inside[problem.a[whole]] != inside[problem.b[whole]]]
        limit = (int(problem.capacity[inside].sum()) + len(leaving)) // 2
        members = inside[problem.a] & inside[problem.b]
        members[leaving] = True
        if level[members].sum() > limit + 1e-4:
            cuts.append(members)
            limits.append(float(limit))
    return np.array(cuts, dtype=bool).reshape(-1, len(problem.score)), np.array(limits)


def relax(problem: Problem, clock: Clock, extra: IntArray) -> Prices | None:
    """Solve the relaxation over all candidates by pricing, with odd-set cuts. None when it is infeasible."""
    active = np.union1d(_starting(problem), extra)
    cuts, cut_limits = _odd_components(problem)
    programme = Relaxation(columns_of(problem, active, cuts, True), *_limits(problem, cut_limits), clock)
    here = np.zeros(len(problem.score), dtype=bool)
    here[active] = True
    order = list(active)
    bonus = len(problem.bonus)
    best: Prices | None = None
    cut_rounds = 0
    for _ in range(_ROUNDS):
        outcome = programme.solve()
        if outcome.status == "infeasible":
            if here.all():
                return None
            entering = np.flatnonzero(~here)
        elif outcome.status == "stopped" or outcome.x is None:
            break
        else:
            bound, reduced = _priced(problem, outcome.duals, cuts, cut_limits)
            level = np.zeros(len(problem.score))
            level[order] = outcome.x[bonus:]
            if best is None or bound < best.bound:
                best = Prices(bound, reduced, cuts, cut_limits, level)
            entering = np.flatnonzero(~here & (reduced > 1e-9))
            entering = np.sort(entering[np.argsort(-reduced[entering], kind="stable")[:_ADDED]])
            if not len(entering):
                found, limits = _odd_sets(problem, level)
                if not len(found) or cut_rounds >= _CUT_ROUNDS:
                    break
                cut_rounds += 1
                position = np.array(order)
                for cut, limit in zip(found, limits, strict=True):
                    programme.add_row(limit, bonus + np.flatnonzero(cut[position]))
                cuts, cut_limits = np.concatenate([cuts, found]), np.concatenate([cut_limits, limits])
                continue
        programme.add_columns(columns_of(problem, entering, cuts, False))
        order += list(entering)
        here[entering] = True
    return best or Prices(
        np.inf, np.full(len(problem.score), np.inf), cuts, cut_limits, np.zeros(len(problem.score))
    )


def levels_of(problem: Problem, used: IntArray, chosen: IntArray) -> FloatArray:
    """A set among the candidates `used` as values of the columns that `columns_of` makes of them."""
    bonus = len(problem.bonus)
    # The bonus columns of a row follow each other: as many are paid as the row has chosen pairs.
    step = np.arange(bonus) - np.searchsorted(problem.bonus_row, problem.bonus_row)
    paid = step < activity(problem, chosen)[problem.bonus_row]
    return np.concatenate([paid, np.isin(used, chosen)]).astype(float)


def _exact(
    problem: Problem, prices: Prices, used: IntArray, clock: Clock, start: IntArray | None
) -> tuple[IntArray | None, str, float]:
    """Best integer set among the candidates `used`."""
    columns = columns_of(problem, used, prices.cuts, True)
    bonus = len(problem.bonus)
    integer = np.concatenate([np.zeros(bonus), np.ones(len(used))])
    known = None if start is None else levels_of(problem, used, start)
    lower, upper = _limits(problem, prices.cut_limits)
    outcome = solve_integer(columns, lower, upper, integer, GRID, clock, known)
    chosen = None if outcome.x is None else used[np.round(outcome.x[bonus:]) > 0]
    return chosen, outcome.status, outcome.bound


def floor_to_grid(bound: float) -> float:
    """The greatest value a plan can have below a bound: every value is a multiple of the grid."""
    return float(np.floor(bound / GRID + 1e-4) * GRID) if np.isfinite(bound) else bound


def _greedy(problem: Problem) -> IntArray | None:
    """The best pairs one after the other, as a last resort when time ran out; None when requirements stay
    unmet.
    """
    room = problem.capacity.copy()
    totals = [limit for (name, _), limit in zip(problem.names, problem.upper, strict=True) if name == "total"]
    taken: list[int] = []
    for c in np.lexsort((-problem.score, ~problem.locked)):
        if len(taken) < min([*totals, len(problem.score)]) and room[problem.a[c]] and room[problem.b[c]]:
            room[[problem.a[c], problem.b[c]]] -= 1
            taken.append(int(c))
    chosen = np.array(sorted(taken), dtype=np.int64)
    held = activity(problem, chosen)
    needs = [i for i, (name, _) in enumerate(problem.names) if name in ("asked", "region")]
    reached = sum(held[i] > 0 for i, (name, _) in enumerate(problem.names) if name == "reach")
    wanted = [low for (name, _), low in zip(problem.names, problem.lower, strict=True) if name == "coverage"]
    met = bool((held[needs] > 0).all()) and all(reached >= low for low in wanted)
    return chosen if met else None


def optimise(problem: Problem, clock: Clock, extra: IntArray) -> Solved:
    """The set of candidates of greatest value.

    The relaxation gives prices. A first integer solve over the candidates of best reduced value gives a set;
    every candidate whose reduced value is below the remaining gap cannot enter a better set, so a second
    solve over the others, if it is needed at all, proves the optimum for all candidates.
    """
    prices = relax(problem, clock, extra)
    if prices is None:
        return Solved(None, 0.0, 0.0, True, infeasible=True)
    bound = floor_to_grid(min(prices.bound, _plain_bound(problem)))
    forced = np.union1d(np.flatnonzero(problem.locked), extra)
    promising = np.lexsort((_shuffled(problem), -prices.level, -prices.reduced))
    used = np.union1d(promising[: 4 * int(prices.level.sum()) + 200], np.flatnonzero(prices.level > _SURE))
    used = np.union1d(used, forced)
    best: IntArray | None = None
    value = -np.inf
    while True:
        left_out = np.setdiff1d(np.arange(len(problem.score)), used)
        outside = prices.bound + float(prices.reduced[left_out].max()) if len(left_out) else -np.inf
        chosen, status, inner = _exact(problem, prices, used, clock, best)
        if chosen is not None and value_of(problem, chosen) > value:
            best, value = chosen, value_of(problem, chosen)
        if status == "infeasible" and not len(left_out):
            return Solved(None, 0.0, 0.0, True, infeasible=True)
        if bound <= value or (status == "optimal" and outside < value + GRID / 2):
            return Solved(best, value, value, True, prices=prices)
        if status == "stopped" or clock.left <= 0:
            bound = min(bound, floor_to_grid(max(inner, outside))) if status == "stopped" else bound
            greedy = _greedy(problem)
            if greedy is not None and value_of(problem, greedy) > value:
                best, value = greedy, value_of(problem, greedy)
            return Solved(best, value, max(bound, value), bound <= value, prices=prices)
        least = value - prices.bound if best is not None else -np.inf
        used = np.union1d(used, np.flatnonzero(prices.reduced >= least))
