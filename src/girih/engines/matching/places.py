"""What is known of a pair before any tie: where the two lie and what they have in common."""

from __future__ import annotations

import dataclasses

import numpy as np

from girih.engines.matching.members import (
    EARTH_RADIUS_KM,
    BoolArray,
    FloatArray,
    IntArray,
    Roster,
    attributes_of,
    kilometres,
)

GROUPINGS = ("country", "region", "field")
# Bandwidths of "near" are quantiles of the distances within the network itself, so that a network of one
# province and a network of the world are both looked at from close by, from the neighbourhood and from afar.
BANDWIDTH_QUANTILES = (0.015, 0.06, 0.2)
LANDMARKS = 512  # beyond this many members, closeness is measured through landmarks
_SAMPLED_PAIRS = 20_000


@dataclasses.dataclass(frozen=True)
class Places:
    """Everything about the members that no tie changes; n members, L landmarks (L = n for small networks)."""

    vectors: FloatArray  # (n, 3)
    known: BoolArray  # (n,)
    codes: dict[str, IntArray]  # grouping -> (n,), -1 unknown
    sizes: dict[str, int]  # grouping -> number of groups
    closeness: tuple[FloatArray, ...]  # per bandwidth (n, L), exp(-km / bandwidth) to each landmark
    landmark: IntArray  # (n,) landmark standing for the member, -1 where the place is unknown
    crowding: tuple[FloatArray, ...]  # per bandwidth (n,), log of the members around, NaN unknown
    shared: dict[str, tuple[FloatArray, BoolArray]]  # attribute -> incidence (n, slugs), known (n,)

    def __len__(self) -> int:
        return len(self.known)


def sample_pairs(n: int, seed: int = 20) -> IntArray:
    """All pairs of n members, or a seeded sample of them when they are too many to look at each, (p, 2)."""
    if n * (n - 1) // 2 <= _SAMPLED_PAIRS:
        return np.stack(np.triu_indices(n, 1), axis=-1).astype(np.int64)
    drawn = np.random.default_rng(seed).integers(n, size=(_SAMPLED_PAIRS, 2))
    return np.sort(drawn[drawn[:, 0] != drawn[:, 1]], axis=1)


def _landmarks(vectors: FloatArray, known: BoolArray) -> IntArray:
    """Members that serve as landmarks: all, or LANDMARKS of them by farthest-point choice."""
    placed = np.flatnonzero(known)
    if len(placed) <= LANDMARKS:
        return placed
    chosen = [int(placed[0])]
    nearest = ((vectors[placed] - vectors[placed[0]]) ** 2).sum(axis=1)
    while len(chosen) < LANDMARKS:
        farthest = int(nearest.argmax())
        chosen.append(int(placed[farthest]))
        nearest = np.minimum(nearest, ((vectors[placed] - vectors[placed[farthest]]) ** 2).sum(axis=1))
    return np.array(sorted(chosen), dtype=np.int64)


def incidence(members: Roster, attribute: str) -> tuple[FloatArray, BoolArray]:
    """Which member has which slug, (n, slugs) of 0 and 1, and who has the attribute at all, (n,)."""
    values = [attributes_of(member).get(attribute) for member in members.members]
    slugs = sorted({slug for value in values if value is not None for slug in value})
    column = {slug: i for i, slug in enumerate(slugs)}
    table = np.zeros((len(values), len(slugs)))
    for row, value in enumerate(values):
        table[row, [column[slug] for slug in value or ()]] = 1.0
    return table, np.array([value is not None for value in values], dtype=bool)


def survey(members: Roster) -> Places:
    vectors, known = members.places()
    sample = sample_pairs(len(members))
    distances = kilometres(vectors, known, sample[:, 0], sample[:, 1])
    distances = distances[np.isfinite(distances) & (distances > 0)]
    landmarks = _landmarks(vectors, known)
    landmark = np.full(len(members), -1, dtype=np.int64)
    closeness: list[FloatArray] = []
    crowding: list[FloatArray] = []
    if len(landmarks) and len(distances):
        chords = np.sqrt(np.clip(2 - 2 * vectors @ vectors[landmarks].T, 0.0, 4.0))
        landmark = np.where(known, chords.argmin(axis=1), -1)
        arcs = 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(chords / 2, 0.0, 1.0))
        weight = np.bincount(landmark[known], minlength=len(landmarks)).astype(float)
        for bandwidth in np.quantile(distances, BANDWIDTH_QUANTILES):
            kernel = np.where(known[:, None], np.exp(-arcs / max(float(bandwidth), 1.0)), 0.0)
            closeness.append(kernel)
            crowding.append(np.where(known, np.log(np.maximum(kernel @ weight, 1e-9)), np.nan))
    codes, sizes = {}, {}
    for grouping in GROUPINGS:
        codes[grouping], names = members.groups(grouping)
        sizes[grouping] = len(names)
    return Places(
        vectors=vectors,
        known=known,
        codes=codes,
        sizes=sizes,
        closeness=tuple(closeness),
        landmark=landmark,
        crowding=tuple(crowding),
        shared={name: incidence(members, name) for name in ("languages", "heritage")},
    )


def place_features(places: Places, a: IntArray, b: IntArray) -> dict[str, FloatArray]:
    """Named features (p,) of the pairs a-b, symmetric in a and b; NaN where unknown."""
    features = {"log_distance": np.log1p(kilometres(places.vectors, places.known, a, b))}
    for grouping in GROUPINGS:
        code = places.codes[grouping]
        both = (code[a] >= 0) & (code[b] >= 0)
        features[f"same_{grouping}"] = np.where(both, (code[a] == code[b]).astype(float), np.nan)
    for number, crowd in enumerate(places.crowding[:2]):
        features[f"crowding_{number}"] = crowd[a] + crowd[b]
    country = places.codes["country"]
    fellows = np.log(np.bincount(country[country >= 0], minlength=max(places.sizes["country"], 1)).clip(1))
    size = np.where(country >= 0, fellows[np.maximum(country, 0)], np.nan)
    features["country_size"] = size[a] + size[b]
    for attribute, (table, known) in places.shared.items():
        if known.any():
            common = np.einsum("ij,ij->i", table[a], table[b]) > 0
            features[f"shared_{attribute}"] = np.where(known[a] & known[b], common.astype(float), np.nan)
    return features
