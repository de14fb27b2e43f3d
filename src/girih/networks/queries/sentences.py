"""Why a name or a row of a list is not taken, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["REASONS", "sentence_of"]

REASONS: Mapping[str, str | Promise] = {
    "unknown_member": _("“%(name)s” is not a member of this network."),
    "unknown_member_near": _("“%(name)s” is not a member of this network. Did you mean: %(nearest)s?"),
    "unknown_country": _("“%(country)s” (beside “%(name)s”) is not a country that is known here."),
    "other_country": _("“%(name)s” is no member in “%(country)s”. Members of this name: %(choices)s."),
    "ambiguous": _("“%(name)s” is the name of several members: %(choices)s. Add the country or the field."),
    "tie_with_itself": _("“%(name)s” would be tied with itself."),
    "unknown_kind": _("“%(kind)s” is not a kind of tie that is known here."),
    "unknown_purpose": _("“%(purpose)s” is not a purpose that is known here."),
    "ends_before_it_begins": _("The tie would end (%(until)s) before it begins (%(since)s)."),
    "begins_ahead": _("The tie would begin in the future (%(since)s)."),
    "bad_date": _("Column “%(column)s”: %(why)s"),
    "same_in_register": _("This tie is already in the register."),
    "same_in_file": _("The same tie stands in an earlier row."),
    "has_events": _("Events were recorded in it since."),
    "answered": _("One of its sides has answered since."),
    "edited": _("Something was said of it since."),
}


def sentence_of(code: str, params: Mapping[str, Any]) -> str:
    """The sentence about `code`; of several forms of a reason, the one that `params` fill."""
    if code == "unknown_member" and params.get("nearest"):
        code = "unknown_member_near"
    return str(REASONS[code]) % params
