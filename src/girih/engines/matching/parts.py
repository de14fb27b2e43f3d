"""What a pair is worth for a purpose, part by part, and the reasons behind each part."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np

from girih.engines.matching.likelihood import likelihood
from girih.engines.matching.members import BoolArray, FloatArray, IntArray, Roster, attributes_of, kilometres
from girih.engines.matching.places import incidence, survey
from girih.engines.matching.requests import PARTS, Purpose

GRID = 2.0**-16  # every contribution is a multiple of this, so sums are exact in any order
SENIOR_YEARS = 8  # two four-year reporting periods: where the seniority of one over the other counts half


@dataclasses.dataclass(frozen=True)
class PairTable:
    """All untied pairs, (p,) arrays; `parts` are weighted contributions on the grid."""

    a: IntArray
    b: IntArray
    score: FloatArray
    parts: Mapping[str, FloatArray]
    known: Mapping[str, BoolArray]  # per part: anything known of the pair
    undefined: tuple[str, ...]  # parts that weigh something but are known for no pair
    values: Mapping[str, FloatArray]  # unweighted components, NaN unknown
    degree: IntArray  # (n,)
    component: IntArray  # (n,)
    between: Mapping[str, IntArray]  # "region" and "field" -> (groups, groups) existing ties
    groups: Mapping[str, tuple[IntArray, tuple[str, ...]]]  # "region" and "field" -> code (n,), names
    km: FloatArray  # (p,)

    def row(self, a: int, b: int) -> int | None:
        """Number of the pair a < b in this table, None when it is tied or not listed."""
        found = np.flatnonzero((self.a == a) & (self.b == b))
        return int(found[0]) if len(found) else None


def _numbers(members: Roster, attribute: str) -> FloatArray:
    values = [attributes_of(member).get(attribute) for member in members.members]
    return np.array([np.nan if value is None else float(value) for value in values])


def mean_of_known(columns: list[FloatArray], size: int) -> FloatArray:
    """Mean of the known components of every pair, NaN where none is known."""
    if not columns:
        return np.full(size, np.nan)
    stacked = np.stack(columns)
    known = np.isfinite(stacked)
    count = known.sum(axis=0)
    total = np.where(known, stacked, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _field_match(members: Roster, purpose: Purpose, a: IntArray, b: IntArray) -> FloatArray:
    code, names = members.groups("field")
    number = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(names) + 1, len(names) + 1))
    for (first, second), value in purpose.field_pairs.items():
        if first in number and second in number:
            table[number[first], number[second]] = table[number[second], number[first]] = value
    return np.where((code[a] >= 0) & (code[b] >= 0), table[code[a], code[b]], np.nan)


def _offer_match(members: Roster, topic: str | None, a: IntArray, b: IntArray) -> FloatArray:
    """1 - 2^-m for m offers that meet a need, both directions together; NaN where neither is known."""
    sides = []
    slugs = sorted(
        {
            slug
            for member in members.members
            for key in ("offers", "needs")
            for slug in attributes_of(member).get(key) or ()
        }
    )
    wanted = [slug for slug in slugs if topic is None or slug == topic]
    tables = {}
    for key in ("offers", "needs"):
        table, known = incidence(members, key)
        held = sorted({slug for member in members.members for slug in attributes_of(member).get(key) or ()})
        aligned = np.zeros((len(members), len(wanted)))
        for column, slug in enumerate(wanted):
            if slug in held:
                aligned[:, column] = table[:, held.index(slug)]
        tables[key] = (aligned, known)
    (offers, offers_known), (needs, needs_known) = tables["offers"], tables["needs"]
    matches = offers @ needs.T
    for giver, taker in ((a, b), (b, a)):
        known = offers_known[giver] & needs_known[taker]
        sides.append(np.where(known, matches[giver, taker], np.nan))
    met = np.where(np.isfinite(sides), sides, 0.0).sum(axis=0)
    value = (met > 0).astype(float) if topic is not None else 1 - 0.5**met
    return np.where(np.isfinite(sides).any(axis=0), value, np.nan)


def _shared(members: Roster, attribute: str, a: IntArray, b: IntArray) -> FloatArray:
    table, known = incidence(members, attribute)
    return np.where(known[a] & known[b], (table @ table.T)[a, b], np.nan)


def _mentoring(members: Roster, a: IntArray, b: IntArray) -> FloatArray:
    """1 - 2^-calls of the better mentor whose partner prepares; NaN where no direction is known."""
    passed, preparing = _numbers(members, "experience"), _numbers(members, "preparing")
    sides = np.stack([(1 - 0.5 ** passed[mentor]) * preparing[taker] for mentor, taker in ((a, b), (b, a))])
    known = np.isfinite(sides)
    return np.where(known.any(axis=0), np.where(known, sides, 0.0).max(axis=0), np.nan)


def components(n: int, ties: IntArray) -> IntArray:
    """Label (n,) of the connected component of each member."""
    label = np.arange(n)
    while len(ties):
        smaller = np.minimum(label[ties[:, 0]], label[ties[:, 1]])
        moved = label.copy()
        np.minimum.at(moved, ties[:, 0], smaller)
        np.minimum.at(moved, ties[:, 1], smaller)
        moved = moved[moved]
        if (moved == label).all():
            break
        label = moved
    return label.astype(np.int64)


def ties_between(code: IntArray, groups: int, ties: IntArray) -> IntArray:
    """Existing ties between groups, (groups, groups), symmetric, ties of unknown members left out."""
    first, second = code[ties[:, 0]], code[ties[:, 1]]
    known = (first >= 0) & (second >= 0)
    table = np.zeros((groups, groups), dtype=np.int64)
    np.add.at(table, (first[known], second[known]), 1)
    return table + table.T - np.diag(np.diag(table))


def _bridging(code: IntArray, between: IntArray, a: IntArray, b: IntArray) -> FloatArray:
    """How thin ties between the two groups are: 1 - density / density of the best joined two groups; 0 inside
    one.
    """
    groups = len(between)
    if groups < 2:
        return np.full(len(a), np.nan)
    size = np.bincount(code[code >= 0], minlength=groups)
    density = between / np.maximum(np.outer(size, size), 1)
    np.fill_diagonal(density, 0.0)
    thin = 1 - density / max(float(density.max()), 1e-12)
    np.fill_diagonal(thin, 0.0)
    return np.where((code[a] >= 0) & (code[b] >= 0), thin[code[a], code[b]], np.nan)


def percentile(scores: FloatArray) -> FloatArray:
    """Share of the pairs below, ties shared evenly: (mean rank - 1/2) / p."""
    _, inverse, count = np.unique(scores, return_inverse=True, return_counts=True)
    upper = np.cumsum(count)
    place: FloatArray = (upper - count / 2)[inverse] / max(len(scores), 1)
    return place


def on_grid(values: FloatArray) -> FloatArray:
    return np.round(values / GRID) * GRID


def pair_table(members: Roster, ties: IntArray, purpose: Purpose) -> PairTable:
    """Score every untied pair for the purpose; ties (m, 2) sorted, each once."""
    n = len(members)
    a, b = (side.astype(np.int64) for side in np.triu_indices(n, 1))
    untied = ~np.isin(a * n + b, ties[:, 0] * n + ties[:, 1])
    a, b = a[untied], b[untied]
    vectors, placed = members.places()
    km = kilometres(vectors, placed, a, b)
    groups = {grouping: members.groups(grouping) for grouping in ("region", "field")}
    between = {grouping: ties_between(code, len(names), ties) for grouping, (code, names) in groups.items()}
    region, field = groups["region"][0], groups["field"][0]
    degree = np.bincount(ties.ravel(), minlength=n).astype(np.int64)
    component = components(n, ties)
    since = _numbers(members, "since")
    gap = np.abs(since[a] - since[b])
    values = {
        "complementary_fields": _field_match(members, purpose, a, b)
        if purpose.field_pairs
        else np.full(len(a), np.nan),
        "offers_need": _offer_match(members, purpose.topic, a, b),
        "same_field": np.where(
            (field[a] >= 0) & (field[b] >= 0), (field[a] == field[b]).astype(float), np.nan
        ),
        "same_heritage": 1 - 0.5 ** _shared(members, "heritage", a, b),
        "shared_language": np.minimum(_shared(members, "languages", a, b), 1.0),
        "near": 1 / (1 + km / purpose.near_km),
        "likely_by_structure": percentile(likelihood(survey(members), ties, np.stack([a, b], axis=-1)))
        if len(a)
        else np.zeros(0),
        "experience": _mentoring(members, a, b) if purpose.mentoring else gap / (gap + SENIOR_YEARS),
        "bridges_regions": _bridging(region, between["region"], a, b),
        "bridges_fields": _bridging(field, between["field"], a, b),
        "reaches_isolate": 1 / (1 + np.minimum(degree[a], degree[b])),
        "joins_components": (component[a] != component[b]).astype(float),
    }
    made_of = {
        "complementarity": ("complementary_fields", "offers_need"),
        "affinity": ("same_field", "same_heritage", "shared_language", "near", "likely_by_structure"),
        "experience": ("experience",),
        "network_value": ("bridges_regions", "bridges_fields", "reaches_isolate", "joins_components"),
    }
    parts, known, undefined = {}, {}, []
    for part in PARTS:
        value = mean_of_known([values[name] for name in made_of[part]], len(a))
        known[part] = np.isfinite(value)
        weight = float(purpose.weights.get(part, 0.0))
        if weight > 0 and len(a) and not known[part].any():
            undefined.append(part)
        # Unknown counts as the average of what is known: neither a merit nor a fault.
        average = float(value[known[part]].mean()) if known[part].any() else 0.0
        parts[part] = on_grid(weight * np.where(known[part], value, average))
    score = np.sum([parts[part] for part in PARTS], axis=0)
    return PairTable(
        a, b, score, parts, known, tuple(undefined), values, degree, component, between, groups, km
    )
