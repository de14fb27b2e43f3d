"""Places of members: inside the square, repeatable, apart, isolates in rings grouped by field."""

import itertools
import math
import random

import numpy as np
import pytest

from girih.engines.graph import InvalidNetwork, Member, Network, Tie, layout


def planted(groups: int, size: int, alone: int = 0) -> Network:
    """Rings of members, each ring joined to the next by one tie, and members without tie in three fields."""
    ids = [[f"g{group}m{place}" for place in range(size)] for group in range(groups)]
    ties = [
        (ring[place], ring[(place + step) % size]) for ring in ids for place in range(size) for step in (1, 2)
    ]
    ties += [(one[0], other[1]) for one, other in itertools.pairwise(ids)]
    fields = ("crafts", "music", None)
    members = [Member(id_, "film", None) for ring in ids for id_ in ring]
    members += [Member(f"alone{place:03}", fields[place % 3], None) for place in range(alone)]
    return Network(tuple(members), tuple(Tie(f"{a}-{b}", (a, b)) for a, b in ties))


def distances(at: np.ndarray) -> np.ndarray:
    apart = np.sqrt(((at[:, None] - at[None]) ** 2).sum(axis=2))
    return apart[np.triu_indices(len(at), 1)]


@pytest.mark.parametrize(
    "network",
    [
        Network(),
        Network((Member("a", None, None),)),
        planted(1, 5),
        planted(4, 12),
        planted(4, 12, alone=30),
        planted(0, 0, alone=200),
        planted(1, 5, alone=400),
    ],
    ids=["empty", "one", "one ring", "four rings", "with isolates", "only isolates", "mostly isolates"],
)
def test_every_member_has_its_own_place_in_the_unit_square(network: Network) -> None:
    places = layout(network)
    assert set(places) == {member.id for member in network.members}
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places.values())
    if len(places) > 1:
        assert distances(np.array(list(places.values()))).min() > 0.012


def test_the_same_network_in_another_order_gets_the_same_places() -> None:
    network = planted(3, 10, alone=9)
    members, ties = list(network.members), list(network.ties)
    random.Random(4).shuffle(members)
    random.Random(5).shuffle(ties)
    assert layout(Network(tuple(members), tuple(ties)), seed=2) == layout(network, seed=2)
    assert layout(network, seed=3) != layout(network, seed=2)


def test_four_hundred_members_do_not_overlap_at_radius_six_thousandths() -> None:
    places = layout(planted(8, 31, alone=160))
    assert len(places) == 408
    assert distances(np.array(list(places.values()))).min() >= 0.012


@pytest.mark.parametrize("alone", [60, 240], ids=["few", "several rings"])
def test_members_without_tie_stand_around_the_others_with_their_field_together(alone: int) -> None:
    places = layout(planted(3, 20, alone))
    radius = {id_: math.hypot(x - 0.5, y - 0.5) for id_, (x, y) in places.items()}
    inner = max(value for id_, value in radius.items() if id_.startswith("g"))
    outer = min(value for id_, value in radius.items() if id_.startswith("alone"))
    assert inner < outer
    field = {f"alone{place:03}": place % 3 for place in range(alone)}
    clockwise = sorted(
        field,
        key=lambda id_: math.atan2(places[id_][0] - 0.5, places[id_][1] - 0.5) % (2 * math.pi),
    )
    changes = sum(field[one] != field[other] for one, other in itertools.pairwise(clockwise))
    assert changes == 2


def test_joined_members_are_drawn_near_each_other() -> None:
    network = planted(1, 40)
    at = {id_: np.array(place) for id_, place in layout(network).items()}
    joined = np.mean([np.linalg.norm(at[tie.members[0]] - at[tie.members[1]]) for tie in network.ties])
    assert joined < 0.35 * distances(np.array(list(at.values()))).mean()


def test_members_of_a_community_are_nearer_to_each_other_than_to_the_rest() -> None:
    network = planted(5, 16)
    places = layout(network)
    at = {id_: np.array(place) for id_, place in places.items()}
    within, across = [], []
    for one in at:
        for other in at:
            if one < other:
                (within if one[:2] == other[:2] else across).append(np.linalg.norm(at[one] - at[other]))
    assert np.mean(within) < 0.5 * np.mean(across)


def test_a_large_network_is_placed_by_cells() -> None:
    network = planted(60, 20, alone=100)
    places = layout(network, iterations=40)
    at = np.array([places[member.id] for member in network.members])
    assert at.shape == (1300, 2)
    assert at.min() >= 0
    assert at.max() <= 1
    assert len({(round(x, 9), round(y, 9)) for x, y in at.tolist()}) == 1300


def test_an_invalid_network_is_not_drawn() -> None:
    with pytest.raises(InvalidNetwork, match="tie_with_unknown_member: t"):
        layout(Network((Member("a", None, None),), (Tie("t", ("a", "z")),)))
