"""What every row of the registry has: names in two languages, and a provenance."""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from girih.kernel.audit.models import Audited
from girih.kernel.persian import collation_key, fold


class Standing(models.TextChoices):
    """How sure a fact is; shown beside the fact wherever it is not verified."""

    VERIFIED = "verified", _("verified")
    RECALLED = "recalled", _("recalled, not seen in a source")
    CONFLICTING = "conflicting", _("sources conflict")
    COMPUTED = "computed", _("computed")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class PartialDateField(models.CharField):
    """A date known to the day, the month or only the year, as `PartialDate.stored` writes it.

    Text order is the order of time, so half-open periods compare as text on both databases; `end_of_day`
    stands for a day in such comparisons.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 11)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class Sourced(models.Model):
    source = models.CharField(max_length=300, blank=True)
    as_of = PartialDateField()
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.VERIFIED)
    note = models.TextField(blank=True, help_text="for those who keep the data")
    note_fa = models.TextField(blank=True, help_text="shown beside the fact")
    note_en = models.TextField(blank=True, help_text="shown beside the fact")

    class Meta:
        abstract = True

    @property
    def remark(self) -> str:
        """What the reader should know of the fact, in their language."""
        return self.note_en if get_language() == "en" else self.note_fa


class Named(Audited):
    """Two names, with the keys that sort and find them on both databases alike."""

    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    sort_fa = models.CharField(max_length=200, editable=False, db_index=True)
    sort_en = models.CharField(max_length=200, editable=False, db_index=True)
    search_key = models.TextField(editable=False)

    UNJOURNALLED = frozenset({"sort_fa", "sort_en", "search_key"})

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_fa

    def other_names(self) -> list[str]:
        """Further spellings under which the row is found."""
        return []

    def fill_keys(self) -> None:
        self.sort_fa, self.sort_en = collation_key(self.name_fa), collation_key(self.name_en)
        names = [self.name_fa, self.name_en, *self.other_names()]
        self.search_key = " ".join(dict.fromkeys(fold(name) for name in names if name))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)
