"""The cards of the diagnosis: one for each root, the worst first."""

import pytest
from django.utils.translation import override
from small import MACHINE, five, network_of

from girih.networks.queries.cards import TOGETHER, cards_of
from girih.networks.queries.diagnosis import diagnosis_for
from girih.networks.queries.wording import FINDINGS, SEVERITIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(uccn, officer, now, today):
    small = five(uccn.secretariat, now)
    with override("en"):
        yield diagnosis_for(officer, network=small.network, today=today)


def test_every_finding_is_on_one_card_or_among_what_is_well(page):
    shown = cards_of(page)
    keys = {card.key for card in shown.cards}
    good = {finding.key for finding in shown.good}
    for finding in page.findings:
        group = next((key for key, (_title, codes) in TOGETHER.items() if finding.code in codes), finding.key)
        assert ((group in keys) + (finding.key in good)) == (finding.code != "undefined")
    assert "growth" in good
    grouped = [code for _title, codes in TOGETHER.values() for code in codes]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= set(FINDINGS)


def test_the_worst_comes_first_and_a_card_is_as_grave_as_its_worst_finding(page):
    cards = cards_of(page).cards
    order = [list(SEVERITIES).index(card.severity) for card in cards]
    assert order == sorted(order)
    built = next(card for card in cards if card.key == "built")
    of_it = [one.severity for one in page.findings if one.code in TOGETHER["built"][1]]
    assert list(SEVERITIES).index(built.severity) == min(map(list(SEVERITIES).index, of_it))


def test_bars_count_what_the_findings_count(page):
    cards = {card.key: card for card in cards_of(page).cards}
    assert [(bar.label, bar.said, bar.share, bar.key) for bar in cards["built"].bars][1] == (
        "with an objective",
        "0 of 4",
        0.0,
        "no_objective",
    )
    # Of two members in Asia and the Pacific one stands alone, of three in Europe and North America none.
    assert [(bar.said, bar.share) for bar in cards["alone"].bars] == [("1 of 2", 50.0), ("0 of 3", 0.0)]
    # One of eight ends of ties for two of five members; bars are drawn against the largest share, 7 of 8.
    asia = cards["regions"].bars[0]
    assert asia.share == pytest.approx(100 / 7)
    assert asia.mark == pytest.approx(40 / 0.875)
    assert asia.key == "region_underrepresented-asia-and-the-pacific"


def test_an_empty_network_has_no_card(uccn, officer, now, today):
    empty = network_of(actor=MACHINE, at=now, secretariat=uccn.secretariat, slug="empty", members={})
    assert cards_of(diagnosis_for(officer, network=empty, today=today)).cards == []
