"""Pages of the registry, as a visitor gets them."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from girih.kernel.access import Actor
from girih.registry.models import CraftField, Organisation, Place, Title, ZoneStatus
from girih.registry.queries import CraftFilters, crafts_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["girih_language"] = "en"
    return client


def page(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def linked_data(text: str) -> dict[str, Any]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return json.loads(block)


def test_the_map_has_a_tile_for_each_province_and_the_table_the_same_figures(english: Client) -> None:
    text = page(english, "/provinces/")
    tiles = re.findall(
        r'<a href="(/provinces/[a-z-]+/)"[^>]*class="tile row-start-(\d+) col-start-(\d+)', text
    )
    assert len(tiles) == 31
    assert len({(row, column) for _, row, column in tiles}) == 31
    assert {address for address, _, _ in tiles} == set(
        re.findall(r'class="row-link" href="(/provinces/[a-z-]+/)"', text)
    )
    on_tiles = re.findall(r'tile-value">(\d+)<', text)
    in_table = re.findall(r'#titles">(\d+)</a>', text)
    assert sorted(on_tiles) == sorted(in_table)
    assert len(in_table) == 31


def test_a_province_shows_its_neighbours_titles_and_what_is_only_recalled(english: Client) -> None:
    text = page(english, "/provinces/isfahan/")
    for neighbour in Place.objects.filter(province_facts__neighbours__place__slug="isfahan"):
        assert f'href="/provinces/{neighbour.slug}/"' in text
    assert "the neighbours are recalled" in text
    assert "recalled, not verified" in text
    assert '<span class="code">IR-10</span>' in text
    assert '<span class="code">031</span>' in text


@pytest.mark.parametrize(
    ("address", "kind", "name", "within"),
    [
        ("/places/isfahan-ir/", "City", "Isfahan", {"@type": "AdministrativeArea", "name": "Isfahan"}),
        ("/places/lyon-fr/", "City", "Lyon", {"@type": "Country", "name": "France"}),
        ("/places/kalpouregan-ir/", "Place", "Kalpouregan", None),
        ("/provinces/isfahan/", "AdministrativeArea", "Isfahan", {"@type": "Country", "name": "Iran"}),
        ("/zones/kish-free-zone/", "AdministrativeArea", "Kish Free Zone", None),
        ("/crafts/zilu/", "DefinedTerm", "Zilu weaving", None),
    ],
)
def test_a_public_page_describes_itself_to_machines(
    address: str, kind: str, name: str, within: dict[str, str] | None, english: Client, settings: Any
) -> None:
    data = linked_data(page(english, address))
    assert (data["@context"], data["@type"], data["name"]) == ("https://schema.org", kind, name)
    assert data["url"] == data["@id"] == f"{settings.PUBLIC_URL}{address}"
    if within:
        assert data["containedInPlace"] == within


def test_lyon_shows_the_change_of_its_field_and_that_the_year_is_recalled(english: Client) -> None:
    text = page(english, "/places/lyon-fr/")
    assert "Creative field over time" in text
    assert "Lyon changed from media arts to literature in 2023." in text
    assert text.index("Creative City of Literature") < text.index("Creative City of Media Arts")
    assert '<span class="source source-recalled">' in text
    assert "Membership Monitoring Report to UNESCO" in text


def test_a_conflicting_title_carries_its_mark_and_its_remark(english: Client) -> None:
    title = Title.objects.get(slug="world-isfahan-ir-crafts")
    assert title.standing == "conflicting"
    text = page(english, "/places/isfahan-ir/")
    row = next(row for row in text.split("<tr")[1:] if title.name_en in row)
    assert "source-conflicting" in row
    assert title.note_en.split(".")[0] in row


def test_a_conditional_title_says_its_condition(english: Client) -> None:
    text = page(english, "/places/rayen-ir/")
    assert "Conditional: six months to build the infrastructure." in text
    assert '<span class="state state-attention">conditional</span>' in text


def test_ties_are_not_shown_to_a_visitor(english: Client) -> None:
    assert "Ties are shown to the members" in page(english, "/places/isfahan-ir/")


def test_zones_stand_under_the_step_they_reached_with_marks_where_unsure(english: Client) -> None:
    text = page(english, "/zones/")
    sections = text.split('<div class="panel ')[1:]
    counts = [section.count('class="row-link"') for section in sections if 'class="row-link"' in section]
    assert counts == [7, 8, 4]
    proposed = next(section for section in sections if "Sarakhs Free Zone" in section)
    assert "source-conflicting" in proposed


def test_a_zone_shows_every_step_of_the_law(english: Client) -> None:
    text = page(english, "/zones/mehran-free-zone/")
    with override("en"):
        assert all(str(step.label) in text for step in ZoneStatus.Step)
    assert text.count("must have happened; no source is recorded") == 1
    assert "29 August 2018" in text


def test_all_crafts_are_listed_once_under_their_groups(english: Client) -> None:
    text = page(english, "/crafts/")
    listed = re.findall(r'class="row-link" href="/crafts/([a-z0-9-]+)/"', text)
    assert len(listed) == len(set(listed)) == CraftField.objects.count()
    assert text.count('<div class="panel ') == 19


def test_crafts_are_searched_without_the_whole_page(english: Client) -> None:
    answer = english.get("/crafts/", {"q": "گيوه"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert "/crafts/giveh/" in text


def test_a_craft_that_is_not_found_is_suggested(client: Client) -> None:
    text = page(client, "/crafts/", q="زیلوبافیی")
    assert "زیلوبافی" in text.split('id="results"', 1)[1].replace("زیلوبافیی", "")


@pytest.mark.parametrize(
    "query", [{}, {"group": "metal-crafts"}, {"q": "قالی", "province": "fars"}, {"group": "none"}]
)
def test_the_file_of_crafts_holds_what_the_list_shows(
    query: dict[str, str], english: Client, visitor: Actor, today: date
) -> None:
    filters = CraftFilters(query.get("q", ""), query.get("group", ""), query.get("province", ""))
    shown = crafts_for(visitor, filters=filters, today=today)
    body = english.get("/crafts/export.csv", query).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [row["English name"] for row in rows] == [field.name_en for field in shown.fields]
    assert [row["How sure"] for row in rows] == [
        {"verified": "verified", "recalled": "recalled, not seen in a source"}[field.standing]
        for field in shown.fields
    ]
    assert english.get("/crafts/export.xlsx", query).content[:2] == b"PK"


def test_a_file_of_an_unknown_group_is_refused_with_a_sentence(english: Client) -> None:
    answer = english.get("/crafts/export.csv", {"group": "opera"})
    assert answer.status_code == 400
    assert answer.content.decode() == "Nothing is known by the value of: group."


@pytest.mark.parametrize(
    "address",
    [
        "/places/atlantis/",
        "/provinces/isfahan-ir/",
        "/zones/isfahan/",
        "/crafts/opera/",
        "/crafts/export.pdf",
    ],
)
def test_what_does_not_exist_is_not_found(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


def test_institutions_are_named_on_the_page_of_their_place(english: Client) -> None:
    municipality = Organisation.objects.get(place__slug="isfahan-ir", kind="municipality")
    assert municipality.name_en in page(english, "/places/isfahan-ir/")


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/provinces/", 4),
        ("/provinces/isfahan/", 7),
        ("/provinces/ardabil/", 7),
        ("/zones/", 2),
        ("/zones/mehran-free-zone/", 3),
        ("/zones/kish-free-zone/", 3),
        ("/crafts/", 4),
        ("/crafts/zilu/", 5),
        ("/crafts/carpet/", 5),
    ],
)
def test_pages_cost_a_fixed_number_of_queries(
    address: str, queries: int, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
