"""Ties between members, the parties to them, and what happened in them."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from girih.kernel.audit.models import Audited
from girih.kernel.documents.models import StoredFile
from girih.kernel.exchange.models import Import
from girih.networks.models.networks import Network
from girih.networks.workflow import LADDER, TIE_STATES
from girih.registry.models import PartialDateField, Place, Post


class Tie(Audited):
    """Two or more members joined for something. It climbs its ladder by what happened, not by hand."""

    class Kind(models.TextChoices):
        SISTER_CITY = "sister_city", _("sister city")
        MEMORANDUM = "memorandum", _("memorandum")
        JOINT_PROJECT = "joint_project", _("joint project")
        EXPERIENCE_TRANSFER = "experience_transfer", _("experience transfer")
        EVENT = "event", _("event")
        INFORMAL_CONTACT = "informal_contact", _("informal contact")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=TIE_STATES.choices(), default="proposed")
    maturity = models.CharField(max_length=20, choices=LADDER.choices(), default="acquaintance")
    purpose = models.ForeignKey(
        "networks.Purpose", on_delete=models.PROTECT, null=True, blank=True, related_name="ties"
    )
    objective = models.TextField(blank=True, help_text="what this tie is to achieve, in one sentence")
    since = PartialDateField()
    until = PartialDateField()
    source = models.CharField(max_length=300, blank=True)
    # Who and what it joins, in one word: the same tie brought twice is refused by the database.
    identity = models.CharField(max_length=400)
    places = models.ManyToManyField(Place, through="networks.TieParty", related_name="ties")
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, blank=True, related_name="ties")
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="the last time anything happened in it or was said of it")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["network", "identity"], name="tie_once"),
            models.CheckConstraint(
                name="tie_period_runs_forward",
                condition=models.Q(until="") | models.Q(since="") | models.Q(until__gt=models.F("since")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["network", "state", "id"]),
            models.Index(fields=["network", "touched_at", "id"]),
        ]

    def __str__(self) -> str:
        return self.identity


class TieParty(Audited):
    """One side of a tie, and whether it confirms it."""

    class Answer(models.TextChoices):
        PENDING = "pending", _("not yet confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        DISPUTED = "disputed", _("disputed")

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="parties")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="tie_parties")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.PENDING)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tie", "place"], name="tie_party_once"),
            models.CheckConstraint(
                name="tie_answer_has_its_time",
                condition=models.Q(answer="pending") | models.Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.answer}"


class TieContact(Audited):
    """A post that carries the tie on one side."""

    party = models.ForeignKey(TieParty, on_delete=models.CASCADE, related_name="contacts")
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="tie_contacts"
    )
    post_title = models.CharField(max_length=200, blank=True, help_text="a post that the registry lacks")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="tie_contact_names_a_post",
                condition=models.Q(post__isnull=False, post_title="")
                | (models.Q(post__isnull=True) & ~models.Q(post_title="")),
            ),
            models.UniqueConstraint(
                fields=["party", "post"], condition=models.Q(post__isnull=False), name="tie_contact_once"
            ),
        ]

    def __str__(self) -> str:
        return self.post_title or str(self.post)


class TieEvent(Audited):
    """Something that happened in a tie, with what proves it."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("contact or meeting")
        SCHEDULE = "schedule", _("schedule of meetings agreed")
        AGREEMENT = "agreement", _("agreement signed")
        PROGRAMME = "programme", _("joint programme begun")
        FOLLOW_UP = "follow_up", _("follow-up done")
        OUTCOME = "outcome", _("outcome reached")

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened_on = PartialDateField(blank=False)
    note = models.TextField(blank=True)
    reference = models.CharField(max_length=200, blank=True, help_text="number of a letter or agreement")
    url = models.URLField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tie", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"

    @property
    def has_evidence(self) -> bool:
        return bool(self.file_id or self.url or self.reference)


class TieImport(Audited):
    """How a list of ties is read: into which network, and of which kind its rows are that name none."""

    batch = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="ties_brought")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="tie_imports")
    default_kind = models.CharField(max_length=20, choices=Tie.Kind.choices)

    def __str__(self) -> str:
        return f"{self.batch} · {self.default_kind}"
