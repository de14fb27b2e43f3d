"""The drawing: what is sent to be drawn, and the table beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from small import TIES, five, plain_static

from girih.kernel.access import Refused
from girih.networks.actions.plans import make_plan
from girih.networks.models import Purpose
from girih.networks.queries.drawing import drawing_for, drawing_table_for
from girih.networks.queries.plan_drafts import plan_draft_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(uccn, now):
    return five(uccn.secretariat, now)


@pytest.fixture
def planned(small, officer, now, today):
    draft = plan_draft_for(
        officer,
        network=small.network,
        purpose=Purpose.objects.get(slug="crafts-and-technology"),
        today=today,
        total=2,
    )
    return make_plan(actor=officer, at=now, draft=draft)


def test_members_carry_their_measures_and_the_year_of_first_entry(small, officer, today):
    with override("en"):
        data = drawing_for(officer, network=small.network, today=today)
    nodes = {node["id"]: node for node in data["nodes"]}
    assert {slug: node["since"] for slug, node in nodes.items()} == {
        "isfahan-ir": 2015,
        "linz-at": 2014,
        "lyon-fr": 2008,
        "edinburgh-gb": 2004,
        "rasht-ir": 2015,
    }
    assert nodes["linz-at"]["measures"] == {"degree": 3, "betweenness": 0.333333, "core": 2}
    assert nodes["rasht-ir"]["measures"] == {"degree": 0, "betweenness": 0.0, "core": 0}
    assert nodes["linz-at"]["label"] == "Linz"
    assert nodes["linz-at"]["field"] == "media-arts"
    assert all(0 <= node["x"] <= 1 and 0 <= node["y"] <= 1 for node in data["nodes"])
    assert data["fields"]["literature"] == {"label": "Literature"}
    assert set(data["regions"]) == {"asia-and-the-pacific", "europe-and-north-america"}
    assert data["years"] == [2004, 2026]
    assert data["proposed"] == []


def test_edges_are_the_ties_with_year_kind_and_rung(small, officer, today):
    data = drawing_for(officer, network=small.network, today=today)
    assert [(edge["id"], edge["since"], edge["kind"], edge["maturity"]) for edge in data["edges"]] == [
        (tie.pk, year, "sister_city", 0)
        for tie, year in zip(small.ties, (2026, 2020, 2020, 2020), strict=True)
    ]


def test_the_pairs_of_the_newest_plan_are_drawn_as_proposed(small, planned, officer, today):
    data = drawing_for(officer, network=small.network, today=today)
    pairs = list(planned.pairs.order_by("rank").values_list("place_a__slug", "place_b__slug"))
    assert len(pairs) == 2
    assert [(pair["a"], pair["b"]) for pair in data["proposed"]] == pairs


def test_the_table_sorts_by_measure_and_by_name_and_pages_by_key(small, officer, today):
    def slugs(**terms):
        table = drawing_table_for(officer, network=small.network, today=today, **terms)
        return [row.slug for row in table.rows], table.next_after

    with override("en"):
        names = ["edinburgh-gb", "isfahan-ir", "linz-at", "lyon-fr", "rasht-ir"]
        assert slugs(sort="name") == (names, "")
        by_degree = ["linz-at", "edinburgh-gb", "lyon-fr", "isfahan-ir", "rasht-ir"]
        assert slugs(sort="degree") == (by_degree, "")
        assert slugs(sort="nothing") == (by_degree, "")
        assert slugs(sort="since")[0] == ["edinburgh-gb", "lyon-fr", "linz-at", "isfahan-ir", "rasht-ir"]
        assert slugs(sort="name", size=3) == (names[:3], "linz-at")
        assert slugs(sort="name", size=3, after="linz-at") == (names[3:], "")


def test_a_drawing_is_refused_to_strangers(small, visitor, today):
    with pytest.raises(Refused):
        drawing_for(visitor, network=small.network, today=today)
    with pytest.raises(Refused):
        drawing_table_for(visitor, network=small.network, today=today)


def test_the_number_of_queries_does_not_grow(uccn, officer, today, now):
    counts = []
    for ties, slug in ((TIES[1:2], "one-tie"), (TIES[1:], "three-ties")):
        network = five(uccn.secretariat, now, ties, slug=slug).network
        with CaptureQueriesContext(connection) as seen:
            drawing_for(officer, network=network, today=today)
        counts.append(len(seen))
    assert counts == [7, 7]


def test_unchanged_data_cost_no_transfer(small, planned, officer_user, officer, client):
    client.force_login(officer_user)
    address = f"/networks/{small.network.slug}/drawing.json"
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-cache"
    data = first.json()
    assert data["edges"][0]["url"] == f"/ties/{small.ties[0].pk}/"
    assert data["nodes"][0]["url"] == f"/places/{data['nodes'][0]['id']}/"
    pair = planned.pairs.get(rank=1)
    assert data["proposed"][0]["url"] == (
        f"/networks/{small.network.slug}/plans/{planned.pk}/?after=0#pair-{pair.pk}"
    )
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_page_holds_the_drawing_and_the_table(small, officer_user, officer, client, settings):
    plain_static(settings)
    client.force_login(officer_user)
    page = client.get(f"/networks/{small.network.slug}/drawing/?sort=core")
    assert page.status_code == 200
    text = page.content.decode()
    assert f'src="/networks/{small.network.slug}/drawing.json"' in text
    assert 'aria-sort="descending"' in text
    assert text.count('class="row-link"') == 5
