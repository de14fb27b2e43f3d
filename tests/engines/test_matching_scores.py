"""Pair scores: what must not change them, how they behave with little known, and how well they foretell."""

import csv
import random
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from girih.engines.matching import MatchingInputError, Member, Tie, score_pairs

pytestmark = pytest.mark.pure


def place(
    name: str, latitude: float | None = None, longitude: float | None = None, **known: object
) -> Member:
    return Member(name, latitude=latitude, longitude=longitude, **known)  # type: ignore[arg-type]


def scattered(count: int, seed: int) -> list[Member]:
    generator = random.Random(seed)
    return [
        Member(
            f"m{number:02}",
            country=generator.choice(["x", "y", "z", None]),
            latitude=latitude,
            longitude=None if latitude is None else generator.uniform(-180, 180),
            region=generator.choice(["north", "south", None]),
            field=generator.choice(["music", "film", None]),
            attributes={"languages": {generator.choice("ab")}} if generator.random() < 0.5 else {},
        )
        for number in range(count)
        for latitude in [generator.choice([generator.uniform(-80, 80), None])]
    ]


@given(st.integers(0, 10**6), st.floats(0, 1))
@settings(max_examples=15, deadline=None)
def test_the_order_of_members_ties_pairs_and_ends_changes_nothing(seed: int, density: float) -> None:
    members = scattered(9, seed)
    generator = random.Random(seed)
    pairs = list(combinations([member.id for member in members], 2))
    ties = [pair for pair in pairs if generator.random() < density]
    scores = dict(zip(pairs, score_pairs(members, ties, pairs), strict=True))
    assert np.isfinite(list(scores.values())).all()

    generator.shuffle(members)
    generator.shuffle(ties)
    turned = [(b, a) for a, b in pairs]
    generator.shuffle(turned)
    again = score_pairs(members, [Tie(b, a) for a, b in ties] + [Tie(a, b) for a, b in ties[:1]], turned)
    assert {(b, a): score for (a, b), score in zip(turned, again, strict=True)} == scores


def test_without_ties_near_members_of_one_region_come_first() -> None:
    members = [
        place("here", 35.0, 51.0, region="asia"),
        place("near", 36.0, 52.0, region="asia"),
        place("far", -34.0, -58.0, region="america"),
        place("nowhere"),
    ]
    near, far, unknown = score_pairs(members, [], [("here", "near"), ("here", "far"), ("here", "nowhere")])
    assert near > far
    # What is not known of a place is neither a merit nor a fault.
    assert far < unknown < near


def test_without_ties_a_shared_language_counts_and_an_unknown_one_does_not() -> None:
    members = [
        Member("a", attributes={"languages": {"fa"}}),
        Member("b", attributes={"languages": {"fa", "ar"}}),
        Member("c", attributes={"languages": {"es"}}),
        Member("d"),
    ]
    shared, strange, unknown = score_pairs(members, [], [("a", "b"), ("a", "c"), ("a", "d")])
    assert shared > strange
    assert shared > unknown > strange


def test_two_members_that_share_their_partners_are_likelier_than_strangers() -> None:
    """Two groups in which nearly everyone works with everyone, and nothing else known of anybody."""
    members = [Member(f"{group}{number}") for group in "pq" for number in range(8)]
    inside = [(a.id, b.id) for a, b in combinations(members, 2) if a.id[0] == b.id[0]]
    left_out = {("p0", "p1"), ("q2", "q5")}
    ties = [pair for pair in inside if pair not in left_out]
    scores = score_pairs(members, ties, [*sorted(left_out), ("p0", "q1"), ("p1", "q5")])
    assert min(scores[:2]) > max(scores[2:])


def test_degenerate_networks_get_finite_scores() -> None:
    members = scattered(6, 3)
    pairs = list(combinations([member.id for member in members], 2))
    for ties in ([], pairs[:1], pairs[:-1], pairs):
        assert np.isfinite(score_pairs(members, ties, pairs)).all()
    assert score_pairs(members, pairs, []).shape == (0,)
    assert score_pairs([Member("a"), Member("b")], [], [("a", "b")]).tolist() == [0.0]


def test_a_large_network_takes_the_sparse_way_to_the_same_order() -> None:
    """700 members on a ring are beyond whole matrices; a gap in it is likelier than a chord."""
    members = [place(f"m{number:03}", 0.0, number * 360 / 700 - 180) for number in range(700)]
    ties = [(members[i].id, members[(i + step) % 700].id) for i in range(0, 700) for step in (1, 2)]
    ties.remove((members[10].id, members[11].id))
    gap, chord = score_pairs(
        members, ties, [(members[10].id, members[11].id), (members[10].id, members[360].id)]
    )
    assert gap > chord


@pytest.mark.parametrize(
    ("members", "ties", "pairs", "code", "offending"),
    [
        ([Member("a"), Member("a"), Member("b")], [], [], "repeated_member", ("a",)),
        ([Member("a", latitude=1.0)], [], [], "impossible_place", ("a",)),
        ([Member("a", latitude=91.0, longitude=0.0)], [], [], "impossible_place", ("a",)),
        ([Member("a", latitude=float("nan"), longitude=0.0)], [], [], "impossible_place", ("a",)),
        ([Member("a", attributes={"since": "1394"})], [], [], "unreadable_since", ("a",)),
        ([Member("a", attributes={"offers": "dyeing"})], [], [], "unreadable_offers", ("a",)),
        ([Member("a"), Member("b")], [("a", "x"), Tie("y", "b")], [], "unknown_in_ties", ("x", "y")),
        ([Member("a"), Member("b")], [("a", "a")], [], "self_in_ties", ("a",)),
        ([Member("a"), Member("b")], [], [("a", "x")], "unknown_in_pairs", ("x",)),
        ([Member("a"), Member("b")], [], [("b", "b")], "self_in_pairs", ("b",)),
    ],
)
def test_input_that_cannot_be_read_names_every_offender(
    members: list[Member], ties: list[object], pairs: list[object], code: str, offending: tuple[str, ...]
) -> None:
    with pytest.raises(MatchingInputError) as refused:
        score_pairs(members, ties, pairs)
    assert (refused.value.code, refused.value.offending) == (code, offending)


# ── how well hidden ties are foretold ──


def area_under_curve(hidden: np.ndarray, others: np.ndarray) -> float:
    """Chance that a hidden tie scores above a pair that is no tie, equals counted half."""
    below = (hidden[:, None] > others[None, :]).mean()
    return float(below + (hidden[:, None] == others[None, :]).mean() / 2)


def baselines(count: int, ties: np.ndarray) -> dict[str, np.ndarray]:
    adjacency = np.zeros((count, count))
    adjacency[ties[:, 0], ties[:, 1]] = adjacency[ties[:, 1], ties[:, 0]] = 1
    degree = adjacency.sum(axis=0)
    rare = np.where(degree > 1, 1 / np.log(np.maximum(degree, 2)), 0)
    halved = adjacency / np.sqrt(np.maximum(degree, 1))
    return {
        "common neighbours": adjacency @ adjacency,
        "Adamic-Adar": (adjacency * rare) @ adjacency,
        "preferential attachment": np.outer(degree, degree),
        "length-3 paths": halved @ adjacency @ halved.T,
    }


def non_ties(count: int, ties: np.ndarray, hidden: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """Untied pairs drawn uniformly, and untied pairs whose degrees are those of a hidden tie."""
    generator = np.random.default_rng(seed)
    tied = {tuple(sorted(tie)) for tie in ties.tolist()}
    degree = np.bincount(ties.ravel(), minlength=count)

    def alike(member: int) -> np.ndarray:
        for apart in range(count):
            found = np.flatnonzero(np.abs(degree - degree[member]) <= apart)
            if len(found) >= 5:
                return found
        return np.arange(count)

    drawn: dict[str, list[tuple[int, int]]] = {"uniform": [], "degree-matched": []}
    for a, b in np.repeat(hidden, 20, axis=0):
        for kind, firsts, seconds in (
            ("uniform", np.arange(count), np.arange(count)),
            ("degree-matched", alike(a), alike(b)),
        ):
            for _ in range(50):
                pair = int(generator.choice(firsts)), int(generator.choice(seconds))
                if pair[0] != pair[1] and tuple(sorted(pair)) not in tied:
                    drawn[kind].append(pair)
                    break
    return {kind: np.array(pairs) for kind, pairs in drawn.items()}


def foretold(members: list[Member], ties: np.ndarray, seeds: range) -> dict[str, dict[str, float]]:
    """Mean area under the curve over the seeds, by kind of non-tie and method."""
    found: dict[str, dict[str, list[float]]] = {}
    for seed in seeds:
        order = np.random.default_rng(seed).permutation(len(ties))
        hidden, shown = ties[order[: len(ties) // 10]], ties[order[len(ties) // 10 :]]
        others = non_ties(len(members), ties, hidden, seed)
        asked = np.concatenate([hidden, *others.values()])

        def named(pairs: np.ndarray) -> list[tuple[str, str]]:
            return [(members[a].id, members[b].id) for a, b in pairs]

        scores = score_pairs(members, named(shown), named(asked))
        tables = baselines(len(members), shown)
        start = len(hidden)
        for kind, pairs in others.items():
            row = found.setdefault(kind, {})
            row.setdefault("ours", []).append(
                area_under_curve(scores[: len(hidden)], scores[start : start + len(pairs)])
            )
            start += len(pairs)
            for name, table in tables.items():
                value = area_under_curve(table[hidden[:, 0], hidden[:, 1]], table[pairs[:, 0], pairs[:, 1]])
                row.setdefault(name, []).append(value)
    return {kind: {name: float(np.mean(v)) for name, v in row.items()} for kind, row in found.items()}


def margin(row: dict[str, float]) -> float:
    return row["ours"] - max(value for name, value in row.items() if name != "ours")


def test_hidden_sister_ties_are_foretold_clearly_better_than_by_any_baseline(shared: Path) -> None:
    with (shared / "data/uccn_cities.csv").open(encoding="utf-8-sig") as file:
        cities = list(csv.DictReader(file))
    with (shared / "data/uccn_sister_ties.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    members = [
        Member(
            f"{city['city']}, {city['iso2']}",
            city["country"],
            float(city["latitude"]),
            float(city["longitude"]),
            city["unesco_region"],
            city["field"],
        )
        for city in cities
    ]
    number = {member.id: i for i, member in enumerate(members)}
    ties = np.array(
        [
            (number[f"{row['city_a']}, {row['iso_a']}"], number[f"{row['city_b']}, {row['iso_b']}"])
            for row in rows
        ]
    )
    found = foretold(members, ties, range(5))
    assert margin(found["uniform"]) > 0.015
    assert margin(found["degree-matched"]) > 0.05


def test_ties_that_follow_places_are_foretold_in_a_network_of_one_country() -> None:
    """A model the scores were not made on: 150 places of one country, ties fall with distance."""
    generator = np.random.default_rng(5)
    north, east = generator.uniform(25, 40, 150), generator.uniform(44, 63, 150)
    a, b = np.triu_indices(150, 1)
    chance = 0.8 * np.exp(-np.hypot(north[a] - north[b], east[a] - east[b]) / 1.2)
    tied = generator.random(len(a)) < chance
    members = [place(f"m{i:03}", float(north[i]), float(east[i]), country="one") for i in range(150)]
    found = foretold(members, np.stack([a[tied], b[tied]], axis=-1), range(3))
    assert margin(found["uniform"]) > 0.03
    assert margin(found["degree-matched"]) > 0.03
