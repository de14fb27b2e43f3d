"""Days that lie ahead, and lunar dates that look like Jalali ones."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from girih.kernel.audit.models import Entry
from girih.networks.actions import ties as actions
from girih.networks.models import Tie, TieEvent
from girih.networks.queries.days import lies_ahead, looks_lunar, stored_day
from girih.registry.models import Place

# 1 Azar 1405
DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "ahead", "lunar"),
    [
        ("1405/09/01", False, False),
        ("1405/09/02", True, False),
        ("1405", False, False),
        ("1406", True, False),
        ("2026-11-22", False, False),
        ("2027", True, False),
        ("1439", True, False),
        ("1440", True, True),
        ("۱۴۴۷/۰۵/۱۲", True, True),
        ("1447/05", True, True),
        ("1460/12/01", True, True),
        ("1461/01/01", True, False),
        ("2066-05-01", True, False),
        ("2066", True, False),
    ],
)
def test_what_lies_ahead_and_what_looks_lunar(typed: str, ahead: bool, lunar: bool) -> None:
    stored = stored_day(typed)
    assert lies_ahead(stored, DAY) is ahead
    assert looks_lunar(stored, DAY, typed) is lunar


def test_of_a_stored_day_alone_the_jalali_year_decides() -> None:
    assert looks_lunar("2068-08-03", DAY)
    assert not looks_lunar("2068", DAY)
    assert not looks_lunar("2026-11-22", DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "code"),
    [("2026-11-23", "in_the_future"), ("2027", "in_the_future"), ("2068-08-03", "lunar_like")],
)
@pytest.mark.parametrize("verb", [actions.propose_tie, actions.record_tie])
def test_a_tie_cannot_begin_in_the_future(officer, uccn, now, verb, since, code):
    places = list(Place.objects.filter(slug__in=("isfahan-ir", "linz-at")))
    before = (Tie.objects.count(), Entry.objects.count())
    source = {"source": "letter"} if verb is actions.record_tie else {}
    with pytest.raises(ValidationError) as refusal:
        verb(actor=officer, at=now, network=uccn, places=places, kind="event", since=since, **source)
    assert refusal.value.code == code
    assert (Tie.objects.count(), Entry.objects.count()) == before


@pytest.mark.django_db
def test_a_lunar_day_of_an_event_or_an_end_is_named_as_such(officer, uccn, now):
    places = list(Place.objects.filter(slug__in=("isfahan-ir", "linz-at")))
    tie = actions.record_tie(
        actor=officer, at=now, network=uccn, places=places, kind="event", source="letter", since="2026-11-22"
    )
    lunar = stored_day("1447/05/12")
    with pytest.raises(ValidationError) as refusal:
        actions.record_event(actor=officer, at=now, tie=tie, kind="contact", happened_on=lunar)
    assert refusal.value.code == "lunar_like"
    assert "۱۴۴۷/۰۵/۱۲" in refusal.value.messages[0]
    with pytest.raises(ValidationError) as refusal:
        actions.end_tie(actor=officer, at=now, tie=tie, until=lunar)
    assert refusal.value.code == "lunar_like"
    tie.refresh_from_db()
    assert (tie.state, tie.until, TieEvent.objects.count()) == ("active", "", 0)
