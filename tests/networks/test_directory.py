"""The directory of members: who is in it, filters with their counts, pages, files, the map."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from girih.kernel.access import Actor
from girih.kernel.audit import verb
from girih.networks.models import Membership, Network
from girih.networks.queries.member_filters import MemberFilters
from girih.networks.queries.members import (
    Seek,
    member_points_for,
    member_rows_for,
    members_for,
    memberships_of_place,
)
from girih.registry.models import Country, Place, Region, Title

pytestmark = pytest.mark.django_db

UCCN = MemberFilters(network="uccn")


@pytest.fixture
def listed(reference: None, visitor: Actor, today: date) -> Callable[..., Any]:
    def run(seek: Seek | None = None, **filters: str) -> Any:
        return members_for(visitor, filters=MemberFilters(**filters), today=today, seek=seek)

    return run


def choices(found: Any, name: str) -> dict[str, int]:
    facet = next(facet for facet in found.facets if facet.name == name)
    return {choice.value: choice.count for choice in facet.choices}


def every_page(listed: Callable[..., Any], **filters: str) -> list[Any]:
    pages = [listed(**filters)]
    while pages[-1].next:
        pages.append(listed(pages[-1].next, **filters))
    return pages


# ── who is in it ────────────────────────────────────────────────


def test_the_unesco_network_has_408_members_each_once(listed: Callable[..., Any]) -> None:
    pages = every_page(listed, network="uccn")
    slugs = [row.place.slug for page in pages for row in page.rows]
    assert len(slugs) == len(set(slugs)) == 408
    assert [page.total for page in pages] == [408] * 9
    assert [len(page.rows) for page in pages] == [50] * 8 + [8]
    assert [(page.first, page.last) for page in pages][:2] == [(1, 50), (51, 100)]
    assert (pages[-1].first, pages[-1].last) == (401, 408)


def test_a_member_of_several_networks_is_one_row_with_its_memberships(listed: Callable[..., Any]) -> None:
    (row,) = listed(search="اصفهان", field="crafts-and-folk-art").rows
    assert (row.place.slug, {one.network.slug for one in row.memberships}) == (
        "isfahan-ir",
        {"uccn", "iran-uccn"},
    )


def test_a_membership_that_ended_is_not_in_the_list(listed: Callable[..., Any], visitor: Actor) -> None:
    (row,) = listed(network="uccn", search="Lyon").rows
    assert [one.field.slug for one in row.memberships] == ["literature"]
    history = memberships_of_place(visitor, place=row.place)
    assert [(one.membership.field.slug, one.in_force) for one in history] == [
        ("literature", True),
        ("media-arts", False),
    ]


def test_the_list_of_an_earlier_day_is_that_of_the_day(reference: None, visitor: Actor) -> None:
    early = members_for(visitor, filters=replace(UCCN, search="Lyon"), today=date(2023, 10, 30))
    assert [one.field.slug for one in early.rows[0].memberships] == ["media-arts"]
    assert members_for(visitor, filters=UCCN, today=date(2004, 6, 1)).total < 10


# ── search ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "search",
    ["کرمانشاه", "كرمانشاه", "کرمان‌شاه", "کرمان شاه", "KERMANSHAH", "kermanshah", "کـــرمانشاه"],
)
def test_a_member_is_found_whatever_the_letters_and_spaces(search: str, listed: Callable[..., Any]) -> None:
    assert [row.place.slug for row in listed(network="uccn", search=search).rows] == ["kermanshah-ir"]


def test_both_granadas_are_found_and_told_apart_by_country(listed: Callable[..., Any]) -> None:
    found = listed(network="uccn", search="granada")
    assert {row.place.slug for row in found.rows} == {"granada-es", "granada-ni"}
    assert [row.place.slug for row in listed(network="uccn", search="granada", country="NI").rows] == [
        "granada-ni"
    ]


def test_every_word_must_be_in_the_names(listed: Callable[..., Any]) -> None:
    assert listed(network="uccn", search="granada lyon").total == 0


@pytest.mark.parametrize("search", ["رشت ایران", "ايران رشت", "Rasht Iran", "rasht gilan", "رشت گیلان ایر"])
def test_words_of_the_country_and_the_province_find_too(search: str, listed: Callable[..., Any]) -> None:
    assert [row.place.slug for row in listed(network="uccn", search=search).rows] == ["rasht-ir"]


def test_a_country_is_found_by_the_beginning_of_its_words_only(listed: Callable[..., Any]) -> None:
    kingdom = listed(network="uccn", search="kingdom")
    assert kingdom.total == choices(listed(network="uccn"), "country")["GB"]
    codes = {
        row.place.country.code
        for page in every_page(listed, network="uccn", search="oman")
        for row in page.rows
    }
    assert "RO" not in codes


def test_a_search_that_finds_nothing_offers_the_nearest_name(listed: Callable[..., Any]) -> None:
    found = listed(network="uccn", search="اصفهن")
    assert (found.total, found.rows, found.suggestion) == (0, (), "اصفهان")
    assert listed(network="uccn", search="رشد").suggestion == "رشت"
    assert listed(search="qqqqqqqq").suggestion == ""
    assert listed(network="uccn", search="قالی").suggestion == ""
    assert listed(search="؟!").total == 0


# ── filters and their counts ────────────────────────────────────


def test_choices_count_what_each_would_leave(listed: Callable[..., Any]) -> None:
    found = listed(network="uccn")
    fields = choices(found, "field")
    assert (fields["architecture"], fields["music"], sum(fields.values())) == (5, 84, 408)
    assert choices(found, "region")["africa"] == 26
    assert choices(found, "tier") == {"member": 408}
    assert choices(found, "title")["unesco_creative_city"] == 408
    assert choices(found, "network")["craft-deputies"] == 31


@pytest.mark.parametrize("name", ["network", "field", "tier", "region", "country", "province", "title"])
def test_a_choice_leaves_as_many_as_it_said(name: str, listed: Callable[..., Any]) -> None:
    for others in ({}, {"network": "uccn"}, {"region": "asia-and-the-pacific", "field": "gastronomy"}):
        others = {key: value for key, value in others.items() if key != name}
        counts = choices(listed(**others), name)
        assert counts
        for value in list(counts)[:4]:
            assert listed(**others, **{name: value}).total == counts[value], (others, name, value)


def test_a_chosen_value_stays_even_when_it_leaves_nobody(listed: Callable[..., Any]) -> None:
    found = listed(network="free-zones", field="music")
    assert found.total == 0
    assert choices(found, "field")["music"] == 0
    assert choices(found, "network")["free-zones"] == 0


def test_fields_of_one_name_in_two_schemes_are_told_apart(listed: Callable[..., Any]) -> None:
    facet = next(facet for facet in listed().facets if facet.name == "field")
    music = [choice for choice in facet.choices if choice.value in ("music", "cm-music")]
    assert len({choice.label for choice in music}) == 1
    assert len({choice.group for choice in music}) == 2


def test_a_province_is_a_member_within_itself(listed: Callable[..., Any]) -> None:
    slugs = {row.place.slug for row in listed(province="isfahan").rows}
    assert {"isfahan", "isfahan-ir", "kashan-ir"} <= slugs
    assert [row.place.slug for row in listed(province="isfahan", network="craft-deputies").rows] == [
        "isfahan"
    ]


def test_title_and_tier(listed: Callable[..., Any]) -> None:
    found = listed(network="uccn", title="world_craft_city")
    assert {row.place.slug for row in found.rows} == {"isfahan-ir", "kashan-ir"}
    assert listed(network="free-zones", tier="working").total == 7
    assert listed(network="free-zones", tier="approved").total == 8
    assert listed(network="world-craft-assembly", tier="founder").total == 10


def test_filters_meet_in_one_membership_not_in_two(listed: Callable[..., Any]) -> None:
    assert "isfahan-ir" not in {row.place.slug for row in listed(tier="founder", network="uccn").rows}
    assert listed(tier="founder", network="uccn").total == 0


def test_values_that_name_nothing_are_said_and_left_out(listed: Callable[..., Any]) -> None:
    found = listed(network="uccn", field="opera", country="\0", tier="boss", title="x", province="lyon-fr")
    assert found.unknown == ("field", "tier", "country", "province", "title")
    assert (found.total, found.filters) == (408, UCCN)


# ── order and pages ─────────────────────────────────────────────


def test_the_order_is_that_of_the_persian_alphabet(listed: Callable[..., Any]) -> None:
    rows = [row.place for page in every_page(listed, network="uccn") for row in page.rows]
    assert [(place.sort_fa, place.pk) for place in rows] == sorted(
        (place.sort_fa, place.pk) for place in rows
    )
    firsts = [place.name_fa[0] for place in rows]
    assert firsts.index("پ") < firsts.index("ت") < firsts.index("ک") < firsts.index("گ") < firsts.index("ل")


def test_going_back_shows_the_page_before(listed: Callable[..., Any]) -> None:
    pages = every_page(listed, network="uccn")
    for before, after in pairwise(pages):
        back = listed(after.previous, network="uccn")
        assert [row.place.pk for row in back.rows] == [row.place.pk for row in before.rows]
        assert (back.first, back.next) == (before.first, before.next)
    assert pages[0].previous is None
    assert listed(pages[1].previous, network="uccn").previous is None


@pytest.mark.pure
def test_a_key_is_read_as_it_was_written_and_nothing_else_is() -> None:
    seek = Seek("151z", 12)
    assert Seek.read(seek.text) == seek
    assert Seek.read("151z.12", backwards=True) == Seek("151z", 12, True)
    for text in (
        "",
        "x",
        "151z",
        "151z.",
        "151z.x",
        "151Z.1",
        "a.1.2",
        "é.1",
        "1.9999999999999999999",
        "a'--.1",
    ):
        assert Seek.read(text) is None, text


# ── pages, files and the map ────────────────────────────────────


def rows_of_csv(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_the_page_shows_its_rows_and_how_many_there_are(client: Client, reference: None) -> None:
    page = client.get("/members/", {"network": "uccn"})
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count('class="row-link"') == 50
    assert "۴۰۸" in text
    assert '<girih-world-map src="/members/points.json?network=uccn"' in text
    assert "/members/export.xlsx?network=uccn" in text
    assert page.headers["Vary"].count("HX-Request") == 1


def test_only_the_results_come_when_the_page_asks_for_them(client: Client, reference: None) -> None:
    part = client.get("/members/", {"network": "uccn", "q": "lyon"}, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert "<html" not in text
    assert re.findall(r'class="row-link" href="([^"]+)"', text) == ["/places/lyon-fr/"]


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "before=%00",
        "after=' OR 1=1 --",
        "field=<script>",
        "network=uccn%00",
        "tier=boss&country=ZZZ",
        "q=" + "x" * 5000,
        "q=%FF%FE",
        "province[]=1",
        "after=zzzz.1",
    ],
)
def test_a_bad_address_gives_a_page_with_a_sentence(query: str, client: Client, reference: None) -> None:
    page = client.get(f"/members/?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("<main", 1)[1]
    for form in ("csv", "xlsx"):
        assert client.get(f"/members/export.{form}?{query}").status_code in (200, 400)
    assert client.get(f"/members/points.json?{query}").status_code == 200


def test_the_notice_names_the_filter(client: Client, reference: None) -> None:
    client.cookies["girih_language"] = "en"
    text = client.get("/members/", {"field": "opera"}).content.decode()
    assert "“Field” was given a value that nothing is known by; it was left out." in text
    refused = client.get("/members/export.csv", {"field": "opera"})
    assert refused.status_code == 400
    assert refused.content.decode() == "“Field” was given a value that nothing is known by."


@pytest.mark.parametrize(
    "filters",
    [
        {"network": "uccn", "field": "music"},
        {"q": "granada"},
        {"network": "free-zones"},
        {"region": "africa"},
    ],
)
def test_a_file_holds_exactly_what_the_list_shows(
    filters: dict[str, str], client: Client, listed: Callable[..., Any]
) -> None:
    asked = {"search" if name == "q" else name: value for name, value in filters.items()}
    shown = [row for page in every_page(listed, **asked) for row in page.rows]
    rows = rows_of_csv(client.get("/members/export.csv", filters).content)
    columns = list(rows[0])
    assert [row[columns[0]] for row in rows] == [row.place.name for row in shown]
    assert [row[columns[2]] for row in rows] == [row.place.country.name for row in shown]
    assert [row[columns[5]] for row in rows] == [
        " | ".join(one.network.name for one in row.memberships) for row in shown
    ]


def test_the_spreadsheet_holds_the_same_as_the_plain_table(client: Client, reference: None) -> None:
    from python_calamine import CalamineWorkbook

    plain = list(csv.reader(io.StringIO(client.get("/members/export.csv?q=san").content.decode("utf-8-sig"))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/members/export.xlsx?q=san").content))
    assert len(plain) > 2
    assert [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()] == plain


def test_no_other_kind_of_file_exists(client: Client, reference: None) -> None:
    assert client.get("/members/export.pdf").status_code == 404


def test_the_map_has_every_member_of_the_list_with_coordinates(
    client: Client, reference: None, visitor: Actor, today: date
) -> None:
    answer = client.get("/members/points.json", {"network": "uccn"}).json()
    rows, unknown = member_rows_for(visitor, filters=UCCN, today=today)
    placed = {row.place.pk for row in rows if row.place.latitude is not None}
    assert unknown == ()
    assert {point["id"] for point in answer["points"]} == placed
    assert len(placed) == 408
    assert set(answer["fields"]) == {point["field"] for point in answer["points"]}
    lyon = next(point for point in answer["points"] if point["url"] == "/places/lyon-fr/")
    assert lyon["field"] == "literature"
    found, named = member_points_for(visitor, filters=replace(UCCN, search="lyon"), today=today)
    assert ([point.slug for point in found], list(named)) == (["lyon-fr"], ["literature"])


# ── names that mean harm ────────────────────────────────────────


@pytest.fixture
def places_called(machine: Actor, now: datetime, reference: None) -> Callable[..., list[Place]]:
    """Make members in a country of their own, called so."""

    @verb("tests.members")
    def make(names: list[str], *, actor: Actor, at: datetime) -> list[Place]:
        region = Region.objects.get(slug="africa")
        country = Country.objects.create(code="ZZ", name_fa="زد", name_en="Zed", region=region)
        network, made = Network.objects.get(slug="uccn"), []
        for number, name in enumerate(names):
            place = Place.objects.create(
                slug=f"zed-{number}",
                kind="city",
                name_fa=name,
                name_en=name,
                country=country,
                latitude=1.5,
                longitude=number,
                known_for_fa=name,
                known_for_en=name,
            )
            Membership.objects.create(network=network, place=place, valid_from="2020")
            Title.objects.create(
                slug=f"zed-title-{number}",
                kind="national_craft_city",
                place=place,
                name_fa=name,
                name_en=name,
                valid_from="2020",
            )
            made.append(place)
        return made

    return lambda *names: make(list(names), actor=machine, at=now)


HARMFUL = "<script>alert(1)</script>\"'&"


def test_a_script_in_a_name_is_text_everywhere(client: Client, places_called: Callable[..., Any]) -> None:
    places_called(HARMFUL)
    for address in ("/members/?country=ZZ", "/places/zed-0/", "/members/?country=ZZ&q=alert"):
        text = client.get(address).content.decode()
        assert "alert(1)" in text, address
        assert "<script>alert" not in text, address
        assert "</script>\"'&" not in text, address


def test_the_description_for_machines_is_whole_json_whatever_the_name(
    client: Client, places_called: Callable[..., Any]
) -> None:
    places_called(HARMFUL)
    text = client.get("/places/zed-0/").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    data = json.loads(block)
    assert data["name"] == HARMFUL
    assert data["@context"] == "https://schema.org"
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 1.5, "longitude": 0.0}
    assert data["award"] == [f"{HARMFUL} (2020)"]


@pytest.mark.parametrize("name", ["=1+1", "+989120000000+x", "-2-3", "@SUM(A1)", "\t=1", "＝1"])
def test_a_name_is_never_exported_as_a_formula(
    name: str, client: Client, places_called: Callable[..., Any]
) -> None:
    places_called(name)
    (row,) = rows_of_csv(client.get("/members/export.csv?country=ZZ").content)
    cell = next(iter(row.values()))
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert cell.lstrip("'").strip() == name.strip()


# ── the number of queries does not grow with the rows ───────────


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_costs_eight_queries(
    count: int, client: Client, places_called: Callable[..., Any], django_assert_num_queries: Any
) -> None:
    places_called(*[f"Zed {number}" for number in range(count)])
    client.get("/members/")
    with django_assert_num_queries(8):
        page = client.get("/members/", {"country": "ZZ"})
    assert page.content.decode().count('class="row-link"') == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_costs_six_queries_and_the_map_five(
    count: int, client: Client, places_called: Callable[..., Any], django_assert_num_queries: Any
) -> None:
    places_called(*[f"Zed {number}" for number in range(count)])
    with django_assert_num_queries(6):
        body = client.get("/members/export.csv", {"country": "ZZ"}).content
    assert len(rows_of_csv(body)) == count
    with django_assert_num_queries(5):
        assert len(client.get("/members/points.json", {"country": "ZZ"}).json()["points"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_place_costs_the_same_however_many_memberships(
    count: int,
    client: Client,
    places_called: Callable[..., Any],
    machine: Actor,
    now: datetime,
    django_assert_num_queries: Any,
) -> None:
    (place,) = places_called("Zed")

    @verb("tests.join")
    def join(*, actor: Actor, at: datetime) -> None:
        for network in Network.objects.exclude(slug="uccn").order_by("pk")[: count - 1]:
            Membership.objects.create(network=network, place=place, valid_from="2021")

    join(actor=machine, at=now)
    with django_assert_num_queries(6):
        page = client.get("/places/zed-0/")
    assert page.content.decode().count("/members/?network=") == count
