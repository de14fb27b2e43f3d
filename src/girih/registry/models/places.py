"""Where things are: countries, provinces, cities and villages, free zones."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from girih.kernel.audit.models import Audited
from girih.registry.models.base import Named, PartialDateField, Sourced


class Region(Named, Sourced):
    """A UNESCO region."""

    slug = models.SlugField(max_length=60, unique=True)
    unesco_name = models.CharField(max_length=60, blank=True, help_text="as UNESCO writes it in its lists")


class Country(Named, Sourced):
    code = models.CharField(max_length=2, unique=True, help_text="ISO 3166-1 alpha-2")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="countries")
    languages = models.CharField(max_length=100, blank=True, help_text="ISO 639-1 codes, by spaces")


class PlaceKind(models.TextChoices):
    CITY = "city", _("city")
    VILLAGE = "village", _("village")
    PROVINCE = "province", _("province")
    ZONE = "zone", _("free zone")


class Place(Named, Sourced):
    """Anything with a location that can be a member of a network."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="places")
    province = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="places_within"
    )
    latitude = models.FloatField(null=True, blank=True, help_text="degrees north")
    longitude = models.FloatField(null=True, blank=True, help_text="degrees east")
    coordinate_source = models.CharField(max_length=100, blank=True)
    aliases_fa = models.CharField(max_length=300, blank=True, help_text="further names, by |")
    aliases_en = models.CharField(max_length=300, blank=True, help_text="further names, by |")
    known_for_fa = models.TextField(blank=True)
    known_for_en = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="place_latitude_on_earth",
                condition=models.Q(latitude__isnull=True) | models.Q(latitude__range=(-90, 90)),
            ),
            models.CheckConstraint(
                name="place_longitude_on_earth",
                condition=models.Q(longitude__isnull=True) | models.Q(longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="place_coordinates_together",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="place_province_is_in_none",
                condition=~models.Q(kind="province") | models.Q(province__isnull=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "sort_fa"])]

    def other_names(self) -> list[str]:
        return [*self.aliases_fa.split("|"), *self.aliases_en.split("|")]

    @property
    def known_for(self) -> str:
        return self.known_for_en if get_language() == "en" else self.known_for_fa


class Province(Audited):
    """What only a province has. Codes come in several systems; the key is our own slug."""

    place = models.OneToOneField(
        Place, on_delete=models.CASCADE, primary_key=True, related_name="province_facts"
    )
    iso_code = models.CharField(max_length=6, unique=True, help_text="ISO 3166-2 since 2020")
    old_iso_code = models.CharField(max_length=6, blank=True, help_text="ISO 3166-2 before 2020")
    area_code = models.CharField(max_length=4, blank=True)
    capital = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="capital_of")
    neighbours = models.ManyToManyField("self", symmetrical=True)
    tile_row = models.PositiveSmallIntegerField()
    tile_column = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tile_row", "tile_column"], name="province_tile_once")
        ]

    def __str__(self) -> str:
        return str(self.place)


class FreeZone(Audited):
    """What only a free trade-industrial zone has."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, primary_key=True, related_name="zone_facts")
    started = PartialDateField()
    area_hectares = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.place)


class ZoneStatus(Audited, Sourced):
    """One step of a zone's legal life. The latest in force is its status."""

    class Step(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPROVED_BY_MAJLIS = "approved_by_majlis", _("approved by the Majlis")
        APPROVED_BY_EXPEDIENCY_COUNCIL = (
            "approved_by_expediency_council",
            _("approved by the Expediency Council"),
        )
        BOUNDARIES_SET = "boundaries_set", _("boundaries set")
        ORGANISATION_WORKING = "organisation_working", _("organisation working")

    zone = models.ForeignKey(FreeZone, on_delete=models.CASCADE, related_name="statuses")
    step = models.CharField(max_length=40, choices=Step.choices)
    valid_from = PartialDateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["zone", "step"], name="zone_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.zone}: {self.step}"
