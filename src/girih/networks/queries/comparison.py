"""How the findings of today stand against the start of the season, and when that cannot be told."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from girih.networks import bridge
from girih.networks.queries.labels import said, said_percent
from girih.networks.queries.state import NetworkState
from girih.networks.queries.wording import FINDINGS

if TYPE_CHECKING:
    from girih.engines import graph

__all__ = ["DECIMALS", "SHARES", "change_said_of", "comparison_of", "unexplained_said", "unexplained_ties"]

# Values of findings that are shares of a whole, and those that are numbers between 0 and 1 or ratios.
SHARES = frozenset({"share", "member_share", "tie_end_share", "hub_share", "expected"})
DECIMALS = frozenset({"gini", "ei_index", "modularity", "ratio"})


def unexplained_ties(now: NetworkState, past: NetworkState) -> int:
    """How many ties count as new only because nobody knows since when they stand, where they are most of
    what changed among the ties; else 0.
    """
    before, after = {tie.id for tie in past.ties}, {tie.id for tie in now.ties}
    recorded = sum(not tie.since and tie.id not in before for tie in now.ties)
    return recorded if 2 * recorded > len(before ^ after) else 0


def unexplained_said(ties: int) -> str:
    """That a change is no growth that anybody could vouch for."""
    return _(
        "%(ties)s of the ties were only recorded this season, and nobody knows since when they stand:"
        " they may be old."
    ) % {"ties": said(ties)}


def comparison_of(finding: "graph.Finding", season: str, of_unknown_start: int) -> str:
    """How the headline figure stands against the start of the season; empty where none is compared."""
    headline = _headline(finding)
    if not headline:
        return ""
    if finding.before is None or finding.change is None:
        return _("No earlier figure to compare with.")
    words = {
        "figure": _figure_named(finding),
        "season": season,
        "before": _figure(headline, finding.before),
        "change": _change(headline, abs(finding.change)),
    }
    if of_unknown_start:
        counted = _("%(figure)s: %(before)s by the ties known to stand at the start of %(season)s.") % words
        return f"{counted} {unexplained_said(of_unknown_start)}"
    if abs(finding.change) < 1e-9:
        return _("%(figure)s: %(before)s at the start of %(season)s, and the same now.") % words
    if finding.change > 0:
        return _("%(figure)s: %(before)s at the start of %(season)s, since then up by %(change)s.") % words
    return _("%(figure)s: %(before)s at the start of %(season)s, since then down by %(change)s.") % words


def change_said_of(finding: "graph.Finding", of_unknown_start: int) -> str:
    """The change since the start of the season in a few words; empty where none is compared."""
    headline = _headline(finding)
    if not headline or finding.change is None:
        return ""
    if of_unknown_start:
        return unexplained_said(of_unknown_start)
    words = {"figure": _figure_named(finding), "change": _change(headline, abs(finding.change))}
    if abs(finding.change) < 1e-9:
        return _("%(figure)s: as at the start of the season") % words
    if finding.change > 0:
        return _("%(figure)s: %(change)s more than at the start of the season") % words
    return _("%(figure)s: %(change)s fewer than at the start of the season") % words


def _headline(finding: "graph.Finding") -> str:
    """The value that is compared. The growth is itself a comparison."""
    headlines = {kind.code: kind.headline for kind in bridge.finding_codes()}
    return "" if finding.code == "growth" else headlines[finding.code] or ""


def _figure_named(finding: "graph.Finding") -> str:
    figure = str(FINDINGS[finding.code].figure)
    return figure[:1].upper() + figure[1:]


def _figure(headline: str, value: float) -> str:
    if headline in SHARES:
        return said_percent(value)
    return said(value, 2 if headline in DECIMALS else 0)


def _change(headline: str, value: float) -> str:
    if headline in SHARES:
        return _("%(points)s percentage points") % {"points": said(value * 100, 1)}
    return _figure(headline, value)
