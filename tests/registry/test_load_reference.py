"""Bringing the reference files in: what they hold, twice the same, changed rows, broken rows."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import F
from django.utils.translation import override

from girih.kernel.access import Actor, Refused
from girih.kernel.audit.models import Entry, Touch
from girih.networks.actions.reference import DATA as NETWORK_DATA
from girih.networks.actions.reference import load_networks
from girih.networks.models import Membership, Network, Purpose
from girih.registry.actions.reference import BadReferenceData, FieldChange, RowChange, load_registry
from girih.registry.actions.reference.registry import DATA
from girih.registry.models import (
    Country,
    CraftField,
    CraftGroup,
    FreeZone,
    Organisation,
    Place,
    Post,
    Province,
    Title,
    ZoneStatus,
)

pytestmark = pytest.mark.django_db

Rows = list[dict[str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of all reference files, to be spoilt."""
    for file in (*DATA.glob("*.csv"), *NETWORK_DATA.glob("*.csv")):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Callable[..., None]:
    def run(file: str, change: Callable[[Rows], Any]) -> None:
        with (folder / file).open(encoding="utf-8", newline="") as source:
            rows = list(csv.DictReader(source))
        columns = list(rows[0])
        change(rows)
        with (folder / file).open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return run


def row_of(rows: Rows, slug: str) -> dict[str, str]:
    return next(row for row in rows if row["slug"] == slug)


# ── what the files hold ─────────────────────────────────────────


def test_408_cities_are_in_the_unesco_network_and_lyon_once(reference: None) -> None:
    held = Membership.objects.filter(network__slug="uccn", valid_until="")
    assert held.count() == 408
    assert held.values("place").distinct().count() == 408
    assert Counter(held.values_list("tier", flat=True)) == {"member": 408}
    fields = Counter(held.values_list("field__slug", flat=True))
    assert fields == {
        "music": 84,
        "crafts-and-folk-art": 80,
        "gastronomy": 66,
        "literature": 63,
        "design": 53,
        "film": 30,
        "media-arts": 27,
        "architecture": 5,
    }
    assert Counter(held.values_list("place__country__region__slug", flat=True)) == {
        "europe-and-north-america": 177,
        "asia-and-the-pacific": 110,
        "latin-america-and-the-caribbean": 67,
        "arab-states": 28,
        "africa": 26,
    }


def test_lyon_has_two_titles_one_after_the_other(reference: None) -> None:
    titles = Title.objects.filter(place__slug="lyon-fr").order_by("valid_from")
    rows = titles.values_list("creative_field__slug", "valid_from", "valid_until")
    assert list(rows) == [("media-arts", "2008", "2023-10-31"), ("literature", "2023-10-31", "")]


def test_31_provinces_with_neighbours_on_both_sides_and_a_tile_each(reference: None) -> None:
    provinces = Province.objects.prefetch_related("neighbours")
    beside = {one.pk: {other.pk for other in one.neighbours.all()} for one in provinces}
    assert len(beside) == 31
    assert all(beside.values())
    assert all(one in beside[other] for one, others in beside.items() for other in others)
    assert all(one not in others for one, others in beside.items())
    assert len({(one.tile_row, one.tile_column) for one in provinces}) == 31
    assert not Province.objects.exclude(capital__province=F("pk")).exists()
    assert Place.objects.filter(kind="province").count() == 31


def test_18_groups_of_the_law_the_carpet_first_and_at_least_120_fields(reference: None) -> None:
    assert list(CraftGroup.objects.order_by("number").values_list("number", flat=True)) == list(range(18))
    assert CraftGroup.objects.get(number=0).slug == "hand-woven-carpet"
    assert CraftField.objects.count() >= 120
    assert not CraftField.objects.filter(name_fa="").exists()
    assert not CraftField.objects.filter(name_en="").exists()


def test_seven_zones_work_eight_are_approved_the_others_proposed(reference: None) -> None:
    order = list(ZoneStatus.Step.values)
    reached = Counter()
    for zone in FreeZone.objects.prefetch_related("statuses"):
        reached[max((status.step for status in zone.statuses.all()), key=order.index)] += 1
    assert reached == {"organisation_working": 7, "approved_by_expediency_council": 8, "proposed": 4}


def test_the_two_granadas_differ_by_country(reference: None) -> None:
    granadas = Place.objects.filter(name_en="Granada").order_by("slug")
    assert list(granadas.values_list("slug", "country__code")) == [("granada-es", "ES"), ("granada-ni", "NI")]


def test_a_conditional_title_keeps_its_condition(reference: None) -> None:
    (rayen,) = Title.objects.exclude(condition_en="")
    assert (rayen.slug, rayen.condition_en) == (
        "national-rayen-ir-knife-making",
        "Conditional: six months to build the infrastructure.",
    )


def test_organisations_have_their_parents_and_posts_no_persons(reference: None) -> None:
    secretariat = Organisation.objects.get(slug="uccn-secretariat")
    assert secretariat.parent is not None
    assert secretariat.parent.slug == "unesco"
    assert Post.objects.count() == len(list(csv.DictReader((DATA / "posts.csv").open(encoding="utf-8"))))


def test_networks_have_their_secretariats_and_purposes_their_weights(reference: None) -> None:
    assert Network.objects.count() == 7
    assert Network.objects.get(slug="uccn").secretariat.slug == "uccn-secretariat"
    purpose = Purpose.objects.get(slug="crafts-and-technology")
    assert purpose.weights == {
        "complementarity": 0.5,
        "affinity": 0.15,
        "experience": 0.15,
        "network_value": 0.2,
    }
    assert purpose.field_pairs[0] == ["crafts-and-folk-art", "media-arts", 1.0]
    assert purpose.mentoring is False
    assert Purpose.objects.get(slug="candidacy-mentoring").mentoring is True


def test_every_name_can_be_sorted_and_found(reference: None) -> None:
    for model in (Place, Country, CraftField, CraftGroup, Title, Organisation, Post):
        for row in model.objects.all():
            before = (row.sort_fa, row.sort_en, row.search_key)
            assert all(before), row
            row.fill_keys()
            assert (row.sort_fa, row.sort_en, row.search_key) == before


# ── twice, and what changed ─────────────────────────────────────


def test_loading_again_changes_nothing_and_writes_nothing(
    reference: None, machine: Actor, now: datetime
) -> None:
    journal = (Entry.objects.count(), Touch.objects.count())
    registry = load_registry(actor=machine, at=now)
    networks = load_networks(actor=machine, at=now)
    for file in (*registry.files, *networks.files):
        assert (file.new, file.changed, file.gone) == ((), (), ()), file.file
    assert registry.file("titles.csv").same == Title.objects.count()
    assert networks.file("memberships.csv").same == Membership.objects.count()
    assert (registry.wrote, networks.wrote) == (False, False)
    assert (Entry.objects.count(), Touch.objects.count()) == journal


def test_a_changed_cell_is_reported_by_field_and_journalled(
    folder: Path, edit: Callable[..., None], machine: Actor, now: datetime, reference: None
) -> None:
    edit("cities.csv", lambda rows: row_of(rows, "isfahan-ir").update(known_for_en="bridges"))
    old = Place.objects.get(slug="isfahan-ir").known_for_en
    report = load_registry(actor=machine, at=now, folder=folder)
    assert report.file("cities.csv").changed == (
        RowChange("isfahan-ir", (FieldChange("known_for_en", old, "bridges"),)),
    )
    assert [file.file for file in report.files if file.new or file.changed] == ["cities.csv"]
    place = Place.objects.get(slug="isfahan-ir")
    assert place.known_for_en == "bridges"
    (touch,) = Entry.objects.latest("pk").touches.all()
    assert (touch.model, touch.object_id) == ("registry.place", str(place.pk))
    assert touch.fields == {"known_for_en": [old, "bridges"]}


def test_a_changed_name_is_found_under_its_new_spelling(
    folder: Path, edit: Callable[..., None], machine: Actor, now: datetime, reference: None
) -> None:
    edit("cities.csv", lambda rows: row_of(rows, "isfahan-ir").update(name_en="Sepahan"))
    (change,) = load_registry(actor=machine, at=now, folder=folder).file("cities.csv").changed
    assert {field.field for field in change.fields} == {"name_en", "sort_en", "search_key"}
    assert Place.objects.get(search_key__contains="sepahan").slug == "isfahan-ir"


def test_changed_links_are_reported_by_short_names(
    folder: Path, edit: Callable[..., None], machine: Actor, now: datetime, reference: None
) -> None:
    edit("craft_fields.csv", lambda rows: row_of(rows, "zilu").update(provinces="yazd qom"))
    report = load_registry(actor=machine, at=now, folder=folder)
    (change,) = report.file("craft_fields.csv").changed
    assert change == RowChange("zilu", (FieldChange("provinces", ["yazd"], ["qom", "yazd"]),))
    zilu = CraftField.objects.get(slug="zilu")
    assert set(zilu.provinces.values_list("slug", flat=True)) == {"yazd", "qom"}
    (touch,) = Entry.objects.latest("pk").touches.all()
    assert touch.fields == {"provinces": [["yazd"], ["qom", "yazd"]]}


def test_a_new_row_is_made_and_a_missing_one_kept_and_reported(
    folder: Path, edit: Callable[..., None], machine: Actor, now: datetime, reference: None
) -> None:
    def swap(rows: Rows) -> None:
        zilu = row_of(rows, "zilu")
        rows.append({**zilu, "slug": "zilu-of-tomorrow"})
        rows.remove(row_of(rows, "mamqan-embroidery"))

    edit("craft_fields.csv", swap)
    edit("titles.csv", lambda rows: rows.remove(row_of(rows, "national-mamqan-ir-mamqan-embroidery")))
    report = load_registry(actor=machine, at=now, folder=folder)
    crafts = report.file("craft_fields.csv")
    assert (crafts.new, crafts.gone, crafts.changed) == (("zilu-of-tomorrow",), ("mamqan-embroidery",), ())
    assert report.file("titles.csv").gone == ("national-mamqan-ir-mamqan-embroidery",)
    assert CraftField.objects.filter(slug__in=["zilu-of-tomorrow", "mamqan-embroidery"]).count() == 2
    assert Title.objects.filter(slug="national-mamqan-ir-mamqan-embroidery").exists()


def test_a_corrected_date_of_membership_changes_the_row_and_makes_no_second(
    folder: Path, edit: Callable[..., None], machine: Actor, now: datetime, reference: None
) -> None:
    def correct(rows: Rows) -> None:
        row = next(row for row in rows if row["place"] == "edinburgh-gb" and row["network"] == "uccn")
        row["valid_from"] = "2004-10"

    edit("memberships.csv", correct)
    report = load_networks(actor=machine, at=now, folder=folder).file("memberships.csv")
    assert report.changed == (
        RowChange(
            "uccn · edinburgh-gb · literature · member", (FieldChange("valid_from", "2004", "2004-10"),)
        ),
    )
    assert (report.new, report.gone) == ((), ())
    assert Membership.objects.filter(network__slug="uccn", valid_until="").count() == 408


def test_a_place_that_left_and_came_back_has_both_memberships(
    folder: Path, edit: Callable[..., None], machine: Actor, now: datetime, reference: None
) -> None:
    def leave_and_return(rows: Rows) -> None:
        row = next(row for row in rows if row["place"] == "edinburgh-gb" and row["network"] == "uccn")
        rows.append({**row, "valid_from": "2015"})
        row["valid_until"] = "2012"

    edit("memberships.csv", leave_and_return)
    report = load_networks(actor=machine, at=now, folder=folder).file("memberships.csv")
    assert report.new == ("uccn · edinburgh-gb · literature · member (2)",)
    held = Membership.objects.filter(place__slug="edinburgh-gb", network__slug="uccn").order_by("valid_from")
    assert list(held.values_list("valid_from", "valid_until")) == [("2004", "2012"), ("2015", "")]
    again = load_networks(actor=machine, at=now, folder=folder)
    assert again.wrote is False


# ── what is wrong is said, and nothing is written ───────────────

BROKEN = [
    (
        "cities.csv",
        lambda rows: row_of(rows, "lyon-fr").update(country="XX"),
        "cities.csv, row {row}, column “country”: nothing is known as “XX”.",
        "lyon-fr",
    ),
    (
        "cities.csv",
        lambda rows: row_of(rows, "lyon-fr").update(latitude="north"),
        "cities.csv, row {row}, column “latitude”: “north” is not a number.",
        "lyon-fr",
    ),
    (
        "cities.csv",
        lambda rows: row_of(rows, "lyon-fr").update(latitude="145.7"),
        "cities.csv, row {row}, column “latitude”: 145.7 is not between -90 and 90.",
        "lyon-fr",
    ),
    (
        "cities.csv",
        lambda rows: row_of(rows, "lyon-fr").update(longitude=""),
        "cities.csv, row {row}: “longitude” is empty.",
        "lyon-fr",
    ),
    (
        "cities.csv",
        lambda rows: row_of(rows, "lyon-fr").update(name_fa=""),
        "cities.csv, row {row}: “name_fa” is empty.",
        "lyon-fr",
    ),
    (
        "cities.csv",
        lambda rows: row_of(rows, "lyon-fr").update(slug="edinburgh-gb"),
        "cities.csv, row {row}: “edinburgh-gb” stands in row 2 already.",
        "lyon-fr",
    ),
    (
        "cities.csv",
        lambda rows: row_of(rows, "lyon-fr").update(slug="yazd"),
        "cities.csv, row {row}: “yazd” is already the name of another kind of place.",
        "lyon-fr",
    ),
    (
        "cities.csv",
        lambda rows: row_of(rows, "lyon-fr").update(slug="Lyon FR"),
        "cities.csv, row {row}, column “slug”: “Lyon FR” is no short name; use a–z, 0–9 and hyphens.",
        "lyon-fr",
    ),
    (
        "cities.csv",
        lambda rows: row_of(rows, "lyon-fr").update(standing="sure"),
        "cities.csv, row {row}, column “standing”: “sure” is none of "
        "verified, recalled, conflicting, computed.",
        "lyon-fr",
    ),
    (
        "titles.csv",
        lambda rows: row_of(rows, "world-meybod-ir-zilu").update(valid_from="2018-02-30"),
        "titles.csv, row {row}, column “valid_from”: “2018-02-30” is no date; "
        "write YYYY, YYYY-MM or YYYY-MM-DD.",
        "world-meybod-ir-zilu",
    ),
    (
        "titles.csv",
        lambda rows: row_of(rows, "world-meybod-ir-zilu").update(valid_until="2017"),
        "titles.csv, row {row}: the period ends at “2017”, which is not after its start 2018-11-26.",
        "world-meybod-ir-zilu",
    ),
    (
        "titles.csv",
        lambda rows: row_of(rows, "world-meybod-ir-zilu").update(craft_fields="zilu zulu"),
        "titles.csv, row {row}, column “craft_fields”: nothing is known as “zulu”.",
        "world-meybod-ir-zilu",
    ),
    (
        "titles.csv",
        lambda rows: row_of(rows, "world-meybod-ir-zilu").update(name_en="x" * 201),
        "titles.csv, row {row}, column “name_en” has 201 letters; at most 200 are kept.",
        "world-meybod-ir-zilu",
    ),
    (
        "provinces.csv",
        lambda rows: row_of(rows, "yazd").update(neighbours=row_of(rows, "yazd")["neighbours"] + " gilan"),
        "provinces.csv, row {row}, column “neighbours”: “gilan” does not name this row in return.",
        "yazd",
    ),
    (
        "organisations.csv",
        lambda rows: row_of(rows, "unesco").update(parent="uccn-secretariat"),
        "organisations.csv, row {row}, column “parent”: “uccn-secretariat” leads back to this row.",
        "unesco",
    ),
]


@pytest.mark.parametrize(
    ("file", "spoil", "sentence", "slug"), BROKEN, ids=[sentence[:60] for _, _, sentence, _ in BROKEN]
)
def test_a_broken_row_is_named_and_nothing_at_all_is_loaded(
    file: str,
    spoil: Callable[[Rows], Any],
    sentence: str,
    slug: str,
    folder: Path,
    edit: Callable[..., None],
    machine: Actor,
    now: datetime,
    reference: None,
) -> None:
    with (folder / file).open(encoding="utf-8", newline="") as source:
        number = next(n for n, row in enumerate(csv.DictReader(source), start=2) if row["slug"] == slug)
    edit("regions.csv", lambda rows: rows[0].update(name_en="Somewhere else"))
    edit(file, spoil)
    before = (Entry.objects.count(), list(Place.objects.order_by("pk").values_list()))
    with override("en"), pytest.raises(BadReferenceData) as caught:
        load_registry(actor=machine, at=now, folder=folder)
    with override("en"):
        assert str(caught.value) == sentence.format(row=number)
    assert (Entry.objects.count(), list(Place.objects.order_by("pk").values_list())) == before
    assert Country.objects.filter(region__name_en="Somewhere else").count() == 0


def test_what_only_the_database_can_see_is_refused_in_a_sentence(
    folder: Path, edit: Callable[..., None], machine: Actor, now: datetime, reference: None
) -> None:
    def two_at_once(rows: Rows) -> None:
        row_of(rows, "unesco-lyon-fr-media-arts")["valid_until"] = ""

    edit("titles.csv", two_at_once)
    with override("en"), pytest.raises(BadReferenceData, match="the database refuses its rows") as caught:
        load_registry(actor=machine, at=now, folder=folder)
    assert (caught.value.code, caught.value.file) == ("refused", "titles.csv")
    assert Title.objects.get(slug="unesco-lyon-fr-media-arts").valid_until == "2023-10-31"


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("music+film", "“music+film” is no pair; write field*field:0.5."),
        ("music*film:2", "“music*film:2” is no pair; write field*field:0.5."),
        ("music*opera:1", "nothing is known as “opera”."),
    ],
)
def test_a_pair_of_fields_that_cannot_be_read(
    cell: str,
    sentence: str,
    folder: Path,
    edit: Callable[..., None],
    machine: Actor,
    now: datetime,
    reference: None,
) -> None:
    edit("purposes.csv", lambda rows: rows[0].update(field_pairs=cell))
    with override("en"), pytest.raises(BadReferenceData) as caught:
        load_networks(actor=machine, at=now, folder=folder)
    with override("en"):
        assert str(caught.value) == f"purposes.csv, row 2, column “field_pairs”: {sentence}"


def test_a_missing_file_a_missing_column_another_encoding_and_a_ragged_row(
    folder: Path, machine: Actor, now: datetime, reference: None
) -> None:
    def sentence() -> str:
        with override("en"), pytest.raises(BadReferenceData) as caught:
            load_registry(actor=machine, at=now, folder=folder)
        with override("en"):
            return str(caught.value)

    posts = folder / "posts.csv"
    whole = posts.read_text(encoding="utf-8")
    posts.write_text(whole.replace("title_fa", "title", 1), encoding="utf-8")
    assert sentence() == "posts.csv: there is no column “title_fa”."
    posts.write_text(whole, encoding="utf-16")
    assert sentence() == "The reference file posts.csv is not written in UTF-8."
    first, second, rest = whole.split("\n", 2)
    posts.write_text(f"{first}\n{second},one more\n{rest}", encoding="utf-8")
    assert sentence() == "posts.csv, row 2 has more cells than the headings."
    posts.unlink()
    assert sentence() == "The reference file posts.csv is missing."


def test_only_the_machine_loads(visitor: Actor, now: datetime, reference: None) -> None:
    for load in (load_registry, load_networks):
        with pytest.raises(Refused) as caught:
            load(actor=visitor, at=now)
        assert caught.value.verdict.code == "machine_only"


# ── the command ─────────────────────────────────────────────────


def test_the_command_says_what_it_did_in_words_and_as_json(reference: None) -> None:
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert f"titles.csv: 0 new, 0 changed, {Title.objects.count()} the same" in out.getvalue()
    assert "Nothing changed." in out.getvalue()
    out = StringIO()
    call_command("load_reference", "--json", stdout=out)
    files = {file["file"]: file for file in json.loads(out.getvalue())["files"]}
    assert len(files) == 15
    assert files["memberships.csv"]["same"] == Membership.objects.count()
    assert files["memberships.csv"]["changed"] == []


def test_the_command_fails_with_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, reference: None
) -> None:
    (folder / "networks.csv").unlink()
    # The default folder is bound when the action is defined; the command takes none.
    monkeypatch.setitem(load_networks.__wrapped__.__kwdefaults__, "folder", folder)  # type: ignore[attr-defined]
    with pytest.raises(CommandError) as caught, override("en"):
        call_command("load_reference", stdout=StringIO())
    assert caught.value.returncode == 1
    assert "\n" not in str(caught.value)
    assert "networks.csv" in str(caught.value)
