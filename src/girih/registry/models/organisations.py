"""Institutions, their posts, and who sits in them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Role
from girih.kernel.accounts.models import User
from girih.kernel.audit.models import Audited
from girih.registry.models.base import Named, Sourced
from girih.registry.models.places import Place


class Organisation(Named, Sourced):
    class Kind(models.TextChoices):
        NATIONAL_COMMISSION = "national_commission", _("national commission")
        MINISTRY = "ministry", _("ministry")
        SECRETARIAT = "secretariat", _("secretariat")
        COUNCIL = "council", _("council")
        MUNICIPALITY = "municipality", _("municipality")
        ZONE_ORGANISATION = "zone_organisation", _("free-zone organisation")
        PROVINCE_DIRECTORATE = "province_directorate", _("provincial directorate")
        ASSEMBLY = "assembly", _("assembly")
        INTERNATIONAL = "international", _("international organisation")
        OTHER = "other", _("other institution")

    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")


class Post(Named, Sourced):
    """A post in an institution; never the person who fills it."""

    slug = models.SlugField(max_length=120, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")


class SeatHolding(Audited):
    """A person's seat: a role in an organisation over [valid_from, valid_until)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="seat_period_runs_forward",
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(valid_until__isnull=True),
                name="seat_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} · {self.organisation}"
