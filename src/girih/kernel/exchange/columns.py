"""Which column of a table is what, guessed from its Persian or English heading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from django.utils.functional import Promise

from girih.kernel.persian import fold

__all__ = ["Column", "Guess", "Shape", "guess_columns"]

# Below this closeness of folded headings two words are different words: «city a» and «city b» are at 0.8.
CLOSE_ENOUGH = 0.86
_SHORTEST_FUZZY = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One thing a row says. `headings` are the names people give it, Persian and English, any spelling."""

    key: str
    label: str | Promise
    headings: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Shape:
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        if len({column.key for column in self.columns}) != len(self.columns):
            raise ValueError("two columns have the same key")
        for heading, keys in self._claims().items():
            if len(keys) > 1:
                raise ValueError(f"the heading {heading!r} is claimed by {sorted(keys)}")

    def _claims(self) -> dict[str, set[str]]:
        claims: dict[str, set[str]] = {}
        for column in self.columns:
            for heading in (column.key, *column.headings):
                claims.setdefault(fold(heading), set()).add(column.key)
        return claims

    @cached_property
    def by_heading(self) -> dict[str, str]:
        """Folded heading → key."""
        return {heading: next(iter(keys)) for heading, keys in self._claims().items()}

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns if column.required)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def known(self, headings: Sequence[object]) -> int:
        """How many columns these headings name exactly; tells the row of headings from titles and data."""
        found = {self.by_heading.get(fold(heading)) for heading in headings if isinstance(heading, str)}
        return len(found - {None})


@dataclass(frozen=True, slots=True)
class Guess:
    """`mapping`: key → index of the column. `unknown`: headings for which no key was found.

    `missing`: required keys without a column. `uncertain`: keys found by likeness, for a person to look at.
    """

    mapping: dict[str, int]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    uncertain: tuple[str, ...] = ()


def guess_columns(
    headings: Sequence[str], shape: Shape, remembered: Mapping[str, str] | None = None
) -> Guess:
    """Match headings to the columns of `shape`.

    `remembered` is what a person chose for the same heading before (heading → key) and goes first; then
    headings that fold to a known name; then the closest of what is left, each key and each column once.
    """
    folded = [fold(heading) for heading in headings]
    keys = [column.key for column in shape.columns]
    mapping: dict[str, int] = {}
    earlier = {fold(heading): key for heading, key in (remembered or {}).items() if key in keys}
    for known in (earlier, shape.by_heading):
        taken = set(mapping.values())
        for index, heading in enumerate(folded):
            key = known.get(heading) if heading else None
            if key is not None and key not in mapping and index not in taken:
                mapping[key] = index
                taken.add(index)
    certain = set(mapping)
    for _closeness, key, index in sorted(
        _likenesses(folded, shape), key=lambda like: (-like[0], like[2], like[1])
    ):
        if key not in mapping and index not in mapping.values():
            mapping[key] = index
    taken = set(mapping.values())
    return Guess(
        mapping={key: mapping[key] for key in keys if key in mapping},
        unknown=tuple(h for index, h in enumerate(headings) if h and index not in taken),
        missing=tuple(key for key in shape.required if key not in mapping),
        uncertain=tuple(key for key in keys if key in mapping and key not in certain),
    )


def _likenesses(folded: Sequence[str], shape: Shape) -> list[tuple[float, str, int]]:
    found = []
    for index, heading in enumerate(folded):
        # A heading that is exactly another column's name is that column, taken or not.
        if len(heading) < _SHORTEST_FUZZY or heading in shape.by_heading:
            continue
        for known, key in shape.by_heading.items():
            if len(known) < _SHORTEST_FUZZY:
                continue
            closeness = SequenceMatcher(None, heading, known, autojunk=False).ratio()
            if closeness >= CLOSE_ENOUGH and heading[-1:] == known[-1:]:
                found.append((closeness, key, index))
    return found
