"""What the engine answers: every measure of one network. None means undefined and is never a zero."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "Balance",
    "Community",
    "Confirmation",
    "CutMember",
    "FragileTie",
    "Measures",
    "Mixing",
    "RegionBalance",
    "Rung",
]


@dataclass(frozen=True, slots=True)
class Mixing:
    """How joined pairs mix one attribute (field or region). Pairs with an unknown side are only counted.

    `counts` maps the two values, sorted, to the number of joined pairs. `share` is `same` / `known`;
    `expected` is the same share if any two members whose value is known were equally likely to be joined;
    `ei_index` is (external - internal) / (external + internal), after Krackhardt and Stern (1988).
    """

    same: int
    known: int
    unknown: int
    share: float | None
    expected: float | None
    ei_index: float | None
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`reciprocity` is `by_all` / `by_any`: ties all sides confirmed among those any side confirmed."""

    by_all: int
    by_any: int
    by_none: int
    reciprocity: float | None


@dataclass(frozen=True, slots=True)
class CutMember:
    """A member whose loss splits its component into `pieces`; `cut_off` are outside the largest piece."""

    id: str
    pieces: int
    cut_off: int


@dataclass(frozen=True, slots=True)
class FragileTie:
    """A tie whose loss splits its component; `cut_off` are outside the largest piece that remains."""

    id: str
    cut_off: int


@dataclass(frozen=True, slots=True)
class Community:
    """Members bound more closely to each other than to others; largest first, `members` sorted."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionBalance:
    """Share of members and share of tie ends of one region; `ratio` is the second over the first."""

    region: str
    members: int
    member_share: float
    tie_ends: int
    tie_end_share: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Balance:
    """`distance` is the total-variation distance of the two distributions over regions, 0 to 1."""

    regions: tuple[RegionBalance, ...]
    members_unknown: int
    tie_ends_unknown: int
    distance: float | None


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the structure ladder; `share` is yes / (yes + no), undefined when nothing is known."""

    name: str
    yes: int
    no: int
    unknown: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of one network; formulas in docs/algorithms/graph.md.

    Counts are counts of what was given and so are always defined. `undefined` maps the name of each measure
    that is None to the code of the reason. Mappings keyed by member hold every member, in order of id.
    """

    members: int
    ties: int
    edges: int
    density: float | None
    isolates: tuple[str, ...]
    members_with_ties: int
    component_sizes: tuple[int, ...]
    largest_component: int
    degree: Mapping[str, int]
    degree_histogram: Mapping[int, int]
    mean_degree: float | None
    degree_gini: float | None
    field_mixing: Mixing
    region_mixing: Mixing
    confirmation: Confirmation
    bridges: tuple[tuple[str, str], ...]
    cut_members: tuple[CutMember, ...]
    fragile_ties: tuple[FragileTie, ...]
    betweenness: Mapping[str, float] | None
    betweenness_exact: bool
    betweenness_pivots: int
    core: Mapping[str, int]
    max_core: int | None
    communities: tuple[Community, ...]
    modularity: float | None
    algebraic_connectivity: float | None
    algebraic_connectivity_largest: float | None
    balance: Balance
    ladder: tuple[Rung, ...]
    undefined: Mapping[str, str]

    @property
    def same_field_share(self) -> float | None:
        return self.field_mixing.share

    @property
    def same_region_share(self) -> float | None:
        return self.region_mixing.share
