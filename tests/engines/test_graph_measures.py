"""Hand-computed tables on small graphs, the check before measuring, and the real sister ties."""

import csv
import math
import os
from pathlib import Path

import pytest

from girih.engines.graph import (
    CutMember,
    FragileTie,
    InvalidNetwork,
    Member,
    Network,
    RegionBalance,
    Rung,
    Tie,
    measure,
)


def network_of(members: str, *ties: str) -> Network:
    """Members named by letters; a tie is the letters it joins."""
    return Network(
        tuple(Member(letter, None, None) for letter in members),
        tuple(Tie(f"{place}:{letters}", tuple(letters)) for place, letters in enumerate(ties)),
    )


PATH = network_of("abcd", "ab", "bc", "cd")
STAR = network_of("habcd", "ha", "hb", "hc", "hd")
TRIANGLE_WITH_TAIL = network_of("abcde", "ab", "bc", "ca", "cd", "de")
TWO_TRIANGLES = network_of("abcdef", "ab", "bc", "ca", "de", "ef", "fd", "cd")


@pytest.mark.parametrize(
    ("network", "density", "gini", "connectivity"),
    [
        (PATH, 3 / 6, 1 / 6, 2 - math.sqrt(2)),
        (STAR, 4 / 10, 3 / 10, 1.0),
        (TRIANGLE_WITH_TAIL, 5 / 10, 4 / 25, None),
        (TWO_TRIANGLES, 7 / 15, 2 / 21, (5 - math.sqrt(17)) / 2),
    ],
    ids=["path", "star", "triangle with tail", "two triangles"],
)
def test_density_gini_and_connectivity_of_small_graphs(
    network: Network, density: float, gini: float, connectivity: float | None
) -> None:
    found = measure(network)
    assert found.density == pytest.approx(density, abs=1e-12)
    assert found.degree_gini == pytest.approx(gini, abs=1e-12)
    assert found.isolates == ()
    assert found.component_sizes == (len(network.members),)
    if connectivity is not None:
        assert found.algebraic_connectivity == pytest.approx(connectivity, abs=1e-9)
        assert found.algebraic_connectivity_largest == found.algebraic_connectivity


@pytest.mark.parametrize(
    ("network", "betweenness", "core", "bridges", "cuts"),
    [
        (
            PATH,
            {"a": 0, "b": 2 / 3, "c": 2 / 3, "d": 0},
            {"a": 1, "b": 1, "c": 1, "d": 1},
            (("a", "b"), ("b", "c"), ("c", "d")),
            (CutMember("b", 2, 1), CutMember("c", 2, 1)),
        ),
        (
            STAR,
            {"a": 0, "b": 0, "c": 0, "d": 0, "h": 1},
            {"a": 1, "b": 1, "c": 1, "d": 1, "h": 1},
            (("a", "h"), ("b", "h"), ("c", "h"), ("d", "h")),
            (CutMember("h", 4, 3),),
        ),
        (
            TRIANGLE_WITH_TAIL,
            {"a": 0, "b": 0, "c": 4 / 6, "d": 3 / 6, "e": 0},
            {"a": 2, "b": 2, "c": 2, "d": 1, "e": 1},
            (("c", "d"), ("d", "e")),
            (CutMember("c", 2, 2), CutMember("d", 2, 1)),
        ),
        (
            TWO_TRIANGLES,
            {"a": 0, "b": 0, "c": 6 / 10, "d": 6 / 10, "e": 0, "f": 0},
            {"a": 2, "b": 2, "c": 2, "d": 2, "e": 2, "f": 2},
            (("c", "d"),),
            (CutMember("c", 2, 2), CutMember("d", 2, 2)),
        ),
    ],
    ids=["path", "star", "triangle with tail", "two triangles"],
)
def test_positions_in_small_graphs(
    network: Network,
    betweenness: dict[str, float],
    core: dict[str, int],
    bridges: tuple[tuple[str, str], ...],
    cuts: tuple[CutMember, ...],
) -> None:
    found = measure(network)
    assert found.betweenness == pytest.approx(betweenness, abs=1e-11)
    assert found.betweenness_exact
    assert found.core == core
    assert found.max_core == max(core.values())
    assert found.bridges == bridges
    assert found.cut_members == cuts


def test_two_triangles_are_two_communities() -> None:
    found = measure(TWO_TRIANGLES)
    assert [community.members for community in found.communities] == [("a", "b", "c"), ("d", "e", "f")]
    assert found.modularity == pytest.approx(6 / 7 - 2 * (7 / 14) ** 2)


def test_members_without_tie_are_isolates_and_in_no_community() -> None:
    found = measure(network_of("abcxy", "ab", "bc"))
    assert found.isolates == ("x", "y")
    assert found.members_with_ties == 3
    assert found.component_sizes == (3, 1, 1)
    assert found.largest_component == 3
    assert found.degree_histogram == {0: 2, 1: 2, 2: 1}
    assert found.mean_degree == pytest.approx(4 / 5)
    # Sorted degrees 0 0 1 1 2 weighted -4 -2 0 2 4: 10 over 5 members times 4.
    assert found.degree_gini == pytest.approx(10 / 20)
    assert found.algebraic_connectivity == 0.0
    assert found.algebraic_connectivity_largest == pytest.approx(1.0)
    assert {id_ for community in found.communities for id_ in community.members} == {"a", "b", "c"}


def test_an_empty_network_has_counts_but_no_measures() -> None:
    found = measure(Network())
    assert (found.members, found.ties, found.edges, found.members_with_ties) == (0, 0, 0, 0)
    assert (found.component_sizes, found.largest_component, found.bridges) == ((), 0, ())
    assert found.undefined == {
        "density": "no_members",
        "mean_degree": "no_members",
        "degree_gini": "no_members",
        "same_field_share": "no_ties",
        "same_region_share": "no_ties",
        "reciprocity": "no_ties",
        "betweenness": "no_members",
        "max_core": "no_members",
        "modularity": "no_members",
        "algebraic_connectivity": "no_members",
        "algebraic_connectivity_largest": "no_members",
        "balance": "no_ties",
        "objective": "no_ties",
        "agreement": "no_ties",
        "schedule": "no_ties",
        "follow_up": "no_ties",
        "outcome": "no_ties",
    }
    assert found.density is None
    assert found.betweenness is None
    assert found.max_core is None
    assert found.balance.distance is None


def test_one_member_has_a_degree_but_no_density_and_no_connectivity() -> None:
    found = measure(network_of("a"))
    assert (found.isolates, found.component_sizes, found.degree) == (("a",), (1,), {"a": 0})
    assert (found.mean_degree, found.max_core) == (0.0, 0)
    assert found.density is None
    assert found.algebraic_connectivity is None
    assert found.undefined["density"] == "one_member"
    assert found.undefined["degree_gini"] == "no_ties"
    assert "mean_degree" not in found.undefined


def test_two_members_have_no_betweenness_between_others() -> None:
    found = measure(network_of("ab", "ab"))
    assert found.betweenness is None
    assert found.undefined["betweenness"] == "two_members"
    assert found.algebraic_connectivity == pytest.approx(2.0)


def test_a_tie_of_three_joins_three_pairs_and_is_one_tie() -> None:
    found = measure(network_of("abc", "abc"))
    assert (found.ties, found.edges) == (1, 3)
    assert found.bridges == ()
    # No pair is a bridge, yet without this one tie all three stand alone.
    assert found.fragile_ties == (FragileTie("0:abc", 2),)


def test_two_ties_of_the_same_pair_back_each_other_up() -> None:
    found = measure(network_of("ab", "ab", "ba"))
    assert (found.ties, found.edges, found.degree) == (2, 1, {"a": 1, "b": 1})
    assert found.bridges == (("a", "b"),)
    assert found.fragile_ties == ()


def test_mixing_leaves_pairs_with_an_unknown_side_out_of_the_share() -> None:
    members = (
        Member("a", "music", "north"),
        Member("b", "music", "south"),
        Member("c", "film", "south"),
        Member("d", None, "south"),
    )
    ties = tuple(Tie(pair, tuple(pair)) for pair in ("ab", "bc", "ac", "cd"))
    found = measure(Network(members, ties))
    fields, regions = found.field_mixing, found.region_mixing
    assert (fields.same, fields.known, fields.unknown) == (1, 3, 1)
    assert fields.share == found.same_field_share == pytest.approx(1 / 3)
    assert fields.ei_index == pytest.approx((2 - 1) / 3)
    assert fields.expected == pytest.approx(2 / 6)  # music-music two ways of the six ordered known pairs
    assert fields.counts == {("film", "music"): 2, ("music", "music"): 1}
    assert (regions.same, regions.known, regions.unknown) == (2, 4, 0)
    assert regions.ei_index == 0.0
    assert regions.expected == pytest.approx(6 / 12)
    assert regions.counts == {("north", "south"): 2, ("south", "south"): 2}


def test_balance_compares_members_with_tie_ends() -> None:
    members = (
        Member("a", None, "north"),
        Member("b", None, "north"),
        Member("c", None, "south"),
        Member("d", None, "south"),
        Member("e", None, None),
    )
    ties = (Tie("1", ("a", "b")), Tie("2", ("a", "b", "c")), Tie("3", ("a", "e")))
    found = measure(Network(members, ties)).balance
    assert found.regions == (
        RegionBalance("north", 2, 2 / 4, 5, 5 / 6, (5 / 6) / (2 / 4)),
        RegionBalance("south", 2, 2 / 4, 1, 1 / 6, (1 / 6) / (2 / 4)),
    )
    assert (found.members_unknown, found.tie_ends_unknown) == (1, 1)
    assert found.distance == pytest.approx(1 / 3)


def test_the_structure_ladder_counts_unknown_apart() -> None:
    members = tuple(Member(letter, None, None) for letter in "abc")
    ties = (
        Tie("1", ("a", "b"), objective=True, agreement=True, schedule=False),
        Tie("2", ("b", "c"), objective=True, agreement=False),
        Tie("3", ("a", "c"), objective=False),
    )
    found = measure(Network(members, ties))
    assert found.ladder == (
        Rung("objective", 2, 1, 0, 2 / 3),
        Rung("agreement", 1, 1, 1, 1 / 2),
        Rung("schedule", 0, 1, 2, 0.0),
        Rung("follow_up", 0, 0, 3, None),
        Rung("outcome", 0, 0, 3, None),
    )
    assert {name for name in found.undefined if name in {"schedule", "follow_up", "outcome"}} == {
        "follow_up",
        "outcome",
    }


def test_reciprocity_is_of_ties_that_somebody_confirmed() -> None:
    members = tuple(Member(letter, None, None) for letter in "abc")
    ties = (
        Tie("1", ("a", "b"), confirmed_by=frozenset("ab")),
        Tie("2", ("a", "b", "c"), confirmed_by=frozenset("ab")),
        Tie("3", ("a", "c"), confirmed_by=frozenset("c")),
        Tie("4", ("b", "c")),
    )
    found = measure(Network(members, ties)).confirmation
    assert (found.by_all, found.by_any, found.by_none) == (1, 3, 1)
    assert found.reciprocity == pytest.approx(1 / 3)


def test_every_offending_id_of_every_kind_is_named_at_once() -> None:
    members = tuple(Member(letter, None, None) for letter in "abbcc")
    ties = (
        Tie("itself", ("a", "a")),
        Tie("stranger", ("a", "z")),
        Tie("strangers", ("x", "y", "a")),
        Tie("alone", ("a",)),
        Tie("twice", ("a", "b")),
        Tie("twice", ("a", "c")),
        Tie("vouched", ("a", "b"), confirmed_by=frozenset("c")),
    )
    with pytest.raises(InvalidNetwork) as refusal:
        measure(Network(members, ties))
    assert refusal.value.problems == {
        "duplicate_member": ("b", "c"),
        "duplicate_tie": ("twice",),
        "unknown_member": ("x", "y", "z"),
        "tie_with_unknown_member": ("stranger", "strangers"),
        "tie_with_itself": ("itself",),
        "tie_too_small": ("alone",),
        "confirmed_by_stranger": ("vouched",),
    }
    assert "tie_with_unknown_member: stranger, strangers" in str(refusal.value)


SHARED = Path(os.environ.get("GIRIH_SHARED", Path(__file__).parents[2].parent / "shared"))


@pytest.mark.skipif(
    not (SHARED / "data" / "uccn_sister_ties.csv").exists(),
    reason="the sister ties are not beside the repository; set GIRIH_SHARED to the folder that has data/",
)
def test_the_real_sister_ties_of_the_creative_cities() -> None:
    with (SHARED / "data" / "uccn_cities.csv").open(encoding="utf-8", newline="") as file:
        members = tuple(
            Member(f"{row['city']}, {row['iso2']}", row["field"], row["unesco_region"], row["iso2"])
            for row in csv.DictReader(file)
        )
    with (SHARED / "data" / "uccn_sister_ties.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ties = tuple(
        Tie(str(place), (f"{row['city_a']}, {row['iso_a']}", f"{row['city_b']}, {row['iso_b']}"))
        for place, row in enumerate(rows)
    )
    found = measure(Network(members, ties))
    assert (found.members, found.ties, found.edges) == (408, 711, 711)
    assert (found.members_with_ties, found.largest_component) == (248, 240)
    assert len(found.isolates) == 160
    assert found.density is not None
    assert round(found.density, 5) == 0.00856
    assert (found.field_mixing.same, found.field_mixing.known) == (157, 711)
    assert (found.region_mixing.same, found.region_mixing.known) == (361, 711)
    assert found.same_field_share == 157 / 711
    assert found.same_region_share == 361 / 711
    # The file says of each row itself whether field and region are the same.
    assert sum(row["same_field"] == "1" for row in rows) == found.field_mixing.same
    assert sum(row["same_region"] == "1" for row in rows) == found.region_mixing.same
