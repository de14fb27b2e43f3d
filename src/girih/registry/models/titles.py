"""Titles that places hold, with their validity."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from girih.kernel.persian import end_of_day
from girih.registry.models.base import Named, PartialDateField, Sourced
from girih.registry.models.crafts import CraftField
from girih.registry.models.places import Place


class CreativeField(Named, Sourced):
    """A field of a creative-city scheme. The list is open: UNESCO's went from seven to eight in 2025."""

    class Scheme(models.TextChoices):
        UNESCO = "unesco", _("UNESCO Creative Cities Network")
        CULTURE_MINISTRY = "culture-ministry", _("Creative cities of culture and art")

    slug = models.SlugField(max_length=60, unique=True)
    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    valid_from = PartialDateField()
    valid_until = PartialDateField()
    formed = models.BooleanField(default=True, help_text="not formed: planned, and never given to a place")


class TitleKind(models.TextChoices):
    UNESCO_CREATIVE_CITY = "unesco_creative_city", _("UNESCO creative city")
    WORLD_CRAFT_CITY = "world_craft_city", _("world craft city")
    WORLD_CRAFT_VILLAGE = "world_craft_village", _("world craft village")
    NATIONAL_CRAFT_CITY = "national_craft_city", _("national craft city")
    NATIONAL_CRAFT_VILLAGE = "national_craft_village", _("national craft village")
    GEOGRAPHICAL_INDICATION = "geographical_indication", _("geographical indication")


class Title(Named, Sourced):
    """A designation of a place, in force over [valid_from, valid_until); the name says what it is for."""

    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=30, choices=TitleKind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="titles")
    creative_field = models.ForeignKey(
        CreativeField, on_delete=models.PROTECT, null=True, blank=True, related_name="titles"
    )
    craft_fields = models.ManyToManyField(CraftField, related_name="titles")
    valid_from = PartialDateField()
    valid_until = PartialDateField()
    condition_fa = models.TextField(blank=True)
    condition_en = models.TextField(blank=True)
    number = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="title_period_runs_forward",
                condition=models.Q(valid_until="") | models.Q(valid_until__gt=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=models.Q(kind="unesco_creative_city", valid_until=""),
                name="title_one_unesco_field_at_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "place"])]

    @property
    def condition(self) -> str:
        return self.condition_en if get_language() == "en" else self.condition_fa

    def in_force_on(self, day: date) -> bool:
        """Whether `day` is in [valid_from, valid_until). A start that is not known counts as past."""
        text = end_of_day(day)
        return self.valid_from <= text and (not self.valid_until or self.valid_until > text)
