"""The kinds of finding: their codes, the names of their values, and from where on they deserve attention."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["FINDING_CODES", "Finding", "FindingCode", "Severity", "Values", "severity_of"]

Severity = Literal["good", "info", "attention", "urgent"]
Values = Mapping[str, int | float | str | None]


class FindingCode(NamedTuple):
    """`headline` is the value that `before` and `change` of a finding are about, None when there is none.

    From `attention` (from `urgent`) on, the value named by `weighed` makes the finding that severe.
    """

    code: str
    values: tuple[str, ...]
    headline: str | None
    weighed: str | None = None
    attention: float | None = None
    urgent: float | None = None


_BUBBLE = ("share", "same", "of", "expected", "ei_index", "most_within")
_WITHOUT = ("without", "known", "unknown", "share")

FINDING_CODES: tuple[FindingCode, ...] = (
    FindingCode("isolates", ("count", "of", "share"), "count", "share", 0.10, 1 / 3),
    FindingCode("newly_isolated", ("count",), None),
    FindingCode("newcomers_without_tie", ("count", "newcomers"), None),
    FindingCode("one_tie_members", ("count", "of", "share"), "count", "share", 0.25, 0.50),
    FindingCode(
        "fragmentation", ("parts", "largest", "outside", "of", "share"), "parts", "share", 0.10, 1 / 3
    ),
    FindingCode("hub_concentration", ("gini", "hubs", "of", "hub_share"), "gini", "gini", 0.60, 0.80),
    FindingCode("field_bubble", _BUBBLE, "share", "share", 0.50, 0.75),
    FindingCode("region_bubble", _BUBBLE, "share", "share", 0.50, 0.75),
    FindingCode(
        "region_underrepresented",
        ("region", "members", "member_share", "tie_ends", "tie_end_share", "ratio"),
        "ratio",
    ),
    FindingCode("cut_member", ("cut_off", "pieces", "of", "share"), "cut_off", "share", 0.05, 0.20),
    FindingCode("fragile_bridges", ("count", "cut_off", "of", "share"), "count", "share", 0.05, 0.20),
    FindingCode("unconfirmed_ties", ("count", "by_none", "of", "share"), "count", "share", 0.25, 0.75),
    FindingCode("no_objective", _WITHOUT, "share", "share", 0.25, 0.75),
    FindingCode("no_agreement", _WITHOUT, "share", "share", 0.25, 0.75),
    FindingCode("no_schedule", _WITHOUT, "share", "share", 0.25, 0.75),
    FindingCode("no_follow_up", _WITHOUT, "share", "share", 0.25, 0.75),
    FindingCode("no_outcome", _WITHOUT, "share", "share", 0.25, 0.75),
    FindingCode(
        "growth",
        ("ties", "ties_before", "new_ties", "ended_ties", "members", "members_before"),
        "ties",
    ),
    FindingCode("communities", ("count", "largest", "modularity"), "modularity"),
    FindingCode("one_network", ("members",), None),
    FindingCode("everyone_tied", ("members",), None),
    FindingCode("undefined", ("measure", "reason"), None),
)
"""Every kind of finding, in the order in which findings of equal severity are listed."""

_BY_CODE = {kind.code: kind for kind in FINDING_CODES}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the network shows, as a code with numbers; whoever shows it finds the words.

    `values` has exactly the names that FINDING_CODES lists. `before` is the headline value a period ago
    and `change` the headline value minus it; None when there is nothing to compare with. `members` and
    `ties` are the ids that the finding is about.
    """

    code: str
    severity: Severity
    values: Values
    before: float | None = None
    change: float | None = None
    members: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()


def severity_of(code: str, values: Values) -> Severity:
    """Severity by the steps of FINDING_CODES; info when the weighed value is below both."""
    kind = _BY_CODE[code]
    weight = values[kind.weighed] if kind.weighed else None
    if kind.attention is None or kind.urgent is None or not isinstance(weight, int | float):
        return "info"
    if weight >= kind.urgent:
        return "urgent"
    return "attention" if weight >= kind.attention else "info"
