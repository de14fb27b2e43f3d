"""State tables and the one function that moves a state."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.utils.translation import override

from girih.kernel.access import ALLOWED, Actor, Refused, Verdict, refused
from girih.kernel.audit import verb
from girih.kernel.audit.models import Entry
from girih.kernel.workflow import Machine, Need, State, Transition, move, verdict_on
from girih.registry.models import Organisation

pytestmark = pytest.mark.django_db


def _may(actor: Actor, thing: Any) -> Verdict:
    return ALLOWED if actor.is_machine else refused("not_you", "Only the machine may.")


# The kind of an institution stands for the state of a record: a real audited table with a text column.
NAMED = Need("named", "an English name", lambda thing: bool(thing.name_en))
LIFE = Machine(
    name="life",
    column="kind",
    states=(State("other", "begun"), State("council", "grown", "active"), State("assembly", "done", "done")),
    transitions=(
        Transition("grow", "Grow", ("other",), "council", _may, (NAMED,)),
        Transition("finish", "Finish", ("other", "council"), "assembly", _may),
    ),
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@verb("tests.move")
def _move(step: str, thing: Organisation, *, actor: Actor, at: datetime) -> Organisation:
    return move(LIFE, step, actor=actor, thing=thing)


@pytest.fixture
def body(machine: Actor, now: datetime) -> Organisation:
    @verb("tests.make")
    def make(*, actor: Actor, at: datetime) -> Organisation:
        return Organisation.objects.create(slug="body", kind="other", name_fa="هیئت", name_en="Body")

    return make(actor=machine, at=now)


def _kind(thing: Organisation) -> str:
    return Organisation.objects.get(pk=thing.pk).kind


def test_a_step_writes_the_target_and_its_old_state_in_the_journal(
    body: Organisation, machine: Actor, now: datetime
) -> None:
    moved = _move("grow", body, actor=machine, at=now)
    assert (moved.kind, _kind(body)) == ("council", "council")
    (touch,) = Entry.objects.latest("pk").touches.all()
    assert touch.fields == {"kind": ["other", "council"]}


def test_a_step_judges_the_row_in_the_database_not_the_one_in_hand(
    body: Organisation, machine: Actor, now: datetime
) -> None:
    stale = Organisation.objects.get(pk=body.pk)
    _move("finish", body, actor=machine, at=now)
    assert stale.kind == "other"
    with pytest.raises(Refused) as caught:
        _move("grow", stale, actor=machine, at=now)
    assert caught.value.verdict.code == "wrong_state"
    assert str(caught.value) == "This step is taken from “begun”; the record is at “done”."
    assert _kind(body) == "assembly"


def test_who_may_not_is_told_so_before_anything_else(
    body: Organisation, machine: Actor, visitor: Actor, now: datetime
) -> None:
    _move("finish", body, actor=machine, at=now)
    entries = Entry.objects.count()
    with pytest.raises(Refused) as caught:
        _move("grow", body, actor=visitor, at=now)
    assert caught.value.verdict.code == "not_you"
    assert (_kind(body), Entry.objects.count()) == ("assembly", entries)


def test_an_unmet_need_is_named_and_nothing_moves(machine: Actor, body: Organisation, now: datetime) -> None:
    body.name_en = ""

    @verb("tests.unname")
    def unname(*, actor: Actor, at: datetime) -> None:
        body.save()

    unname(actor=machine, at=now)
    with pytest.raises(Refused) as caught:
        _move("grow", body, actor=machine, at=now)
    assert (caught.value.verdict.code, str(caught.value)) == ("unmet_need", "Still missing: an English name.")
    assert _kind(body) == "other"


def test_the_verdict_is_the_same_one_that_the_step_would_give(body: Organisation, machine: Actor) -> None:
    assert verdict_on(LIFE, "grow", actor=machine, thing=body) is ALLOWED
    assert verdict_on(LIFE, "grow", actor=Actor(), thing=body).code == "not_you"


def test_a_step_with_several_sources_is_taken_from_each(
    body: Organisation, machine: Actor, now: datetime
) -> None:
    _move("grow", body, actor=machine, at=now)
    assert _move("finish", body, actor=machine, at=now).kind == "assembly"


def test_a_table_that_names_an_unknown_state_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match=r"life\.grow names unknown states: \['council'\]"):
        Machine(
            "life",
            "kind",
            (State("other", "begun"),),
            (Transition("grow", "Grow", ("other",), "council", _may),),
        )


def test_a_verb_that_the_table_lacks_is_said() -> None:
    with pytest.raises(KeyError, match="life has no verb 'shrink'"):
        LIFE.transition("shrink")


def test_choices_follow_the_order_of_the_table() -> None:
    assert LIFE.choices() == [("other", "begun"), ("council", "grown"), ("assembly", "done")]
    assert LIFE.state("assembly").tone == "done"
