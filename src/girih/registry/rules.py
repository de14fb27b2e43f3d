"""Who may do what in the registry. What stands in it is public; only the machine loads reference data."""

from django.utils.translation import gettext_lazy as _

from girih.kernel.access import ALLOWED, Actor, Verdict, refused

__all__ = ["may_load_reference", "may_see_registry"]


def may_load_reference(actor: Actor) -> Verdict:
    if actor.is_machine:
        return ALLOWED
    return refused(
        "machine_only", _("Reference data are loaded on the server."), _("Run “girih load-reference” there.")
    )


def may_see_registry(actor: Actor) -> Verdict:
    """What exists is public."""
    return ALLOWED
