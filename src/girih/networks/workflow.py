"""State tables: the life of a tie, and the ladder of its maturity."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from girih.kernel.access import ALLOWED, Actor, Verdict
from girih.kernel.workflow import Machine, Need, State, Transition
from girih.networks import rules

if TYPE_CHECKING:
    from girih.networks.models import Tie

__all__ = ["LADDER", "RUNGS", "TIE_STATES"]


def _all_confirm(tie: "Tie") -> bool:
    return all(party.answer == "confirmed" for party in tie.parties.all())


def _by_what_happened(actor: Actor, tie: "Tie") -> Verdict:
    """Nobody climbs a tie by hand: the step follows from its records, whoever recorded the last of them."""
    return ALLOWED


TIE_STATES = Machine(
    name="tie",
    column="state",
    states=(
        State("proposed", _("proposed"), "attention", _("Every side confirms or declines.")),
        State("active", _("in force"), "active", _("Record what happens, with its evidence.")),
        State("ended", _("ended"), "quiet"),
        State("declined", _("declined"), "refused"),
    ),
    transitions=(
        Transition(
            "activate",
            _("Put in force"),
            ("proposed",),
            "active",
            _by_what_happened,
            (Need("all_confirm", _("confirmation by every side"), _all_confirm),),
        ),
        Transition("decline", _("Decline"), ("proposed",), "declined", rules.may_record_event),
        Transition("end", _("End"), ("active",), "ended", rules.may_end_tie),
    ),
)


def _kinds(tie: "Tie") -> dict[str, list[bool]]:
    """Event kind → for each event, whether it carries evidence."""
    kinds: dict[str, list[bool]] = {}
    for event in tie.events.all():
        kinds.setdefault(event.kind, []).append(event.has_evidence)
    return kinds


def _met_twice_or_scheduled(tie: "Tie") -> bool:
    kinds = _kinds(tie)
    return "schedule" in kinds or len(kinds.get("contact", [])) >= 2


REGULAR = Need("regular", _("two meetings, or an agreed schedule"), _met_twice_or_scheduled)
OBJECTIVE = Need("objective", _("a written objective"), lambda tie: bool(tie.objective.strip()))
CONFIRMED = Need("confirmed", _("confirmation by every side"), _all_confirm)
SIGNED = Need(
    "signed", _("a signed agreement with its evidence"), lambda tie: any(_kinds(tie).get("agreement", []))
)
PROGRAMME = Need("programme", _("a joint programme begun"), lambda tie: "programme" in _kinds(tie))
OUTCOME = Need("outcome", _("an outcome with its evidence"), lambda tie: any(_kinds(tie).get("outcome", [])))

RUNGS = ("acquaintance", "regular_contact", "agreement", "joint_programme", "results")

LADDER = Machine(
    name="ladder",
    column="maturity",
    states=(
        State("acquaintance", _("acquaintance"), "quiet"),
        State("regular_contact", _("regular contact"), "active"),
        State("agreement", _("agreement"), "active"),
        State("joint_programme", _("joint programme"), "active"),
        State("results", _("results"), "done"),
    ),
    transitions=(
        Transition(
            "meet_regularly",
            _("Regular contact"),
            ("acquaintance",),
            "regular_contact",
            _by_what_happened,
            (REGULAR,),
        ),
        Transition(
            "agree",
            _("Agreement"),
            ("regular_contact",),
            "agreement",
            _by_what_happened,
            (OBJECTIVE, CONFIRMED, SIGNED),
        ),
        Transition(
            "run_programme",
            _("Joint programme"),
            ("agreement",),
            "joint_programme",
            _by_what_happened,
            (PROGRAMME,),
        ),
        Transition(
            "bear_results",
            _("Results"),
            ("joint_programme",),
            "results",
            _by_what_happened,
            (OUTCOME,),
        ),
    ),
)
