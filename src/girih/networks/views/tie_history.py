"""The history of a tie in sentences."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from girih.kernel.audit.queries import history_of
from girih.networks.models import Tie
from girih.networks.workflow import LADDER, TIE_STATES

__all__ = ["history_items"]

_DEEDS: Mapping[str, str | Promise] = {
    "networks.propose_tie": gettext_lazy("proposed the tie"),
    "networks.record_tie": gettext_lazy("recorded the tie"),
    "networks.answer_tie": gettext_lazy("answered for one side"),
    "networks.decline_tie": gettext_lazy("declined the tie"),
    "networks.end_tie": gettext_lazy("ended the tie"),
    "networks.record_event": gettext_lazy("recorded an event"),
    "networks.set_objective": gettext_lazy("wrote the objective"),
    "networks.add_contact": gettext_lazy("named a post that carries the tie"),
}


def history_items(tie: Tie) -> list[dict[str, Any]]:
    """One item per verb, newest first: at, who, what. Steps of the state and the ladder are named."""
    merged: dict[int, tuple[Any, list[str]]] = {}
    for touch in history_of(tie):
        _entry, steps = merged.setdefault(touch.entry_id, (touch.entry, []))
        for column, machine in (("state", TIE_STATES), ("maturity", LADDER)):
            old, new = touch.fields.get(column, [None, None])
            if old and new:
                steps.insert(0, f"{machine.state(old).label} → {machine.state(new).label}")
    items = [
        {
            "at": entry.at,
            "who": entry.actor,
            "what": "; ".join([str(_DEEDS.get(entry.verb, entry.verb)), *steps]),
        }
        for entry, steps in merged.values()
    ]
    if tie.batch_id:
        items.append(
            {
                "at": tie.recorded_at,
                "who": tie.recorded_by,
                "what": _("brought with a list"),
                "decision": str(tie.batch.file),
                "url": reverse("networks:import", args=[tie.network.slug, tie.batch_id]),
            }
        )
    return items
