"""Members and ties as they come in, checked and numbered."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

Pair = tuple[str, str]


class MatchingInputError(ValueError):
    """Input that cannot be computed with: `code` says what is wrong, `offending` names every id concerned."""

    def __init__(self, code: str, offending: Iterable[object]) -> None:
        self.code = code
        self.offending = tuple(offending)
        super().__init__(f"{code}: {', '.join(map(str, self.offending))}")


@dataclasses.dataclass(frozen=True)
class Member:
    """One member of a network. None means unknown and is never read as zero.

    `latitude` and `longitude` are degrees, both or neither. `attributes` may carry, each optional:
    `languages`, `offers`, `needs`, `heritage` (collections of slugs), `since` (year of entry), `experience`
    (number of calls passed) and `preparing` (True while a candidacy is being prepared). Other keys are
    ignored.
    """

    id: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    region: str | None = None
    field: str | None = None
    attributes: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Tie:
    """Two members that already work together; the order of the two means nothing."""

    a: str
    b: str


def ordered(a: str, b: str) -> Pair:
    """The pair with its ids in sorted order, the form in which pairs are compared and returned."""
    return (a, b) if a <= b else (b, a)


def ends(tie: Any) -> Pair:
    """The two ids of a tie given as `Tie`, as any object with `a` and `b`, or as a sequence of two ids."""
    if hasattr(tie, "a") and hasattr(tie, "b"):
        return ordered(tie.a, tie.b)
    a, b = tie
    return ordered(a, b)


def _is_slugs(value: object) -> bool:
    return isinstance(value, set | frozenset | tuple | list) and all(isinstance(item, str) for item in value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_ATTRIBUTES: dict[str, Callable[[object], bool]] = {
    "languages": _is_slugs,
    "offers": _is_slugs,
    "needs": _is_slugs,
    "heritage": _is_slugs,
    "since": _is_count,
    "experience": _is_count,
    "preparing": lambda value: isinstance(value, bool),
}


def _place_is_wrong(member: Member) -> bool:
    latitude, longitude = member.latitude, member.longitude
    if latitude is None and longitude is None:
        return False
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return True
    return abs(latitude) > 90 or abs(longitude) > 180


def attributes_of(member: Member) -> Mapping[str, Any]:
    return member.attributes or {}


@dataclasses.dataclass(frozen=True)
class Roster:
    """Members sorted by id and numbered 0…n-1, so that no result depends on the order in which they came."""

    members: tuple[Member, ...]
    number: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.members)

    @functools.cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(member.id for member in self.members)

    def groups(self, name: str) -> tuple[IntArray, tuple[str, ...]]:
        """Code per member (n,) of `country`, `region` or `field`, -1 where unknown, and the names of the
        codes.
        """
        values = [getattr(member, name) for member in self.members]
        names = tuple(sorted({value for value in values if value is not None}))
        code = {value: i for i, value in enumerate(names)}
        return np.array([-1 if v is None else code[v] for v in values], dtype=np.int64), names

    def places(self) -> tuple[FloatArray, BoolArray]:
        """Unit vectors (n, 3) towards the members, zeros where the place is unknown, and which are known
        (n,).
        """
        known = np.array([member.latitude is not None for member in self.members], dtype=bool)
        latitude = np.radians([member.latitude or 0.0 for member in self.members])
        longitude = np.radians([member.longitude or 0.0 for member in self.members])
        vectors = np.stack(
            [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)],
            axis=-1,
        ).reshape(len(self.members), 3)
        return np.where(known[:, None], vectors, 0.0), known


def roster(members: Iterable[Member]) -> Roster:
    """Check the members and number them. Raises MatchingInputError naming every offending id."""
    listed = sorted(members, key=lambda member: member.id)
    ids = [member.id for member in listed]
    repeated = sorted({a for a, b in itertools.pairwise(ids) if a == b})
    if repeated:
        raise MatchingInputError("repeated_member", repeated)
    misplaced = [member.id for member in listed if _place_is_wrong(member)]
    if misplaced:
        raise MatchingInputError("impossible_place", misplaced)
    for key, accepts in _ATTRIBUTES.items():
        wrong = [
            member.id
            for member in listed
            if attributes_of(member).get(key) is not None and not accepts(attributes_of(member)[key])
        ]
        if wrong:
            raise MatchingInputError(f"unreadable_{key}", wrong)
    return Roster(tuple(listed), {member_id: i for i, member_id in enumerate(ids)})


def numbered_pairs(pairs: Sequence[Any], known: Roster, what: str) -> IntArray:
    """Pairs (p, 2) as member numbers, smaller first, in the order given.

    `what` names them in errors: `unknown_in_<what>` lists unknown ids, `self_in_<what>` ids paired with
    themselves.
    """
    listed = [ends(pair) for pair in pairs]
    unknown = sorted({end for pair in listed for end in pair if end not in known.number}, key=str)
    if unknown:
        raise MatchingInputError(f"unknown_in_{what}", unknown)
    alone = sorted({a for a, b in listed if a == b})
    if alone:
        raise MatchingInputError(f"self_in_{what}", alone)
    numbers = np.array([(known.number[a], known.number[b]) for a, b in listed], dtype=np.int64)
    return numbers.reshape(-1, 2)


EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def kilometres(vectors: FloatArray, known: BoolArray, a: IntArray, b: IntArray) -> FloatArray:
    """Great-circle distance (p,) in km from the chord between unit vectors; NaN where a place is unknown."""
    chord = np.sqrt(((vectors[a] - vectors[b]) ** 2).sum(axis=1))
    distance = 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(chord / 2, 0.0, 1.0))
    return np.where(known[a] & known[b], distance, np.nan)
