"""Loading a list of ties, taking it back, and the command that does it."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from girih.kernel.access import Refused
from girih.kernel.audit.models import Entry
from girih.kernel.exchange.models import Import
from girih.kernel.exchange.queries import reason_of
from girih.networks.actions import imports as actions
from girih.networks.actions import ties as deeds
from girih.networks.models import Tie, TieContact, TieEvent, TieImport, TieParty

pytestmark = pytest.mark.django_db

FOUR = (
    "city_a,city_b,post_a,objective,kind\nIsfahan,Linz,دبیر,,\nIsfahan,Graz,,x,joint project\n"
    "Isfahan,Jaipur,,,\nIsfahan,Berlin,,,\n"
)


@pytest.fixture
def bring(officer, uccn, now):
    def brought(content=FOUR, actor=officer, kind="sister_city"):
        upload = ContentFile(content.encode(), name="ties.csv")
        batch = actions.bring_ties(
            actor=actor, at=now, network=uccn, upload=upload, name="ties.csv", kind=kind
        )
        return actions.check_ties(actor=actor, at=now, batch=batch)

    return brought


def rows_of_tables():
    return tuple(model.objects.count() for model in (Tie, TieParty, TieContact, TieEvent))


def test_a_checked_list_has_written_nothing(bring):
    batch = bring()
    assert (batch.state, batch.counts["new"]) == ("checked", 4)
    assert rows_of_tables() == (0, 0, 0, 0)


def test_ties_are_loaded_unconfirmed_with_their_batch(bring, officer, now):
    batch = actions.load_ties(actor=officer, at=now, batch=bring())
    assert rows_of_tables() == (4, 8, 1, 0)
    assert set(Tie.objects.values_list("batch", "state", "maturity", "recorded_at", "touched_at")) == {
        (batch.pk, "active", "acquaintance", now, now)
    }
    assert set(TieParty.objects.values_list("answer", "answered_at")) == {("pending", None)}
    record_ids = list(batch.rows.order_by("number").values_list("record_id", flat=True))
    assert record_ids == list(Tie.objects.order_by("pk").values_list("pk", flat=True))


def test_the_same_list_again_has_nothing_new(bring, officer, now):
    actions.load_ties(actor=officer, at=now, batch=bring())
    again = bring()
    assert (again.counts["new"], again.counts["same"]) == (0, 4)
    before = rows_of_tables()
    with pytest.raises(Refused) as refusal:
        actions.load_ties(actor=officer, at=now, batch=again)
    assert (refusal.value.verdict.code, rows_of_tables()) == ("nothing_to_load", before)
    assert Import.objects.get(pk=again.pk).state == "checked"


def test_the_kind_may_be_changed_before_loading(bring, officer, now):
    batch = bring()
    actions.check_ties(actor=officer, at=now, batch=batch, kind="memorandum")
    actions.load_ties(actor=officer, at=now, batch=batch)
    assert Counter(Tie.objects.values_list("kind", flat=True)) == {"memorandum": 3, "joint_project": 1}


def test_undo_takes_back_what_nothing_was_done_to(bring, officer, now):
    batch = actions.load_ties(actor=officer, at=now, batch=bring())
    linz, graz, jaipur, berlin = Tie.objects.order_by("pk")
    later = now + timedelta(minutes=1)
    deeds.answer_tie(actor=officer, at=later, party=linz.parties.first(), answer="confirmed")
    deeds.record_event(actor=officer, at=later, tie=graz, kind="contact", happened_on="2026")
    deeds.set_objective(actor=officer, at=later, tie=jaipur, objective="export")
    undone = actions.undo_ties(actor=officer, at=later, batch=batch)
    assert (undone.state, undone.counts["undone"], undone.counts["kept"]) == ("undone", 1, 3)
    assert list(Tie.objects.order_by("pk").values_list("pk", flat=True)) == [linz.pk, graz.pk, jaipur.pk]
    assert rows_of_tables() == (3, 6, 1, 1)
    importer = actions.TieImporter.of(batch)
    with translation.override("en"):
        said = [(row.outcome, reason_of(row, importer)) for row in batch.rows.order_by("number")]
    assert said == [
        ("kept", "One of its sides has answered since."),
        ("kept", "Events were recorded in it since."),
        ("kept", "Something was said of it since."),
        ("undone", ""),
    ]
    assert not Tie.objects.filter(pk=berlin.pk).exists()


def test_an_undone_list_can_be_brought_again(bring, officer, now):
    actions.undo_ties(actor=officer, at=now, batch=actions.load_ties(actor=officer, at=now, batch=bring()))
    assert rows_of_tables() == (0, 0, 0, 0)
    actions.load_ties(actor=officer, at=now, batch=bring())
    assert rows_of_tables() == (4, 8, 1, 0)


def test_nobody_but_the_secretariat_brings_lists(bring, officer, viewer, focal_point, now):
    batch = bring()
    before = (rows_of_tables(), Import.objects.count(), Entry.objects.count())
    for actor in (viewer, focal_point):
        with pytest.raises(Refused):
            bring(actor=actor)
        for deed in (actions.check_ties, actions.load_ties, actions.undo_ties, actions.discard_ties):
            with pytest.raises(Refused) as refusal:
                deed(actor=actor, at=now, batch=batch)
            assert refusal.value.verdict.code == "secretariat_only"
    assert (rows_of_tables(), Import.objects.count(), Entry.objects.count()) == before


def test_loading_costs_the_same_for_any_number_of_rows(bring, officer, uccn, now):
    counted = []
    names = (
        uccn.memberships.filter(valid_until="")
        .exclude(place__slug="linz-at")
        .values_list("place__slug", flat=True)
    )
    for count in (3, 200):
        listed = "".join(f"linz-at,{name},post of {name}\n" for name in names.order_by("place_id")[:count])
        batch = bring(f"city_a,city_b,post_b\n{listed}", kind="event" if count > 3 else "memorandum")
        with CaptureQueriesContext(connection) as queries:
            actions.load_ties(actor=officer, at=now, batch=batch)
        assert Tie.objects.filter(batch=batch).count() == count
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] < 40


def run(capsys, *arguments, **options):
    call_command("import_ties", *arguments, network="uccn", lang="en", **options)
    return capsys.readouterr().out


@pytest.fixture
def four(tmp_path):
    path = tmp_path / "four.csv"
    path.write_text(FOUR + "Atlantis,Linz,,,\n", encoding="utf-8")
    return path


def test_the_command_brings_a_list_once(uccn, four, capsys):
    counted = {"new": 4, "same": 0, "rejected": 1}
    reasons = [{"row": 6, "code": "unknown_member", "reason": "“Atlantis” is not a member of this network."}]
    first = json.loads(run(capsys, str(four), json=True))
    batch = Import.objects.get()
    assert first == {
        "network": "uccn", "dry_run": False, "read": 5, **counted, "reasons": reasons, "import": batch.pk,
    }  # fmt: skip
    second = json.loads(run(capsys, str(four), json=True))
    assert (second["new"], second["same"], second["rejected"]) == (0, 4, 1)
    assert (Tie.objects.count(), Import.objects.count(), TieImport.objects.count()) == (4, 1, 1)


def test_a_dry_run_writes_nothing(uccn, four, capsys):
    said = run(capsys, str(four), dry_run=True)
    assert "5 read" in said
    assert "4 would be new" in said
    assert (rows_of_tables(), Import.objects.count()) == ((0, 0, 0, 0), 0)


def test_the_command_writes_the_rows_left_out(uccn, four, tmp_path, capsys):
    from python_calamine import CalamineWorkbook

    target = tmp_path / "left-out.xlsx"
    run(capsys, str(four), rejects=str(target))
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert rows[1][:2] == ["Atlantis", "Linz"]
    assert rows[1][-1] == "“Atlantis” is not a member of this network."


@pytest.mark.parametrize(
    ("network", "name", "sentence"),
    [
        ("atlantis", "four.csv", "no network “atlantis”; there are: craft-deputies, culture-ministry-2021, "),
        ("uccn", "none.csv", "cannot read “"),
        ("uccn", "page.csv", "“page.csv”: This is a web page"),
    ],
)
def test_the_command_fails_with_one_sentence(uccn, four, tmp_path, network, name, sentence):
    (tmp_path / "page.csv").write_text("<!doctype html><html><body></body></html>", encoding="utf-8")
    with pytest.raises(CommandError) as failure:
        call_command("import_ties", str(tmp_path / name), network=network, lang="en")
    assert str(failure.value).startswith(sentence)
    assert "\n" not in str(failure.value)
    assert rows_of_tables() == (0, 0, 0, 0)


def test_the_shared_list_of_sister_cities(shared, uccn, capsys):
    """711 ties among 248 members, twice without doubling; its Granada is the one in Spain."""
    path = str(shared / "data" / "uccn_sister_ties.csv")
    first = json.loads(run(capsys, path, json=True))
    assert [first[key] for key in ("read", "new", "same", "rejected")] == [711, 711, 0, 0]
    second = json.loads(run(capsys, path, json=True))
    assert [second[key] for key in ("read", "new", "same", "rejected")] == [711, 0, 711, 0]
    assert (Tie.objects.count(), TieParty.objects.count()) == (711, 1422)
    assert TieParty.objects.values("place").distinct().count() == 248
    assert set(Tie.objects.values_list("kind", flat=True)) == {"sister_city"}
    granadas = TieParty.objects.filter(place__slug__startswith="granada-").values_list(
        "place__slug", flat=True
    )
    assert list(granadas) == ["granada-es"] * 3
