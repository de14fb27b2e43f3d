"""One click signs in as a sample person, and only where the demonstration is."""

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from girih.kernel.access import Role
from girih.kernel.accounts.models import User
from girih.networks.models import Capacity, Network, Offer, Tie, TieParty
from girih.registry.models import SeatHolding
from girih.web.demonstration import PEOPLE, prepare_demonstration

ROLES = ("officer", "focal-point", "viewer")


@pytest.fixture
def demonstration(reference, now):
    prepare_demonstration(at=now)


@pytest.fixture
def demo_urls(settings):
    settings.ROOT_URLCONF = "girih.config.demo_urls"


@pytest.mark.parametrize("role", ROLES)
def test_one_click_signs_in(demonstration, demo_urls, client, role):
    answer = client.post(f"/demo/enter/{role}/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    person = User.objects.get(pk=client.session["_auth_user_id"])
    assert (person.email, person.is_sample) == (f"{role}@demo.girih.invalid", True)


@pytest.mark.parametrize("role", ["admin", "secretariat", "officer@demo.girih.invalid"])
def test_only_the_listed_people_exist(demonstration, demo_urls, client, role):
    assert client.post(f"/demo/enter/{role}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_real_person_is_never_entered_as(demonstration, demo_urls, client):
    User.objects.filter(email="officer@demo.girih.invalid").update(is_sample=False)
    assert client.post("/demo/enter/officer/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_or_a_forged_form_signs_nobody_in(demonstration, demo_urls, client):
    assert client.get("/demo/enter/officer/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/enter/officer/").status_code == 403
    for one in (client, strict):
        assert "_auth_user_id" not in one.session


@pytest.mark.parametrize("role", ROLES)
def test_a_served_installation_has_no_door(demonstration, client, role):
    """The people are even there; the address is not."""
    with pytest.raises(Resolver404):
        resolve(f"/demo/enter/{role}/")
    assert client.post(f"/demo/enter/{role}/").status_code == 404
    assert "_auth_user_id" not in client.session
    assert "/demo/enter/" not in client.get("/").content.decode()


def test_the_welcome_offers_three_ways_in(demonstration, demo_urls, client):
    page = client.get("/").content.decode()
    for role in ROLES:
        assert f'<form method="post" action="/demo/enter/{role}/">' in page


def test_sample_people_say_so_and_have_no_password(demonstration):
    people = {person.email: person for person in User.objects.filter(email__endswith="@demo.girih.invalid")}
    assert set(people) == {person.email for person in PEOPLE}
    for person in people.values():
        assert person.is_sample
        assert person.name.endswith("(نمونه)")
        assert not person.has_usable_password()


def test_seats_of_the_sample_people(demonstration):
    held = {
        (seat.user.email.split("@")[0], seat.organisation.slug, seat.role)
        for seat in SeatHolding.objects.select_related("user", "organisation")
    }
    networks = Network.objects.filter(slug__in=["uccn", "iran-uccn"]).select_related("secretariat")
    secretariat = {network.slug: network.secretariat.slug for network in networks}
    assert held == {
        ("officer", secretariat["uccn"], Role.SECRETARIAT),
        ("officer", secretariat["iran-uccn"], Role.SECRETARIAT),
        ("focal-point", "municipality-isfahan", Role.FOCAL_POINT),
        ("viewer", secretariat["uccn"], Role.VIEWER),
    }


def test_stated_cooperation_is_recorded_unconfirmed_with_its_source(demonstration):
    ties = Tie.objects.filter(network__slug="uccn")
    assert ties.count() == 39
    assert set(ties.values_list("state", flat=True)) == {"active"}
    assert set(TieParty.objects.values_list("answer", flat=True)) == {"pending"}
    assert not ties.filter(source="").exists()
    twins = ties.get(kind="sister_city")
    assert twins.identity == "sister_city:denia-es+tangier-ma"
    assert twins.source.startswith("“twin cities (Tangier became a member only in 2025)” — ")


def test_generated_offers_say_that_they_are_samples(demonstration):
    words = set(Offer.objects.values_list("words", flat=True))
    assert words == {"داده نمونه، ساختگی · generated sample"}
    assert Capacity.objects.filter(place__slug="isfahan-ir", year=1405, asked=True, new_ties=3).count() == 1


def test_preparing_again_doubles_nothing(demonstration, now):
    tables = (User, SeatHolding, Tie, TieParty, Offer, Capacity)
    before = [table.objects.count() for table in tables]
    prepare_demonstration(at=now)
    assert [table.objects.count() for table in tables] == before
