"""The figures of a diagnosis, each with where its evidence lies."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from girih.networks.queries.labels import said, said_percent
from girih.networks.queries.wording import UNDEFINED

if TYPE_CHECKING:
    from girih.engines import graph

__all__ = ["FigureShown", "figures_of"]


@dataclass(frozen=True, slots=True)
class FigureShown:
    """`value` is written out; an undefined measure has an empty value and its reason in `note`.

    The evidence is at `url_name` of the network, with `finding` as second argument where there is one;
    `members` is the directory, filtered by the network.
    """

    code: str
    label: str
    value: str
    note: str | Promise = ""
    url_name: str = ""
    finding: str = ""
    query: str = ""
    anchor: str = ""


def figures_of(measures: "graph.Measures") -> list[FigureShown]:
    """The figures that head the diagnosis, in the order in which they are read."""
    fields, regions = measures.field_mixing, measures.region_mixing

    def undefined(name: str) -> str | Promise:
        reason = measures.undefined.get(name)
        return UNDEFINED[reason] if reason else ""

    def defined(value: float | None, decimals: int) -> str:
        return "" if value is None else said(value, decimals)

    def share(name: str, part: int, whole: int, ratio: float | None) -> tuple[str, str | Promise]:
        if ratio is None:
            return "", undefined(name)
        return said_percent(ratio), _("%(part)s of %(whole)s pairs") % {
            "part": said(part),
            "whole": said(whole),
        }

    same_field = share("same_field_share", fields.same, fields.known, fields.share)
    same_region = share("same_region_share", regions.same, regions.known, regions.share)
    confirmed = measures.confirmation
    alone = len(measures.isolates)
    return [
        FigureShown("members", _("members"), said(measures.members), url_name="members"),
        FigureShown("ties", _("ties in force"), said(measures.ties), url_name="ties", query="state=active"),
        FigureShown(
            "isolates",
            _("members without any tie"),
            said(alone),
            url_name="finding" if alone else "",
            finding="isolates",
        ),
        FigureShown(
            "members_with_ties",
            _("members with ties"),
            said(measures.members_with_ties),
            url_name="members",
            query="ties=yes",
        ),
        FigureShown(
            "largest_component",
            _("members in the largest part"),
            said(measures.largest_component),
            _("separate parts: %(parts)s")
            % {"parts": said(sum(size > 1 for size in measures.component_sizes))},
            url_name="drawing",
        ),
        FigureShown(
            "density",
            _("density"),
            "" if measures.density is None else said(measures.density, 5),
            undefined("density") or _("share of all possible pairs that are joined"),
            url_name="ties",
            query="state=active",
        ),
        FigureShown(
            "same_field_share",
            _("pairs within one field"),
            same_field[0],
            same_field[1],
            url_name="diagnosis",
            anchor="fields",
        ),
        FigureShown(
            "same_region_share",
            _("pairs within one region"),
            same_region[0],
            same_region[1],
            url_name="diagnosis",
            anchor="regions",
        ),
        FigureShown(
            "degree_gini",
            _("inequality of partners (Gini)"),
            defined(measures.degree_gini, 2),
            undefined("degree_gini") or _("0 is equal, 1 is all in one hand"),
            url_name="drawing",
            query="sort=degree",
            anchor="table",
        ),
        FigureShown(
            "confirmed",
            _("ties confirmed by every side"),
            said(confirmed.by_all),
            _("by nobody: %(none)s") % {"none": said(confirmed.by_none)},
            url_name="ties",
            query="unconfirmed=1",
        ),
        FigureShown(
            "bridges",
            _("pairs that are the only way"),
            said(len(measures.bridges)),
            _("members whose loss would cut others off: %(cut)s") % {"cut": said(len(measures.cut_members))},
            url_name="drawing",
            query="sort=betweenness",
            anchor="table",
        ),
        FigureShown(
            "max_core",
            _("depth of the core"),
            defined(measures.max_core, 0),
            undefined("max_core") or _("each member of the core has at least so many partners within it"),
            url_name="drawing",
            query="sort=core",
            anchor="table",
        ),
        FigureShown(
            "algebraic_connectivity_largest",
            _("cohesion of the largest part"),
            defined(measures.algebraic_connectivity_largest, 3),
            undefined("algebraic_connectivity_largest")
            or _("algebraic connectivity; near 0 it falls apart easily"),
            url_name="drawing",
        ),
    ]
