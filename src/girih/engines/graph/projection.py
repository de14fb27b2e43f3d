"""The network as arrays: members numbered by sorted id, ties projected to distinct joined pairs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from girih.engines.graph.network import Network

if TYPE_CHECKING:
    import rustworkx

__all__ = ["Integers", "Projection", "adjacency", "project"]

Integers = NDArray[np.int64]


def adjacency(count: int, left: Integers, right: Integers) -> tuple[Integers, Integers]:
    """Offsets (count + 1) and neighbours (2 × edges) of an undirected graph; neighbours of a node ascend."""
    source = np.concatenate((left, right))
    target = np.concatenate((right, left))
    order = np.lexsort((target, source))
    offsets = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=count), out=offsets[1:])
    return offsets, target[order]


@dataclass(frozen=True)
class Projection:
    """`left` and `right` (edges,) are indices into `ids`, left < right, sorted, every pair once.

    `tie_of_end` and `member_of_end` (ends,) list who sits in which tie, ties numbered as given.
    Numbering by sorted id makes every result independent of the order in which members and ties came.
    """

    ids: tuple[str, ...]
    left: Integers
    right: Integers
    tie_of_end: Integers
    member_of_end: Integers

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def edges(self) -> int:
        return len(self.left)

    @cached_property
    def degree(self) -> Integers:
        """Number of distinct partners of each member, shape (count,)."""
        ends = np.concatenate((self.left, self.right))
        return np.bincount(ends, minlength=self.count).astype(np.int64)

    @cached_property
    def adjacency(self) -> tuple[Integers, Integers]:
        return adjacency(self.count, self.left, self.right)

    @cached_property
    def graph(self) -> rustworkx.PyGraph[None, None]:
        """The joined pairs as rustworkx knows them, nodes numbered as here."""
        import rustworkx

        graph: rustworkx.PyGraph[None, None] = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from([None] * self.count)
        graph.add_edges_from_no_data(list(zip(self.left.tolist(), self.right.tolist(), strict=True)))
        return graph

    @cached_property
    def component(self) -> Integers:
        """Component label of each member, shape (count,)."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        if not self.count:
            return np.zeros(0, dtype=np.int64)
        ones = np.ones(self.edges, dtype=np.int8)
        matrix = coo_array((ones, (self.left, self.right)), shape=(self.count, self.count)).tocsr()
        _, labels = connected_components(matrix, directed=False)
        return np.asarray(labels, dtype=np.int64)


def project(network: Network) -> Projection:
    """Project a checked network; a tie of k members joins all k(k-1)/2 pairs."""
    ids = tuple(sorted(member.id for member in network.members))
    number = {id_: position for position, id_ in enumerate(ids)}
    pairs: list[int] = []
    tie_of_end: list[int] = []
    member_of_end: list[int] = []
    for position, tie in enumerate(network.ties):
        sides = sorted(number[id_] for id_ in tie.members)
        member_of_end += sides
        tie_of_end += [position] * len(sides)
        if len(sides) == 2:
            pairs.append(sides[0] * len(ids) + sides[1])
        else:
            pairs += [a * len(ids) + b for a, b in combinations(sides, 2)]
    distinct = np.unique(np.array(pairs, dtype=np.int64))
    return Projection(
        ids=ids,
        left=distinct // max(len(ids), 1),
        right=distinct % max(len(ids), 1),
        tie_of_end=np.array(tie_of_end, dtype=np.int64),
        member_of_end=np.array(member_of_end, dtype=np.int64),
    )
