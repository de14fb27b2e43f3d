"""Forms of ties."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from girih.networks.forms.fields import DayField
from girih.networks.models import Network, Purpose, Tie, TieEvent
from girih.networks.queries.naming import MembersByName, Misnamed, members_by_name
from girih.networks.queries.sentences import sentence_of
from girih.networks.queries.ties import TieFilters
from girih.networks.workflow import LADDER, TIE_STATES
from girih.registry.models import Place

__all__ = [
    "ContactForm",
    "EndForm",
    "EventForm",
    "FilterForm",
    "ObjectiveForm",
    "ProposeForm",
]

ANY = [("", _("any"))]
# Beyond it the database knows no number.
LARGEST_KEY = 2**63 - 1


class FilterForm(forms.Form):
    """What of the ties is shown; every field may be left out of the address."""

    search = forms.CharField(required=False, max_length=100, label=_("Member"))
    kind = forms.ChoiceField(required=False, choices=[*ANY, *Tie.Kind.choices], label=_("Kind"))
    maturity = forms.ChoiceField(required=False, choices=[*ANY, *LADDER.choices()], label=_("Maturity"))
    state = forms.ChoiceField(required=False, choices=[*ANY, *TIE_STATES.choices()], label=_("State"))
    order = forms.ChoiceField(
        required=False,
        choices=[("touched", _("last touched first")), ("recorded", _("as they were recorded"))],
        label=_("Order"),
    )
    place = forms.SlugField(required=False, widget=forms.HiddenInput)
    batch = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    unconfirmed = forms.BooleanField(required=False, label=_("not confirmed by every side"))
    disputed = forms.BooleanField(required=False, label=_("disputed"))
    no_objective = forms.BooleanField(required=False, label=_("no objective"))
    one_person = forms.BooleanField(required=False, label=_("rests on one person"))
    untouched = forms.BooleanField(required=False, label=_("untouched for a year"))

    def filters(self) -> TieFilters:
        """What was asked and can be read; a value that is none of ours filters nothing."""
        self.is_valid()
        return TieFilters(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def choices(self) -> list[Any]:
        return [self[name] for name in ("search", "kind", "maturity", "state", "order")]

    @property
    def chips(self) -> list[Any]:
        names = ("unconfirmed", "disputed", "no_objective", "one_person", "untouched")
        return [self[name] for name in names]


class ProposeForm(forms.Form):
    a = forms.CharField(max_length=200, label=_("First member"))
    b = forms.CharField(max_length=200, label=_("Second member"))
    further = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Further members"),
        help_text=_("One on each line, when the tie joins more than two."),
    )
    kind = forms.ChoiceField(choices=Tie.Kind.choices, initial=Tie.Kind.JOINT_PROJECT, label=_("Kind"))
    purpose = forms.ModelChoiceField(
        Purpose.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("not stated"),
        label=_("Purpose"),
    )
    objective = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Objective"),
        help_text=_(
            "What this tie is to achieve, in one sentence. Without it the tie cannot become an agreement."
        ),
    )
    since = DayField(
        required=False, label=_("Since"), help_text=_("A day, a month or a year, in either calendar.")
    )

    def __init__(self, *args: Any, network: Network, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members: MembersByName = members_by_name(network, on=on)
        for name in ("a", "b"):
            self.fields[name].widget.attrs.update({"list": "members", "autocomplete": "off"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        slugs: list[int] = []
        further = [line.strip() for line in cleaned.get("further", "").splitlines() if line.strip()]
        for field, name in [
            ("a", cleaned.get("a")),
            ("b", cleaned.get("b")),
            *(("further", n) for n in further),
        ]:
            if not name:
                continue
            try:
                slugs.append(self.members.resolve(name).place_id)
            except Misnamed as misnamed:
                self.add_error(field, sentence_of(misnamed.code, misnamed.params))
        if not self.errors:
            found = {place.pk: place for place in Place.objects.filter(pk__in=slugs)}
            cleaned["places"] = [found[pk] for pk in slugs]
        return cleaned


class EventForm(forms.Form):
    kind = forms.ChoiceField(choices=TieEvent.Kind.choices, label=_("What happened"))
    happened_on = DayField(label=_("When"))
    note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), label=_("In a few words")
    )
    reference = forms.CharField(required=False, max_length=200, label=_("Number of the letter or agreement"))
    url = forms.URLField(required=False, max_length=200, label=_("Address on the web"), assume_scheme="https")
    upload = forms.FileField(
        required=False,
        widget=forms.FileInput(attrs={"class": "file-input"}),
        label=_("File that proves it"),
    )


class ObjectiveForm(forms.Form):
    objective = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), label=_("Objective")
    )
    purpose = forms.ModelChoiceField(
        Purpose.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("not stated"),
        label=_("Purpose"),
    )


class ContactForm(forms.Form):
    """A post of the registry by its name, or the title of one that it lacks."""

    party = forms.IntegerField(widget=forms.HiddenInput)
    post = forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs={"list": "posts", "autocomplete": "off"}),
        label=_("Post"),
        help_text=_("The post, never the name of the person in it."),
    )


class EndForm(forms.Form):
    until = DayField(label=_("Ended on"))

    def clean_until(self) -> str:
        until: str = self.cleaned_data["until"]
        if not until:
            raise ValidationError(_("Say when it ended."), code="required")
        return until
