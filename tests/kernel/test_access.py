"""Verdicts and those who act."""

import pytest
from django.utils.translation import gettext_lazy, override

from girih.kernel.access import ALLOWED, Actor, Refused, Role, Seat, Verdict, refused, require

pytestmark = pytest.mark.pure


def test_an_allowed_verdict_is_true_and_lets_pass() -> None:
    assert bool(ALLOWED) is True
    assert str(ALLOWED) == ""
    require(ALLOWED)


def test_a_refusal_says_its_reason_and_the_way_out_with_its_values() -> None:
    verdict = refused("full", "%(room)s holds %(seats)s people.", "Take another room.", room="Hall", seats=12)
    assert bool(verdict) is False
    assert (verdict.code, verdict.params) == ("full", {"room": "Hall", "seats": 12})
    assert str(verdict) == "Hall holds 12 people. Take another room."


def test_a_sentence_without_values_may_hold_a_per_cent_sign() -> None:
    assert str(refused("half", "Only 50% of the members answered.")) == "Only 50% of the members answered."


def test_a_refusal_is_said_in_the_language_of_the_moment_not_of_its_making() -> None:
    with override("en"):
        verdict = refused("no", gettext_lazy("January"))
    with override("fa"):
        assert str(verdict) == "ژانویه"
    with override("en"):
        assert str(verdict) == "January"


def test_require_raises_the_verdict_itself() -> None:
    verdict = Verdict(False, "closed", "It is closed.")
    with pytest.raises(Refused) as caught:
        require(verdict)
    assert caught.value.verdict is verdict
    assert str(caught.value) == "It is closed."


def test_a_seat_counts_in_its_own_role_and_organisation_only() -> None:
    actor = Actor(user_id=1, label="x", seats=(Seat(Role.SECRETARIAT, 7), Seat(Role.FOCAL_POINT, 8, 80)))
    assert actor.holds(Role.SECRETARIAT, 7)
    assert not actor.holds(Role.SECRETARIAT, 8)
    assert not actor.holds(Role.VIEWER, 7)
    assert not actor.holds(Role.SECRETARIAT, None)


def test_only_a_focal_point_speaks_for_a_place() -> None:
    seats = (Seat(Role.FOCAL_POINT, 8, 80), Seat(Role.VIEWER, 9, 90))
    actor = Actor(user_id=1, label="x", seats=seats)
    assert actor.speaks_for(80)
    assert not actor.speaks_for(90)
    assert not actor.speaks_for(8)


@pytest.mark.parametrize(
    ("actor", "anonymous"),
    [(Actor(), True), (Actor(user_id=3), False), (Actor.machine("girih migrate"), False)],
)
def test_who_is_anonymous(actor: Actor, anonymous: bool) -> None:
    assert actor.is_anonymous is anonymous
