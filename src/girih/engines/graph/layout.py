"""Where to draw each member: communities apart, members without tie in rings around them, by field."""

import numpy as np
from numpy.typing import NDArray

from girih.engines.graph.communities import divide
from girih.engines.graph.network import Network, check
from girih.engines.graph.projection import Integers, Projection, project

__all__ = ["layout"]

Points = NDArray[np.float64]

GAP = 0.0125
"""Distance kept between any two members where there is room: two circles of radius 0.006 do not touch."""
_EDGE = 0.49  # radius of the outermost ring; the centre is at one half
_RING_STEP = 0.02  # widest distance between neighbours of a ring and between rings
_DENSE = 1000  # up to this number of members every pair repels; above, far members repel as a cell
_CELLS = 24  # cells along each side of the grid that stands for the far members
_WITHIN, _ACROSS = 1.0, 0.12  # pull of a pair within a community and between two
_GOLDEN = np.pi * (3 - np.sqrt(5))


def _rings(count: int, inner: float) -> Points:
    """`count` places on rings between `inner` and the edge, outermost first, shape (count, 2)."""
    step = _RING_STEP
    while True:
        radii = np.arange(_EDGE, max(inner, step / 2), -step)
        room = np.maximum((2 * np.pi * radii / step).astype(np.int64), 1)
        if room.sum() >= count:
            break
        step *= 0.97
    used = int(np.searchsorted(np.cumsum(room), count)) + 1
    radii, room = radii[:used], room[:used]
    # Share the members over the rings in proportion, so that the last ring is not a stump.
    share = np.floor(count * np.cumsum(room) / room.sum() + 1e-9).astype(np.int64)
    per_ring = np.diff(np.concatenate(([0], share)))
    ring = np.repeat(np.arange(used), per_ring)
    place = np.arange(count) - np.concatenate(([0], share))[ring]
    turn = (place + 0.5 * (ring % 2)) / per_ring[ring]
    # Clockwise from the top. Sorting by turn keeps a field together across all rings.
    order = np.lexsort((ring, turn))
    angle = np.pi / 2 - 2 * np.pi * turn[order]
    radius = radii[ring[order]]
    return 0.5 + np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1)


def _sunflower(weights: Points) -> Points:
    """One place for each weight in the unit disc, the heaviest in the middle, area by weight."""
    order = np.argsort(-weights, kind="stable")
    area = np.cumsum(weights[order]) - weights[order] / 2
    radius = np.sqrt(area / weights.sum())
    angle = _GOLDEN * np.arange(len(weights))
    places = np.empty((len(weights), 2))
    places[order] = np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1)
    return places


def _repel_all(at: Points) -> Points:
    """Sum over the others of their difference over their squared distance, written as two products."""
    square = np.einsum("ij,ij->i", at, at)
    near = at @ (-2.0 * at.T)
    near += square
    near += square[:, None]
    np.maximum(near, 1e-6, out=near)
    np.reciprocal(near, out=near)
    return np.asarray(at * near.sum(axis=1)[:, None] - near @ at)


def _repel_cells(at: Points) -> Points:
    """Each member is repelled by the middle of each cell of a grid, times the members in the cell."""
    low, high = at.min(axis=0), at.max(axis=0) + 1e-9
    cell = ((at - low) / (high - low) * _CELLS).astype(np.int64) @ np.array([_CELLS, 1])
    mass = np.bincount(cell, minlength=_CELLS**2).astype(float)
    middle = np.stack([np.bincount(cell, at[:, axis], _CELLS**2) for axis in (0, 1)], axis=1)
    full = mass > 0
    middle, mass = middle[full] / mass[full, None], mass[full]
    # A cell's side softens the push of the cell one sits in, whose middle may be anywhere near.
    soft = float(np.prod((high - low) / _CELLS)) / 4
    force = np.empty_like(at)
    for begin in range(0, len(at), 2000):
        x = at[begin : begin + 2000, 0, None] - middle[None, :, 0]
        y = at[begin : begin + 2000, 1, None] - middle[None, :, 1]
        push = mass / (x * x + y * y + soft)
        force[begin : begin + 2000, 0] = np.sum(x * push, axis=1)
        force[begin : begin + 2000, 1] = np.sum(y * push, axis=1)
    return force


def _pulled(start: Points, left: Integers, right: Integers, pull: Points, iterations: int) -> Points:
    """Members repel each other, joined pairs attract, all are held by the middle (Fruchterman 1991)."""
    count = len(start)
    at = start.copy()
    wish = 1.0 / np.sqrt(count)  # distance that a pair would keep if the disc were evenly filled
    repel = _repel_all if count <= _DENSE else _repel_cells
    for step in range(iterations):
        force = wish**2 * repel(at)
        apart = at[left] - at[right]
        attraction = apart * (pull * np.sqrt(np.einsum("ij,ij->i", apart, apart)) / wish)[:, None]
        for axis in (0, 1):
            force[:, axis] -= np.bincount(left, attraction[:, axis], count)
            force[:, axis] += np.bincount(right, attraction[:, axis], count)
        force -= 0.8 * at
        length = np.sqrt(np.einsum("ij,ij->i", force, force)) + 1e-12
        heat = 0.15 * (1 - step / iterations) ** 1.5 + 1e-4
        at += force * (np.minimum(length, heat) / length)[:, None]
    return at


def _fit(at: Points, radius: float) -> Points:
    """Move and stretch to the disc of this radius around the origin, drawing in what lies far outside."""
    at = at - at.mean(axis=0)
    distance = np.sqrt(np.einsum("ij,ij->i", at, at)) + 1e-12
    # By rank of distance rather than by distance: an even filling, in which one far pair squeezes nobody.
    rank = np.empty(len(at))
    rank[np.argsort(distance, kind="stable")] = np.sqrt((np.arange(len(at)) + 0.5) / len(at))
    wanted = radius * (0.75 * rank + 0.25 * distance / distance.max())
    return np.asarray(at * (wanted / distance)[:, None])


def _spread(at: Points, gap: float, radius: float) -> Points:
    """Push apart whoever is nearer than `gap`, staying within the disc; as far as there is room."""
    from scipy.spatial import cKDTree

    gap = min(gap, 1.5 * radius / np.sqrt(len(at)))
    for _ in range(80):
        close = cKDTree(at).query_pairs(gap * 0.999, output_type="ndarray")
        if not len(close):
            break
        one, other = close[:, 0], close[:, 1]
        apart = at[one] - at[other]
        distance = np.sqrt(np.einsum("ij,ij->i", apart, apart))
        same = distance < 1e-9
        turn = _GOLDEN * one[same]
        apart[same] = np.stack((np.cos(turn), np.sin(turn)), axis=1)
        distance[same] = 1.0
        short = np.where(same, gap, gap - distance) * 0.55
        push = apart / distance[:, None] * short[:, None]
        for axis in (0, 1):
            at[:, axis] += np.bincount(one, push[:, axis], len(at))
            at[:, axis] -= np.bincount(other, push[:, axis], len(at))
        outside = np.maximum(np.sqrt(np.einsum("ij,ij->i", at, at)) / radius, 1.0)
        at = at / outside[:, None]
    return at


def _tied_places(projection: Projection, tied: Integers, radius: float, seed: int, iterations: int) -> Points:
    place = np.full(projection.count, -1)
    place[tied] = np.arange(len(tied))
    left, right = place[projection.left], place[projection.right]
    _, label, sizes = np.unique(divide(projection, seed)[tied], return_inverse=True, return_counts=True)
    centre = _sunflower(sizes.astype(float))
    noise = np.random.default_rng(seed).standard_normal((len(tied), 2))
    start = centre[label] + noise * (0.3 * np.sqrt(sizes[label] / len(tied)))[:, None]
    pull = np.where(label[left] == label[right], _WITHIN, _ACROSS)
    at = _pulled(start, left, right, pull, iterations)
    return _spread(_fit(at, radius), GAP, radius)


def layout(network: Network, *, seed: int = 0, iterations: int = 150) -> dict[str, tuple[float, float]]:
    """Place of each member in the unit square, in order of id; y grows upwards. Raises InvalidNetwork.

    Members with ties fill a disc in the middle, drawn by force with communities apart; members without tie
    stand in rings around it, sorted by field and id, unknown fields last. Same network, seed and iterations:
    same places, in whatever order members and ties are given.
    """
    check(network)
    projection = project(network)
    tied = np.flatnonzero(projection.degree)
    field = {member.id: (member.field is None, member.field or "") for member in network.members}
    alone = sorted(
        np.flatnonzero(projection.degree == 0).tolist(),
        key=lambda number: (field[projection.ids[number]], number),
    )
    at = np.empty((projection.count, 2))
    radius = _EDGE
    if alone and len(tied):
        # Rings get the area that their share of the members asks for, at least one and at most half a radius.
        radius = min(_EDGE - 1.5 * _RING_STEP, max(_EDGE * np.sqrt(len(tied) / projection.count), _EDGE / 2))
    if alone:
        at[alone] = _rings(len(alone), radius + _RING_STEP if len(tied) else 0.0)
    if len(tied):
        at[tied] = 0.5 + _tied_places(projection, tied, float(radius), seed, iterations)
    return {id_: (x, y) for id_, (x, y) in zip(projection.ids, at.tolist(), strict=True)}
