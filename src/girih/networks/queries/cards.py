"""The findings of a diagnosis as a few cards: what has one root stands together, the worst first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from girih.networks.queries.diagnosis import DiagnosisPage, FindingShown, RungShown
from girih.networks.queries.labels import listed, said, said_percent
from girih.networks.queries.wording import SEVERITIES

__all__ = ["Bar", "Card", "Cards", "Item", "cards_of"]

# Findings that have one root, and what stands over them together.
TOGETHER: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "alone": (
        gettext_lazy("Members without any tie"),
        ("isolates", "newly_isolated", "newcomers_without_tie"),
    ),
    "built": (
        gettext_lazy("How well the ties are built"),
        ("unconfirmed_ties", "no_objective", "no_agreement", "no_schedule", "no_follow_up", "no_outcome"),
    ),
    "own": (gettext_lazy("Members keep to their own"), ("field_bubble", "region_bubble")),
    "regions": (gettext_lazy("Balance of the regions"), ("region_underrepresented",)),
    "thread": (gettext_lazy("Much hangs by little"), ("fragmentation", "fragile_bridges", "cut_member")),
}
_GROUP_OF = {code: key for key, (_title, codes) in TOGETHER.items() for code in codes}
_ORDER = tuple(SEVERITIES)
_LITTLE = 0.25
HUBS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """A share as a bar from 0 to 100, None where it is not defined; `mark` is what it is measured against.

    `key` names the finding that holds the evidence, empty when there is none.
    """

    label: str
    said: str
    share: float | None
    mark: float | None = None
    tone: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a card: it leads to the finding `key` or to the place `slug`."""

    label: str
    said: str
    key: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What the network shows in one respect. `lead` is the finding whose members and ties the card opens.

    `severity` is that of the worst finding in it, good when there is none. `bars_note` says what bars mean.
    """

    key: str
    title: str
    severity: str
    label: str | Promise
    tone: str
    sentence: str
    change: str = ""
    way_out: str = ""
    lead: FindingShown | None = None
    bars_note: str = ""
    bars: Sequence[Bar] = ()
    items: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards, the worst first; `good` are the findings about which nothing is to be done.

    `undefined` are reasons, each with the measures that have no value for it.
    """

    cards: Sequence[Card]
    good: Sequence[FindingShown]
    undefined: Sequence[tuple[str, str]]


def cards_of(page: DiagnosisPage) -> Cards:
    """The findings of `page` as cards. How ties are built, and where, has one whenever there are any."""
    groups: dict[str, list[FindingShown]] = {}
    good = []
    for finding in page.findings:
        if finding.severity == "good" or finding.code == "growth":
            good.append(finding)
        elif finding.code != "undefined":
            groups.setdefault(_GROUP_OF.get(finding.code, finding.key), []).append(finding)
    if page.measures.ties:
        groups.setdefault("built", [])
    if page.regions_distance is not None:
        groups.setdefault("regions", [])
    cards = [_card(key, findings, page) for key, findings in groups.items()]
    undefined: dict[str, list[str]] = {}
    for measure, reason in page.undefined:
        undefined.setdefault(reason, []).append(measure)
    return Cards(
        sorted(cards, key=lambda card: _ORDER.index(card.severity)),
        good,
        [(reason, listed(measures)) for reason, measures in undefined.items()],
    )


def _card(key: str, findings: Sequence[FindingShown], page: DiagnosisPage) -> Card:
    lead = findings[0] if findings else None
    severity = lead.severity if lead else "good"
    label, tone = SEVERITIES[severity]
    title = str(TOGETHER[key][0]) if key in TOGETHER else lead.title if lead else ""
    card = Card(
        key=key,
        title=title,
        severity=severity,
        label=label,
        tone=tone,
        sentence=lead.sentence if lead else "",
        change=lead.change_said if lead else "",
        way_out=lead.way_out if lead else "",
        lead=lead,
    )
    if key == "alone":
        return _alone(card, findings, page)
    if key == "built":
        return _built(card, findings, page)
    if key == "own":
        return _own(card, findings)
    if key == "regions":
        return _regions(card, findings, page)
    if key == "thread":
        return replace(card, items=[_hanging(finding, page) for finding in findings])
    if key == "hub_concentration":
        return replace(card, items=_hubs(page))
    return card


def _alone(card: Card, findings: Sequence[FindingShown], page: DiagnosisPage) -> Card:
    alone = set(page.measures.isolates)
    of_region = Counter(row.region for row in page.state.members if row.region)
    without = Counter(row.region for row in page.state.members if row.slug in alone and row.region)
    bars = [
        Bar(
            page.labels.region(region),
            _("%(part)s of %(whole)s") % {"part": said(without[region]), "whole": said(members)},
            100 * without[region] / members,
            tone="attention",
        )
        for region, members in of_region.items()
    ]
    bars.sort(key=lambda bar: (-(bar.share or 0), bar.label))
    others = [finding for finding in findings if finding.code != "isolates"]
    return replace(
        card,
        bars=bars,
        bars_note=_("Share of the members of each region that stand alone"),
        items=[Item(one.title, said(one.values["count"]), key=one.key) for one in others],
    )


def _built(card: Card, findings: Sequence[FindingShown], page: DiagnosisPage) -> Card:
    ties, keys = page.measures.ties, {finding.code: finding.key for finding in findings}
    confirmed = page.measures.confirmation.by_all
    rungs = [
        RungShown("unconfirmed_ties", _("confirmed by every side"), confirmed, ties, 0, confirmed / ties),
        *(replace(rung, code=f"no_{rung.code}") for rung in page.ladder),
    ]
    bars = [
        Bar(
            rung.label,
            _("not defined")
            if rung.share is None
            else _("%(part)s of %(whole)s") % {"part": said(rung.yes), "whole": said(rung.known)},
            None if rung.share is None else 100 * rung.share,
            tone="action",
            key=keys.get(rung.code, ""),
        )
        for rung in rungs
    ]
    if all(rung.share is None or rung.share <= _LITTLE for rung in rungs):
        sentence = _(
            "Of most of the %(ties)s ties little more is recorded than who their sides are: what they do"
            " together cannot be shown yet."
        )
    else:
        sentence = _("What is recorded of the %(ties)s ties; the shortest bar is the next to work on.")
    return replace(card, sentence=sentence % {"ties": said(ties)}, bars=bars, lead=None)


def _own(card: Card, findings: Sequence[FindingShown]) -> Card:
    names = {"field_bubble": _("within one field"), "region_bubble": _("within one region")}
    bars = [
        Bar(
            names[finding.code],
            said_percent(finding.values["share"]),
            100 * finding.values["share"],
            None if finding.values["expected"] is None else 100 * finding.values["expected"],
            tone="" if finding.severity == "info" else "attention",
        )
        for finding in findings
    ]
    return replace(
        card, bars=bars, bars_note=_("Share of the pairs; the stroke is what chance would give"), change=""
    )


def _regions(card: Card, findings: Sequence[FindingShown], page: DiagnosisPage) -> Card:
    keys = {finding.values["region"]: finding.key for finding in findings}
    most = max((max(row.member_share, row.tie_end_share or 0) for row in page.regions), default=0) or 1
    bars = [
        Bar(
            row.label,
            _("not defined")
            if row.tie_end_share is None
            else _("%(ends)s of ties, %(members)s of members")
            % {"ends": said_percent(row.tie_end_share), "members": said_percent(row.member_share)},
            None if row.tie_end_share is None else 100 * row.tie_end_share / most,
            100 * row.member_share / most,
            tone="attention" if row.slug in keys else "action",
            key=keys.get(row.slug, ""),
        )
        for row in page.regions
    ]
    if findings:
        names = listed(f"{page.labels.region(region)}" for region in keys)
        sentence = _("Fewer ties than their members would give: %(regions)s.") % {"regions": names}
    else:
        sentence = _("Each region has about the ties that its members would give.")
    note = _("Share of the ends of ties; the stroke is the share of the members")
    way_out = _("Make a plan that covers every region.") if findings else ""
    return replace(card, sentence=sentence, way_out=way_out, bars=bars, bars_note=note, change="", lead=None)


def _hanging(finding: FindingShown, page: DiagnosisPage) -> Item:
    if finding.code == "cut_member":
        name = page.labels.member(finding.members[0])
        return Item(
            name, _("%(count)s would be cut off") % {"count": said(finding.values["cut_off"])}, finding.key
        )
    if finding.code == "fragmentation":
        return Item(_("separate parts"), said(finding.values["parts"]), finding.key)
    return Item(_("ties that are the only way"), said(finding.values["count"]), finding.key)


def _hubs(page: DiagnosisPage) -> list[Item]:
    top = sorted(page.measures.degree.items(), key=lambda item: (-item[1], item[0]))[:HUBS_SHOWN]
    return [
        Item(page.labels.member(slug), _("partners: %(count)s") % {"count": said(degree)}, slug=slug)
        for slug, degree in top
    ]
