"""What the engine is given: members, ties between them, and the check that comes before any measure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["LADDER", "InvalidNetwork", "Member", "Network", "Tie", "check"]

LADDER = ("objective", "agreement", "schedule", "follow_up", "outcome")
"""The structure ladder: attributes of a tie, from the lowest rung to the highest."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member. A field, region or country that is not known is None and is never counted as a value."""

    id: str
    field: str | None
    region: str | None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of two or more members. On each rung of the ladder None means: nobody knows."""

    id: str
    members: tuple[str, ...]
    confirmed_by: frozenset[str] = frozenset()
    objective: bool | None = None
    agreement: bool | None = None
    schedule: bool | None = None
    follow_up: bool | None = None
    outcome: bool | None = None


@dataclass(frozen=True, slots=True)
class Network:
    members: tuple[Member, ...] = ()
    ties: tuple[Tie, ...] = field(default=())


class InvalidNetwork(ValueError):
    """The network cannot be measured. `problems` maps a reason code to every offending id, sorted.

    Codes: duplicate_member and duplicate_tie (the id is used twice), unknown_member (ids of members that
    ties name but the network does not have), tie_with_unknown_member, tie_with_itself (a member twice in one
    tie), tie_too_small (fewer than two members), confirmed_by_stranger (somebody outside the tie confirmed
    it). Except for duplicate_member and unknown_member the ids are those of ties.
    """

    def __init__(self, problems: dict[str, tuple[str, ...]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{code}: {', '.join(ids)}" for code, ids in problems.items()))


def _twice(ids: Iterable[str]) -> set[str]:
    return {id_ for id_, times in Counter(ids).items() if times > 1}


def check(network: Network) -> None:
    """Raise InvalidNetwork naming every offending id of every kind at once; return when there is none."""
    known = {member.id for member in network.members}
    problems: dict[str, set[str]] = {
        "duplicate_member": _twice(member.id for member in network.members),
        "duplicate_tie": _twice(tie.id for tie in network.ties),
        "unknown_member": set(),
        "tie_with_unknown_member": set(),
        "tie_with_itself": set(),
        "tie_too_small": set(),
        "confirmed_by_stranger": set(),
    }
    for tie in network.ties:
        sides = set(tie.members)
        if not sides <= known:
            problems["unknown_member"] |= sides - known
            problems["tie_with_unknown_member"].add(tie.id)
        if len(sides) < len(tie.members):
            problems["tie_with_itself"].add(tie.id)
        if len(tie.members) < 2:
            problems["tie_too_small"].add(tie.id)
        if not tie.confirmed_by <= sides:
            problems["confirmed_by_stranger"].add(tie.id)
    found = {code: tuple(sorted(ids)) for code, ids in problems.items() if ids}
    if found:
        raise InvalidNetwork(found)
