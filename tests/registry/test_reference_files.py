"""The reference files as files: keys, references, counts, dates, provenance. No loader takes part."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import girih

pytestmark = pytest.mark.pure

SOURCE_ROOT = Path(girih.__file__).parent
FILES = {
    path.stem: path
    for room in ("registry", "networks")
    for path in sorted((SOURCE_ROOT / room / "data").glob("*.csv"))
}
ROWS: dict[str, list[dict[str, str]]] = {}
for name, path in FILES.items():
    with path.open(encoding="utf-8", newline="") as stream:
        ROWS[name] = list(csv.DictReader(stream))

EXPECTED = (
    "regions countries creative_fields cities provinces free_zones free_zone_statuses craft_groups "
    "craft_fields titles organisations posts networks memberships purposes stated_cooperation"
)
KEYS = dict.fromkeys(EXPECTED.split(), ("slug",)) | {
    "countries": ("iso2",),
    "craft_groups": ("number",),
    "free_zone_statuses": ("zone", "status"),
    "memberships": ("network", "place", "field", "valid_from"),
    "stated_cooperation": ("place_a", "place_b"),
}
# File referred to → columns that refer to it; a column may hold several keys apart by spaces, or none.
REFERENCES = {
    "regions": "countries.region",
    "countries": "cities.country",
    "provinces": "cities.province provinces.neighbours free_zones.province craft_fields.provinces "
    "titles.province organisations.province",
    "cities": "provinces.capital titles.place organisations.place stated_cooperation.place_a "
    "stated_cooperation.place_b",
    "free_zones": "free_zone_statuses.zone organisations.zone",
    "creative_fields": "titles.creative_field memberships.field",
    "craft_fields": "titles.craft_fields",
    "organisations": "organisations.parent posts.organisation networks.secretariat",
    "networks": "memberships.network",
}
CHOICES = {
    ("cities", "kind"): "city village",
    ("creative_fields", "scheme"): "unesco culture-ministry",
    ("creative_fields", "formed"): "0 1",
    ("craft_groups", "authority"): "mcth mimt",
    ("free_zone_statuses", "status"): "proposed approved_by_majlis approved_by_expediency_council "
    "boundaries_set organisation_working",
    ("titles", "kind"): "unesco_creative_city world_craft_city world_craft_village national_craft_city "
    "national_craft_village geographical_indication",
    ("organisations", "kind"): "national_commission ministry secretariat council municipality "
    "zone_organisation province_directorate assembly international other",
    ("networks", "member_kind"): "city province zone",
    ("memberships", "tier"): "member candidate working approved founder",
    ("purposes", "mentoring"): "0 1",
}
DATE_COLUMNS = {"valid_from", "valid_until", "as_of", "started"}


def keys(name: str) -> set[str]:
    column = KEYS[name][0]
    return {row[column] for row in ROWS[name]}


def by_slug(name: str) -> dict[str, dict[str, str]]:
    return {row["slug"]: row for row in ROWS[name]}


def bounds(text: str) -> tuple[date, date]:
    """First and last day that a partial date may mean."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        year, month = parts
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), date.fromordinal(after.toordinal() - 1)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def test_every_expected_file_is_there_and_no_other() -> None:
    assert set(FILES) == set(KEYS)


@pytest.mark.parametrize("name", FILES)
def test_is_utf8_with_unix_lines_and_no_ragged_row(name: str) -> None:
    raw = FILES[name].read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    raw.decode("utf-8")
    assert all(None not in row and None not in row.values() for row in ROWS[name])


@pytest.mark.parametrize("name", FILES)
def test_keys_are_unique_and_slugs_are_kebab(name: str) -> None:
    found = Counter(tuple(row[column] for column in KEYS[name]) for row in ROWS[name])
    assert [key for key, times in found.items() if times > 1] == []
    for row in ROWS[name]:
        if "slug" in row:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["slug"]), row["slug"]


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_a_source_and_a_standing(name: str) -> None:
    for row in ROWS[name]:
        assert row["source"].strip(), row
        assert len(row["source"]) <= 300, row
        assert row["standing"] in {"verified", "recalled", "conflicting", "computed"}, row
        assert "iran.md" not in row["source"] and "creative-cities.md" not in row["source"], row


@pytest.mark.parametrize("name", FILES)
def test_a_row_without_any_written_source_is_never_verified(name: str) -> None:
    assert [row for row in ROWS[name] if row["source"] == "recalled" and row["standing"] == "verified"] == []


@pytest.mark.parametrize("target", REFERENCES)
def test_references_resolve(target: str) -> None:
    for reference in REFERENCES[target].split():
        name, column = reference.split(".")
        named = {part for row in ROWS[name] for part in row[column].split()}
        assert named - keys(target) == set(), reference


def test_a_craft_field_stands_in_a_legal_group_or_says_that_it_does_not() -> None:
    groups = {row["slug"] for row in ROWS["craft_groups"]}
    for row in ROWS["craft_fields"]:
        if row["group"]:
            assert row["group"] in groups, row
        else:
            assert row["note_fa"] and row["note_en"], row
    assert {row["group"] for row in ROWS["craft_fields"]} - {""} == groups


@pytest.mark.parametrize(("name", "column"), CHOICES)
def test_choices_are_known(name: str, column: str) -> None:
    assert {row[column] for row in ROWS[name]} <= set(CHOICES[name, column].split())


@pytest.mark.parametrize("name", FILES)
def test_dates_are_gregorian_whole_or_partial(name: str) -> None:
    for row in ROWS[name]:
        for column in DATE_COLUMNS & set(row):
            if row[column]:
                assert re.fullmatch(r"(19|20)\d\d(-\d\d(-\d\d)?)?", row[column]), (column, row)
                bounds(row[column])


@pytest.mark.parametrize("name", ["titles", "memberships", "creative_fields"])
def test_periods_run_forward(name: str) -> None:
    for row in ROWS[name]:
        if row["valid_from"] and row["valid_until"]:
            assert bounds(row["valid_from"])[1] < bounds(row["valid_until"])[0], row


@pytest.mark.parametrize("name", FILES)
def test_both_languages_are_filled_and_persian_letters_are_persian(name: str) -> None:
    for row in ROWS[name]:
        for column, text in row.items():
            if column.endswith("_fa"):
                assert bool(text) == bool(row[column[:-3] + "_en"]) or column == "aliases_fa", (column, row)
                # Arabic yeh, kaf and teh marbuta, kashida, Arabic-Indic digits; a half-space at an end.
                assert not re.search("[\u064a\u0643\u0629\u0640\u0660-\u0669]", text), (column, row)
                assert not re.search("(^|[\\s|])\u200c|\u200c($|[\\s|])|\u200c\u200c", text), (column, row)
                assert text == text.strip() and "  " not in text, (column, row)
        for column in {"name_fa", "name_en", "title_fa", "title_en"} & set(row):
            assert row[column], row
        if "name_fa" in row:
            assert re.search("[\u0600-\u06ff]", row["name_fa"]), row


@pytest.mark.parametrize("name", ["cities", "provinces", "free_zones"])
def test_coordinates_come_in_pairs_on_earth(name: str) -> None:
    for row in ROWS[name]:
        assert bool(row["latitude"]) == bool(row["longitude"]), row
        if row["latitude"]:
            assert -90 <= float(row["latitude"]) <= 90 and -180 <= float(row["longitude"]) <= 180
        else:
            assert row["note"], "a place without a point says why"
        if row.get("country", "IR") == "IR" and row["latitude"]:
            assert 25 <= float(row["latitude"]) <= 40 and 44 <= float(row["longitude"]) <= 64, row


def test_slugs_of_places_are_unique_across_cities_provinces_and_zones() -> None:
    slugs = [row["slug"] for name in ("cities", "provinces", "free_zones") for row in ROWS[name]]
    assert len(slugs) == len(set(slugs))


def test_a_city_slug_ends_in_its_country_and_iranian_cities_have_a_province() -> None:
    for row in ROWS["cities"]:
        assert row["slug"].endswith("-" + row["country"].lower()), row
        assert bool(row["province"]) == (row["country"] == "IR"), row
    assert {"granada-es", "granada-ni", "isfahan-ir", "cuenca-ec"} <= keys("cities")


def test_counts_of_places() -> None:
    assert len(ROWS["regions"]) == 5
    assert len(ROWS["countries"]) == 108
    assert len(ROWS["provinces"]) == 31
    assert Counter(row["scheme"] for row in ROWS["creative_fields"])["unesco"] == 8
    assert sorted(int(row["number"]) for row in ROWS["craft_groups"]) == list(range(18))
    assert len(ROWS["craft_fields"]) >= 140


def test_province_codes_are_unique_and_the_neighbour_relation_is_symmetric() -> None:
    provinces = by_slug("provinces")
    for column in ("iso_code", "old_iso_code", "area_code", "capital"):
        assert len({row[column] for row in provinces.values()}) == 31, column
    assert {row["iso_code"] for row in provinces.values()} == {f"IR-{number:02}" for number in range(31)}
    cities = by_slug("cities")
    for slug, row in provinces.items():
        neighbours = row["neighbours"].split()
        assert neighbours == sorted(set(neighbours)) and slug not in neighbours and neighbours
        assert all(slug in provinces[other]["neighbours"].split() for other in neighbours), slug
        assert cities[row["capital"]]["province"] == slug


def test_tile_map_has_one_cell_a_province_and_keeps_most_neighbours_adjacent() -> None:
    cells = {row["slug"]: (int(row["tile_row"]), int(row["tile_column"])) for row in ROWS["provinces"]}
    assert len(set(cells.values())) == 31
    assert min(row for row, _ in cells.values()) == 0 and min(column for _, column in cells.values()) == 0
    pairs = {
        tuple(sorted((row["slug"], other)))
        for row in ROWS["provinces"]
        for other in row["neighbours"].split()
    }
    touching = [
        pair
        for pair in pairs
        if max(abs(a - b) for a, b in zip(cells[pair[0]], cells[pair[1]], strict=True)) == 1
    ]
    assert len(touching) / len(pairs) >= 0.70
    # West at small columns, north at small rows.
    assert cells["west-azerbaijan"][1] < cells["razavi-khorasan"][1]
    assert cells["ardabil"][0] < cells["hormozgan"][0]


def test_creative_cities_agree_with_the_official_totals() -> None:
    titles = [row for row in ROWS["titles"] if row["kind"] == "unesco_creative_city"]
    assert all(row["place"] and row["creative_field"] for row in titles)
    current = [row for row in titles if not row["valid_until"]]
    assert len(current) == len({row["place"] for row in current}) == 408
    assert Counter(row["creative_field"] for row in current) == {
        "architecture": 5,
        "crafts-and-folk-art": 80,
        "design": 53,
        "film": 30,
        "gastronomy": 66,
        "literature": 63,
        "media-arts": 27,
        "music": 84,
    }
    entered: dict[str, str] = {}
    for row in titles:
        entered[row["place"]] = min(entered.get(row["place"], "9999"), row["valid_from"][:4])
    by_year = Counter(entered.values())
    official = {"2014": 69, "2015": 116, "2017": 180, "2019": 246, "2021": 295, "2023": 350, "2025": 408}
    for year, total in official.items():
        assert sum(count for when, count in by_year.items() if when <= year) == total, year


def test_lyon_changed_its_field_on_one_day() -> None:
    lyon = {row["creative_field"]: row for row in ROWS["titles"] if row["place"] == "lyon-fr"}
    assert set(lyon) == {"media-arts", "literature"}
    assert (lyon["media-arts"]["valid_from"], lyon["media-arts"]["valid_until"]) == ("2008", "2023-10-31")
    assert (lyon["literature"]["valid_from"], lyon["literature"]["valid_until"]) == ("2023-10-31", "")


def test_iranian_members_of_unesco() -> None:
    found = {
        row["place"]: (row["creative_field"], row["valid_from"])
        for row in ROWS["titles"]
        if row["kind"] == "unesco_creative_city" and row["place"].endswith("-ir")
    }
    assert found == {
        "isfahan-ir": ("crafts-and-folk-art", "2015-12-11"),
        "rasht-ir": ("gastronomy", "2015-12-11"),
        "bandar-abbas-ir": ("crafts-and-folk-art", "2019-10-30"),
        "sanandaj-ir": ("music", "2019-10-30"),
        "kermanshah-ir": ("gastronomy", "2021-11-08"),
        "kashan-ir": ("architecture", "2025-10-31"),
    }


def test_craft_titles() -> None:
    kinds = Counter(row["kind"] for row in ROWS["titles"])
    assert (kinds["world_craft_city"], kinds["world_craft_village"]) == (12, 3)
    cities = by_slug("cities")
    for row in ROWS["titles"]:
        assert bool(row["place"]) != bool(row["province"]), row
        assert bool(row["creative_field"]) == (row["kind"] == "unesco_creative_city"), row
        if row["kind"].endswith("_village"):
            assert cities[row["place"]]["kind"] == "village", row
    conditional = [row["place"] for row in ROWS["titles"] if row["condition_fa"]]
    assert conditional == ["rayen-ir"]


def test_what_is_marked_conflicting_tells_the_reader_why() -> None:
    for name in ("titles", "memberships", "free_zone_statuses"):
        for row in ROWS[name]:
            if row["standing"] == "conflicting":
                assert row["note_fa"] and row["note_en"], row
    marked = {row["place"] for row in ROWS["titles"] if row["standing"] == "conflicting"}
    assert {"berlin-de", "overstrand-hermanus-za", "isfahan-ir"} <= marked


def test_free_zones_by_legal_status() -> None:
    statuses: dict[str, set[str]] = {}
    for row in ROWS["free_zone_statuses"]:
        statuses.setdefault(row["zone"], set()).add(row["status"])
    assert set(statuses) == keys("free_zones")
    reached = Counter(status for found in statuses.values() for status in found)
    assert reached["organisation_working"] == 7
    assert reached["approved_by_majlis"] == reached["approved_by_expediency_council"] == 8
    assert reached["proposed"] == 4


def test_memberships_by_network() -> None:
    places = {"city": keys("cities"), "province": keys("provinces"), "zone": keys("free_zones")}
    kinds = {row["slug"]: row["member_kind"] for row in ROWS["networks"]}
    for row in ROWS["memberships"]:
        assert row["place"] in places[kinds[row["network"]]], row
    current = Counter((row["network"], row["tier"]) for row in ROWS["memberships"] if not row["valid_until"])
    assert current == {
        ("uccn", "member"): 408,
        ("iran-uccn", "member"): 6,
        ("iran-waiting-tier", "candidate"): 1,
        ("culture-ministry-2021", "member"): 44,
        ("free-zones", "working"): 7,
        ("free-zones", "approved"): 8,
        ("craft-deputies", "member"): 31,
        ("world-craft-assembly", "founder"): 10,
    }


def test_members_of_the_ministry_network_are_in_its_own_formed_fields() -> None:
    fields = by_slug("creative_fields")
    for row in ROWS["memberships"]:
        if row["network"] == "culture-ministry-2021":
            assert fields[row["field"]]["scheme"] == "culture-ministry"
            assert fields[row["field"]]["formed"] == "1"


def test_memberships_of_the_world_network_repeat_the_titles() -> None:
    titles = {
        (row["place"], row["creative_field"], row["valid_from"], row["valid_until"], row["standing"])
        for row in ROWS["titles"]
        if row["kind"] == "unesco_creative_city"
    }
    members = {
        (row["place"], row["field"], row["valid_from"], row["valid_until"], row["standing"])
        for row in ROWS["memberships"]
        if row["network"] == "uccn"
    }
    assert members == titles


def test_weights_of_a_purpose_sum_to_one_and_its_pairs_name_unesco_fields() -> None:
    unesco = {row["slug"] for row in ROWS["creative_fields"] if row["scheme"] == "unesco"}
    parts = ("complementarity", "affinity", "experience", "network_value")
    for row in ROWS["purposes"]:
        weights = [float(row[f"weight_{part}"]) for part in parts]
        assert min(weights) >= 0 and sum(weights) == pytest.approx(1), row["slug"]
        for pair in row["field_pairs"].split():
            first, second, strength = re.fullmatch(r"([a-z-]+)\*([a-z-]+):([0-9.]+)", pair).groups()
            assert {first, second} <= unesco and 0 < float(strength) <= 1, pair


def test_stated_cooperation_is_listed_once_whichever_way_round() -> None:
    pairs = [frozenset((row["place_a"], row["place_b"])) for row in ROWS["stated_cooperation"]]
    assert len(pairs) == 39 == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)


def test_institutions_around_the_network() -> None:
    organisations = by_slug("organisations")
    kinds = Counter(row["kind"] for row in organisations.values())
    assert kinds["zone_organisation"] == 7
    assert kinds["province_directorate"] == 31
    posts = Counter(row["organisation"] for row in ROWS["posts"])
    for slug, row in organisations.items():
        if row["kind"] in {"zone_organisation", "province_directorate", "municipality"}:
            assert posts[slug] >= 1, slug
        if row["kind"] == "zone_organisation":
            assert posts[slug] == 2 and row["zone"], slug
    duties = ("mayor", "mayor-representative", "focal-point", "alternative-contact")
    for city in ("isfahan", "rasht", "bandar-abbas", "sanandaj", "kermanshah", "kashan"):
        assert {f"{city}-{duty}" for duty in duties} <= keys("posts")
