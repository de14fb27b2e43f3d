"""The brief as files: four pages of paper, and a table of the same content."""

from datetime import date, datetime
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from girih.kernel.documents.paper import compile_pdf
from girih.kernel.exchange.export import write_csv
from girih.kernel.persian import PartialDate, format_date
from girih.networks.queries.brief import Brief
from girih.networks.queries.labels import PARTS, language, listed, said, said_percent
from girih.networks.queries.reasons import STATUSES

__all__ = ["brief_csv", "brief_pdf", "brief_text", "method_of"]

TONES = {"overdue": "refused", "attention": "attention", "quiet": "quiet", "done": "done"}
REASONS_SHOWN = 3
# The growth opens the page, and the bars of the ladder say what ties lack.
TOLD_ELSEWHERE = ("growth", "undefined", "no_agreement", "no_schedule", "no_follow_up", "no_outcome")
NAMES_SHOWN = 24


def brief_pdf(brief: Brief, *, at: datetime) -> bytes:
    """Four pages in the current language. What does not fit on its page is said to be left out."""
    lang: Literal["fa", "en"] = "en" if language() == "en" else "fa"
    with override(lang):
        return compile_pdf("networks/brief.typ", _paper(brief), lang=lang, at=at)


def brief_text(brief: Brief) -> str:
    """A few lines for a terminal."""
    measures = brief.diagnosis.measures
    lines = [
        f"{brief.network.name} · {format_date(brief.on, language())}",
        _("Members: %(members)s · ties: %(ties)s · members without any tie: %(alone)s")
        % {
            "members": said(measures.members),
            "ties": said(measures.ties),
            "alone": said(len(measures.isolates)),
        },
        "",
    ]
    lines += [f"[{finding.severity_label}] {finding.sentence}" for finding in brief.diagnosis.findings]
    if brief.plan:
        lines += [
            "",
            f"{_('Partnership plan')}: {brief.plan.purpose_name} · {STATUSES[brief.plan.status][0]}",
        ]
        lines += [
            f"{said(pair.rank)}. {pair.a_name} – {pair.b_name} ({said(pair.score, 3)})"
            for pair in brief.plan.pairs
        ]
    return "\n".join(lines) + "\n"


def brief_csv(brief: Brief) -> bytes:
    """One table: section, what it is about, the sentence, the figure, the members concerned."""
    headings = [_("Section"), _("Subject"), _("What it says"), _("Figure"), _("Members")]
    diagnosis = brief.diagnosis
    rows: list[list[Any]] = [
        [_("State"), figure.label, str(figure.note), figure.value or _("not defined"), ""]
        for figure in diagnosis.figures
    ]
    rows += [
        [
            _("Findings"),
            finding.title,
            " ".join(part for part in (finding.sentence, finding.comparison, finding.way_out) if part),
            str(finding.severity_label),
            listed(diagnosis.labels.member(slug) for slug in finding.members),
        ]
        for finding in diagnosis.findings
    ]
    for pair in brief.plan.pairs if brief.plan else ():
        parts = " + ".join(f"{label} {said(pair.parts[part], 3)}" for part, label in PARTS.items())
        rows.append(
            [
                _("Partnership plan"),
                f"{pair.a_name} – {pair.b_name}",
                f"{parts}. {' '.join(pair.reasons)}",
                round(pair.score, 4),
                listed((pair.a_name, pair.b_name)),
            ]
        )
    rows += [[_("Overdue"), row.label, "", row.count, ""] for row in brief.overdue]
    rows += [
        [_("Overdue"), _("report due this year"), row.name, row.year, row.name] for row in brief.reports_due
    ]
    return write_csv(headings, rows)


def method_of(brief: Brief) -> list[str]:
    """How the figures come about, one sentence each."""
    said_ = [
        _(
            "Members and ties are those in force on the day of the brief; a tie of which nobody knows"
            " since when it stands counts from the day it was recorded."
        ),
        _(
            "Density is the share of all possible pairs that are joined. A share of pairs within one"
            " field or region counts only pairs known on both sides. What cannot be measured is left"
            " undefined, never put at zero."
        ),
        _(
            "The plan chooses the set of new ties of greatest value for the whole network within the"
            " capacity of each member; “optimal” means proven, and the gap says how far a better plan"
            " could be."
        ),
    ]
    if brief.diagnosis.unknown_start:
        said_.append(
            _("Ties of which nobody knows since when they stand: %(ties)s.")
            % {"ties": said(brief.diagnosis.unknown_start)}
        )
    return said_


def _paper(brief: Brief) -> dict[str, Any]:
    """Everything the template prints, already in words and in the digits of the language."""
    diagnosis, measures, plan = brief.diagnosis, brief.diagnosis.measures, brief.plan
    growth = next((one for one in diagnosis.findings if one.code == "growth"), None)
    return {
        "title": brief.network.name,
        "subtitle": _("Brief of the network, %(season)s") % {"season": diagnosis.season},
        "institution": brief.network.secretariat.name,
        "date": format_date(brief.on, language(), "full"),
        "cover": [
            [said(measures.members), _("members")],
            [said(measures.ties), _("ties in force")],
            [said(len(measures.isolates)), _("without any tie")],
            [said(measures.largest_component), _("in the largest part")],
            ["—" if measures.density is None else said(measures.density, 5), _("density")],
        ],
        "words": {
            "state": _("State"),
            "changed": _("What changed since the start of %(season)s") % {"season": diagnosis.season},
            "findings": _("Findings"),
            "more_findings": _("Further findings in the diagnosis on the screen:"),
            "ladder": _("How well the ties are built"),
            "ladder_note": _("Share of the ties in force with each"),
            "plan": _("Partnership plan"),
            "more_pairs": _("Further pairs of the plan, on the screen and in the table:"),
            "overdue": _("What is overdue"),
            "what": _("What"),
            "count": _("Number"),
            "reports": _("Reports that fall due this year"),
            "method": _("Method"),
            "sources": _("Sources"),
            "ties": _("ties"),
        },
        "figures": [
            [figure.value or "—", figure.label]
            for figure in diagnosis.figures
            if figure.code in ("members_with_ties", "same_field_share", "same_region_share", "degree_gini")
        ],
        "growth": growth.sentence if growth else _("No earlier figure to compare with."),
        "ladder": [
            [rung.label, rung.share, _("not defined") if rung.share is None else said_percent(rung.share)]
            for rung in diagnosis.ladder
        ],
        "findings": [
            {
                "title": finding.title,
                "body": finding.sentence,
                "tone": TONES[finding.tone],
                "label": str(finding.severity_label),
                "compared": " ".join(part for part in (finding.comparison, finding.way_out) if part),
            }
            for finding in diagnosis.findings
            if finding.code not in TOLD_ELSEWHERE
        ],
        "plan_lead": _plan_lead(brief),
        "pairs": [
            {
                "a": pair.a_name,
                "b": pair.b_name,
                "score": said(pair.score, 3),
                "parts": [[str(label), said(pair.parts[part], 3)] for part, label in PARTS.items()],
                "note": " ".join(pair.reasons[:REASONS_SHOWN]),
            }
            for pair in (plan.pairs if plan else ())
        ],
        "overdue": [[row.label, said(row.count)] for row in brief.overdue],
        "reports": _reports(brief),
        "method": method_of(brief),
        "sources": [[source, said(ties)] for source, ties in brief.sources],
        "network_source": brief.network.source,
        "number": {str(count): said(count) for count in range(len(diagnosis.findings) + 1)}
        | {str(count): said(count) for count in range((plan.pair_count if plan else 0) + 1)},
        "pair_count": plan.pair_count if plan else 0,
    }


def _plan_lead(brief: Brief) -> str:
    plan = brief.plan
    if plan is None or not plan.pairs:
        return _("There is no pair to propose.")
    lead = _("%(purpose)s: %(pairs)s new ties. Result: %(status)s. Gap to the proven bound: %(gap)s.") % {
        "purpose": plan.purpose_name,
        "pairs": said(plan.pair_count),
        "status": STATUSES[plan.status][0],
        "gap": _("not known") if plan.gap is None else said_percent(plan.gap),
    }
    if plan.id is None:
        lead += " " + _("The plan was computed for this brief with the usual terms and is not kept.")
    return lead


def _reports(brief: Brief) -> str:
    rows = brief.reports_due
    if not rows:
        return _("No member’s report falls due this year.")
    names = list(dict.fromkeys(row.name for row in rows))
    year = PartialDate(date(rows[0].year, 1, 1), "year", "gregorian")
    words = {
        "year": format_date(year, language()),
        "count": said(len(names)),
        "names": listed(names[:NAMES_SHOWN]),
    }
    text = _("In %(year)s the reports of these members fall due (%(count)s): %(names)s") % words
    rest = len(names) - NAMES_SHOWN
    return text + (" " + _("and %(rest)s more.") % {"rest": said(rest)} if rest > 0 else ".")
