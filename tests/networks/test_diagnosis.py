"""The diagnosis in sentences: figures computed by hand, findings that say what they mean."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from small import MACHINE, TIES, five, network_of, plain_static

from girih.engines.matching import REASON_CODES
from girih.kernel.access import Refused
from girih.networks import bridge
from girih.networks.actions.ties import answer_tie, set_objective
from girih.networks.queries.diagnosis import diagnosis_for, finding_for
from girih.networks.queries.reasons import REASONS, STANDINGS
from girih.networks.queries.state import state_of
from girih.networks.queries.wording import EXTRA_VALUES, FINDINGS, MEASURES, SEVERITIES, UNDEFINED

pytestmark = pytest.mark.django_db
NAMED = re.compile(r"%\((\w+)\)s")


@pytest.fixture
def small(uccn, now):
    return five(uccn.secretariat, now)


@pytest.fixture
def english():
    with override("en"):
        yield


def figures(page):
    return {figure.code: figure.value for figure in page.figures}


def by_key(page):
    return {finding.key: finding for finding in page.findings}


@pytest.mark.usefixtures("english")
def test_figures_are_those_computed_by_hand(small, officer, today):
    page = diagnosis_for(officer, network=small.network, today=today)
    shown = figures(page)
    assert shown["members"] == "5"
    assert shown["ties"] == "4"
    assert shown["isolates"] == "1"
    assert shown["members_with_ties"] == "4"
    assert shown["largest_component"] == "4"
    assert shown["density"] == "0.40000"  # 4 of 10 pairs
    assert shown["same_field_share"] == "25%"  # Lyon and Edinburgh, of four
    assert shown["same_region_share"] == "75%"
    assert shown["degree_gini"] == "0.35"  # (-2*1 + 2*2 + 4*3) / (5 * 8)
    assert [(row.slug, round(row.betweenness, 4)) for row in page.between] == [("linz-at", 0.3333)]
    assert [(row.slug, row.members, row.tie_ends) for row in page.regions] == [
        ("asia-and-the-pacific", 2, 1),
        ("europe-and-north-america", 3, 7),
    ]
    assert [(row.slug, row.cells) for row in page.mixing] == [
        ("crafts-and-folk-art", (0, 0, 1)),
        ("literature", (0, 1, 2)),
        ("media-arts", (1, 2, 0)),
    ]


@pytest.mark.usefixtures("english")
def test_a_finding_says_its_numbers_and_compares_with_the_start_of_the_season(small, officer, today):
    page = diagnosis_for(officer, network=small.network, today=today)
    assert (page.before, page.season) == (date(2026, 9, 23), "autumn 1405 SH")
    alone = by_key(page)["isolates"]
    assert alone.sentence.startswith("1 of 5 members (20%) stand alone:")
    assert (alone.before, alone.change, alone.members) == (2, -1, ("rasht-ir",))
    assert alone.comparison == (
        "Members without any tie: 2 at the start of autumn 1405 SH, since then down by 1."
    )
    growth = by_key(page)["growth"]
    assert growth.sentence == "Ties in force: 4, before 3; new: 1, ended: 0. Members: 5, before 5."
    assert growth.ties == (str(small.ties[0].pk),)
    assert by_key(page)["no_objective"].values == {"without": 4, "known": 4, "unknown": 0, "share": 1.0}


@pytest.mark.usefixtures("english")
def test_ties_of_unknown_beginning_are_not_told_as_growth(uccn, officer, now, today):
    undated = tuple((a, b, "") for a, b, _since in TIES)
    network = five(uccn.secretariat, now, undated, slug="undated").network
    page = diagnosis_for(officer, network=network, today=today)
    note = "4 of the ties were only recorded this season, and nobody knows since when they stand"
    alone = by_key(page)["isolates"]
    assert (alone.before, alone.change) == (5, -4)
    assert alone.comparison.startswith(
        "Members without any tie: 5 by the ties known to stand at the start of autumn 1405 SH. "
    )
    assert note in alone.comparison
    assert note in alone.change_said
    growth = by_key(page)["growth"]
    assert (growth.severity, note in growth.sentence) == ("info", True)
    # Of two ties that are new one is dated: the change is told as one.
    dated = (("isfahan-ir", "linz-at", "2026-10-01"), *undated[1:2])
    page = diagnosis_for(
        officer, network=five(uccn.secretariat, now, dated, slug="half").network, today=today
    )
    assert "since then down by 3" in by_key(page)["isolates"].comparison
    assert by_key(page)["growth"].severity == "good"


@pytest.mark.usefixtures("english")
def test_the_past_is_not_told_from_what_is_known_today(small, officer, now, today):
    tie = small.ties[1]
    set_objective(actor=officer, at=now, tie=tie, objective="A joint workshop")
    side = tie.parties.get(place=small.places["linz-at"])
    answer_tie(actor=MACHINE, at=now, party=side, answer="confirmed")
    past = state_of(small.network, on=date(2026, 9, 23), is_past=True)
    row = next(row for row in past.ties if row.id == tie.pk)
    assert (row.objective, row.maturity, row.confirmed_by) == (None, None, frozenset())
    row = next(row for row in state_of(small.network, on=today).ties if row.id == tie.pk)
    assert (row.objective, row.confirmed_by) == (True, frozenset({"linz-at"}))
    missing = by_key(diagnosis_for(officer, network=small.network, today=today))["no_objective"]
    assert (missing.values["without"], missing.before, missing.change) == (3, None, None)
    assert missing.comparison == "No earlier figure to compare with."


def test_persian_sentences_carry_persian_digits(small, officer, today):
    with override("fa"):
        page = diagnosis_for(officer, network=small.network, today=today)
        assert figures(page)["density"] == "۰٫۴۰۰۰۰"
        assert page.season == "پاییز ۱۴۰۵"
        assert not re.search("[0-9]", by_key(page)["isolates"].sentence)


@pytest.mark.usefixtures("english")
def test_an_empty_network_is_undefined_and_not_zero(uccn, officer, now, today):
    empty = network_of(actor=MACHINE, at=now, secretariat=uccn.secretariat, slug="empty", members={})
    page = diagnosis_for(officer, network=empty, today=today)
    shown = figures(page)
    assert (shown["members"], shown["density"], shown["degree_gini"]) == ("0", "", "")
    density = by_key(page)["undefined-density"]
    assert density.title == "Not defined: density"
    assert "the network has no member" in density.sentence
    assert ("density", "the network has no member") in page.undefined


@pytest.mark.usefixtures("english")
def test_one_member_has_no_density(uccn, officer, now, today):
    members = {"rasht-ir": ("gastronomy", "2015")}
    one = network_of(actor=MACHINE, at=now, secretariat=uccn.secretariat, slug="one", members=members)
    page = diagnosis_for(officer, network=one, today=today)
    assert figures(page)["density"] == ""
    assert ("density", "the network has a single member") in page.undefined


def test_the_diagnosis_is_refused_to_strangers(small, visitor, focal_point, today):
    for actor in (visitor,):
        with pytest.raises(Refused) as refusal:
            diagnosis_for(actor, network=small.network, today=today)
        assert refusal.value.verdict.code == "not_of_this_network"
    assert diagnosis_for(focal_point, network=small.network, today=today).measures.ties == 4


def test_a_finding_page_lists_whom_it_concerns_and_pages_by_key(small, officer, now, today):
    def page(**after):
        return finding_for(
            officer, network=small.network, key="no_objective", today=today, now=now, size=3, **after
        )

    first = page()
    assert (first.tie_count, first.next_tie) == (4, small.ties[2].pk)
    assert [tie.pk for tie, _ in first.ties] == [tie.pk for tie in small.ties[:3]]
    second = page(after_tie=first.next_tie)
    assert ([tie.pk for tie, _ in second.ties], second.next_tie) == ([small.ties[3].pk], None)
    members = finding_for(officer, network=small.network, key="isolates", today=today, now=now)
    assert [(row.slug, row.degree) for row in members.members] == [("rasht-ir", 0)]
    assert finding_for(officer, network=small.network, key="nothing", today=today, now=now) is None


def test_the_number_of_queries_does_not_grow(uccn, officer, now, today):
    one = five(uccn.secretariat, now, TIES[1:2], slug="one-tie").network
    three = five(uccn.secretariat, now, TIES[1:], slug="three-ties").network
    for network in (one, three):
        with CaptureQueriesContext(connection) as seen:
            diagnosis_for(officer, network=network, today=today)
        assert len(seen) == 7


def test_every_finding_and_reason_has_its_sentence():
    codes = {kind.code: kind for kind in bridge.finding_codes()}
    assert set(FINDINGS) == set(codes)
    with override("en"):
        for code, wording in FINDINGS.items():
            known = {*codes[code].values, *EXTRA_VALUES.get(code, ())}
            assert set(NAMED.findall(f"{wording.title} {wording.meaning}")) <= known, code
            assert str(wording.way_out), code
            assert bool(wording.figure) == bool(codes[code].headline), code
        for code, values in REASON_CODES.items():
            assert set(NAMED.findall(str(REASONS[code]))) <= set(values), code
    assert set(REASONS) == set(REASON_CODES)


def test_every_severity_measure_standing_and_cause_has_its_words():
    from typing import get_args

    from girih.engines import graph
    from girih.engines.matching.requests import Standing

    assert set(SEVERITIES) == set(get_args(graph.Severity))
    assert set(get_args(Standing)) <= set(STANDINGS)
    bare = graph.measure(graph.Network())
    one = graph.measure(graph.Network((graph.Member("a", None, None),)))
    assert {*bare.undefined, *one.undefined} <= set(MEASURES)
    assert {*bare.undefined.values(), *one.undefined.values()} <= set(UNDEFINED)


def test_screens_show_figures_and_findings(small, officer_user, officer, client, settings):
    plain_static(settings)
    client.force_login(officer_user)
    client.cookies["girih_language"] = "en"
    page = client.get(f"/networks/{small.network.slug}/diagnosis/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "0.40000" in text
    assert f"/networks/{small.network.slug}/diagnosis/isolates/" in text
    finding = client.get(f"/networks/{small.network.slug}/diagnosis/isolates/")
    assert finding.status_code == 200
    assert "/places/rasht-ir/" in finding.content.decode()
    assert client.get(f"/networks/{small.network.slug}/diagnosis/nothing/").status_code == 404


def test_a_stranger_gets_a_page_with_the_reason(small, client, settings):
    plain_static(settings)
    answer = client.get(f"/networks/{small.network.slug}/diagnosis/")
    assert answer.status_code == 403
