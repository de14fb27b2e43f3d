"""Reasons of a pair in a few words, the most telling first, for tables that are read at a glance."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from girih.networks.queries.labels import Labels
from girih.networks.queries.reasons import values_said

__all__ = ["SHORT_REASONS", "short_reasons"]

SHORT_REASONS: Mapping[str, str | Promise] = {
    "complementary_fields": gettext_lazy("%(field_a)s × %(field_b)s"),
    "offers_need": gettext_lazy("%(giver)s offers %(topic)s"),
    "mentor": gettext_lazy("%(mentor)s accompanies %(newcomer)s"),
    "reaches_isolate": gettext_lazy("few ties so far: %(member)s"),
    "bridges_regions": gettext_lazy("joins %(region_a)s and %(region_b)s"),
    "joins_components": gettext_lazy("joins two separate parts"),
    "same_heritage": gettext_lazy("shared crafts: %(shared)s"),
    "shared_language": gettext_lazy("shared language: %(shared)s"),
    "near": gettext_lazy("%(km)s kilometres apart"),
    "senior_and_newcomer": gettext_lazy("%(years)s years between their entries"),
    "same_field": gettext_lazy("both: %(field)s"),
    "bridges_fields": gettext_lazy("few ties between their fields"),
    "likely_by_structure": gettext_lazy("fits the ties there are"),
    "assumed_average": gettext_lazy("not known: %(part)s"),
}
"""In the order of telling; every reason of a pair has its words here."""

_PLACE = {code: place for place, code in enumerate(SHORT_REASONS)}


def short_reasons(
    reasons: Sequence[tuple[str, Mapping[str, Any]]], labels: Labels, *, limit: int = 4
) -> list[str]:
    """At most `limit` reasons. Two members without any tie are told as one reason."""
    alone = [
        str(values["member"])
        for code, values in reasons
        if code == "reaches_isolate" and not values["degree"]
    ]
    complete = any(code == "complementary_fields" for code, _values in reasons)
    told: dict[str, None] = {}
    for code, values in sorted(reasons, key=lambda reason: _PLACE[reason[0]]):
        if code == "bridges_fields" and complete:
            continue
        if code == "reaches_isolate" and values["member"] in alone:
            told[_first_tie(alone, labels)] = None
        else:
            told[str(SHORT_REASONS[code]) % values_said(code, values, labels)] = None
    return list(told)[:limit]


def _first_tie(alone: Sequence[str], labels: Labels) -> str:
    if len(alone) > 1:
        return _("the first tie of both")
    return _("the first tie of %(member)s") % {"member": labels.member(alone[0])}
