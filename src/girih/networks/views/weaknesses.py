"""What makes a tie weak, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["WEAKNESSES"]

WEAKNESSES: Mapping[str, str | Promise] = {
    "disputed": _("disputed by one side"),
    "unconfirmed": _("not confirmed by every side"),
    "no_objective": _("no objective"),
    "one_person": _("rests on one person"),
    "untouched": _("untouched for a year"),
}
