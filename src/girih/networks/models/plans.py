"""What members offer and need, and plans of new ties."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from girih.kernel.audit.models import Audited
from girih.networks.models.networks import Network
from girih.networks.models.ties import Tie
from girih.registry.models import Named, Place, Sourced


class Purpose(Named, Sourced):
    """What new ties are sought for. The list is open; a plan starts from its weights."""

    slug = models.SlugField(max_length=60, unique=True)
    description_fa = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    topic = models.SlugField(max_length=60, blank=True, help_text="the topic of offers and needs it draws on")
    mentoring = models.BooleanField(
        default=False, help_text="joins those who passed a call to those who prepare"
    )
    weights = models.JSONField(help_text="part of the score → weight")
    field_pairs = models.JSONField(help_text="[[field, field, strength 0..1], …] that complement each other")


class Offer(Audited):
    """A member offers or needs something."""

    class Side(models.TextChoices):
        OFFER = "offer", _("offers")
        NEED = "need", _("needs")

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="offers")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="offers")
    topic = models.SlugField(max_length=60)
    side = models.CharField(max_length=5, choices=Side.choices)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["network", "place", "topic", "side"], name="offer_once")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.side} {self.topic}"


class Capacity(Audited):
    """How many new ties a member can carry in a Jalali year, and whether it asked for one."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="capacities")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="capacities")
    year = models.PositiveSmallIntegerField(help_text="Jalali")
    new_ties = models.PositiveSmallIntegerField()
    asked = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["network", "place", "year"], name="capacity_once_a_year"),
            models.CheckConstraint(name="capacity_in_reason", condition=models.Q(new_ties__lte=50)),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.year}: {self.new_ties}"


class Exclusion(Audited):
    """Two members that are not to be proposed to each other, with the reason."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="exclusions")
    # The lower id first, so that a pair stands once.
    place_a = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    place_b = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["network", "place_a", "place_b"], name="exclusion_once"),
            models.CheckConstraint(
                name="exclusion_in_order", condition=models.Q(place_a__lt=models.F("place_b"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_a} – {self.place_b}"


class Plan(Audited):
    """A computed set of new ties with the terms it was computed under. Its figures never change."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="plans")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="plans")
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    weights = models.JSONField()
    total = models.PositiveIntegerField(
        null=True, blank=True, help_text="how many ties at most; empty is no limit"
    )
    default_capacity = models.PositiveSmallIntegerField()
    cover_regions = models.BooleanField(default=True)
    status = models.CharField(max_length=12)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    bonuses = models.JSONField(
        default=list, help_text="what the set earns beyond its pairs: [[code, {values}, amount, pairs], …]"
    )
    complaints = models.JSONField(default=list, help_text="why no plan is possible: code and values")
    remarks = models.JSONField(
        default=dict, help_text="what else the solver says: undefined parts, pairs kept and dropped, given up"
    )
    terms = models.JSONField(default=dict, help_text="everything read for it, so that it can be asked again")
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["network", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.network} · {self.purpose} · {self.made_at:%Y-%m-%d}"


class PlanPair(Audited):
    """One proposed tie, with the parts that add up to its score."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="pairs")
    rank = models.PositiveIntegerField()
    place_a = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    place_b = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    parts = models.JSONField(help_text="part → weighted contribution")
    reasons = models.JSONField(help_text="[[code, {values}], …]")
    locked = models.BooleanField(default=False)
    tie = models.ForeignKey(Tie, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposed_in")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "place_a", "place_b"], name="plan_pair_once"),
            models.CheckConstraint(name="plan_pair_of_two", condition=~models.Q(place_a=models.F("place_b"))),
        ]

    def __str__(self) -> str:
        return f"{self.place_a} – {self.place_b}"
