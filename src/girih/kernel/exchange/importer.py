"""What a room says about the rows it takes: an importer.

A room makes one importer per target, for instance for one network. The table is judged as a whole, so that
the lookups of a hundred thousand rows are a few queries, and rows that repeat each other are seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Actor
from girih.kernel.exchange.columns import Shape
from girih.kernel.exchange.workbook import Cell

__all__ = ["Importer", "Kept", "Outcome", "RowVerdict", "Undone"]


class Outcome(models.TextChoices):
    NEW = "new", _("New")
    SAME = "same", _("Already there")
    MAYBE = "maybe", _("Needs a look")
    REJECTED = "rejected", _("Left out")
    LOADED = "loaded", _("Loaded")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Kept at undo")


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """`outcome` is NEW, SAME, MAYBE or REJECTED; only NEW is loaded. `code`, `params`: the room's reason.

    `prepared` is whatever the room's `load` needs of a new row. `record_id` names the record of a SAME row.
    """

    outcome: Outcome
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    prepared: Any = None
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that an undo left standing, because something was built on it since."""

    record_id: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Undone:
    count: int
    kept: tuple[Kept, ...] = ()


class Importer(Protocol):
    """Written by the room that owns the records. `params` of every reason must be JSON."""

    @property
    def kind(self) -> str:
        """What is brought, for instance "networks.ties"."""

    @property
    def shape(self) -> Shape: ...

    def judge(self, rows: Sequence[Mapping[str, Cell]]) -> Sequence[RowVerdict]:
        """One verdict per row, in their order. Each row has every key of the shape; an empty cell is None.

        Rows that lack a required value or cannot be read are not shown to the room.
        """

    def load(self, *, batch_id: int, prepared: Sequence[Any], actor: Actor, at: datetime) -> Sequence[int]:
        """Write the new records inside the open transaction; return the id each row made, in their order."""

    def undo(self, *, batch_id: int, actor: Actor, at: datetime) -> Undone:
        """Remove what this import made and nothing else has taken up since."""

    def reason_text(self, code: str, params: Mapping[str, Any]) -> str:
        """The sentence of one of the room's reasons in the current language."""
