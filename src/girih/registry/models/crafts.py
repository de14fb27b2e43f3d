"""The classification of crafts: groups of the law, and fields within and beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from girih.registry.models.base import Named, Sourced
from girih.registry.models.places import Place


class CraftGroup(Named, Sourced):
    class Authority(models.TextChoices):
        MCTH = "mcth", _("Ministry of Cultural Heritage, Tourism and Handicrafts")
        MIMT = "mimt", _("Ministry of Industry, Mine and Trade")

    number = models.PositiveSmallIntegerField(unique=True, help_text="number in the law; 0 is the carpet")
    slug = models.SlugField(max_length=80, unique=True)
    authority = models.CharField(max_length=4, choices=Authority.choices)


class CraftField(Named, Sourced):
    """A field of craft. Fields outside the groups of the law have no group."""

    slug = models.SlugField(max_length=80, unique=True)
    group = models.ForeignKey(
        CraftGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="fields"
    )
    aliases_fa = models.CharField(max_length=300, blank=True, help_text="further names, by |")
    aliases_en = models.CharField(max_length=300, blank=True, help_text="further names, by |")
    provinces = models.ManyToManyField(Place, related_name="craft_fields")

    def other_names(self) -> list[str]:
        return [*self.aliases_fa.split("|"), *self.aliases_en.split("|")]
