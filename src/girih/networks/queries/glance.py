"""A network at a glance, for its home: the small drawing, and the findings that weigh most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from girih.kernel.access import Actor
from girih.networks import bridge
from girih.networks.models import Network
from girih.networks.queries.diagnosis import FindingShown, diagnosis_for
from girih.networks.queries.drawing import fields_in_order

__all__ = ["Glance", "glance_for"]

WIDTH, HEIGHT, MARGIN = 1000, 620, 16
FINDINGS = 3
MOST_DRAWN = 2_000


@dataclass(frozen=True, slots=True)
class Dot:
    """A member in the drawing's units; `colour` is the place of its field among the network's, 1–8, or 0."""

    x: int
    y: int
    radius: float
    colour: int


@dataclass(frozen=True, slots=True)
class Glance:
    """`lines` is one SVG path of all ties. A network past MOST_DRAWN members is not drawn here."""

    findings: Sequence[FindingShown]
    dots: Sequence[Dot]
    lines: str
    width: int
    height: int
    members: int
    ties: int


def glance_for(actor: Actor, *, network: Network, today: date) -> Glance:
    """Raises `Refused` by rules.may_see_network; costs what the diagnosis costs."""
    page = diagnosis_for(actor, network=network, today=today)
    state, degree = page.state, page.measures.degree
    dots: list[Dot] = []
    lines = ""
    if len(state.members) <= MOST_DRAWN:
        at = {
            slug: (
                round(MARGIN + float(x) * (WIDTH - 2 * MARGIN)),
                round(MARGIN + float(y) * (HEIGHT - 2 * MARGIN)),
            )
            for slug, (x, y) in bridge.layout(state).items()
        }
        order = {slug: place for place, slug in enumerate(fields_in_order(state, page.labels), start=1)}
        dots = [
            Dot(*at[row.slug], round(3 + degree[row.slug] ** 0.5 * 1.4, 1), order.get(row.field or "", 0) % 9)
            for row in state.members
        ]
        lines = "".join(
            f"M{at[a][0]} {at[a][1]}L{at[b][0]} {at[b][1]}"
            for tie in state.ties
            for i, a in enumerate(tie.places)
            for b in tie.places[i + 1 :]
        )
    return Glance(
        findings=page.findings[:FINDINGS],
        dots=dots,
        lines=lines,
        width=WIDTH,
        height=HEIGHT,
        members=len(state.members),
        ties=len(state.ties),
    )
