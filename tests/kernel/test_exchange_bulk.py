"""Rows written past the ORM are the rows the ORM reads."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from girih.kernel.access import Actor
from girih.kernel.audit import UnauditedWrite, verb
from girih.kernel.audit.models import Touch
from girih.kernel.documents.models import StoredFile
from girih.kernel.exchange.bulk import insert_rows, reserve_ids

pytestmark = pytest.mark.django_db

FIELDS = (
    "id",
    "sha256",
    "name",
    "size",
    "media_type",
    "file",
    "uploaded_by_id",
    "uploaded_label",
    "uploaded_at",
)
MOMENT = datetime(2026, 3, 21, 10, 30, tzinfo=UTC)


def rows(ids):
    return [(pk, f"{pk:064d}", f"پرونده {pk}", pk, "text/plain", "a/b", None, "", MOMENT) for pk in ids]


@verb("tests.insert")
def insert(*, actor: Actor, at: datetime, count: int, wrong_size: bool = False) -> list[int]:
    ids = list(reserve_ids(StoredFile, count))
    values = rows(ids)
    if wrong_size:
        values[-1] = (*values[-1][:3], 0, *values[-1][4:])
    assert insert_rows(StoredFile, FIELDS, values) == count
    return ids


def test_rows_arrive_whole_with_the_ids_that_were_reserved(machine, now):
    ids = insert(actor=machine, at=now, count=7)
    assert len(set(ids)) == 7
    stored = StoredFile.objects.in_bulk(ids)
    assert [(stored[pk].name, stored[pk].size, stored[pk].uploaded_at) for pk in ids] == [
        (f"پرونده {pk}", pk, MOMENT) for pk in ids
    ]
    again = insert(actor=machine, at=now, count=3)
    assert not set(ids) & set(again)
    assert insert(actor=machine, at=now, count=0) == []


def test_the_journal_has_one_line_with_the_count(machine, now):
    insert(actor=machine, at=now, count=7)
    touch = Touch.objects.get(model="documents.storedfile", entry__verb="tests.insert")
    assert (touch.deed, touch.fields) == ("created", {"rows": [None, 7]})


def test_ordinary_saves_go_on_after_the_reserved_ids(machine, now):
    ids = insert(actor=machine, at=now, count=2)

    @verb("tests.save")
    def save(*, actor: Actor, at: datetime) -> StoredFile:
        return StoredFile.objects.create(
            sha256="x", name="n", size=1, media_type="t", file="f", uploaded_at=at
        )

    assert save(actor=machine, at=now).pk > max(ids)


def test_constraints_hold_and_one_wrong_row_leaves_none(machine, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(actor=machine, at=now, count=3, wrong_size=True)
    assert StoredFile.objects.count() == 0


def test_an_audited_table_is_written_only_inside_a_verb():
    with pytest.raises(UnauditedWrite), transaction.atomic():
        insert_rows(StoredFile, FIELDS, rows([1]))
    assert StoredFile.objects.count() == 0
