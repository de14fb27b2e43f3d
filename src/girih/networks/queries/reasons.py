# ruff: noqa: E501 - a sentence is kept whole, so that it is found by searching for it
"""What the matching engine says in codes, in plain sentences: reasons of a pair, what a set earns, limits that
clash, where a pair stands.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from girih.networks.queries.labels import Labels, listed, said, said_percent

__all__ = ["REASONS", "STANDINGS", "STATUSES", "STATUS_BADGES", "reason_sentence", "values_said"]

REASONS: Mapping[str, str | Promise] = {
    # a pair
    "complementary_fields": _(
        "%(field_a)s and %(field_b)s complete each other for this purpose (strength %(value)s of 1)."
    ),
    "offers_need": _("%(giver)s offers what %(taker)s needs: %(topic)s."),
    "same_field": _("Both are cities of one field: %(field)s."),
    "same_heritage": _("They share crafts: %(shared)s."),
    "shared_language": _("They share a language: %(shared)s."),
    "near": _("They lie %(km)s kilometres apart."),
    "likely_by_structure": _(
        "Judging by the ties there are, they go together better than %(percentile)s of all pairs."
    ),
    "mentor": _("%(mentor)s can accompany %(newcomer)s; calls passed: %(passed_calls)s."),
    "senior_and_newcomer": _(
        "%(senior)s has belonged %(years)s years longer than %(newcomer)s and can hand on what it learned."
    ),
    "bridges_regions": _("It joins %(region_a)s and %(region_b)s; ties between them so far: %(ties)s."),
    "bridges_fields": _("It joins %(field_a)s and %(field_b)s; ties between them so far: %(ties)s."),
    "reaches_isolate": _("It reaches %(member)s; its ties so far: %(degree)s."),
    "joins_components": _(
        "It joins two separate parts of the network, of %(size_a)s and %(size_b)s members."
    ),
    "assumed_average": _("Of its %(part)s nothing is known; it counts as average (%(value)s)."),
    # the set
    "isolate_brought_in": _("%(member)s gets its first tie."),
    "region_pair_joined": _(
        "%(region_a)s and %(region_b)s come closer: %(ties_new)s new ties, %(ties_before)s before."
    ),
    "field_pair_joined": _(
        "%(field_a)s and %(field_b)s come closer: %(ties_new)s new ties, %(ties_before)s before."
    ),
    # limits that clash
    "locked_already_tied": _("%(a)s and %(b)s are locked in the plan but already have a tie. Unlock them."),
    "locked_excluded": _("%(a)s and %(b)s are locked in the plan and excluded at once. Lift one of the two."),
    "locked_over_capacity": _(
        "%(member)s has %(locked)s locked pairs but can carry %(capacity)s new ties. Unlock some or raise its capacity."
    ),
    "locked_over_total": _(
        "%(locked)s pairs are locked but the plan may have %(total)s. Unlock some or raise the total."
    ),
    "asked_without_capacity": _("%(member)s asked for a tie but can carry none. Raise its capacity."),
    "asked_without_partner": _(
        "%(member)s asked for a tie but no partner is left for it. Lift an exclusion or raise capacities."
    ),
    "region_without_candidates": _(
        "No member of %(region)s can be given a new tie. Do not ask to cover every region, or raise capacities."
    ),
    "coverage_above_reach": _("Asked were %(wanted)s of the members to be reached; %(reachable)s can be."),
    "total_below_need": _("The plan may have %(total)s ties but needs at least %(needed)s. Raise the total."),
    "asked_left_over": _("Not everybody who asked can be served at once; %(member)s would be left over."),
    "region_left_over": _("Not every region can be covered at once; %(region)s would be left over."),
    "coverage_left_over": _(
        "Asked were %(wanted)s of the members to be reached; at most %(reached)s can be at once."
    ),
}

STANDINGS: Mapping[str, str | Promise] = {
    "chosen": _("%(a)s and %(b)s are in the plan."),
    "already_tied": _("%(a)s and %(b)s already have a tie, so the plan has nothing to propose."),
    "under_way": _(
        "A tie of %(a)s and %(b)s is proposed and waits for its sides; the plan does not propose it again."
    ),
    "excluded": _("%(a)s and %(b)s are excluded: %(reason)s"),
    "no_capacity": _("%(a)s or %(b)s can carry no new tie this year."),
    "self": _("A member has no tie with itself."),
    "unknown": _("%(a)s or %(b)s was no member when the plan was made."),
    "not_chosen": _("%(a)s and %(b)s are not in the plan: with them the whole would be worth %(loss)s less."),
    "even": _("%(a)s and %(b)s are not in the plan, but a plan with them would be worth just as much."),
    "not_computed": _(
        "%(a)s and %(b)s are not in the plan; what they would cost could not be computed in time."
    ),
    "cannot_be_forced": _("With %(a)s and %(b)s no plan within the limits is possible."),
    "changed": _(
        "The register has changed since this plan was made, so what it weighed then cannot be shown again."
        " Compute the plan anew and ask it."
    ),
}

STATUSES: Mapping[str, tuple[str | Promise, str]] = {
    "optimal": (_("proven optimal: within these terms no set of ties is worth more"), "done"),
    "incumbent": (_("the best found in the time given; a better one is not ruled out"), "attention"),
    "infeasible": (_("not possible: the terms contradict each other"), "refused"),
    "empty": (_("there is no pair to propose"), "quiet"),
}

# The same in a word or two, for a badge.
STATUS_BADGES: Mapping[str, str | Promise] = {
    "optimal": _("proven optimal"),
    "incumbent": _("best found in time"),
    "infeasible": _("not possible"),
    "empty": _("nothing to propose"),
}

_MEMBERS = frozenset({"giver", "taker", "mentor", "newcomer", "senior", "member", "a", "b"})
_FIELDS = frozenset({"field", "field_a", "field_b"})
_REGIONS = frozenset({"region", "region_a", "region_b"})


def values_said(code: str, values: Mapping[str, Any], labels: Labels) -> dict[str, str]:
    """The values of a reason as its sentence shows them."""
    return {name: _said(code, name, value, labels) for name, value in values.items()}


def _said(code: str, name: str, value: Any, labels: Labels) -> str:
    if name in _MEMBERS:
        return labels.member(value)
    if name in _FIELDS:
        return labels.field(value)
    if name in _REGIONS:
        return labels.region(value)
    if name == "topic":
        return labels.topic(value)
    if name == "part":
        return labels.part(value)
    if name == "shared":
        return listed(_shared(code, value, labels))
    if name == "percentile":
        return said_percent(min(value, 0.99))
    if name == "km":
        return said(value, 0)
    return said(value, 2 if isinstance(value, float) and value != int(value) else 0)


def _shared(code: str, slugs: Sequence[str], labels: Labels) -> list[str]:
    return [labels.tongue(slug) if code == "shared_language" else labels.craft(slug) for slug in slugs]


def reason_sentence(code: str, values: Mapping[str, Any], labels: Labels) -> str:
    """The sentence of a reason. Raises KeyError for a code that has none."""
    return str(REASONS[code]) % values_said(code, values, labels)
