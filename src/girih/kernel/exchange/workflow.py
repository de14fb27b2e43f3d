"""The life of an import."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from girih.kernel.access import ALLOWED, Actor, Verdict
from girih.kernel.workflow import Machine, State, Transition

__all__ = ["IMPORT", "ImportState"]


class ImportState:
    UPLOADED = "uploaded"
    CHECKED = "checked"
    LOADED = "loaded"
    UNDONE = "undone"
    DISCARDED = "discarded"


def _room_has_judged(_actor: Actor, _batch: Any) -> Verdict:
    """Who may import into a network or a directory is the verdict of the room, asked before these verbs."""
    return ALLOWED


IMPORT = Machine(
    name="exchange.import",
    column="state",
    states=(
        State(
            ImportState.UPLOADED, pgettext_lazy("import", "Uploaded"), "attention", _("Check the columns.")
        ),
        State(
            ImportState.CHECKED,
            pgettext_lazy("import", "Checked"),
            "active",
            _("Load what is right, or discard it."),
        ),
        State(ImportState.LOADED, pgettext_lazy("import", "Loaded"), "done", _("It can still be undone.")),
        State(ImportState.UNDONE, pgettext_lazy("import", "Undone"), "quiet"),
        State(ImportState.DISCARDED, pgettext_lazy("import", "Discarded"), "quiet"),
    ),
    transitions=(
        Transition(
            "check",
            _("Check"),
            (ImportState.UPLOADED, ImportState.CHECKED),
            ImportState.CHECKED,
            _room_has_judged,
        ),
        Transition("load", _("Load"), (ImportState.CHECKED,), ImportState.LOADED, _room_has_judged),
        Transition("undo", _("Undo the import"), (ImportState.LOADED,), ImportState.UNDONE, _room_has_judged),
        Transition(
            "discard",
            _("Discard"),
            (ImportState.UPLOADED, ImportState.CHECKED),
            ImportState.DISCARDED,
            _room_has_judged,
        ),
    ),
)
