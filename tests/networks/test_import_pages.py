"""Bringing a list through the screen: upload, columns, dry run, load, undo; and what is refused."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from girih.kernel.audit.models import Entry
from girih.kernel.documents.models import StoredFile
from girih.kernel.exchange.models import Import
from girih.networks.actions import imports as actions
from girih.networks.models import Tie, TieParty

pytestmark = pytest.mark.django_db

IMPORTS = "/networks/uccn/imports/"
LIST = "city_a,country_a,city_b\nIsfahan,IR,Linz\nGranada,NI,Linz\nAtlantis,,Linz\nLinz,,Isfahan\n"


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["girih_language"] = "en"
    return client


@pytest.fixture
def desk(officer, officer_user):
    return signed_in(officer_user)


def bring(desk, content=LIST, name="ties.csv", kind="sister_city"):
    data = content.encode() if isinstance(content, str) else content
    return desk.post(IMPORTS, {"file": SimpleUploadedFile(name, data), "kind": kind})


def test_a_list_goes_from_upload_to_undo(desk, uccn):
    answer = bring(desk)
    batch = Import.objects.get()
    address = f"{IMPORTS}{batch.pk}/"
    assert (answer.status_code, answer["Location"], batch.state) == (302, address, "checked")
    page = desk.get(address).content.decode()
    assert "Load 2 ties" in page
    assert "“Atlantis” is not a member of this network." in page
    assert "The same tie stands in an earlier row." in page
    only = desk.get(f"{address}?outcome=rejected").content.decode()
    assert "Atlantis" in only
    assert "earlier row" not in only
    assert Tie.objects.count() == 0

    assert desk.post(f"{address}load/").status_code == 302
    assert set(Tie.objects.values_list("identity", "batch")) == {
        ("sister_city:isfahan-ir+linz-at", batch.pk),
        ("sister_city:granada-ni+linz-at", batch.pk),
    }
    assert "Undo the import" in desk.get(address).content.decode()
    listed = desk.get(f"/networks/uccn/ties/?batch={batch.pk}").content.decode()
    assert listed.count('class="row-link"') == 2

    assert desk.post(f"{address}undo/").status_code == 302
    assert (Tie.objects.count(), TieParty.objects.count()) == (0, 0)
    assert "2 ties are taken back; 0 stay" in desk.get(address).content.decode()


def test_columns_are_chosen_by_hand_where_they_cannot_be_guessed(desk, uccn):
    answer = bring(desk, "alpha,beta\nIsfahan,Linz\n")
    batch = Import.objects.get()
    assert (answer.status_code, batch.state) == (302, "uploaded")
    address = f"{IMPORTS}{batch.pk}/"
    assert '<option value="1">beta</option>' in desk.get(address).content.decode()
    same = desk.post(f"{address}check/", {"default_kind": "event", "city_a": "0", "city_b": "0"})
    assert same.status_code == 422
    assert "One column was chosen for two things" in same.content.decode()
    none = desk.post(f"{address}check/", {"default_kind": "event", "city_a": "0"})
    assert none.status_code == 422
    chosen = desk.post(f"{address}check/", {"default_kind": "event", "city_a": "0", "city_b": "1"})
    assert chosen.status_code == 302
    desk.post(f"{address}load/")
    assert Tie.objects.get().identity == "event:isfahan-ir+linz-at"


def test_rows_left_out_come_back_as_a_file_with_their_reasons(desk, uccn):
    from python_calamine import CalamineWorkbook

    bring(desk)
    answer = desk.get(f"{IMPORTS}{Import.objects.get().pk}/rejects.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["city_a", "country_a", "city_b"]
    assert [row[0] for row in rows[1:]] == ["Atlantis"]
    assert rows[1][-1] == "“Atlantis” is not a member of this network."


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("ties.csv", b"<!doctype html><html><body>city_a,city_b</body></html>", "This is a web page"),
        ("ties.csv", b"", "The submitted file is empty."),
        ("ties.xlsx", b"\x7fELF\x02\x01\x01" + b"\0" * 64, "This is a program"),
        ("ties.csv", b"city_a,city_b\n", "There are headings but no rows beneath them."),
        ("ties.csv", b"%PDF-1.7\n%%EOF\n", "CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(desk, uccn, name, content, sentence):
    answer = bring(desk, content, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Import.objects.exclude(state="discarded").count() == 0
    assert Tie.objects.count() == 0


@override_settings(GIRIH_UPLOAD_LIMIT=1_048_576)
def test_a_file_over_the_limit_is_refused_with_the_limit(desk, uccn):
    answer = bring(desk, LIST + "Isfahan,IR,Graz\n" * 70_000)
    assert answer.status_code == 422
    assert "The file is 2 megabytes; the limit is 1." in answer.content.decode()
    assert (Import.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_million_rows_are_refused_with_the_limit(desk, uccn):
    answer = bring(desk, "city_a,city_b\n" + "a,b\n" * 1_000_000)
    assert answer.status_code == 422
    assert "The table has 1,000,001 rows" in answer.content.decode()
    assert Import.objects.exclude(state="discarded").count() == 0


def test_a_list_in_another_encoding_is_read(desk, uccn):
    bring(desk, "شهر الف;شهر ب\nاصفهان;لينتس\n".encode("cp1256"))
    batch = Import.objects.get()
    assert (batch.state, batch.counts["new"]) == ("checked", 1)


def test_a_script_in_a_cell_and_a_name_stays_text(desk, uccn):
    bring(desk, "city_a,city_b\n<script>alert(1)</script>,Linz\n", name="<img src=x>.csv")
    page = desk.get(f"{IMPORTS}{Import.objects.get().pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_viewer_is_told_who_brings_lists(viewer, viewer_user, desk):
    bring(desk)
    batch = Import.objects.get()
    before = (Import.objects.count(), Tie.objects.count(), Entry.objects.count(), batch.state)
    viewers = signed_in(viewer_user)
    assert (
        "Only the secretariat of this network brings lists of ties." in viewers.get(IMPORTS).content.decode()
    )
    assert bring(viewers).status_code == 403
    for verb in ("check", "load", "undo", "discard"):
        assert viewers.post(f"{IMPORTS}{batch.pk}/{verb}/", {"role": "secretariat"}).status_code == 403
    assert viewers.get(f"{IMPORTS}{batch.pk}/").status_code == 403
    assert viewers.get(f"{IMPORTS}{batch.pk}/rejects.xlsx").status_code == 403
    batch.refresh_from_db()
    assert (Import.objects.count(), Tie.objects.count(), Entry.objects.count(), batch.state) == before


def test_a_post_without_its_token_brings_and_loads_nothing(officer, officer_user, uccn, desk):
    bring(desk)
    batch = Import.objects.get()
    forger = signed_in(officer_user, enforce_csrf_checks=True)
    assert bring(forger).status_code == 403
    assert forger.post(f"{IMPORTS}{batch.pk}/load/").status_code == 403
    assert forger.get(f"{IMPORTS}{batch.pk}/load/").status_code == 405
    assert (Import.objects.count(), Tie.objects.count()) == (1, 0)


def test_an_import_of_one_network_is_no_import_of_another(desk, officer_user, uccn, now, machine):
    from girih.kernel.access import Role
    from girih.networks.models import Network
    from girih.registry.actions.people import give_seat

    other = Network.objects.select_related("secretariat").get(slug="free-zones")
    give_seat(
        actor=machine,
        at=now,
        user=officer_user,
        organisation=other.secretariat,
        role=Role.SECRETARIAT,
        valid_from=now.date(),
    )
    bring(desk)
    batch = Import.objects.get()
    assert desk.post(f"/networks/free-zones/imports/{batch.pk}/load/").status_code == 404
    assert Tie.objects.count() == 0
    assert actions.TieImporter.of(batch).network == uccn


def test_the_page_costs_the_same_for_any_number_of_rows(desk, uccn, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for rows in (1, 3):
        bring(desk, "city_a,city_b\n" + "Atlantis,Linz\n" * rows)
        batch = Import.objects.latest("pk")
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{IMPORTS}{batch.pk}/").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 15


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_taken_home_is_found_again_when_it_is_brought_back(desk, uccn, language, form):
    bring(
        desk,
        "city_a,country_a,city_b,kind,since\nGranada,NI,Linz,memorandum,1403/11/01\nIsfahan,,Linz,,2014\n",
    )
    desk.post(f"{IMPORTS}{Import.objects.get().pk}/load/")
    desk.cookies["girih_language"] = language
    taken = desk.get(f"/networks/uccn/ties/export.{form}").content
    bring(desk, taken, name=f"ties.{form}", kind="event")
    batch = Import.objects.latest("pk")
    assert (batch.state, batch.counts["same"], batch.counts["rejected"]) == ("checked", 2, 0)
    assert {"city_a", "country_a", "city_b", "country_b", "kind", "since", "source"} <= set(batch.mapping)


def test_a_button_pressed_twice_says_that_the_work_is_done(desk, uccn):
    bring(desk)
    batch = Import.objects.get()
    address = f"{IMPORTS}{batch.pk}/"
    for verb, sentence in (
        ("load", "This list is already loaded."),
        ("undo", "This import is already taken back."),
    ):
        desk.post(f"{address}{verb}/")
        desk.get(address)
        done = (Tie.objects.count(), Entry.objects.count())
        answer = desk.post(f"{address}{verb}/")
        assert (answer.status_code, answer["Location"]) == (302, address)
        assert sentence in desk.get(address).content.decode()
        assert (Tie.objects.count(), Entry.objects.count()) == done
    assert desk.post(f"{address}load/").status_code == 403


@pytest.mark.parametrize("page", ["9" * 30, "۲", "-1", "x", "0", ""])
def test_any_page_number_is_answered(desk, uccn, page):
    bring(desk)
    assert desk.get(f"{IMPORTS}{Import.objects.get().pk}/?page={page}").status_code == 200
    assert desk.get(f"{IMPORTS}{'9' * 30}/").status_code == 404
