"""Headings in two languages, two keyboards and imperfect spelling find their columns."""

import pytest

from girih.kernel.exchange.columns import Column, Shape, guess_columns

pytestmark = pytest.mark.pure

SHAPE = Shape(
    (
        Column("city_a", "First city", ("شهر یک", "شهر نخست", "City A"), required=True),
        Column("city_b", "Second city", ("شهر دو", "شهر دوم", "City B"), required=True),
        Column("objective", "Objective", ("هدف", "هدف پیوند")),
        Column("since", "Since", ("آغاز", "از تاریخ", "start date")),
    )
)


@pytest.mark.parametrize(
    ("headings", "mapping"),
    [
        (["City A", "city_b", "OBJECTIVE", "Since"], {"city_a": 0, "city_b": 1, "objective": 2, "since": 3}),
        (["شهر دو", "شهر يك", "هدف", "آغــاز"], {"city_a": 1, "city_b": 0, "objective": 2, "since": 3}),
        (["شهرِ نخست", "شهر‌دوم"], {"city_a": 0, "city_b": 1}),
        (["Start dates", "Objectve", "City A"], {"city_a": 2, "objective": 1}),
        (["", "ردیف", "City A"], {"city_a": 2}),
    ],
)
def test_headings_find_their_columns(headings, mapping):
    assert guess_columns(headings, SHAPE).mapping == mapping


def test_close_spelling_is_marked_uncertain_and_city_a_is_never_city_b():
    guess = guess_columns(["City A", "City C", "objectives", "objectiwe"], SHAPE)
    assert guess.mapping == {"city_a": 0, "objective": 3}
    assert guess.uncertain == ("objective",)
    assert guess.unknown == ("City C", "objectives")
    assert guess.missing == ("city_b",)


def test_an_exact_name_wins_over_a_close_one_wherever_it_stands():
    assert guess_columns(["objectiwe", "objective"], SHAPE).mapping == {"objective": 1}


def test_what_a_person_chose_before_goes_first():
    guess = guess_columns(["مبدا", "شهر یک", "شهر دو"], SHAPE, {"مبدأ": "city_a", "x": "gone"})
    assert guess.mapping == {"city_a": 0, "city_b": 2}
    assert guess.unknown == ("شهر یک",)
    assert guess.uncertain == ()


def test_one_heading_serves_one_column():
    assert guess_columns(["City A", "City A"], SHAPE).mapping == {"city_a": 0}


def test_a_shape_refuses_a_heading_claimed_twice():
    with pytest.raises(ValueError, match="claimed by"):
        Shape((Column("a", "A", ("شهر",)), Column("b", "B", ("شهر",))))
    with pytest.raises(ValueError, match="same key"):
        Shape((Column("a", "A"), Column("a", "B")))


def test_known_counts_columns_once():
    assert SHAPE.known(["City A", "شهر یک", "هدف", 12, None, "x"]) == 2
