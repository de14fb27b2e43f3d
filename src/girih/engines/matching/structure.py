"""What the existing ties say of a pair: degrees, shared neighbours, paths, and ties between their
surroundings.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from girih.engines.matching.members import FloatArray, IntArray
from girih.engines.matching.places import GROUPINGS, Places

DENSE_MEMBERS = 600  # up to here whole matrices are cheaper than sparse ones
_DEGREE_STEPS = (0, 1, 2, 4, 8, 16)
_BLOCK = 4096


@dataclasses.dataclass(frozen=True)
class Structure:
    """A network prepared for looking at pairs; n members, matrices (n, n) dense or sparse by size."""

    places: Places
    adjacency: Any
    degree: FloatArray  # (n,)
    common: Any  # Adamic-Adar sums
    paths: Any  # degree-normalised walks of length three
    beside: FloatArray  # (n,) mean degree of the neighbours, NaN for isolates


def _matrix(n: int, ties: IntArray) -> Any:
    a = np.concatenate([ties[:, 0], ties[:, 1]])
    b = np.concatenate([ties[:, 1], ties[:, 0]])
    if n <= DENSE_MEMBERS:
        dense = np.zeros((n, n))
        dense[a, b] = 1.0
        return dense
    from scipy.sparse import csr_array  # only large networks pay for its import

    return csr_array((np.ones(len(a)), (a, b)), shape=(n, n))


def _scaled(matrix: Any, weights: FloatArray) -> Any:
    """Columns multiplied by the weights."""
    return (
        matrix * weights[None, :]
        if isinstance(matrix, np.ndarray)
        else matrix.multiply(weights[None, :]).tocsr()
    )


def _at(matrix: Any, a: IntArray, b: IntArray) -> FloatArray:
    return np.asarray(matrix[a, b], dtype=float).ravel()


def build_structure(places: Places, ties: IntArray) -> Structure:
    """Prepare the network of `ties` (m, 2), member numbers, each tie once."""
    n = len(places)
    adjacency = _matrix(n, ties)
    degree = np.bincount(ties.ravel(), minlength=n).astype(float)
    rare = np.where(degree > 1, 1 / np.log(np.maximum(degree, 2)), 0.0)
    halved = _scaled(adjacency, 1 / np.sqrt(np.maximum(degree, 1)))
    with np.errstate(invalid="ignore", divide="ignore"):
        beside = (adjacency @ degree) / degree
    return Structure(
        places=places,
        adjacency=adjacency,
        degree=degree,
        common=_scaled(adjacency, rare) @ adjacency,
        paths=halved @ adjacency @ halved.T,
        beside=beside,
    )


def _products(left: FloatArray, right: FloatArray, a: IntArray, b: IntArray) -> FloatArray:
    """Row a of left times row b of right for every pair, (p,), through the whole product if cheaper."""
    if len(a) > 4 * len(left) and len(left) <= 4 * DENSE_MEMBERS:
        product: FloatArray = (left @ right.T)[a, b]
        return product
    blocks = [
        np.einsum("ij,ij->i", left[a[i : i + _BLOCK]], right[b[i : i + _BLOCK]])
        for i in range(0, len(a), _BLOCK)
    ]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _one_hot(code: IntArray, groups: int) -> FloatArray:
    table = np.zeros((len(code), groups))
    known = code >= 0
    table[np.flatnonzero(known), code[known]] = 1.0
    return table


def _group_features(network: Structure, grouping: str, a: IntArray, b: IntArray) -> dict[str, FloatArray]:
    """How much the groups of the two are tied, as logs of observed over expected, both smoothed."""
    code = network.places.codes[grouping]
    groups = network.places.sizes[grouping]
    if groups < 2:
        return {}
    degree, stubs = network.degree, max(network.degree.sum(), 1.0)
    table = _one_hot(code, groups)
    held = table.T @ degree
    ends = network.adjacency @ table  # (n, groups): ties of a member into a group
    between = table.T @ ends
    expected = np.outer(held, held) / stubs
    rate = np.log((between + 2) / (expected + 2))
    known = (code[a] >= 0) & (code[b] >= 0)
    ca, cb = np.maximum(code[a], 0), np.maximum(code[b], 0)

    def towards(member: IntArray, group: IntArray) -> FloatArray:
        pull: FloatArray = np.log((ends[member, group] + 1) / (degree[member] * held[group] / stubs + 1))
        return pull

    # Activity of the fellows leaves the member itself out: its own degree is another feature.
    mean = degree.mean()
    fellows = np.maximum(table.sum(axis=0)[np.maximum(code, 0)] - 1, 0)
    others = np.maximum(held[np.maximum(code, 0)] - degree, 0)
    activity = np.where(code >= 0, np.log((others + 2 * mean + 1e-9) / (fellows + 2)), np.nan)
    return {
        f"{grouping}_rate": np.where(known, rate[ca, cb], np.nan),
        f"{grouping}_pull": np.where(known, towards(a, cb) + towards(b, ca), np.nan),
        f"{grouping}_activity": activity[a] + activity[b],
    }


def _surroundings(network: Structure, a: IntArray, b: IntArray) -> dict[str, FloatArray]:
    """Ties of one near the other, and between the surroundings of both, against what degrees give."""
    places, degree = network.places, network.degree
    stubs = max(degree.sum(), 1.0)
    features: dict[str, FloatArray] = {}
    if not places.closeness:
        return features
    landmark = _one_hot(places.landmark, places.closeness[0].shape[1])
    ends = np.asarray(network.adjacency @ landmark)
    between = landmark.T @ ends
    weight = landmark.T @ degree
    for number, kernel in enumerate(places.closeness):
        around = kernel @ weight
        near = _products(kernel, ends, np.concatenate([a, b]), np.concatenate([b, a]))
        near_a, near_b = near[: len(a)], near[len(a) :]
        expected_a, expected_b = around[a] * degree[b] / stubs, around[b] * degree[a] / stubs
        features[f"near_{number}"] = np.log((near_a + 0.3) / (expected_a + 0.3)) + np.log(
            (near_b + 0.3) / (expected_b + 0.3)
        )
        flow = _products(kernel @ between, kernel, a, b)
        features[f"flow_{number}"] = np.log((flow + 1) / (around[a] * around[b] / stubs + 1))
    return features


def structure_features(network: Structure, a: IntArray, b: IntArray) -> dict[str, FloatArray]:
    """Named features (p,) of the pairs a-b, symmetric in a and b. No pair may be tied in this network."""
    degree = network.degree
    log_degree = np.log1p(degree)
    paths = _at(network.paths, a, b)
    features = {
        "degree": log_degree[a] + log_degree[b],
        "shared_neighbours": np.log1p(_at(network.common, a, b)),
        "paths": np.log(paths + 0.01),
        "paths_share": np.log((paths + 0.05) / (np.sqrt(degree[a] * degree[b]) + 1)),
    }
    for step in _DEGREE_STEPS:
        features[f"degree_over_{step}"] = (degree[a] > step).astype(float) + (degree[b] > step)
    mean = np.nanmean(network.beside) if np.isfinite(network.beside).any() else 0.0
    beside = np.log1p(np.where(np.isfinite(network.beside), network.beside, mean))
    features["neighbours_degree"] = beside[a] + beside[b]
    for grouping in GROUPINGS:
        features.update(_group_features(network, grouping, a, b))
    features.update(_surroundings(network, a, b))
    return features
