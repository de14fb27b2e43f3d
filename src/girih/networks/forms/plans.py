"""Forms of plans: their terms, the question why not, exclusions, and what a member can carry."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from girih.kernel.persian import to_ascii_digits, to_persian_digits
from girih.networks.models import Network, Purpose
from girih.networks.queries.labels import PARTS, language, said
from girih.networks.queries.naming import MembersByName, Misnamed, members_by_name
from girih.networks.queries.plan_drafts import DEFAULT_CAPACITY, DEFAULT_TOTAL, MOST_CAPACITY
from girih.networks.queries.sentences import sentence_of

__all__ = ["CapacityForm", "ExcludeForm", "PlanForm", "WhyForm"]


class _Figure(forms.FloatField):
    """A number in any digits, with a point, a comma or the Persian decimal sign."""

    # A browser's own field for numbers takes no Persian digits.
    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> float | None:
        if isinstance(value, str):
            value = to_ascii_digits(value).replace("٫", ".").replace(",", ".")
        return super().to_python(value)


class _Whole(forms.IntegerField):
    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(to_ascii_digits(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """A number of ours in the reader's digits; what a person typed stays as typed."""
        return to_persian_digits(str(value)) if isinstance(value, int) and language() == "fa" else value


class _Slider(forms.NumberInput):
    input_type = "range"


class _Weight(_Figure):
    """A weight by a slider. Only their proportions count, so 0 to 1 is all that a slider offers."""

    widget = _Slider

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"min": 0, "max": 1, "step": 0.05, "data-says": True}

    def prepare_value(self, value: Any) -> Any:
        return to_ascii_digits(value).replace("٫", ".") if isinstance(value, str) else value


class PlanForm(forms.Form):
    """The terms of a plan. The weights start from those of the purpose.

    The limit of the total belongs to the network and is checked where the plan is computed.
    """

    purpose = forms.ModelChoiceField(
        Purpose.objects.order_by("id"), to_field_name="slug", empty_label=None, label=_("Purpose")
    )
    total = _Whole(
        required=False,
        min_value=1,
        label=_("New ties at most"),
        help_text=_("How many new ties the plan may have; empty is no limit."),
    )
    default_capacity = _Whole(
        min_value=0,
        max_value=MOST_CAPACITY,
        label=_("New ties per member"),
        help_text=_("What a member can carry this year, unless it said otherwise itself."),
    )
    cover_regions = forms.BooleanField(required=False, label=_("Leave no region out"))
    based_on = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, purpose: Purpose | None, most_total: int, **kwargs: Any) -> None:
        initial = {
            "purpose": purpose.slug if purpose else None,
            "total": min(DEFAULT_TOTAL, most_total),
            "default_capacity": DEFAULT_CAPACITY,
            "cover_regions": True,
            **(kwargs.pop("initial", None) or {}),
        }
        super().__init__(*args, initial=initial, **kwargs)
        weights = purpose.weights if purpose else {}
        for part, label in PARTS.items():
            self.fields[f"weight_{part}"] = _Weight(
                min_value=0,
                max_value=10,
                label=label,
                initial=initial.get(f"weight_{part}", weights.get(part, 0.0)),
            )

    @property
    def weights(self) -> list[tuple[Any, str]]:
        """The sliders, each with its figure in the reader's digits."""
        fields = [self[f"weight_{part}"] for part in PARTS]
        return [(field, _weight_said(field.value())) for field in fields]

    def weights_given(self) -> dict[str, float]:
        return {part: self.cleaned_data[f"weight_{part}"] for part in PARTS}


def _weight_said(value: Any) -> str:
    try:
        return said(float(value), 2)
    except (TypeError, ValueError):
        return "—"


class _TwoMembers(forms.Form):
    a = forms.CharField(max_length=200, label=_("First member"))
    b = forms.CharField(max_length=200, label=_("Second member"))

    def __init__(
        self, *args: Any, network: Network, members: MembersByName | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members or members_by_name(network)
        for name in ("a", "b"):
            self.fields[name].widget.attrs.update({"list": "members", "autocomplete": "off"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("a", "b"):
            if typed := cleaned.get(name):
                try:
                    cleaned[f"member_{name}"] = self.members.resolve(typed)
                except Misnamed as misnamed:
                    self.add_error(name, sentence_of(misnamed.code, misnamed.params))
        return cleaned


class WhyForm(_TwoMembers):
    """Two members, by name or slug."""


class ExcludeForm(_TwoMembers):
    reason = forms.CharField(max_length=300, label=_("Reason"))


class CapacityForm(forms.Form):
    new_ties = _Whole(
        min_value=0,
        max_value=MOST_CAPACITY,
        label=_("New ties this year"),
        help_text=_("How many new ties you can carry until the end of the Jalali year."),
    )
    asked = forms.BooleanField(
        required=False,
        label=_("We ask for a new tie"),
        help_text=_("Whoever asks is not left out of the plan."),
    )
    offers = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("What we can offer others")
    )
    needs = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("What we need from others")
    )

    def __init__(self, *args: Any, topics: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("offers", "needs"):
            self.fields[name].choices = list(topics)
