"""An import from upload to undo, on the real tables."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from people_importer import PeopleImporter

from girih.kernel.access import Actor, Refused
from girih.kernel.accounts.models import User
from girih.kernel.audit.models import Entry
from girih.kernel.documents.models import StoredFile
from girih.kernel.documents.unacceptable import Unacceptable
from girih.kernel.exchange import actions
from girih.kernel.exchange.export import rejects_file
from girih.kernel.exchange.importer import Outcome
from girih.kernel.exchange.models import Import, ImportRow
from girih.kernel.exchange.queries import (
    imports_of,
    notes_of,
    preview_of,
    reason_of,
    remembered_headings,
    rows_of,
)
from girih.kernel.exchange.reading import read_table

pytestmark = pytest.mark.django_db

FILE = (
    "نشانی,نام,یادداشت\n"
    "a@x.invalid,الف,\n"
    "b@x.invalid,ب,=2+2\n"
    "a@x.invalid,الف,\n"
    "c@x.invalid,?,\n"
    ",بی‌نشان,\n"
    "d@x.invalid,د,x,y,z\n"
)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def people() -> PeopleImporter:
    return PeopleImporter()


@pytest.fixture
def clerk() -> Actor:
    user = User.objects.create_user("clerk@x.invalid", name="کارشناس (نمونه)")
    return Actor(user_id=user.pk, label=user.name)


def uploaded(actor, at, text: str | bytes = FILE, name: str = "people.csv") -> Import:
    data = text.encode() if isinstance(text, str) else text
    return actions.upload(
        actor=actor, at=at, upload=ContentFile(data), name=name, kind="tests.people", target="x"
    )


def checked(actor, at, people, text: str = FILE) -> Import:
    return actions.check(actor=actor, at=at, batch=uploaded(actor, at, text), importer=people)


def test_a_file_is_checked_loaded_and_undone(clerk, now, people):
    before = Entry.objects.count()
    batch = uploaded(clerk, now)
    assert (batch.state, batch.created_by_id, batch.file.name) == ("uploaded", clerk.user_id, "people.csv")

    batch = actions.check(actor=clerk, at=now, batch=batch, importer=people)
    assert batch.state == "checked"
    assert batch.counts == {"rows": 6, "new": 2, "same": 0, "maybe": 1, "rejected": 3, "loaded": 0}
    assert batch.mapping == {"email": 0, "name": 1}
    assert User.objects.count() == 1
    with override("en"):
        assert [(row.number, row.outcome, reason_of(row, people)) for row in rows_of(batch)] == [
            (2, "new", ""),
            (3, "new", ""),
            (4, "rejected", "a@x.invalid stands twice"),
            (5, "maybe", "who is it"),
            (6, "rejected", "“Address” is empty. Fill it and import the row again."),
            (
                7,
                "rejected",
                "The row has 5 cells where the headings have 3. Put a cell that holds the separator between "
                "quotation marks.",
            ),
        ]

    batch = actions.load(actor=clerk, at=now, batch=batch, importer=people)
    assert (batch.state, batch.pass_number, batch.loaded_at) == ("loaded", 1, now)
    assert batch.counts == {"rows": 6, "new": 0, "same": 0, "maybe": 1, "rejected": 3, "loaded": 2}
    loaded = rows_of(batch, outcomes=[Outcome.LOADED])
    assert [User.objects.get(pk=row.record_id).email for row in loaded] == ["a@x.invalid", "b@x.invalid"]
    assert [row.cells for row in loaded] == [["a@x.invalid", "الف", None], ["b@x.invalid", "ب", "=2+2"]]

    batch = actions.undo(actor=clerk, at=now, batch=batch, importer=people)
    assert (batch.state, batch.undone_at) == ("undone", now)
    assert (batch.counts["undone"], batch.counts["kept"]) == (2, 0)
    assert User.objects.count() == 1
    assert ImportRow.objects.filter(batch=batch, outcome="undone").count() == 2
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True))[before:] == [
        "documents.store_file",
        "exchange.upload",
        "exchange.check",
        "exchange.load",
        "exchange.undo",
    ]


def test_the_same_file_again_adds_nothing_and_later_what_became_right(clerk, now, people):
    first = actions.load(actor=clerk, at=now, batch=checked(clerk, now, people), importer=people)
    again = checked(clerk, now, people)
    assert again.counts == {"rows": 6, "new": 0, "same": 3, "maybe": 1, "rejected": 2, "loaded": 0}
    with pytest.raises(Refused) as refusal:
        actions.load(actor=clerk, at=now, batch=again, importer=people)
    assert refusal.value.verdict.code == "nothing_to_load"
    again.refresh_from_db()
    assert again.state == "checked"
    assert User.objects.count() == 3

    User.objects.get(email="b@x.invalid").delete()
    second = actions.load(actor=clerk, at=now, batch=again, importer=people)
    assert (first.pass_number, second.pass_number, second.counts["loaded"]) == (1, 2, 1)
    assert User.objects.count() == 3


def test_rows_that_came_in_since_the_check_are_not_doubled(clerk, now, people):
    one, two = checked(clerk, now, people), checked(clerk, now, people, FILE + "e@x.invalid,ه,\n")
    assert (one.counts["new"], two.counts["new"]) == (2, 3)
    actions.load(actor=clerk, at=now, batch=one, importer=people)
    two = actions.load(actor=clerk, at=now, batch=two, importer=people)
    assert (two.counts["loaded"], two.counts["same"]) == (1, 3)
    assert User.objects.count() == 4


def test_the_database_itself_refuses_a_second_load_of_one_file(clerk, now, people):
    actions.load(actor=clerk, at=now, batch=checked(clerk, now, people), importer=people)
    twin = checked(clerk, now, people)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE exchange_import SET state = 'loaded' WHERE id = %s", [twin.pk])


def test_undo_keeps_what_is_in_use_and_says_why(clerk, now):
    people = PeopleImporter(kept=["b@x.invalid"])
    batch = actions.load(actor=clerk, at=now, batch=checked(clerk, now, people), importer=people)
    batch = actions.undo(actor=clerk, at=now, batch=batch, importer=people)
    assert (batch.counts["undone"], batch.counts["kept"]) == (1, 1)
    (kept,) = rows_of(batch, outcomes=[Outcome.KEPT])
    assert (kept.number, reason_of(kept, people)) == (3, "b@x.invalid is in use")


def test_undo_of_nothing_is_refused_and_changes_nothing(clerk, now):
    people = PeopleImporter(kept=["a@x.invalid", "b@x.invalid"])
    batch = actions.load(actor=clerk, at=now, batch=checked(clerk, now, people), importer=people)
    with pytest.raises(Refused) as refusal:
        actions.undo(actor=clerk, at=now, batch=batch, importer=people)
    assert refusal.value.verdict.code == "all_kept"
    assert "a@x.invalid is in use" in str(refusal.value)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["loaded"]) == ("loaded", 2)
    assert ImportRow.objects.filter(batch=batch, outcome="loaded").count() == 2


@pytest.mark.parametrize(("verb", "has_importer"), [("load", True), ("undo", True)])
def test_steps_out_of_turn_are_refused(clerk, now, people, verb, has_importer):
    batch = uploaded(clerk, now)
    with pytest.raises(Refused) as refusal:
        getattr(actions, verb)(actor=clerk, at=now, batch=batch, importer=people)
    assert refusal.value.verdict.code == "wrong_state"
    batch.refresh_from_db()
    assert batch.state == "uploaded"


def test_a_discarded_import_leaves_no_rows_and_goes_no_further(clerk, now, people):
    batch = actions.discard(actor=clerk, at=now, batch=checked(clerk, now, people))
    assert (batch.state, batch.rows.count(), list(imports_of("tests.people", "x"))) == ("discarded", 0, [])
    with pytest.raises(Refused):
        actions.check(actor=clerk, at=now, batch=batch, importer=people)


def test_a_file_that_is_no_table_opens_no_import(clerk, now):
    for data, code in [(b"<html><body>", "html_page"), (b"", "empty"), (b"%PDF-1.7", "not_accepted_here")]:
        with pytest.raises(Unacceptable) as refusal:
            uploaded(clerk, now, data)
        assert refusal.value.code == code
    assert (StoredFile.objects.count(), Import.objects.count()) == (0, 0)


def test_missing_columns_are_named_and_a_person_may_choose_them(clerk, now, people):
    batch = uploaded(clerk, now, "کد,شخص\na@x.invalid,الف\n")
    preview = preview_of(batch, people)
    assert (preview.headings, preview.row_count, preview.guess.missing) == (
        ("کد", "شخص"),
        1,
        ("email", "name"),
    )
    with pytest.raises(Unacceptable) as refusal:
        actions.check(actor=clerk, at=now, batch=batch, importer=people)
    assert (refusal.value.code, refusal.value.params) == ("missing_columns", {"columns": "Address، Name"})
    for mapping, code in [
        ({"email": 0, "name": 0}, "same_column_twice"),
        ({"email": 0, "name": 7}, "no_such_column"),
        ({"email": 0, "name": 1, "role": 1}, "no_such_column"),
        ({"email": 0}, "missing_columns"),
    ]:
        with pytest.raises(Unacceptable) as refusal:
            actions.check(actor=clerk, at=now, batch=batch, importer=people, mapping=mapping)
        assert refusal.value.code == code
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == ("uploaded", 0)

    batch = actions.check(actor=clerk, at=now, batch=batch, importer=people, mapping={"email": 0, "name": 1})
    actions.load(actor=clerk, at=now, batch=batch, importer=people)
    assert remembered_headings("tests.people") == {"کد": "email", "شخص": "name"}
    later = checked(clerk, now, people, "شخص;كد\nب;b@x.invalid\n")
    assert later.mapping == {"email": 1, "name": 0}


def test_the_file_of_what_was_left_out_can_be_corrected_and_brought_back(clerk, now, people):
    batch = actions.load(actor=clerk, at=now, batch=checked(clerk, now, people), importer=people)
    with override("en"):
        data = rejects_file(batch, people)
    table = read_table(io.BytesIO(data), "left.xlsx", limit_bytes=10**6, shape=people.shape)
    assert table.headings == ("نشانی", "نام", "یادداشت", "Row in the file", "Why it was left out")
    assert [row.cells[3] for row in table.rows] == [4, 5, 6, 7]
    assert table.rows[0].cells == ("a@x.invalid", "الف", None, 4, "a@x.invalid stands twice")
    back = actions.check(actor=clerk, at=now, batch=uploaded(clerk, now, data, "left.xlsx"), importer=people)
    assert back.counts == {"rows": 4, "new": 1, "same": 1, "maybe": 1, "rejected": 1, "loaded": 0}


def test_notes_of_the_reading_are_kept(clerk, now, people):
    batch = checked(clerk, now, people, "فهرست\nنشانی,نام\na@x.invalid,الف\n")
    with override("en"):
        assert [str(note) for note in notes_of(batch)] == ["1 rows above the headings were left out."]


def test_queries_do_not_grow_with_the_rows(clerk, now, people):
    def queries(rows: int) -> int:
        text = "نشانی,نام\n" + "".join(f"p{rows}-{n}@x.invalid,الف\n" for n in range(rows))
        batch = uploaded(clerk, now, text)
        with CaptureQueriesContext(connection) as captured:
            batch = actions.check(actor=clerk, at=now, batch=batch, importer=people)
            actions.load(actor=clerk, at=now, batch=batch, importer=people)
        return len(captured)

    assert queries(1) == queries(90)
