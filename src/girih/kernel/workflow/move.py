"""The one function that moves a state."""

from typing import Any, TypeVar

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from girih.kernel.access import ALLOWED, Actor, Verdict, refused, require
from girih.kernel.workflow.machine import Machine

M = TypeVar("M", bound=models.Model)


def verdict_on(machine: Machine, verb: str, *, actor: Actor, thing: Any) -> Verdict:
    """Whether `actor` may take `thing` through `verb` now: right seat, right state, needs met."""
    step = machine.transition(verb)
    verdict = step.may(actor, thing)
    if not verdict:
        return verdict
    state = getattr(thing, machine.column)
    if state not in step.sources:
        return refused(
            "wrong_state",
            _("This step is taken from “%(expected)s”; the record is at “%(state)s”."),
            expected=format_lazy("{}", machine.state(step.sources[0]).label),
            state=machine.state(state).label,
        )
    for need in step.needs:
        if not need.met(thing):
            return refused("unmet_need", _("Still missing: %(need)s."), need=need.label)
    return ALLOWED


def move(machine: Machine, verb: str, *, actor: Actor, thing: M) -> M:
    """Lock the row, judge, write. Call inside an audited action; returns the locked, moved record.

    Raises `Refused` with the reason, having changed nothing.
    """
    locked = type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    require(verdict_on(machine, verb, actor=actor, thing=locked))
    setattr(locked, machine.column, machine.transition(verb).target)
    locked.save(update_fields=[machine.column])
    return locked
