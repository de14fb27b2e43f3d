"""What each person finds on their home."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from girih.networks.actions import imports
from girih.networks.actions import ties as actions
from girih.networks.models import Network, Plan, Purpose, Tie
from girih.networks.queries import figures_for, network_for, networks_for, next_steps_for
from girih.networks.queries.home import Figures
from girih.registry.models import Place

pytestmark = pytest.mark.django_db


def steps(actor, now):
    return [(step.network.slug, step.code, step.count) for step in next_steps_for(actor, now=now)]


def join(officer, uccn, now, *slugs, propose=False, **facts):
    verb = actions.propose_tie if propose else actions.record_tie
    places = [Place.objects.get(slug=slug) for slug in slugs]
    return verb(
        actor=officer, at=now, network=uccn, places=places, kind="joint_project", source="letter", **facts
    )


def test_a_new_secretariat_is_told_to_bring_its_list(officer, now):
    assert steps(officer, now) == [("uccn", "no_ties", 1)]


def test_an_officer_sees_what_waits_in_the_order_of_urgency(officer, uccn, now):
    old = join(officer, uccn, now - timedelta(days=400), "isfahan-ir", "linz-at")
    join(officer, uccn, now, "isfahan-ir", "jaipur-in", objective="export")
    join(officer, uccn, now, "linz-at", "seoul-kr", propose=True)
    party = join(officer, uccn, now, "linz-at", "graz-at").parties.first()
    actions.answer_tie(actor=officer, at=now, party=party, answer="disputed", remark="wrong year")
    upload = ContentFile(b"city_a,city_b\nIsfahan,Graz\n", name="t.csv")
    batch = imports.bring_ties(
        actor=officer, at=now, network=uccn, upload=upload, name="t.csv", kind="sister_city"
    )
    imports.check_ties(actor=officer, at=now, batch=batch)
    assert steps(officer, now) == [
        ("uccn", "disputed", 1),
        ("uccn", "proposed", 1),
        ("uccn", "imports", 1),
        ("uccn", "no_plan", 1),
        ("uccn", "no_objective", 3),
        ("uccn", "untouched", 1),
    ]
    actions.set_objective(actor=officer, at=now, tie=old, objective="tiles")
    assert ("uccn", "no_objective", 2) in steps(officer, now)
    assert "untouched" not in [code for _slug, code, _count in steps(officer, now)]


def test_a_plan_counts_for_its_season_alone(officer, uccn, now):
    from girih.kernel.audit import verb

    join(officer, uccn, now, "isfahan-ir", "linz-at")

    @verb("tests.plan")
    def plan(*, actor, at):
        Plan.objects.create(
            network=uccn,
            purpose=Purpose.objects.get(slug="export"),
            weights={},
            default_capacity=2,
            status="optimal",
            made_by="tests",
            made_at=at,
        )

    # 22 November 2026 is in autumn 1405, which began on 23 September.
    plan(actor=officer, at=now - timedelta(days=61))
    assert ("uccn", "no_plan", 1) in steps(officer, now)
    plan(actor=officer, at=now - timedelta(days=59))
    assert "no_plan" not in [code for _slug, code, _count in steps(officer, now)]


def test_a_focal_point_is_asked_about_their_own_ties_alone(focal_point, officer, uccn, now):
    join(officer, uccn, now, "isfahan-ir", "linz-at")
    join(officer, uccn, now, "linz-at", "seoul-kr")
    answer = ("uccn", "answer", 1)
    assert [step for step in steps(focal_point, now) if step[0] == "uccn"] == [answer]
    (step,) = next_steps_for(focal_point, now=now, networks=[uccn])
    assert (step.url_name, step.args, step.tone) == ("networks:my-ties", ("uccn",), "attention")
    party = Tie.objects.first().parties.get(place__slug="isfahan-ir")
    actions.answer_tie(actor=focal_point, at=now, party=party, answer="confirmed")
    assert next_steps_for(focal_point, now=now, networks=[uccn]) == []


def test_a_viewer_has_nothing_to_do(viewer, officer, uccn, now):
    join(officer, uccn, now, "isfahan-ir", "linz-at")
    assert steps(viewer, now) == []


def test_the_steps_cost_five_queries_however_much_there_is(officer, uccn, now, django_assert_num_queries):
    for pair in (("isfahan-ir", "linz-at"), ("isfahan-ir", "jaipur-in"), ("linz-at", "seoul-kr")):
        join(officer, uccn, now, *pair)
        with django_assert_num_queries(4):
            next_steps_for(officer, now=now)


def test_figures_of_a_network(officer, uccn, now, today):
    assert figures_for(officer, network=uccn, today=today) == Figures(408, 0, 0, 0, 0)
    join(officer, uccn, now, "isfahan-ir", "linz-at")
    join(officer, uccn, now, "isfahan-ir", "jaipur-in", propose=True)
    ended = join(officer, uccn, now, "linz-at", "seoul-kr")
    actions.end_tie(actor=officer, at=now, tie=ended, until="2026")
    assert figures_for(officer, network=uccn, today=today) == Figures(
        members=408, ties=2, members_with_ties=3, proposed=1, unconfirmed=2
    )


def test_networks_are_open_to_their_people(officer, viewer, visitor, focal_point, machine, today):
    assert [network.slug for network in networks_for(officer, today=today)] == ["uccn"]
    assert [network.slug for network in networks_for(viewer, today=today)] == ["uccn"]
    assert list(networks_for(visitor, today=today)) == []
    assert len(networks_for(machine, today=today)) == Network.objects.count()
    open_to_isfahan = {network.slug for network in networks_for(focal_point, today=today)}
    expected = Network.objects.filter(memberships__place__slug="isfahan-ir", memberships__valid_until="")
    assert open_to_isfahan == {network.slug for network in expected}
    assert {"uccn", "iran-uccn"} <= open_to_isfahan
    assert network_for(machine, slug="atlantis") is None


def test_counts_beside_each_network(officer, uccn, now, today):
    join(officer, uccn, now, "isfahan-ir", "linz-at")
    (network,) = networks_for(officer, today=today)
    assert (network.member_count, network.tie_count) == (408, 1)


def test_the_page_of_a_network_opens_the_lists_behind_its_figures(client, officer, officer_user, uccn, now):
    join(officer, uccn, now, "isfahan-ir", "linz-at")
    client.force_login(officer_user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["girih_language"] = "en"
    page = client.get("/networks/uccn/").content.decode()
    for address in (
        "/networks/uccn/ties/?no_objective=1",
        "/networks/uccn/ties/?unconfirmed=1",
        "/networks/uccn/plans/",
        "/networks/uccn/drawing/",
        "/networks/uccn/diagnosis/",
        "/networks/uccn/brief/",
        "/networks/uccn/imports/",
        "/members/?network=uccn",
    ):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    assert client.get("/networks/free-zones/").status_code == 403
    assert client.get("/networks/atlantis/").status_code == 404
