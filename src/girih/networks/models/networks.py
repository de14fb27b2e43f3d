"""Networks and who belongs to them."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from girih.kernel.audit.models import Audited, AuditedQuerySet
from girih.kernel.persian import end_of_day
from girih.registry.models import (
    CreativeField,
    Named,
    Organisation,
    PartialDateField,
    Place,
    PlaceKind,
    Sourced,
)


class Network(Named, Sourced):
    """A network run by a secretariat; several stand side by side."""

    slug = models.SlugField(max_length=60, unique=True)
    secretariat = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="networks")
    purpose_fa = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    member_kind = models.CharField(max_length=10, choices=PlaceKind.choices, default=PlaceKind.CITY)

    @property
    def purpose(self) -> str:
        return self.purpose_en if get_language() == "en" else self.purpose_fa


class MembershipQuerySet(AuditedQuerySet):
    def in_force(self, day: date) -> Self:
        """Those whose [valid_from, valid_until) holds `day`; an end that is known may still lie ahead."""
        text = end_of_day(day)
        return self.filter(models.Q(valid_until="") | models.Q(valid_until__gt=text), valid_from__lte=text)


class Membership(Audited, Sourced):
    """A place belongs to a network in a field and a tier over [valid_from, valid_until)."""

    class Tier(models.TextChoices):
        MEMBER = "member", _("member")
        CANDIDATE = "candidate", _("candidate")
        WAITING = "waiting", _("waiting tier")
        WORKING = "working", _("organisation working")
        APPROVED = "approved", _("approved by law")
        FOUNDER = "founder", _("founding member")

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="memberships")
    field = models.ForeignKey(
        CreativeField, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    tier = models.CharField(max_length=12, choices=Tier.choices, default=Tier.MEMBER)
    valid_from = PartialDateField()
    valid_until = PartialDateField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="membership_period_runs_forward",
                condition=models.Q(valid_until="") | models.Q(valid_until__gt=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["network", "place", "field"],
                condition=models.Q(valid_until="", field__isnull=False),
                name="membership_in_a_field_once",
            ),
            models.UniqueConstraint(
                fields=["network", "place"],
                condition=models.Q(valid_until="", field__isnull=True),
                name="membership_without_field_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["network", "valid_until"])]

    def __str__(self) -> str:
        return f"{self.place} · {self.network}"
