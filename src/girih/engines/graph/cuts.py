"""What holds the network together: bridges, cut members and fragile ties, with what their loss cuts off.

One depth-first search per question, after Tarjan (1972): `low` of a node is the earliest visited node that
its subtree reaches by one edge outside the tree. A child whose `low` does not pass its parent hangs on it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from girih.engines.graph.measures import CutMember, FragileTie
from girih.engines.graph.network import Network
from girih.engines.graph.projection import Integers, Projection, adjacency

__all__ = ["cuts", "fragile_ties"]


@dataclass(frozen=True)
class _Separation:
    pieces: Integers  # number of pieces its component falls into without this node
    cut_off: Integers  # weight outside the largest of these pieces
    bridge_child: Integers  # nodes whose edge to their parent is a bridge
    parent: Integers


def _separate(offsets: Integers, neighbours: Integers, weight: Integers, component: Integers) -> _Separation:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import depth_first_order

    count = len(weight)
    # One search must reach every component: an outer root is joined to the first node of each.
    _, first = np.unique(component, return_index=True)
    all_offsets = np.append(offsets, offsets[-1] + len(first))
    all_neighbours = np.concatenate((neighbours, first))
    ones = np.ones(len(all_neighbours), dtype=np.int8)
    matrix = csr_array((ones, all_neighbours, all_offsets), shape=(count + 1, count + 1))
    order, predecessor = depth_first_order(matrix, count, directed=True, return_predecessors=True)
    parent: Integers = predecessor.astype(np.int64)
    visited = np.empty(count + 1, dtype=np.int64)
    visited[order] = np.arange(count + 1)

    source = np.repeat(np.arange(count), np.diff(offsets))
    outside_tree = neighbours != parent[source]
    reach = visited.copy()
    np.minimum.at(reach, source[outside_tree], visited[neighbours[outside_tree]])
    low: list[int] = reach.tolist()
    size: list[int] = [*weight.tolist(), 0]
    parents: list[int] = parent.tolist()
    for node in order[:0:-1].tolist():
        above = parents[node]
        size[above] += size[node]
        if low[node] < low[above]:
            low[above] = low[node]

    nodes = order[1:].astype(np.int64)
    above = parent[nodes]
    reach, total = np.array(low), np.array(size)
    is_root = above == count
    whole = np.empty(count, dtype=np.int64)
    whole[nodes] = total[nodes[is_root]][np.cumsum(is_root) - 1]

    hangs = ~is_root & (reach[nodes] >= visited[above])
    hanging, holder = nodes[hangs], above[hangs]
    hanging_pieces = np.bincount(holder, minlength=count)
    hanging_weight = np.zeros(count, dtype=np.int64)
    np.add.at(hanging_weight, holder, total[hanging])
    largest = np.zeros(count, dtype=np.int64)
    np.maximum.at(largest, holder, total[hanging])
    others = whole - weight
    rest = others - hanging_weight
    root = np.zeros(count, dtype=bool)
    root[nodes[is_root]] = True
    bridge = ~is_root & (reach[nodes] > visited[above])
    return _Separation(
        pieces=hanging_pieces + ~root,
        cut_off=others - np.maximum(largest, rest),
        bridge_child=nodes[bridge],
        parent=parent,
    )


def cuts(projection: Projection) -> tuple[tuple[tuple[str, str], ...], tuple[CutMember, ...]]:
    """Bridges and cut members of the joined pairs.

    Bridges are pairs without which their component falls apart, each pair and the whole list sorted; cut
    members are members whose loss splits their component, the one that cuts off most first.
    """
    if not projection.edges:
        return (), ()
    offsets, neighbours = projection.adjacency
    weight = np.ones(projection.count, dtype=np.int64)
    found = _separate(offsets, neighbours, weight, projection.component)
    ids = projection.ids
    ends = np.sort(np.stack((found.bridge_child, found.parent[found.bridge_child]), axis=1), axis=1)
    bridges = tuple(sorted((ids[a], ids[b]) for a, b in ends.tolist()))
    cut = np.flatnonzero(found.pieces >= 2).tolist()
    listed = [CutMember(ids[i], int(found.pieces[i]), int(found.cut_off[i])) for i in cut]
    return bridges, tuple(sorted(listed, key=lambda member: (-member.cut_off, member.id)))


def fragile_ties(network: Network, projection: Projection) -> tuple[FragileTie, ...]:
    """Ties whose loss splits their component, the one that cuts off most first.

    Asked of the graph of members and ties, not of the pairs: a tie of three members is one tie though it
    joins three pairs, and two ties between the same two members back each other up.
    """
    if not network.ties:
        return ()
    count = projection.count + len(network.ties)
    tie_node = projection.tie_of_end + projection.count
    offsets, neighbours = adjacency(count, projection.member_of_end, tie_node)
    weight: NDArray[np.int64] = np.zeros(count, dtype=np.int64)
    weight[: projection.count] = 1
    first_end = np.searchsorted(projection.tie_of_end, np.arange(len(network.ties)))
    of_ties = projection.component[projection.member_of_end[first_end]]
    found = _separate(offsets, neighbours, weight, np.concatenate((projection.component, of_ties)))
    cuts = np.flatnonzero(found.pieces[projection.count :] >= 2).tolist()
    listed = [FragileTie(network.ties[i].id, int(found.cut_off[projection.count + i])) for i in cuts]
    return tuple(sorted(listed, key=lambda tie: (-tie.cut_off, tie.id)))
