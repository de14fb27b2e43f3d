"""Pages of ties as people use them: list, tie, proposal, my ties, and what a forged request gets."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from girih.kernel.audit.models import Entry
from girih.networks.actions import ties as actions
from girih.networks.models import Tie, TieContact, TieEvent, TieParty
from girih.networks.queries.ties import TieFilters, my_ties_for, ties_for, ties_of_place, weaknesses_of
from girih.registry.models import Place

pytestmark = pytest.mark.django_db

LIST = "/networks/uccn/ties/"


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["girih_language"] = "en"
    return client


@pytest.fixture
def officers_desk(officer, officer_user):
    return signed_in(officer_user)


@pytest.fixture
def focal_desk(focal_point, focal_point_user):
    return signed_in(focal_point_user)


@pytest.fixture
def viewers_desk(viewer, viewer_user):
    return signed_in(viewer_user)


@pytest.fixture
def tied(officer, uccn, now):
    """Record ties between pairs of members, by their short names."""

    def record(*pairs, kind="sister_city", **facts):
        return [
            actions.record_tie(
                actor=officer,
                at=facts.get("at", now),
                network=uccn,
                places=[Place.objects.get(slug=slug) for slug in pair],
                kind=kind,
                source="letter",
                objective=facts.get("objective", ""),
            )
            for pair in pairs
        ]

    return record


PAIRS = (("isfahan-ir", "linz-at"), ("isfahan-ir", "jaipur-in"), ("linz-at", "seoul-kr"))


def state_of_everything():
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Tie, TieParty, TieContact, TieEvent, Entry)
    ]


def test_filters_leave_exactly_the_weak_ones(tied, officer, uccn, now):
    from datetime import timedelta

    plain, told, old = (
        tied(PAIRS[0]),
        tied(PAIRS[1], objective="export"),
        tied(PAIRS[2], at=now - timedelta(days=366)),
    )
    for party in told[0].parties.all():
        actions.answer_tie(actor=officer, at=now, party=party, answer="confirmed")
        for title in ("secretary", "deputy"):
            actions.add_contact(actor=officer, at=now, party=party, post_title=title)

    def left(**filters):
        page = ties_for(officer, network=uccn, filters=TieFilters(**filters), now=now)
        assert page.total == len(page.ties)
        return sorted(tie.pk for tie in page.ties)

    a, b, c = plain[0].pk, told[0].pk, old[0].pk
    assert left() == [a, b, c]
    assert left(unconfirmed=True) == [a, c]
    assert left(no_objective=True) == [a, c]
    assert left(one_person=True) == [a, c]
    assert left(untouched=True) == [c]
    assert left(search="اصفهان") == [a, b]
    assert left(search="esfahan لينتس") == [a]
    assert left(place="seoul-kr") == [c]
    assert left(kind="event") == []
    assert weaknesses_of(Tie.objects.get(pk=b), now=now) == []
    assert weaknesses_of(Tie.objects.get(pk=c), now=now) == [
        "unconfirmed", "no_objective", "one_person", "untouched",
    ]  # fmt: skip


def test_a_search_without_ties_offers_the_nearest_name_that_has_some(tied, officers_desk):
    tied(PAIRS[0])
    page = officers_desk.get(LIST, {"search": "Lintz", "state": "active"}).content.decode()
    assert '<a href="?search=Linz&amp;state=active">Did you mean “Linz”?</a>' in page
    for search, state in (("Lintz", "ended"), ("Seoul", ""), ("qqqq", "")):
        page = officers_desk.get(LIST, {"search": search, "state": state}).content.decode()
        assert "Did you mean" not in page, search
        assert "No tie is like this" in page


@pytest.mark.parametrize("order", ["touched", "recorded"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_follow_each_other_without_gap_or_repetition(tied, officer, uccn, now, order, size):
    from datetime import timedelta

    first, second, third = (tie.pk for tie in tied(*PAIRS))
    actions.set_objective(
        actor=officer, at=now + timedelta(microseconds=1), tie=Tie.objects.get(pk=second), objective="tiles"
    )
    keys = [second, third, first] if order == "touched" else [first, second, third]
    filters = TieFilters(order=order)
    seen, after = [], ""
    while after is not None:
        page = ties_for(officer, network=uccn, filters=filters, now=now, after=after, size=size)
        seen += [tie.pk for tie in page.ties]
        after = page.next_after
    assert seen == keys


@pytest.mark.parametrize("address", [LIST, "/networks/uccn/my-ties/", "/networks/uccn/", "/networks/", "/"])
def test_pages_ask_as_much_of_the_database_for_three_rows_as_for_one(tied, focal_desk, address):
    counted = []
    for pairs in (PAIRS[:1], PAIRS[1:]):
        tied(*pairs)
        assert focal_desk.get(address).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            focal_desk.get(address)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 20


def test_the_page_of_a_tie_asks_as_much_for_three_events_as_for_one(tied, officer, officers_desk, now):
    (tie,) = tied(PAIRS[0])
    counted = []
    for times in (1, 2):
        for _ in range(times):
            actions.record_event(actor=officer, at=now, tie=tie, kind="contact", happened_on="2025")
        with CaptureQueriesContext(connection) as queries:
            assert officers_desk.get(f"/ties/{tie.pk}/").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 20


def test_the_list_is_taken_home_as_it_is_shown(tied, officers_desk):
    from python_calamine import CalamineWorkbook

    tied(*PAIRS, objective="=HYPERLINK(0)", kind="joint_project")
    answer = officers_desk.get("/networks/uccn/ties/export.csv?place=seoul-kr")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][0:4] == ["Linz", "AT", "Seoul", "KR"]
    assert rows[1][11] == "'=HYPERLINK(0)"
    book = officers_desk.get("/networks/uccn/ties/export.xlsx?order=recorded")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in sheet[1:]] == ["Linz", "Jaipur", "Seoul"]
    assert officers_desk.get("/networks/uccn/ties/export.pdf").status_code == 404


def test_a_focal_point_proposes_from_a_filled_form(focal_desk, uccn):
    page = focal_desk.get(
        "/networks/uccn/ties/propose/?a=isfahan-ir&b=linz-at&purpose=export"
    ).content.decode()
    assert 'value="isfahan-ir"' in page
    assert '<option value="export" selected>' in page
    answer = focal_desk.post(
        "/networks/uccn/ties/propose/",
        {"a": "اصفهان", "b": "Linz (AT)", "kind": "joint_project", "purpose": "export", "since": "۱۴۰۳"},
    )
    tie = Tie.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/ties/{tie.pk}/")
    assert (tie.state, tie.purpose.slug, tie.since) == ("proposed", "export", "2024-03-20y")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"b": "Lintz"}, "“Lintz” is not a member of this network. Did you mean: Linz (AT)?"),
        ({"b": "Esfahan"}, "A member has no tie with itself."),
        ({"b": "Granada"}, "“Granada” is the name of several members: Granada (ES), Granada (NI)."),
        ({"since": "۱۲ رمضان ۱۴۴۵"}, "is a lunar date"),
    ],
)
def test_a_proposal_that_cannot_be_keeps_what_was_typed(focal_desk, uccn, fields, sentence):
    typed = {"a": "Isfahan", "b": "Linz", "kind": "event", "objective": "<b>مهم</b>", **fields}
    answer = focal_desk.post("/networks/uccn/ties/propose/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "&lt;b&gt;مهم&lt;/b&gt;" in page
    assert Tie.objects.count() == 0


def test_a_script_in_a_name_stays_text(officers_desk, tied):
    (tie,) = tied(PAIRS[0], objective="<script>alert(1)</script>")
    for address in (f"/ties/{tie.pk}/", LIST):
        page = officers_desk.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_my_ties_are_confirmed_in_place_and_without_script(focal_desk, focal_point, uccn, tied):
    first, second, _other = tied(*PAIRS)
    assert [tie.pk for tie in my_ties_for(focal_point, network=uccn)] == [second.pk, first.pk]
    for tie, headers in ((first, {"HX-Request": "true"}), (second, {})):
        party = tie.parties.get(place__slug="isfahan-ir")
        answer = focal_desk.post(
            f"/ties/{tie.pk}/answer/{party.pk}/",
            {"answer": "confirmed", "next": "/networks/uccn/my-ties/"},
            headers=headers,
        )
        party.refresh_from_db()
        assert party.answer == "confirmed"
        if headers:
            assert answer.status_code == 200
            assert answer.content.decode().lstrip().startswith(f'<li class="panel" id="tie-{tie.pk}"')
        else:
            assert (answer.status_code, answer["Location"]) == (302, "/networks/uccn/my-ties/")


def test_an_answer_leads_to_no_foreign_site(focal_desk, tied):
    (tie,) = tied(PAIRS[0])
    party = tie.parties.get(place__slug="isfahan-ir")
    answer = focal_desk.post(
        f"/ties/{tie.pk}/answer/{party.pk}/", {"answer": "confirmed", "next": "https://elsewhere.invalid/"}
    )
    assert answer["Location"] == f"/ties/{tie.pk}/"


def test_an_event_with_its_file_is_recorded_and_the_file_comes_back_as_a_download(officers_desk, tied):
    (tie,) = tied(PAIRS[0])
    file = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    answer = officers_desk.post(
        f"/ties/{tie.pk}/events/",
        {"kind": "agreement", "happened_on": "1403/11/01", "upload": SimpleUploadedFile("mou.pdf", file)},
    )
    event = TieEvent.objects.get()
    assert (answer.status_code, event.happened_on) == (302, "2025-01-20")
    download = officers_desk.get(f"/ties/{tie.pk}/events/{event.pk}/file/")
    assert b"".join(download.streaming_content) == file
    assert download["Content-Disposition"] == 'attachment; filename="mou.pdf"'
    assert Client().get(f"/ties/{tie.pk}/events/{event.pk}/file/").status_code == 403


def test_a_file_that_is_not_taken_says_why_and_records_nothing(officers_desk, tied):
    (tie,) = tied(PAIRS[0])
    answer = officers_desk.post(
        f"/ties/{tie.pk}/events/",
        {
            "kind": "agreement",
            "happened_on": "2025",
            "note": "signed in Linz",
            "upload": SimpleUploadedFile("mou.pdf", b"<!doctype html><html></html>"),
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is a web page, whatever its name says." in page
    assert "signed in Linz" in page
    assert TieEvent.objects.count() == 0


def test_objective_and_posts_are_written_on_the_page(officers_desk, tied):
    (tie,) = tied(PAIRS[0])
    party = tie.parties.get(place__slug="isfahan-ir")
    officers_desk.post(f"/ties/{tie.pk}/objective/", {"objective": "export of tiles", "purpose": "export"})
    officers_desk.post(f"/ties/{tie.pk}/contacts/", {"party": party.pk, "post": "deputy of culture"})
    tie.refresh_from_db()
    assert (tie.objective, tie.purpose.slug) == ("export of tiles", "export")
    assert TieContact.objects.get().post_title == "deputy of culture"
    page = officers_desk.get(f"/ties/{tie.pk}/").content.decode()
    assert "wrote the objective" in page
    assert "named a post that carries the tie" in page


def test_a_forged_role_changes_nothing(viewers_desk, focal_desk, tied, officer):
    """Whoever sends the request by hand meets the same rules as the buttons."""
    tie, _second, other = tied(*PAIRS)
    party, foreign = tie.parties.get(place__slug="linz-at"), other.parties.get(place__slug="seoul-kr")
    before = state_of_everything()
    forged = {"actor": "1", "role": "secretariat", "answer": "confirmed", "next": "/"}
    for desk, address, fields in [
        (viewers_desk, f"/ties/{tie.pk}/answer/{party.pk}/", forged),
        (viewers_desk, f"/ties/{tie.pk}/events/", {"kind": "contact", "happened_on": "2025", **forged}),
        (viewers_desk, f"/ties/{tie.pk}/objective/", {"objective": "x", **forged}),
        (viewers_desk, f"/ties/{tie.pk}/contacts/", {"party": party.pk, "post": "x", **forged}),
        (viewers_desk, f"/ties/{tie.pk}/end/", {"until": "2026", **forged}),
        (viewers_desk, "/networks/uccn/ties/propose/", {"a": "Graz", "b": "Linz", "kind": "event", **forged}),
        (focal_desk, f"/ties/{other.pk}/answer/{foreign.pk}/", forged),
        (focal_desk, f"/ties/{other.pk}/objective/", {"objective": "x", **forged}),
        (Client(), f"/ties/{tie.pk}/answer/{party.pk}/", forged),
    ]:
        assert desk.post(address, fields).status_code == 403, address
    assert state_of_everything() == before


def test_a_post_without_its_token_changes_nothing(officer, officer_user, tied):
    (tie,) = tied(PAIRS[0])
    party = tie.parties.first()
    desk = signed_in(officer_user, enforce_csrf_checks=True)
    before = state_of_everything()
    for address, fields in [
        (f"/ties/{tie.pk}/answer/{party.pk}/", {"answer": "confirmed"}),
        (f"/ties/{tie.pk}/end/", {"until": "2026"}),
        ("/networks/uccn/ties/propose/", {"a": "Graz", "b": "Linz", "kind": "event"}),
    ]:
        assert desk.post(address, fields).status_code == 403
    assert state_of_everything() == before


@pytest.mark.parametrize("path", ["answer/1/", "events/", "objective/", "contacts/", "end/", "decline/"])
def test_a_link_changes_nothing(officers_desk, tied, path):
    (tie,) = tied(PAIRS[0])
    assert officers_desk.get(f"/ties/{tie.pk}/{path}").status_code == 405


def test_a_viewer_sees_the_reason_beside_the_button(viewers_desk, tied):
    (tie,) = tied(PAIRS[0])
    page = viewers_desk.get(f"/ties/{tie.pk}/").content.decode()
    assert "What happens in a tie is recorded by its parties and the secretariat." in page
    assert "Confirm for" not in page


def test_a_stranger_reads_no_tie(focal_desk, tied, visitor):
    (tie,) = tied(PAIRS[2])
    assert Client().get(f"/ties/{tie.pk}/").status_code == 403
    assert focal_desk.get(f"/ties/{tie.pk}/").status_code == 200
    assert Client().get("/ties/999999/").status_code == 404
    assert list(ties_of_place(visitor, place=Place.objects.get(slug="linz-at"))) == []


@pytest.mark.parametrize(
    "number", ["9" * 26, "9" * 5000, "-1", "x", "۹" * 26, "9" * 17 + ".1", "1." + "9" * 18]
)
def test_no_number_of_an_address_breaks_a_page(officers_desk, tied, number):
    tied(PAIRS[0])
    for address in (LIST, f"{LIST}export.csv", f"{LIST}export.xlsx"):
        for name in ("batch", "after"):
            assert officers_desk.get(address, {name: number}).status_code == 200, (address, name)


def test_a_key_beyond_every_table_is_not_found(officers_desk):
    assert officers_desk.get(f"/ties/{'9' * 30}/").status_code == 404


def test_a_viewer_meets_the_reason_instead_of_a_form(viewers_desk, officers_desk, uccn):
    reason = "A tie is proposed by the secretariat or by the focal point of one of its members."
    for address in ("/networks/uccn/ties/propose/", LIST, "/networks/uccn/my-ties/"):
        page = viewers_desk.get(address).content.decode()
        assert reason in page, address
        assert 'aria-disabled="true"' in page, address
        assert 'name="objective"' not in page
        assert reason not in officers_desk.get(address).content.decode()
    assert viewers_desk.post("/networks/uccn/ties/propose/", {}).status_code == 403


def side(page, name):
    import re

    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""


def test_the_own_member_of_a_focal_point_stands_in_the_form(focal_desk, officers_desk, uccn):
    sentence = "One of the sides is Isfahan (IR): you propose ties of your own member."
    for query, sides in (
        ("", ("Isfahan (IR)", "")),
        ("?a=linz-at", ("linz-at", "Isfahan (IR)")),
        ("?b=linz-at", ("Isfahan (IR)", "linz-at")),
        ("?b=isfahan-ir", ("", "isfahan-ir")),
    ):
        page = focal_desk.get(f"/networks/uccn/ties/propose/{query}").content.decode()
        assert sentence in page
        assert (side(page, "a"), side(page, "b")) == sides
    page = officers_desk.get("/networks/uccn/ties/propose/").content.decode()
    assert "One of the sides is" not in page
    assert (side(page, "a"), side(page, "b")) == ("", "")
    answer = focal_desk.post("/networks/uccn/ties/propose/", {"a": "Graz", "b": "Linz", "kind": "event"})
    assert answer.status_code == 422
    assert f"<li>{sentence}</li>" in answer.content.decode()
    assert Tie.objects.count() == 0


def test_a_day_ahead_is_said_beside_its_field(focal_desk, officers_desk, uccn, tied):
    typed = {"a": "Isfahan", "b": "Linz", "kind": "event", "since": "1499"}
    answer = focal_desk.post("/networks/uccn/ties/propose/", typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"since": [gettext("A tie cannot begin in the future.")]}
    (tie,) = tied(PAIRS[0])
    answer = officers_desk.post(f"/ties/{tie.pk}/events/", {"kind": "contact", "happened_on": "1447/05/12"})
    assert answer.status_code == 422
    assert list(answer.context["event_form"].errors) == ["happened_on"]
    assert Tie.objects.count() == 1


def test_lists_take_the_comma_of_the_language(officers_desk, tied, officer, now):
    (tie,) = tied(PAIRS[0])
    party = tie.parties.get(place__slug="isfahan-ir")
    for title in ("secretary", "deputy"):
        actions.add_contact(actor=officer, at=now, party=party, post_title=title)
    for address in (LIST, f"/ties/{tie.pk}/"):
        assert "،" not in officers_desk.get(address).content.decode().partition("<main")[2], address
    page = officers_desk.get(f"/ties/{tie.pk}/").content.decode()
    assert "secretary, deputy" in page
    officers_desk.cookies["girih_language"] = "fa"
    assert "secretary، deputy" in officers_desk.get(f"/ties/{tie.pk}/").content.decode()


def test_a_member_whose_end_is_known_is_a_member_until_then(officer, uccn, now, today):
    from datetime import date

    from girih.kernel.audit import verb
    from girih.networks.models import Membership
    from girih.networks.queries.home import figures_for, networks_for
    from girih.networks.queries.naming import Misnamed, members_by_name

    @verb("tests.end_membership")
    def end(*, actor, at):
        Membership.objects.filter(network=uccn, place__slug="linz-at").update(valid_until="2026-12-01")

    end(actor=officer, at=now)
    after = date(2026, 12, 1)
    assert figures_for(officer, network=uccn, today=today).members == 408
    assert figures_for(officer, network=uccn, today=after).members == 407
    assert [network.member_count for network in networks_for(officer, today=after)] == [407]
    assert members_by_name(uccn, on=today).resolve("Linz").slug == "linz-at"
    with pytest.raises(Misnamed):
        members_by_name(uccn, on=after).resolve("Linz")
    places = list(Place.objects.filter(slug__in=PAIRS[0]))
    made = actions.propose_tie(actor=officer, at=now, network=uccn, places=places, kind="event")
    assert made.state == "proposed"
