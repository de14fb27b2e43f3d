"""How rows of a list of ties are read and judged."""

import csv
import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from girih.kernel.documents.unacceptable import Unacceptable
from girih.kernel.exchange.columns import guess_columns
from girih.kernel.exchange.models import Import
from girih.kernel.exchange.queries import reason_of
from girih.networks.actions import imports as actions
from girih.networks.actions import ties
from girih.networks.models import Tie, TieContact
from girih.networks.queries.columns import SHAPE
from girih.networks.queries.naming import Misnamed, kind_of, members_by_name
from girih.registry.models import Place

pytestmark = pytest.mark.django_db


def table(*rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def bring(officer, uccn, now, content, name="ties.csv", kind="sister_city"):
    data = content.encode() if isinstance(content, str) else content
    batch = actions.bring_ties(
        actor=officer, at=now, network=uccn, upload=ContentFile(data, name=name), name=name, kind=kind
    )
    return actions.check_ties(actor=officer, at=now, batch=batch)


def outcomes(batch):
    return [(row.outcome, row.code) for row in batch.rows.order_by("number")]


def reasons(batch, language="en"):
    importer = actions.TieImporter.of(batch)
    with translation.override(language):
        return [reason_of(row, importer) for row in batch.rows.order_by("number")]


def test_columns_of_the_shared_list_are_guessed():
    headings = "city_a,iso_a,field_a,year_a,city_b,iso_b,field_b,year_b,same_field,same_region,sources"
    guess = guess_columns(headings.split(","), SHAPE)
    assert guess.mapping == {
        "city_a": 0, "country_a": 1, "field_a": 2, "city_b": 4, "country_b": 5, "field_b": 6, "source": 10,
    }  # fmt: skip
    assert guess.unknown == ("year_a", "year_b", "same_field", "same_region")
    assert (guess.missing, guess.uncertain) == ((), ())


@pytest.mark.parametrize(
    "headings",
    [
        ["شهر الف", "كشور الف", "شهر ب", "كشور ب", "نوع پيوند", "تاريخ", "هدف", "منبع"],
        ["شهر ۱", "کد کشور ۱", "شهر ٢", "کد کشور ٢", "نوع", "از تاریخ", "هدف پیوند", "منابع"],
        ["First city", "Country of the first member", "City 2", "ISO 2", "Type", "Since", "Goal", "Evidence"],
        ["عضو الف شهر", "عضو الف کشور", "عضو ب شهر", "عضو ب کشور", "نوع رابطه", "تاریخ امضا", "هدف", "مدرک"],
    ],
)  # fmt: skip
def test_headings_in_any_letter_form(headings):
    guess = guess_columns(headings, SHAPE)
    assert guess.mapping == {
        "city_a": 0, "country_a": 1, "city_b": 2, "country_b": 3, "kind": 4, "since": 5, "objective": 6,
        "source": 7,
    }  # fmt: skip


def test_homonyms_are_told_apart_by_country(uccn):
    members = members_by_name(uccn)
    assert members.resolve("Granada", "ES").slug == "granada-es"
    assert members.resolve("Granada", "Nicaragua").slug == "granada-ni"
    assert members.resolve("granada (NI)").slug == "granada-ni"
    assert members.resolve("Granada, Spain").slug == "granada-es"
    assert members.resolve("Granada", creative_field="literature").slug == "granada-es"
    with pytest.raises(Misnamed) as reason:
        members.resolve("GRANADA")
    assert reason.value.code == "ambiguous"
    assert sorted(reason.value.params["choices"].split("، ")) == ["گرانادا (ES)", "گرانادا (نیکاراگوئه) (NI)"]
    for choice, slug in (("گرانادا (ES)", "granada-es"), ("گرانادا (نیکاراگوئه) (NI)", "granada-ni")):
        assert members.resolve(choice).slug == slug
    assert members.resolve("گرانادا", "نيكاراگوئه").slug == "granada-ni"


@pytest.mark.parametrize(
    "spelling", ["اصفهان", "إصفهان", "اصفهـان", "Isfahan", "ISFAHAN", "Esfahan", "isfahan-ir"]
)
def test_spelling_is_forgiven(uccn, spelling):
    assert members_by_name(uccn).resolve(spelling, "ایران").slug == "isfahan-ir"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Sister City", "sister_city"),
        ("twinning", "sister_city"),
        ("شهر خواهرخوانده", "sister_city"),
        ("تفاهم نامه", "memorandum"),
        ("MoU", "memorandum"),
        ("پروژهٔ مشترك", "joint_project"),
        ("انتقال تجربه", "experience_transfer"),
        ("رويداد", "event"),
        ("friendship", None),
    ],
)
def test_words_for_kinds(word, kind):
    assert kind_of(word) == kind


def test_every_row_gets_its_reason(officer, uccn, now):
    batch = bring(
        officer,
        uccn,
        now,
        table(
            ["city_a", "country_a", "city_b", "country_b", "kind", "since", "until"],
            ["Isfahan", "IR", "Linz", "AT", "", "", ""],
            ["Isfahan", "IR", "Isfahan", "IR", "", "", ""],
            ["Isfahn", "", "Linz", "", "", "", ""],
            ["Xyzzyville", "", "Linz", "", "", "", ""],
            ["Granada", "", "Linz", "", "", "", ""],
            ["Isfahan", "AT", "Linz", "", "", "", ""],
            ["Isfahan", "Atlantis", "Linz", "", "", "", ""],
            ["Linz", "", "Isfahan", "", "", "", ""],
            ["Isfahan", "", "Graz", "", "friendship", "", ""],
            ["Isfahan", "", "Graz", "", "", "2020", "1395"],
            ["", "", "Graz", "", "", "", ""],
        ),
    )
    assert outcomes(batch) == [
        ("new", ""),
        ("rejected", "tie_with_itself"),
        ("rejected", "unknown_member"),
        ("rejected", "unknown_member"),
        ("rejected", "ambiguous"),
        ("rejected", "other_country"),
        ("rejected", "unknown_country"),
        ("same", "same_in_file"),
        ("rejected", "unknown_kind"),
        ("rejected", "ends_before_it_begins"),
        ("rejected", "missing_value"),
    ]
    said = reasons(batch)
    assert said[1] == "“Isfahan” would be tied with itself."
    assert said[2] == "“Isfahn” is not a member of this network. Did you mean: اصفهان (IR)?"
    assert said[3] == "“Xyzzyville” is not a member of this network."
    assert said[5] == "“Isfahan” is no member in “AT”. Members of this name: اصفهان (IR)."
    assert said[6] == "“Atlantis” (beside “Isfahan”) is not a country that is known here."
    assert Tie.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1403/11/01", "2025-01-20"),
        ("۱۴۰۳/۱۱/۰۱", "2025-01-20"),
        ("٢٠٢٥-٠١-٢٠", "2025-01-20"),
        ("20 January 2025", "2025-01-20"),
        ("دوشنبه ۱ بهمن ۱۴۰۳", "2025-01-20"),
        ("بهمن ۱۴۰۳", "2025-01-20m"),
        ("1403", "2024-03-20y"),
        ("2019", "2019"),
        ("", ""),
    ],
)
def test_days_in_two_calendars(officer, uccn, now, typed, kept):
    batch = bring(officer, uccn, now, table(["city_a", "city_b", "since"], ["Isfahan", "Linz", typed]))
    actions.load_ties(actor=officer, at=now, batch=batch)
    assert Tie.objects.get(batch=batch).since == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "۱۲ رمضان ۱۴۴۵",
            "“۱۲ رمضان ۱۴۴۵” is a lunar date; which day it was depends on a sighting of the moon. "
            "Give it in the Jalali or Gregorian calendar.",
        ),
        ("03/11/01", "“03/11/01” can be read in several ways. Write the year with four digits."),
        ("soon", "“soon” is not a date that can be read. Write it like 1403/11/01 or 2025-01-20."),
    ],
)  # fmt: skip
def test_days_that_cannot_be_read(officer, uccn, now, typed, sentence):
    batch = bring(officer, uccn, now, table(["city_a", "city_b", "since"], ["Isfahan", "Linz", typed]))
    assert outcomes(batch) == [("rejected", "bad_date")]
    assert reasons(batch) == [f"Column “since”: {sentence}"]


def test_a_spreadsheet_with_persian_headings_and_arabic_letter_forms(officer, uccn, now):
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("پيوندها")
        sheet.write_row(0, 0, ["شهر الف", "شهر ب", "نوع پيوند", "تاريخ", "هدف", "رابط الف", "منبع"])
        sheet.write_row(1, 0, ["إصفهان", "لينتس", "تفاهم نامه", "", "كاشي", "دبير شهر خلاق", "نامهٔ ۱۲"])
        sheet.write_datetime(1, 3, date(2025, 1, 20), book.add_format({"num_format": "yyyy-mm-dd"}))
    batch = bring(officer, uccn, now, target.getvalue(), name="پیوندها.xlsx")
    assert outcomes(batch) == [("new", "")]
    actions.load_ties(actor=officer, at=now, batch=batch)
    tie = Tie.objects.get(batch=batch)
    assert (tie.identity, tie.since, tie.objective, tie.source) == (
        "memorandum:isfahan-ir+linz-at",
        "2025-01-20",
        "کاشی",
        "نامهٔ ۱۲",
    )
    assert (tie.state, tie.maturity, tie.recorded_by) == ("active", "acquaintance", officer.label)
    assert list(TieContact.objects.values_list("party__place__slug", "post_title")) == [
        ("isfahan-ir", "دبیر شهر خلاق")
    ]


def test_a_web_page_named_csv_is_refused(officer, uccn, now):
    page = "<!DOCTYPE html><html><head><title>x</title></head><body>city_a,city_b</body></html>"
    with pytest.raises(Unacceptable) as refusal:
        bring(officer, uccn, now, page)
    assert refusal.value.code == "html_page"
    assert Import.objects.count() == 0


def test_a_tie_that_ended_is_not_in_force(officer, uccn, now):
    batch = bring(
        officer, uccn, now, table(["city_a", "city_b", "since", "until"], ["Isfahan", "Linz", "2001", "2010"])
    )
    actions.load_ties(actor=officer, at=now, batch=batch)
    assert Tie.objects.get(batch=batch).state == "ended"


def test_a_purpose_is_one_of_ours(officer, uccn, now):
    batch = bring(
        officer,
        uccn,
        now,
        table(
            ["city_a", "city_b", "kind", "purpose"],
            ["Isfahan", "Linz", "joint project", "صنايع دستي و فناوري"],
            ["Isfahan", "Graz", "joint project", "football"],
        ),
    )
    assert outcomes(batch) == [("new", ""), ("rejected", "unknown_purpose")]
    actions.load_ties(actor=officer, at=now, batch=batch)
    assert Tie.objects.get(batch=batch).purpose.slug == "crafts-and-technology"


def test_judging_costs_the_same_for_any_number_of_rows(officer, uccn, today, django_assert_num_queries):
    importer = actions.TieImporter(uccn, "sister_city", today=today)
    empty = dict.fromkeys(column.key for column in SHAPE.columns)
    for count in (1, 300):
        with django_assert_num_queries(4):
            verdicts = importer.judge([{**empty, "city_a": "Isfahan", "city_b": "Linz"}] * count)
        assert [str(verdict.outcome) for verdict in verdicts] == ["new"] + ["same"] * (count - 1)


def test_a_row_that_begins_in_the_future_is_left_out(officer, uccn, now):
    batch = bring(
        officer,
        uccn,
        now,
        table(
            ["city_a", "city_b", "since"],
            ["Isfahan", "Linz", "1405/09/01"],
            ["Isfahan", "Graz", "1405/09/02"],
            ["Isfahan", "Lyon", "۱۴۴۷/۰۵/۱۲"],
        ),
    )
    assert outcomes(batch) == [("new", ""), ("rejected", "begins_ahead"), ("rejected", "bad_date")]
    assert reasons(batch)[1] == "The tie would begin in the future (1405/09/02)."
    assert reasons(batch)[2] == (
        "Column “since”: “۱۴۴۷/۰۵/۱۲” looks like a lunar date; as a Jalali one it lies ahead."
        " Give it in the Jalali or Gregorian calendar."
    )


def test_a_tie_that_ended_or_was_declined_makes_way_for_a_row(officer, uccn, now):
    places = list(Place.objects.filter(slug__in=("isfahan-ir", "linz-at")))
    content = table(["city_a", "city_b"], ["Isfahan", "Linz"])
    first = ties.propose_tie(actor=officer, at=now, network=uccn, places=places, kind="sister_city")
    assert outcomes(bring(officer, uccn, now, content)) == [("same", "same_in_register")]
    ties.decline_tie(actor=officer, at=now, tie=first)

    batch = bring(officer, uccn, now, content)
    assert outcomes(batch) == [("new", "")]
    actions.load_ties(actor=officer, at=now, batch=batch)
    second = Tie.objects.get(batch=batch)
    assert outcomes(bring(officer, uccn, now, content)) == [("same", "same_in_register")]
    ties.end_tie(actor=officer, at=now, tie=second, until="2026-10-01")

    batch = bring(officer, uccn, now, content)
    assert outcomes(batch) == [("new", "")]
    actions.load_ties(actor=officer, at=now, batch=batch)
    third = Tie.objects.get(batch=batch)
    word = "sister_city:isfahan-ir+linz-at"
    assert list(Tie.objects.order_by("pk").values_list("identity", "state")) == [
        (f"{word}~{first.pk}", "declined"),
        (f"{word}~{second.pk}", "ended"),
        (word, "active"),
    ]
    assert outcomes(bring(officer, uccn, now, content)) == [("same", "same_in_register")]
    ties.end_tie(actor=officer, at=now, tie=third, until="2026-10-01")
    # A list of what is over finds what is over, so it makes nothing when it is brought again.
    over = table(["city_a", "city_b", "until"], ["Isfahan", "Linz", "2026-10-01"])
    assert outcomes(bring(officer, uccn, now, over)) == [("same", "same_in_register")]


def test_a_list_of_ended_ties_brought_again_makes_nothing(officer, uccn, now):
    over = table(["city_a", "city_b", "until"], ["Isfahan", "Linz", "2020"])
    actions.load_ties(actor=officer, at=now, batch=bring(officer, uccn, now, over))
    assert outcomes(bring(officer, uccn, now, over)) == [("same", "same_in_register")]
    again = table(["city_a", "city_b"], ["Isfahan", "Linz"])
    actions.load_ties(actor=officer, at=now, batch=bring(officer, uccn, now, again))
    assert outcomes(bring(officer, uccn, now, over)) == [("same", "same_in_register")]
    assert sorted(Tie.objects.values_list("state", flat=True)) == ["active", "ended"]
