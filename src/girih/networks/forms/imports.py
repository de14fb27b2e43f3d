"""Forms of imports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from girih.networks.models import Tie
from girih.networks.queries.columns import SHAPE

__all__ = ["ColumnsForm", "UploadForm"]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The list"),
        help_text=_("CSV, XLSX or ODS; the first row of the table names its columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods", "class": "file-input"}),
    )
    kind = forms.ChoiceField(
        choices=Tie.Kind.choices,
        initial=Tie.Kind.SISTER_CITY,
        label=_("Kind of ties in this list"),
        help_text=_("For rows that name no kind of their own."),
    )


class ColumnsForm(forms.Form):
    """Which column of the table is what; every field holds the index of a column or nothing."""

    default_kind = forms.ChoiceField(choices=Tie.Kind.choices, label=_("Kind of ties in this list"))

    def __init__(self, *args: Any, headings: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((str(index), heading or index + 1) for index, heading in enumerate(headings))]
        for column in SHAPE.columns:
            self.fields[column.key] = forms.ChoiceField(
                choices=choices, required=column.required, label=column.label
            )

    def mapping(self) -> dict[str, int]:
        return {
            column.key: int(index) for column in SHAPE.columns if (index := self.cleaned_data[column.key])
        }
