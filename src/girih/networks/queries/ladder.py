"""Where a tie stands on its ladder, what the next step needs, and whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from girih.networks.models import Tie, TieParty
from girih.networks.workflow import LADDER, RUNGS, TIE_STATES
from girih.registry.models import Place

__all__ = ["NeedSeen", "Rung", "Turn", "ladder_of", "turn_of"]


@dataclass(frozen=True, slots=True)
class NeedSeen:
    label: str | Promise
    met: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """`standing` is one of reached, current, next, ahead."""

    code: str
    label: str | Promise
    standing: str
    needs: Sequence[NeedSeen]


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens next: a sentence, and the members whose turn it is (empty: any of its sides)."""

    code: str
    sentence: str | Promise
    places: Sequence[Place] = ()
    needs: Sequence[NeedSeen] = ()


def ladder_of(tie: Tie) -> list[Rung]:
    """The five rungs from acquaintance to results. No query when parties and events are prefetched."""
    at = RUNGS.index(tie.maturity)
    needs = {step.target: step.needs for step in LADDER.transitions}
    return [
        Rung(
            code,
            LADDER.state(code).label,
            "reached" if index < at else "current" if index == at else "next" if index == at + 1 else "ahead",
            [NeedSeen(need.label, index <= at or need.met(tie)) for need in needs.get(code, ())],
        )
        for index, code in enumerate(RUNGS)
    ]


def turn_of(tie: Tie) -> Turn:
    parties = list(tie.parties.all())
    if tie.state in ("declined", "ended"):
        return Turn(tie.state, _("Nothing more happens in this tie."))
    disputed = _places(parties, TieParty.Answer.DISPUTED)
    if disputed:
        return Turn(
            "settle",
            _("One side says that something is not right. Settle it, then that side confirms."),
            disputed,
        )
    pending = _places(parties, TieParty.Answer.PENDING)
    if tie.state == "proposed":
        return Turn("confirm", TIE_STATES.state("proposed").next_step, pending)
    ahead = next((rung for rung in ladder_of(tie) if rung.standing == "next"), None)
    if pending:
        return Turn(
            "confirm",
            _("The sides that have not confirmed this tie confirm or correct it."),
            pending,
            ahead.needs if ahead else (),
        )
    if ahead is None:
        return Turn("results", _("The tie bears results. Record what comes of it."))
    return Turn("climb", _("Record what happens, with its evidence; the next step needs:"), (), ahead.needs)


def _places(parties: Sequence[TieParty], answer: str) -> list[Place]:
    return [party.place for party in parties if party.answer == answer]
