"""What the registry answers: duties, places, provinces, zones, crafts, and names that are nearly right."""

from datetime import date
from typing import Any

import pytest

from girih.kernel.access import Actor
from girih.registry.models import Place, Title
from girih.registry.queries import (
    CraftFilters,
    closest_name,
    craft_for,
    crafts_for,
    duties_of,
    place_for,
    province_for,
    provinces_for,
    zone_for,
    zones_for,
)

pytestmark = pytest.mark.django_db


def title(kind: str, valid_from: str, valid_until: str = "", standing: str = "verified") -> Title:
    return Title(kind=kind, valid_from=valid_from, valid_until=valid_until, standing=standing)


# ── duties ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("designated", "year", "due", "earlier"),
    [
        ("2015-12-11", 2018, 2019, ()),
        ("2015-12-11", 2019, 2019, ()),
        ("2015-12-11", 2020, 2023, (2019,)),
        ("2015-12-11", 2026, 2027, (2019, 2023)),
        ("2015", 2027, 2027, (2019, 2023)),
        ("2025-10-31", 2025, 2029, ()),
    ],
)
def test_a_monitoring_report_falls_due_every_four_years(
    designated: str, year: int, due: int, earlier: tuple[int, ...]
) -> None:
    (duty,) = duties_of([title("unesco_creative_city", designated)], today=date(year, 11, 22))
    assert (duty.code, duty.due_year, duty.earlier_years) == ("unesco_monitoring_report", due, earlier)
    assert (duty.counted_from, duty.standing) == (int(designated[:4]), "computed")


def test_the_report_is_counted_from_the_first_designation_whatever_the_field_became() -> None:
    held = [
        title("unesco_creative_city", "2023-10-31"),
        title("unesco_creative_city", "2008", "2023-10-31", standing="recalled"),
    ]
    (duty,) = duties_of(held, today=date(2026, 11, 22))
    assert (duty.due_year, duty.earlier_years, duty.counted_from) == (2028, (2012, 2016, 2020, 2024), 2008)
    assert duty.standing == "recalled"


def test_a_title_that_ended_or_has_no_year_gives_no_duty() -> None:
    assert duties_of([title("unesco_creative_city", "2015", "2020")], today=date(2026, 1, 1)) == ()
    assert duties_of([title("unesco_creative_city", "")], today=date(2026, 1, 1)) == ()
    assert duties_of([title("national_craft_city", "2025")], today=date(2026, 1, 1)) == ()


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2023, [(2025, ())]), (2025, [(2025, ())]), (2026, [(2027, (2025,))]), (2028, [])],
)
def test_a_world_craft_city_reports_after_two_and_four_years(
    year: int, expected: list[tuple[int, tuple[int, ...]]]
) -> None:
    duties = duties_of([title("world_craft_village", "2023")], today=date(year, 6, 1))
    assert [(duty.due_year, duty.earlier_years) for duty in duties] == expected


def test_duties_stand_in_the_order_in_which_they_fall_due() -> None:
    held = [title("world_craft_city", "2025"), title("unesco_creative_city", "2025")]
    assert [duty.due_year for duty in duties_of(held, today=date(2026, 1, 1))] == [2027, 2029]


# ── places ──────────────────────────────────────────────────────


def test_lyon_shows_both_titles_with_one_in_force(reference: None, visitor: Actor, today: date) -> None:
    page = place_for(visitor, slug="lyon-fr", today=today)
    assert page is not None
    fields = [(row.title.creative_field.slug, row.in_force) for row in page.field_history]
    assert fields == [("media-arts", False), ("literature", True)]
    assert [row.in_force for row in page.titles] == [True, False]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 10, 30), {"media-arts": True, "literature": False}),
        (date(2023, 10, 31), {"media-arts": False, "literature": True}),
        (date(2007, 12, 31), {"media-arts": False, "literature": False}),
        (date(2008, 1, 1), {"media-arts": True, "literature": False}),
    ],
)
def test_a_title_is_in_force_from_its_first_day_until_the_day_before_its_end(
    day: date, expected: dict[str, bool], reference: None, visitor: Actor
) -> None:
    page = place_for(visitor, slug="lyon-fr", today=day)
    assert page is not None
    assert {row.title.creative_field.slug: row.in_force for row in page.field_history} == expected


def test_isfahan_knows_its_next_report_and_its_municipality(
    reference: None, visitor: Actor, today: date
) -> None:
    page = place_for(visitor, slug="isfahan-ir", today=today)
    assert page is not None
    assert page.duties[0].due_year == 2027
    assert "municipality" in {one.kind for one in page.organisations}
    assert page.statuses == ()
    assert page.is_in_iran


def test_a_reference_is_as_weak_as_the_weakest_fact_that_rests_on_it(
    reference: None, visitor: Actor, today: date
) -> None:
    page = place_for(visitor, slug="isfahan-ir", today=today)
    assert page is not None
    assert len({one.source for one in page.references}) == len(page.references)
    conflicting = Title.objects.get(slug="world-isfahan-ir-crafts")
    assert conflicting.standing == "conflicting"
    assert {one.source: one.standing for one in page.references}[conflicting.source] == "conflicting"


def test_a_place_that_does_not_exist_is_none(reference: None, visitor: Actor, today: date) -> None:
    assert place_for(visitor, slug="atlantis", today=today) is None
    assert province_for(visitor, slug="isfahan-ir", today=today) is None
    assert zone_for(visitor, slug="isfahan-ir") is None
    assert craft_for(visitor, slug="isfahan-ir", today=today) is None


# ── provinces and zones ─────────────────────────────────────────


def test_a_province_counts_its_titles_those_of_the_whole_province_included(
    reference: None, visitor: Actor, today: date
) -> None:
    rows = {row.facts.place.slug: row for row in provinces_for(visitor, today=today)}
    assert len(rows) == 31
    page = province_for(visitor, slug="ardabil", today=today)
    assert page is not None
    in_force = [row.title.slug for row in page.titles if row.in_force]
    assert "gi-moghan-varni" in in_force
    assert rows["ardabil"].titles == len(in_force)
    assert rows["ardabil"].places == len(page.places)
    assert rows["ardabil"].crafts == len(page.crafts)


def test_provinces_stand_in_the_order_of_the_persian_alphabet(
    reference: None, visitor: Actor, today: date
) -> None:
    names = [row.facts.place.name_fa for row in provinces_for(visitor, today=today)]
    assert names[0] == "آذربایجان شرقی"
    assert names[-1] == "یزد"
    assert names.index("گلستان") == names.index("گیلان") - 1


def test_neighbours_are_those_of_the_file(reference: None, visitor: Actor, today: date) -> None:
    page = province_for(visitor, slug="alborz", today=today)
    assert page is not None
    assert {place.slug for place in page.neighbours} == {"markazi", "mazandaran", "qazvin", "tehran"}


def test_zones_stand_the_farthest_on_their_way_first(reference: None, visitor: Actor) -> None:
    steps = [row.status.step for row in zones_for(visitor) if row.status]
    assert steps == ["organisation_working"] * 7 + ["approved_by_expediency_council"] * 8 + ["proposed"] * 4


def test_a_zone_says_which_steps_it_must_have_passed_without_a_source(
    reference: None, visitor: Actor
) -> None:
    mehran = zone_for(visitor, slug="mehran-free-zone")
    assert mehran is not None
    assert [status.step for status in mehran.row.statuses] == [
        "approved_by_majlis",
        "approved_by_expediency_council",
    ]
    assert mehran.missing == ("proposed",)


# ── crafts, and spelling ────────────────────────────────────────


@pytest.mark.parametrize("search", ["قلمزنی", "قلم زنی", "قلم‌زنی", "قَلَم‌زني", "  قلمزنـی "])
def test_a_craft_is_found_whatever_the_spelling(
    search: str, reference: None, visitor: Actor, today: date
) -> None:
    found = crafts_for(visitor, filters=CraftFilters(search=search), today=today)
    assert "ghalamzani" in {field.slug for field in found.fields}


def test_a_craft_is_found_by_its_further_names(reference: None, visitor: Actor, today: date) -> None:
    found = crafts_for(visitor, filters=CraftFilters(search="Zilou"), today=today)
    assert [field.slug for field in found.fields] == ["zilu"]


def test_crafts_of_a_group_and_a_province(reference: None, visitor: Actor, today: date) -> None:
    found = crafts_for(visitor, filters=CraftFilters(group="hand-woven-carpet", province="yazd"), today=today)
    assert {
        (field.group.slug, "yazd" in {p.slug for p in field.provinces.all()}) for field in found.fields
    } <= {("hand-woven-carpet", True)}
    outside = crafts_for(visitor, filters=CraftFilters(group="none"), today=today)
    assert outside.total > 0
    assert {field.group for field in outside.fields} == {None}


def test_all_crafts_stand_under_their_groups_in_the_order_of_the_law(
    reference: None, visitor: Actor, today: date
) -> None:
    found = crafts_for(visitor, filters=CraftFilters(), today=today)
    numbers = [section.group.number if section.group else None for section in found.sections]
    assert numbers == [*sorted(number for number in numbers if number is not None), None]
    assert found.total == sum(len(section.fields) for section in found.sections)


def test_a_filter_that_means_nothing_is_said_and_left_out(
    reference: None, visitor: Actor, today: date
) -> None:
    everything = crafts_for(visitor, filters=CraftFilters(), today=today)
    found = crafts_for(visitor, filters=CraftFilters(group="xx", province="yy"), today=today)
    assert (found.unknown, found.total) == (("group", "province"), everything.total)


def test_a_search_that_finds_nothing_offers_the_nearest_name(
    reference: None, visitor: Actor, today: date
) -> None:
    found = crafts_for(visitor, filters=CraftFilters(search="زیلوبافیی"), today=today)
    assert (found.total, found.suggestion) == (0, "زیلوبافی")
    nothing = crafts_for(visitor, filters=CraftFilters(search="qqqqqqqq"), today=today)
    assert (nothing.total, nothing.suggestion) == (0, "")
    signs = crafts_for(visitor, filters=CraftFilters(search="؟!"), today=today)
    assert signs.total == 0


@pytest.mark.pure
def test_the_nearest_name_is_compared_as_it_sounds() -> None:
    names = ["اصفهان", "Isfahan", "تبریز"]
    assert closest_name("اصفهن", names) == "اصفهان"
    assert closest_name("ISFAHN", names) == "Isfahan"
    assert closest_name("تبريز", names) == "تبریز"
    assert closest_name("Kyoto", names) == ""
    assert closest_name("", names) == ""


# ── the number of queries does not grow with the rows ───────────


@pytest.fixture
def city_with(machine: Actor, now: Any) -> Any:
    """Make a city with so many titles, each for a craft."""
    from girih.kernel.audit import verb
    from girih.registry.models import CraftField

    @verb("tests.city")
    def make(count: int, *, actor: Actor, at: Any) -> Place:
        yazd = Place.objects.get(slug="yazd")
        place = Place.objects.create(
            slug=f"city-of-{count}",
            kind="city",
            name_fa="شهر",
            name_en="City",
            country=yazd.country,
            province=yazd,
        )
        for number in range(count):
            made = Title.objects.create(
                slug=f"title-{count}-{number}",
                kind="national_craft_city",
                place=place,
                name_fa="عنوان",
                name_en="Title",
                valid_from="2020",
            )
            made.craft_fields.add(CraftField.objects.all()[number])
        return place

    return lambda count: make(count, actor=machine, at=now)


@pytest.mark.parametrize("count", [1, 3])
def test_a_place_costs_four_queries(
    count: int, city_with: Any, reference: None, visitor: Actor, today: date, django_assert_num_queries: Any
) -> None:
    slug = city_with(count).slug
    with django_assert_num_queries(4):
        page = place_for(visitor, slug=slug, today=today)
    assert page is not None
    assert len(page.titles) == count


@pytest.mark.parametrize(("search", "total"), [("زیلوبافی", 1), ("قالیچه قالی", 1)])
def test_crafts_cost_four_queries(
    search: str, total: int, reference: None, visitor: Actor, today: date, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        found = crafts_for(visitor, filters=CraftFilters(search=search), today=today)
        for field in found.fields:
            assert field.group is None or field.group.slug
            list(field.provinces.all())
    assert found.total == total
    with django_assert_num_queries(4):
        crafts_for(visitor, filters=CraftFilters(), today=today)


def test_provinces_cost_four_queries_and_zones_two(
    reference: None, visitor: Actor, today: date, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        for row in provinces_for(visitor, today=today):
            assert row.facts.place.name
            assert row.facts.capital.name
    with django_assert_num_queries(2):
        for zone in zones_for(visitor):
            assert zone.place.name
            assert zone.place.province is None or zone.place.province.name
