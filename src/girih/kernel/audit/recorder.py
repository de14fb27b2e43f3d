"""The open verb, and the decorator that opens it."""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from girih.kernel.access import Actor

P = ParamSpec("P")
R = TypeVar("R")


class UnauditedWrite(RuntimeError):
    """An audited table was written outside a verb."""


@dataclass(slots=True)
class Touched:
    model: str
    object_id: str
    label: str
    deed: str
    fields: dict[str, list[Any]]


@dataclass(slots=True)
class OpenVerb:
    code: str
    actor: Actor
    at: datetime
    touched: list[Touched] = field(default_factory=list)

    def describe(self, instance: models.Model, deed: str, fields: dict[str, list[Any]]) -> Touched:
        return Touched(instance._meta.label_lower, str(instance.pk), str(instance)[:200], deed, fields)

    def note(self, instance: models.Model, deed: str, fields: dict[str, list[Any]]) -> None:
        """What befell one record; `fields` are [old, new] by column."""
        self.touched.append(self.describe(instance, deed, fields))

    def note_many(self, model: type[models.Model], deed: str, count: int, about: str = "") -> None:
        """A bulk write leaves one line with its count; the rows themselves lead back to their import."""
        if count:
            fields = {"rows": [None, count], **({"about": [None, about]} if about else {})}
            self.touched.append(Touched(model._meta.label_lower, "", "", deed, fields))


_open: ContextVar[OpenVerb | None] = ContextVar("open_verb", default=None)


def open_verb() -> OpenVerb:
    """The verb under way; raises `UnauditedWrite` when there is none."""
    current = _open.get()
    if current is None:
        raise UnauditedWrite("an audited table is written only inside an action marked with @verb")
    return current


def verb(code: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function one transaction with one audit entry.

    The function takes keyword-only `actor: Actor` and `at: datetime` (aware). An exception rolls back the
    deed together with its entry.
    """

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(action)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            from girih.kernel.audit.models import Entry

            actor, at = kwargs["actor"], kwargs["at"]
            assert isinstance(actor, Actor)
            assert isinstance(at, datetime)
            current = OpenVerb(code, actor, at)
            with transaction.atomic():
                token = _open.set(current)
                try:
                    result = action(*args, **kwargs)
                finally:
                    _open.reset(token)
                if current.touched:
                    Entry.write(current)
            return result

        run.verb_code = code  # type: ignore[attr-defined]
        return run

    return decorate
