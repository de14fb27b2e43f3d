"""The pages of plans, from the form to a proposed tie, and what is refused on them."""

import pytest
from small import five, plain_static, planner, rows

from girih.networks.models import Capacity, Plan, Purpose, Tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(uccn, now):
    return five(uccn.secretariat, now)


@pytest.fixture
def purpose(reference):
    return Purpose.objects.get(slug="crafts-and-technology")


@pytest.fixture
def make(small, officer, purpose, now, today):
    return planner(small.network, actor=officer, purpose=purpose, at=now, today=today)


def test_from_the_form_to_a_proposed_tie(small, officer_user, officer, client, settings):
    plain_static(settings)
    client.force_login(officer_user)
    client.cookies["girih_language"] = "en"
    base = f"/networks/{small.network.slug}/plans/"
    form = client.get(base)
    assert form.status_code == 200
    assert 'name="weight_affinity"' in form.content.decode()
    terms = {
        "purpose": "crafts-and-technology", "total": "۲", "default_capacity": "1", "cover_regions": "1",
        "weight_complementarity": "۰٫۵", "weight_affinity": "0.15", "weight_experience": "0.15",
        "weight_network_value": "0.2",
    }  # fmt: skip
    made = client.post(base, terms)
    plan = Plan.objects.get(network=small.network)
    assert (made.status_code, made.headers["Location"]) == (302, f"{base}{plan.pk}/")
    assert (plan.total, plan.weights["complementarity"]) == (2, 0.5)
    page = client.get(made.headers["Location"])
    assert page.status_code == 200
    assert "proven optimal" in page.content.decode()
    pair = plan.pairs.get(rank=1)
    proposed = client.post(f"{base}{plan.pk}/pairs/{pair.pk}/propose/")
    tie = Tie.objects.get(network=small.network, state="proposed")
    assert proposed.headers["Location"] == f"/ties/{tie.pk}/"
    locked = client.post(f"{base}{plan.pk}/pairs/{plan.pairs.get(rank=2).pk}/lock/", {"locked": "1"})
    assert locked.status_code == 302
    assert plan.pairs.get(rank=2).locked
    excluded = client.post(
        f"/networks/{small.network.slug}/exclusions/",
        {"plan": plan.pk, "a": pair.place_a.slug, "b": pair.place_b.slug, "reason": "test"},
    )
    assert (excluded.status_code, small.network.exclusions.count()) == (302, 1)
    why = client.get(f"{base}{plan.pk}/why/", {"a": "isfahan-ir", "b": "linz-at"})
    assert "already have a tie" in why.content.decode()
    assert client.get(f"{base}{plan.pk}/why/", {"a": "nowhere", "b": "linz-at"}).status_code == 422
    for form, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        assert client.get(f"{base}{plan.pk}/export.{form}").content.startswith(start)
    assert client.post(base, {**terms, "weight_affinity": "abc"}).status_code == 422


def test_a_viewer_sees_the_buttons_refused_with_the_reason(
    make, small, viewer_user, viewer, client, settings
):
    plain_static(settings)
    client.force_login(viewer_user)
    client.cookies["girih_language"] = "en"
    plan = make()
    text = client.get(f"/networks/{small.network.slug}/plans/{plan.pk}/").content.decode()
    assert "The plan of new ties is made by the secretariat of this network." in text
    assert text.count('aria-disabled="true"') >= 6
    before = rows()
    pair = plan.pairs.get(rank=1)
    answer = client.post(f"/networks/{small.network.slug}/plans/{plan.pk}/pairs/{pair.pk}/propose/")
    assert answer.status_code == 403
    assert client.post(f"/networks/{small.network.slug}/plans/", {}).status_code == 403
    assert rows() == before


def test_a_member_says_what_it_offers_on_its_page(small, focal_point_user, focal_point, client, settings):
    plain_static(settings)
    client.force_login(focal_point_user)
    own = f"/networks/{small.network.slug}/capacity/isfahan-ir/"
    assert client.get(own).status_code == 200
    told = client.post(own, {"new_ties": "۳", "asked": "on", "offers": ["research"], "needs": []})
    assert told.status_code == 302
    assert Capacity.objects.get(network=small.network).new_ties == 3
    other = client.post(f"/networks/{small.network.slug}/capacity/linz-at/", {"new_ties": "3"})
    assert other.status_code == 403


def test_terms_past_the_size_of_the_network_are_refused_beside_their_field(
    small, officer_user, officer, client
):
    client.force_login(officer_user)
    client.cookies["girih_language"] = "en"
    base = f"/networks/{small.network.slug}/plans/"
    assert 'value="15"' in client.get(base).content.decode()  # three for each of five members, not 24
    terms = {
        "purpose": "crafts-and-technology", "total": "16", "default_capacity": "1",
        "weight_complementarity": "1", "weight_affinity": "0", "weight_experience": "0",
        "weight_network_value": "0",
    }  # fmt: skip
    before = rows()
    answer = client.post(base, terms)
    assert answer.status_code == 422
    assert "A plan of this network has from 1 to 15 new ties" in answer.content.decode()
    assert client.post(base, {**terms, "total": "2", "based_on": "²"}).status_code == 404
    assert rows() == before


@pytest.mark.parametrize("number", ["²", "9" * 30, "-1", "1.5"])
def test_what_is_no_number_in_an_address_names_nothing(make, small, officer_user, officer, client, number):
    client.force_login(officer_user)
    plan = make()
    base = f"/networks/{small.network.slug}"
    before = rows()
    assert client.post(f"{base}/exclusions/", {"lift": number, "plan": plan.pk}).status_code == 302
    assert client.post(f"{base}/exclusions/", {"lift": "1", "plan": number}).status_code == 302
    assert client.get(f"{base}/plans/{plan.pk}/?after={number}").status_code == 200
    assert client.get(f"{base}/brief.json?plan={number}").status_code == 404
    assert client.get(f"{base}/diagnosis/isolates/?tie={number}").status_code == 200
    assert rows() == before


def test_a_reason_stands_beside_each_refused_button_of_a_pair(
    make, small, focal_point_user, focal_point, client
):
    client.force_login(focal_point_user)
    client.cookies["girih_language"] = "en"
    plan = make(total=None, default_capacity=2)
    text = client.get(f"/networks/{small.network.slug}/plans/{plan.pk}/").content.decode()
    for pair in plan.pairs.select_related("place_a", "place_b"):
        row = text.split(f'id="pair-{pair.pk}"')[1].split("</tr>")[0]
        own = "isfahan-ir" in (pair.place_a.slug, pair.place_b.slug)
        assert (f'id="propose-reason-{pair.pk}">' in row) != own
        assert row.count("The plan of new ties is made by the secretariat of this network.") == 1
    assert 'id="propose-reason-' in text
    assert "/propose/" in text
