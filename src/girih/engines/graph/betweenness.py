"""Betweenness: how often a member lies on the shortest ways between others (Freeman 1977, Brandes 2001)."""

import numpy as np
from numpy.typing import NDArray

from girih.engines.graph.projection import Integers, Projection

__all__ = ["PIVOTS", "betweenness"]

PIVOTS = 64
"""Number of sources of which shortest ways are followed when there are too many members for all of them."""
_BATCH = 8  # pivots followed together; bounds the memory at about 16 bytes x batch x arcs
_PARALLEL_FROM = 1000  # below this one thread is quicker and the order of summation is fixed
_DECIMALS = 12  # the order of summation of parallel threads may change digits after these


def _dependencies(projection: Projection, pivots: Integers) -> NDArray[np.float64]:
    """Sum over the pivots of the dependency of each pivot on each member, shape (count,)."""
    offsets, neighbours = projection.adjacency
    count, degree = projection.count, projection.degree
    copies = len(pivots) * count  # copy b of node v has number b * count + v
    distance = np.full(copies, -1, dtype=np.int32)
    ways = np.zeros(copies)
    speaker = np.empty(copies, dtype=np.int64)
    frontier = np.arange(len(pivots)) * count + pivots
    distance[frontier] = 0
    ways[frontier] = 1.0
    levels: list[tuple[Integers, Integers]] = []
    while len(frontier):
        node = frontier % count
        times = degree[node]
        source = np.repeat(frontier, times)
        begin = np.repeat(offsets[node] - np.concatenate(([0], np.cumsum(times)[:-1])), times)
        target = neighbours[begin + np.arange(len(source))] + (source - source % count)
        far = distance[target] < 0
        source, target = source[far], target[far]
        np.add.at(ways, target, ways[source])
        levels.append((source, target))
        distance[target] = len(levels)
        # Each node once: the last arc that wrote its own number into the node speaks for it.
        mark = np.arange(len(target))
        speaker[target] = mark
        frontier = target[speaker[target] == mark]
    dependency = np.zeros(copies)
    for source, target in reversed(levels):
        np.add.at(dependency, source, ways[source] / ways[target] * (1.0 + dependency[target]))
    dependency[np.arange(len(pivots)) * count + pivots] = 0.0
    total: NDArray[np.float64] = dependency.reshape(len(pivots), count).sum(axis=0)
    return total


def _exact(projection: Projection) -> NDArray[np.float64]:
    import rustworkx

    found = rustworkx.betweenness_centrality(
        projection.graph, normalized=True, parallel_threshold=_PARALLEL_FROM
    )
    return np.array([found[node] for node in range(projection.count)])


def betweenness(
    projection: Projection, exact_limit: int, seed: int
) -> tuple[NDArray[np.float64] | None, bool, int]:
    """Values in 0..1 of shape (count,), whether they are exact, and the number of pivots when not.

    Normalised by the (n-1)(n-2)/2 pairs of others, so undefined (None) for fewer than three members. Above
    `exact_limit` members the sum over all sources is estimated from PIVOTS of them, drawn without
    replacement with `seed` among members that have a tie (others are the source of no way) and scaled up.
    """
    count = projection.count
    if count < 3:
        return None, True, 0
    sources = np.flatnonzero(projection.degree)
    if count <= exact_limit or len(sources) <= PIVOTS:
        return np.round(_exact(projection), _DECIMALS), True, 0
    pivots = np.sort(np.random.default_rng(seed).choice(sources, size=PIVOTS, replace=False))
    total = np.zeros(count)
    for start in range(0, PIVOTS, _BATCH):
        total += _dependencies(projection, pivots[start : start + _BATCH])
    scale = len(sources) / PIVOTS / ((count - 1) * (count - 2))
    return np.round(total * scale, _DECIMALS), False, PIVOTS
