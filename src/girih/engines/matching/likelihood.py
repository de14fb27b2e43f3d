"""How likely and sensible a tie between two members is, learned from the network's own ties."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np

from girih.engines.matching.members import FloatArray, IntArray, Member, numbered_pairs, roster
from girih.engines.matching.places import Places, place_features, sample_pairs, survey
from girih.engines.matching.structure import build_structure, structure_features

_SEED = 20
_FOLDS = 10
_NEGATIVES = 10  # per tie, of each kind
_TRAINING_TIES = 4000  # a larger network is learned from a seeded sample of its ties
_MATCHED_SHARE = 0.45  # of the weight of negatives: drawn with the degrees of ties, the rest uniformly
_PENALTY = 20.0  # precision of the prior around _EXPECTED, in ties

# What is expected before any tie is seen, per standard deviation of a feature: near and similar members, well
# connected ones and those with common acquaintances. A few dozen ties outweigh it.
_EXPECTED = {
    "log_distance": -0.25,
    "same_region": 0.1,
    "same_country": 0.05,
    "same_field": 0.05,
    "shared_languages": 0.15,
    "shared_heritage": 0.15,
    "degree": 0.2,
    "degree_over_0": 0.1,
    "shared_neighbours": 0.15,
    "paths": 0.1,
    "paths_share": 0.1,
    "region_rate": 0.05,
    "flow_0": 0.05,
    "flow_1": 0.05,
    "near_1": 0.05,
}


@dataclasses.dataclass(frozen=True)
class _Likelihood:
    names: tuple[str, ...]
    mean: FloatArray
    spread: FloatArray
    weights: FloatArray


def _features(places: Places, ties: IntArray, a: IntArray, b: IntArray) -> dict[str, FloatArray]:
    return place_features(places, a, b) | structure_features(build_structure(places, ties), a, b)


def _folds(ties: IntArray) -> list[IntArray]:
    """Rows of the ties that are hidden together, each row in one fold."""
    order = np.random.default_rng(_SEED).permutation(len(ties))
    count = min(_FOLDS, len(ties))
    return [np.sort(order[i::count]) for i in range(count)]


def _untied(draws: Iterable[IntArray], tied: IntArray, n: int, wanted: int) -> IntArray:
    """The first `wanted` untied pairs among the draws, fewer when there are not so many."""
    found = np.zeros((0, 2), dtype=np.int64)
    for draw in draws:
        draw = np.sort(draw, axis=1)
        fresh = (draw[:, 0] != draw[:, 1]) & ~np.isin(draw[:, 0] * n + draw[:, 1], tied)
        found = np.concatenate([found, draw[fresh]])
        if len(found) >= wanted:
            break
    return found[:wanted]


def _negatives(n: int, tied: IntArray, hidden: IntArray, generator: np.random.Generator) -> list[IntArray]:
    """Untied pairs drawn uniformly, and untied pairs among the ends of hidden ties (same degrees)."""
    wanted = _NEGATIVES * len(hidden)
    ends = hidden.ravel()
    tries = range(8)
    uniform = (generator.integers(n, size=(2 * wanted, 2)) for _ in tries)
    matched = (generator.choice(ends, size=(2 * wanted, 2)) for _ in tries)
    return [_untied(uniform, tied, n, wanted), _untied(matched, tied, n, wanted)]


def _training(places: Places, ties: IntArray) -> tuple[dict[str, FloatArray], FloatArray, FloatArray]:
    """Features, labels and weights of ties and non-ties, each seen in a network without it and without its
    fold.
    """
    n, generator = len(places), np.random.default_rng(_SEED)
    tied = np.sort(ties[:, 0] * n + ties[:, 1])
    share = min(1.0, _TRAINING_TIES / len(ties))
    columns: list[dict[str, FloatArray]] = []
    labels, weights = [], []
    for rows in _folds(ties):
        shown = np.delete(ties, rows, axis=0)
        hidden = ties[rows[: max(1, round(share * len(rows)))]]
        parts = [hidden, *_negatives(n, tied, hidden, generator)]
        totals = [1.0, 1 - _MATCHED_SHARE, _MATCHED_SHARE]
        if not len(parts[2]):  # a dense network has no such pairs
            totals = [1.0, 1.0, 0.0]
        pairs = np.concatenate(parts)
        columns.append(_features(places, shown, pairs[:, 0], pairs[:, 1]))
        for number, (part, total) in enumerate(zip(parts, totals, strict=True)):
            labels.append(np.full(len(part), float(number == 0)))
            weights.append(np.full(len(part), total * len(hidden) / max(len(part), 1)))
    table = {name: np.concatenate([column[name] for column in columns]) for name in columns[0]}
    return table, np.concatenate(labels), np.concatenate(weights)


def _standardised(table: dict[str, FloatArray], fit: _Likelihood) -> FloatArray:
    columns = np.stack([table[name] for name in fit.names], axis=-1)
    scaled = np.where(fit.spread > 1e-9, (columns - fit.mean) / np.maximum(fit.spread, 1e-9), 0.0)
    return np.where(np.isfinite(scaled), scaled, 0.0)  # unknown counts as average


def _scale(table: dict[str, FloatArray]) -> _Likelihood:
    names = tuple(sorted(table))
    mean, spread = np.zeros(len(names)), np.zeros(len(names))
    for i, name in enumerate(names):
        known = table[name][np.isfinite(table[name])]
        if len(known):
            mean[i], spread[i] = known.mean(), known.std()
    return _Likelihood(names, mean, spread, np.array([0.0] + [_EXPECTED.get(name, 0.0) for name in names]))


def _fit(table: dict[str, FloatArray], labels: FloatArray, weights: FloatArray) -> _Likelihood:
    """Logistic regression with a Gaussian prior around what is expected, by Newton's method."""
    scale = _scale(table)
    rows = np.concatenate([np.ones((len(labels), 1)), _standardised(table, scale)], axis=1)
    centre, current = scale.weights, scale.weights.copy()
    penalty = np.full(rows.shape[1], _PENALTY)
    penalty[0] = 1e-3
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(rows @ current, -30, 30)))
        slope = rows.T @ (weights * (chance - labels)) + penalty * (current - centre)
        bend = (rows * (weights * chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        current = current - step
        if np.abs(step).max() < 1e-9:
            break
    return dataclasses.replace(scale, weights=current)


def _judge(fit: _Likelihood, table: dict[str, FloatArray]) -> FloatArray:
    # Multiplied and summed row by row: a matrix product may round the same row differently in another
    # position.
    scores: FloatArray = (_standardised(table, fit) * fit.weights[1:]).sum(axis=1) + fit.weights[0]
    return scores


def likelihood(places: Places, ties: IntArray, pairs: IntArray) -> FloatArray:
    """Scores (p,) of numbered pairs (p, 2), smaller number first; ties (m, 2) sorted, each once."""
    n = len(places)
    a, b = pairs[:, 0], pairs[:, 1]
    table = None
    if len(ties) and len(ties) < n * (n - 1) // 2:
        table = _training(places, ties)
    if table is None:
        reference = sample_pairs(n)
        nothing = np.zeros((0, 2), dtype=np.int64)
        fit = _scale(_features(places, nothing, reference[:, 0], reference[:, 1]))
    else:
        fit = _fit(*table)
    scores = np.zeros(len(pairs))
    tied = np.searchsorted(ties[:, 0] * n + ties[:, 1], a * n + b)
    tied = np.where(tied < len(ties), tied, -1)
    is_tied = np.zeros(len(pairs), dtype=bool)
    if len(ties):
        is_tied = (ties[tied, 0] == a) & (ties[tied, 1] == b)
    free = ~is_tied
    if free.any():
        scores[free] = _judge(fit, _features(places, ties, a[free], b[free]))
    if is_tied.any():
        for rows in _folds(ties):
            here = is_tied & np.isin(tied, rows)
            if here.any():
                shown = np.delete(ties, rows, axis=0)
                scores[here] = _judge(fit, _features(places, shown, a[here], b[here]))
    return scores


def score_pairs(members: Collection[Member], ties: Collection[Any], pairs: Sequence[Any]) -> FloatArray:
    """How likely and sensible a tie is, for each pair: log-odds (p,), higher is likelier, in the order of
    `pairs`.

    Works from places, groups and the structure of the ties; fits itself to the network it is given and falls
    back on plain expectations where there are few ties or none. A pair that is tied already is judged as if
    its tie were hidden. `ties` and `pairs` are `Tie`, objects with `a` and `b`, or pairs of ids, in either
    order. Scores compare pairs of one network only. Raises MatchingInputError naming unknown, repeated or
    self-paired ids.
    """
    known = roster(members)
    listed = numbered_pairs(list(ties), known, "ties")
    wanted = numbered_pairs(list(pairs), known, "pairs")
    if not len(wanted):
        return np.zeros(0)
    return likelihood(survey(known), np.unique(listed, axis=0), wanted)
