"""Communities: the division of the members with ties that modularity prefers, found greedily."""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from girih.engines.graph.projection import Integers, Projection

__all__ = ["divide", "modularity"]

_GAIN = 1e-12  # a smaller gain is rounding noise and moves nobody


@dataclass(frozen=True)
class _Level:
    """A weighted graph whose nodes are communities of the level below; loops only count in `strength`."""

    offsets: list[int]
    neighbours: list[int]
    weights: list[float]
    strength: list[float]


def _level(
    count: int, left: Integers, right: Integers, weight: NDArray[np.float64], strength: NDArray[np.float64]
) -> _Level:
    source, target = np.concatenate((left, right)), np.concatenate((right, left))
    order = np.lexsort((target, source))
    offsets = np.concatenate(([0], np.cumsum(np.bincount(source, minlength=count))))
    return _Level(
        offsets.tolist(),
        target[order].tolist(),
        np.concatenate((weight, weight))[order].tolist(),
        strength.tolist(),
    )


def _move(level: _Level, order: list[int], total: float) -> list[int]:
    """Let each node join the neighbouring community of greatest gain until nobody wants to move.

    Only nodes whose neighbourhood changed are asked again (Traag, Waltman and van Eck 2019, fast local move).
    `total` is twice the sum of edge weights.
    """
    offsets, neighbours, weights, strength = level.offsets, level.neighbours, level.weights, level.strength
    community = list(range(len(strength)))
    community_strength = list(strength)
    queue = deque(order)
    waiting = [True] * len(strength)
    while queue:
        node = queue.popleft()
        waiting[node] = False
        begin, end = offsets[node], offsets[node + 1]
        here = community[node]
        towards: dict[int, float] = {here: 0.0}
        around = neighbours[begin:end]
        for neighbour, weight in zip(around, weights[begin:end], strict=True):
            there = community[neighbour]
            if there in towards:
                towards[there] += weight
            else:
                towards[there] = weight
        own = strength[node]
        community_strength[here] -= own
        share = own / total
        best, best_gain = here, towards[here] - share * community_strength[here] + _GAIN
        for there, weight in towards.items():
            gain = weight - share * community_strength[there]
            if gain > best_gain:
                best, best_gain = there, gain
        community_strength[best] += own
        if best != here:
            community[node] = best
            for neighbour in around:
                if not waiting[neighbour] and community[neighbour] != best:
                    waiting[neighbour] = True
                    queue.append(neighbour)
    return community


def _connected_parts(projection: Projection, label: Integers) -> Integers:
    """Split each community into its connected parts, which never lowers modularity."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    within = label[projection.left] == label[projection.right]
    left, right = projection.left[within], projection.right[within]
    shape = (projection.count, projection.count)
    matrix = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=shape).tocsr()
    return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)


def divide(projection: Projection, seed: int) -> Integers:
    """Community of each member, shape (count,), numbered from 0; members without tie are alone in theirs.

    Louvain (Blondel et al. 2008) with the local move named above. The order in which members are asked is
    drawn with `seed` from their order by id, so the division depends on ids but not on the order of input.
    """
    count = projection.count
    label: Integers = np.arange(count, dtype=np.int64)
    if not projection.edges:
        return label
    random = np.random.default_rng(seed)
    total = 2.0 * projection.edges
    left, right = projection.left, projection.right
    weight: NDArray[np.float64] = np.ones(projection.edges)
    strength = projection.degree.astype(float)
    while True:
        nodes = len(strength)
        level = _level(nodes, left, right, weight, strength)
        chosen = np.array(_move(level, random.permutation(nodes).tolist(), total), dtype=np.int64)
        kept, chosen = np.unique(chosen, return_inverse=True)
        label = chosen[label]
        if len(kept) == nodes:
            return _connected_parts(projection, label)
        left, right = chosen[left], chosen[right]
        between = left != right
        low, high = np.minimum(left, right)[between], np.maximum(left, right)[between]
        pairs, place = np.unique(low * len(kept) + high, return_inverse=True)
        weight = np.bincount(place, weights=weight[between], minlength=len(pairs)).astype(float)
        strength = np.bincount(chosen, weights=strength, minlength=len(kept)).astype(float)
        left, right = pairs // len(kept), pairs % len(kept)


def modularity(projection: Projection, label: Integers) -> float | None:
    """Sum over communities of (pairs inside / m) - (sum of degrees / 2m)², m joined pairs; None when m is 0.

    Newman and Girvan (2004).
    """
    pairs = projection.edges
    if not pairs:
        return None
    inside = int(np.count_nonzero(label[projection.left] == label[projection.right]))
    degrees = np.bincount(label, weights=projection.degree)
    return inside / pairs - float(np.sum((degrees / (2 * pairs)) ** 2))
