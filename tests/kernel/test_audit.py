"""The journal: written by the machine, kept by the database."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from girih.kernel.access import Actor
from girih.kernel.audit import UnauditedWrite, verb
from girih.kernel.audit.models import Entry, Touch
from girih.kernel.audit.queries import history_of
from girih.registry.models import CraftField, CraftGroup, Organisation, Post, Region

pytestmark = pytest.mark.django_db


@verb("tests.do")
def do(deed: Any, *, actor: Actor, at: datetime) -> Any:
    return deed()


@pytest.fixture
def act(machine: Actor, now: datetime) -> Any:
    def run(deed: Any) -> Any:
        return do(deed, actor=machine, at=now)

    return run


@pytest.fixture
def entries() -> Any:
    """What the journal gained since the test began."""
    before = set(Entry.objects.values_list("pk", flat=True))
    return lambda: list(Entry.objects.exclude(pk__in=before).order_by("pk"))


def region(slug: str = "atlantis", **more: Any) -> Region:
    return Region(**{"slug": slug, "name_fa": "آتلانتیس", "name_en": "Atlantis", **more})


def test_a_new_record_leaves_one_entry_with_its_fields(act: Any, entries: Any, now: datetime) -> None:
    made = region(source="Plato")
    act(made.save)
    (entry,) = entries()
    assert (entry.verb, entry.actor, entry.user_id, entry.at) == ("tests.do", "tests", None, now)
    (touch,) = entry.touches.all()
    assert (touch.model, touch.object_id, touch.deed) == ("registry.region", str(made.pk), "created")
    assert touch.fields == {
        "slug": [None, "atlantis"],
        "name_fa": [None, "آتلانتیس"],
        "name_en": [None, "Atlantis"],
        "source": [None, "Plato"],
        "standing": [None, "verified"],
    }


def test_a_change_notes_old_and_new_of_the_changed_fields_only(act: Any, entries: Any) -> None:
    act(region(source="Plato").save)
    kept = Region.objects.get(slug="atlantis")
    kept.source = "Critias"
    act(kept.save)
    assert [touch.fields for touch in entries()[1].touches.all()] == [{"source": ["Plato", "Critias"]}]


def test_saving_what_is_the_same_leaves_nothing(act: Any, entries: Any) -> None:
    act(region().save)
    kept = Region.objects.get(slug="atlantis")
    act(kept.save)
    assert len(entries()) == 1


def test_only_the_written_columns_are_noted(act: Any, entries: Any) -> None:
    act(region(source="Plato").save)
    kept = Region.objects.get(slug="atlantis")
    kept.source, kept.note = "Critias", "not written"
    act(lambda: kept.save(update_fields=["source"]))
    assert [touch.fields for touch in entries()[1].touches.all()] == [{"source": ["Plato", "Critias"]}]
    kept.source = "Timaeus"
    act(kept.save)
    assert [touch.fields for touch in entries()[2].touches.all()] == [
        {"source": ["Critias", "Timaeus"], "note": ["", "not written"]}
    ]


def test_what_another_wrote_is_not_noted_as_ours_after_a_refresh(act: Any, entries: Any) -> None:
    act(region(source="Plato").save)
    ours, theirs = Region.objects.get(slug="atlantis"), Region.objects.get(slug="atlantis")
    theirs.source = "Critias"
    act(theirs.save)
    ours.refresh_from_db()
    ours.note = "island"
    act(ours.save)
    assert [touch.fields for touch in entries()[2].touches.all()] == [{"note": ["", "island"]}]


def test_a_removal_notes_what_was_there_and_what_went_with_it(act: Any, entries: Any) -> None:
    def make() -> Organisation:
        office = Organisation.objects.create(slug="office", kind="other", name_fa="دفتر", name_en="Office")
        Post.objects.create(slug="head", organisation=office, name_fa="رئیس", name_en="Head")
        return office

    office = act(make)
    number = office.pk

    def remove() -> None:
        office.posts.all().delete()
        office.delete()

    act(remove)
    touches = list(entries()[1].touches.order_by("pk"))
    assert [(touch.model, touch.deed) for touch in touches] == [
        ("registry.post", "removed"),
        ("registry.organisation", "removed"),
    ]
    assert touches[0].fields == {"rows": [None, 1]}
    assert touches[1].object_id == str(number)
    assert touches[1].fields["slug"] == ["office", None]


def test_bulk_writes_leave_a_count_and_bulk_changes_each_field(act: Any, entries: Any) -> None:
    def make() -> list[Region]:
        rows = [region(f"r{number}", source="a") for number in range(3)]
        for row in rows:
            row.fill_keys()
        return Region.objects.bulk_create(rows)

    rows = act(make)

    def change() -> None:
        rows[0].source = "b"
        Region.objects.bulk_update(rows, ["source"])

    act(change)
    made, changed = entries()
    assert [(touch.deed, touch.object_id, touch.fields) for touch in made.touches.all()] == [
        ("created", "", {"rows": [None, 3]})
    ]
    assert [(touch.deed, touch.object_id, touch.fields) for touch in changed.touches.all()] == [
        ("changed", str(rows[0].pk), {"source": ["a", "b"]})
    ]


def test_an_update_by_query_leaves_its_count_and_columns(act: Any, entries: Any) -> None:
    act(region().save)
    act(lambda: Region.objects.filter(slug="atlantis").update(source="Plato", note="x"))
    assert [touch.fields for touch in entries()[1].touches.all()] == [
        {"rows": [None, 1], "about": [None, "note, source"]}
    ]


@pytest.mark.parametrize(
    "write",
    [
        lambda: region().save(),
        lambda: Region.objects.create(slug="a", name_fa="ا", name_en="a"),
        lambda: Region.objects.bulk_create([region()]),
        lambda: Region.objects.update(source="x"),
        lambda: Region.objects.bulk_update(list(Region.objects.all()), ["source"]),
        lambda: CraftField.objects.all().delete(),
        lambda: CraftGroup.objects.get(number=0).delete(),
    ],
)
def test_a_write_outside_any_verb_is_refused_and_changes_nothing(write: Any, entries: Any) -> None:
    before = (list(Region.objects.values_list().order_by("pk")), CraftField.objects.count())
    with pytest.raises(UnauditedWrite):
        write()
    assert (list(Region.objects.values_list().order_by("pk")), CraftField.objects.count()) == before
    assert entries() == []


def test_a_verb_that_fails_leaves_neither_deed_nor_entry(act: Any, entries: Any) -> None:
    def fail() -> None:
        region().save()
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        act(fail)
    assert not Region.objects.filter(slug="atlantis").exists()
    assert entries() == []


def test_a_verb_within_a_verb_has_an_entry_of_its_own(act: Any, entries: Any) -> None:
    def outer() -> None:
        region("outer").save()
        act(region("inner").save)

    act(outer)
    labels = [[touch.fields["slug"][1] for touch in entry.touches.all()] for entry in entries()]
    assert labels == [["inner"], ["outer"]]


def test_history_is_newest_first_and_of_this_record_only(act: Any) -> None:
    made, other = region(), region("mu", name_en="Mu")
    act(made.save)
    act(other.save)
    kept = Region.objects.get(slug="atlantis")
    kept.source = "Plato"
    act(kept.save)
    assert [(touch.deed, touch.object_id) for touch in history_of(made)] == [
        ("changed", str(made.pk)),
        ("created", str(made.pk)),
    ]


STATEMENTS = [
    "UPDATE audit_entry SET actor = 'somebody else'",
    "UPDATE audit_entry SET actor = 'nobody' WHERE 1 = 0 OR id = (SELECT max(id) FROM audit_entry)",
    "DELETE FROM audit_entry",
    "UPDATE audit_touch SET label = 'other'",
    "DELETE FROM audit_touch",
]


def _journal() -> list[Any]:
    return [
        list(Entry.objects.values_list().order_by("pk")),
        list(Touch.objects.values_list().order_by("pk")),
    ]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_the_journal(statement: str, act: Any) -> None:
    act(region().save)
    before = _journal()
    assert all(before)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert _journal() == before


def test_the_database_refuses_to_replace_or_empty_the_journal(act: Any) -> None:
    act(region().save)
    before = _journal()
    last = Entry.objects.order_by("pk").last()
    assert last is not None
    if connection.vendor == "sqlite":
        statement = (
            f"INSERT OR REPLACE INTO audit_entry (id, at, verb, actor) VALUES ({last.pk}, '2020', 'x', 'y')"
        )
    else:
        statement = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_touch, audit_entry"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert _journal() == before
