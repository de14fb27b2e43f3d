"""Plans of new ties: made, explained, locked, excluded from, proposed."""

import dataclasses
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from small import MACHINE, TIES, five, planner, rows

from girih.kernel.access import Refused
from girih.kernel.audit.models import Entry
from girih.networks.actions import plans as actions
from girih.networks.actions.ties import decline_tie, record_tie
from girih.networks.models import Capacity, Offer, PlanPair, Purpose, Tie
from girih.networks.queries.plan_drafts import plan_draft_for
from girih.networks.queries.plan_terms import Terms, terms_of
from girih.networks.queries.plan_why import why_for
from girih.networks.queries.plans import all_pairs_of, plan_for, plans_for
from girih.networks.queries.state import state_of

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


def pairs_of(plan):
    return list(plan.pairs.order_by("rank").values_list("place_a__slug", "place_b__slug"))


def test_a_plan_is_kept_with_parts_that_add_up_and_its_proof(make, small):
    plan = make()
    assert (plan.status, plan.gap) == ("optimal", 0.0)
    assert plan.objective == plan.bound
    pairs = list(plan.pairs.order_by("rank"))
    assert [pair.rank for pair in pairs] == [1, 2]
    assert all(sum(pair.parts.values()) == pair.score for pair in pairs)
    earned = sum(amount for _code, _values, amount, _pairs in plan.bonuses)
    assert sum(pair.score for pair in pairs) + earned == plan.objective
    used = [slug for pair in pairs_of(plan) for slug in pair]
    assert len(set(used)) == 4  # one new tie each
    assert "rasht-ir" in used  # the one that stands alone
    joined = {frozenset(tie[:2]) for tie in TIES}
    assert not joined & {frozenset(pair) for pair in pairs_of(plan)}


def test_weights_belong_to_the_plan(make):
    plan = make(weights={"network_value": 1.0})
    assert plan.weights == {"network_value": 1.0}
    for pair in plan.pairs.all():
        assert pair.parts["network_value"] == pair.score > 0


def test_the_terms_are_read_again_as_they_were_kept(make):
    plan = make()
    kept = json.loads(json.dumps(plan.terms))
    assert Terms.from_json(kept).as_json() == plan.terms


def test_terms_outside_their_limits_are_refused_and_nothing_is_kept(make):
    before = rows()
    for terms, code in (
        ({"weights": {"affinity": -1.0}}, "bad_weight"),
        ({"weights": {"affinity": float("nan")}}, "bad_weight"),
        ({"weights": {"affinity": 0.0}}, "no_weight"),
        ({"weights": {"charm": 1.0}}, "unknown_part"),
        ({"total": 0}, "bad_total"),
        ({"total": 16}, "bad_total"),  # three for each of five members
        ({"default_capacity": 11}, "bad_capacity"),
        ({"total": None, "default_capacity": 7}, "total_missing"),
    ):
        with pytest.raises(ValidationError) as refusal:
            make(**terms)
        assert refusal.value.code == code
    assert rows() == before


def test_only_the_secretariat_plans(small, purpose, viewer, focal_point, visitor, officer, now, today):
    draft = plan_draft_for(officer, network=small.network, purpose=purpose, today=today, total=1)
    before = rows()
    for actor in (viewer, focal_point, visitor):
        with pytest.raises(Refused) as refusal:
            plan_draft_for(actor, network=small.network, purpose=purpose, today=today)
        assert refusal.value.verdict.code == "secretariat_only"
        with pytest.raises(Refused):
            actions.make_plan(actor=actor, at=now, draft=draft)
    assert rows() == before


def test_a_locked_pair_stays_when_the_plan_is_computed_anew(make, small, officer, now):
    plan = make()
    last = plan.pairs.get(rank=2)
    actions.lock_pair(actor=officer, at=now, pair=last)
    again = make(total=1, based_on=plan)
    assert pairs_of(again) == [(last.place_a.slug, last.place_b.slug)]
    assert again.pairs.get().locked
    actions.unlock_pair(actor=officer, at=now, pair=last)
    assert not PlanPair.objects.get(pk=last.pk).locked


def test_a_larger_plan_keeps_the_pairs_of_the_smaller(make):
    one = make(total=1)
    two = make(total=2, based_on=one)
    assert set(pairs_of(one)) <= set(pairs_of(two))
    assert two.remarks["kept"] == [list(pair) for pair in pairs_of(one)]
    assert two.remarks["dropped"] == []


def test_locking_is_refused_to_others_and_for_an_excluded_pair(make, small, viewer, officer, now):
    pair = make().pairs.get(rank=1)
    actions.exclude_pair(
        actor=officer, at=now, network=small.network, places=(pair.place_a, pair.place_b), reason="آزمون"
    )
    before = rows()
    for actor, code in ((viewer, "secretariat_only"), (officer, "excluded")):
        with pytest.raises(Refused) as refusal:
            actions.lock_pair(actor=actor, at=now, pair=pair)
        assert refusal.value.verdict.code == code
    assert rows() == before
    assert not PlanPair.objects.get(pk=pair.pk).locked


def test_an_excluded_pair_is_not_proposed_until_the_exclusion_is_lifted(make, small, officer, now):
    first = make(total=1)
    pair = first.pairs.get()
    actions.lock_pair(actor=officer, at=now, pair=pair)
    exclusion = actions.exclude_pair(
        actor=officer,
        at=now,
        network=small.network,
        places=(pair.place_b, pair.place_a),
        reason="سابقهٔ اختلاف",
    )
    assert exclusion.place_a_id < exclusion.place_b_id
    assert not PlanPair.objects.get(pk=pair.pk).locked  # a lock on it is taken off
    assert pairs_of(make(total=1, based_on=first)) != pairs_of(first)
    actions.lift_exclusion(actor=officer, at=now, exclusion=exclusion)
    assert pairs_of(make(total=1)) == pairs_of(first)
    assert Entry.objects.filter(verb="networks.lift_exclusion").count() == 1


def test_an_exclusion_needs_a_reason_and_two_members(small, officer, focal_point, now):
    isfahan, linz = small.places["isfahan-ir"], small.places["linz-at"]
    before = rows()
    for places, reason, code in (
        ((isfahan, linz), "  ", "reason_missing"),
        ((isfahan, isfahan), "x", "tie_with_itself"),
    ):
        with pytest.raises(ValidationError) as refusal:
            actions.exclude_pair(actor=officer, at=now, network=small.network, places=places, reason=reason)
        assert refusal.value.code == code
    with pytest.raises(Refused):
        actions.exclude_pair(
            actor=focal_point, at=now, network=small.network, places=(isfahan, linz), reason="x"
        )
    assert rows() == before


def test_capacity_is_set_by_the_member_itself_and_the_plan_keeps_to_it(make, small, focal_point, now):
    isfahan = small.places["isfahan-ir"]
    capacity = actions.set_capacity(
        actor=focal_point,
        at=now,
        network=small.network,
        place=isfahan,
        year=1405,
        new_ties=2,
        asked=True,
        offers=["research"],
        needs=["marketing"],
    )
    assert (capacity.new_ties, capacity.asked) == (2, True)
    told = Offer.objects.filter(network=small.network).values_list("side", "topic").order_by("side")
    assert list(told) == [("need", "marketing"), ("offer", "research")]
    plan = make(total=None)
    assert plan.terms["capacity"] == {"isfahan-ir": 2}
    assert plan.terms["asked"] == ["isfahan-ir"]
    assert plan.terms["offers"] == {"isfahan-ir": ["research"]}
    assert sum("isfahan-ir" in pair for pair in pairs_of(plan)) == 2
    actions.set_capacity(
        actor=focal_point, at=now, network=small.network, place=isfahan, year=1405, new_ties=0, asked=False,
        offers=[], needs=["marketing"],
    )  # fmt: skip
    assert Capacity.objects.filter(network=small.network).count() == 1
    assert list(Offer.objects.filter(network=small.network).values_list("topic", flat=True)) == ["marketing"]
    assert not any("isfahan-ir" in pair for pair in pairs_of(make(total=None)))


def test_capacity_is_refused_for_others_and_for_nonsense(small, focal_point, officer, now):
    isfahan, linz = small.places["isfahan-ir"], small.places["linz-at"]
    before = rows()

    def set_(actor, place, **terms):
        told = {"new_ties": 1, "asked": False, "offers": [], "needs": [], **terms}
        actions.set_capacity(actor=actor, at=now, network=small.network, place=place, year=1405, **told)

    with pytest.raises(Refused) as refusal:
        set_(focal_point, linz)
    assert refusal.value.verdict.code == "not_your_member"
    for terms, code in (
        ({"new_ties": 11}, "bad_capacity"),
        ({"new_ties": 0, "asked": True}, "asked_without_capacity"),
        ({"offers": ["nonsense"]}, "unknown_topic"),
    ):
        with pytest.raises(ValidationError) as wrong:
            set_(officer, isfahan, **terms)
        assert wrong.value.code == code
    assert rows() == before


def test_contradicting_terms_are_kept_with_what_contradicts(make, small, officer, now):
    actions.set_capacity(
        actor=officer, at=now, network=small.network, place=small.places["linz-at"], year=1405, new_ties=0,
        asked=False, offers=[], needs=[],
    )  # fmt: skip
    plan = make(default_capacity=0)
    assert (plan.status, plan.objective, plan.pairs.count()) == ("infeasible", None, 0)
    with override("en"):
        page = plan_for(officer, network=small.network, pk=plan.pk)
    assert page.complaints
    assert all("region" in code for code, _values in plan.complaints)


def test_proposing_from_the_plan_is_one_tie_however_often(make, small, officer, now):
    pair = make().pairs.get(rank=1)
    tie = actions.propose_from_plan(actor=officer, at=now, pair=pair)
    assert (tie.state, tie.maturity, tie.kind) == ("proposed", "acquaintance", "joint_project")
    assert tie.purpose.slug == "crafts-and-technology"
    assert set(tie.parties.values_list("place", flat=True)) == {pair.place_a_id, pair.place_b_id}
    before = rows()
    assert actions.propose_from_plan(actor=officer, at=now, pair=pair) == tie
    assert rows() == before
    assert PlanPair.objects.get(pk=pair.pk).tie == tie


def test_the_same_pair_of_another_plan_finds_the_same_tie(make, small, officer, now):
    one, other = make().pairs.get(rank=1), make().pairs.get(rank=1)
    assert (one.place_a_id, one.place_b_id) == (other.place_a_id, other.place_b_id)
    tie = actions.propose_from_plan(actor=officer, at=now, pair=one)
    assert actions.propose_from_plan(actor=officer, at=now, pair=other) == tie
    assert Tie.objects.filter(network=small.network, state="proposed").count() == 1


def test_a_declined_tie_can_be_proposed_again(make, officer, now):
    pair = make().pairs.get(rank=1)
    first = actions.propose_from_plan(actor=officer, at=now, pair=pair)
    decline_tie(actor=officer, at=now, tie=first)
    second = actions.propose_from_plan(actor=officer, at=now, pair=pair)
    assert (second.pk != first.pk, second.state) == (True, "proposed")


def test_a_tie_under_way_is_not_proposed_again_and_uses_up_capacity(make, small, officer, now):
    first = make(total=1)
    pair = first.pairs.get()
    actions.propose_from_plan(actor=officer, at=now, pair=pair)
    again = make(total=None, based_on=first)
    taken = {pair.place_a.slug, pair.place_b.slug}
    assert again.terms["under_way"] == [sorted(taken)]
    assert again.terms["capacity"] == dict.fromkeys(sorted(taken), 0)
    assert not any(taken & set(proposed) for proposed in pairs_of(again))


def test_proposing_is_refused_to_a_viewer(make, viewer, now):
    pair = make().pairs.get(rank=1)
    before = rows()
    with pytest.raises(Refused) as refusal:
        actions.propose_from_plan(actor=viewer, at=now, pair=pair)
    assert refusal.value.verdict.code == "not_your_member"
    assert rows() == before


def test_a_mentoring_purpose_proposes_a_transfer_of_experience(make, officer, now):
    plan = make(purpose=Purpose.objects.get(slug="experience-transfer"))
    tie = actions.propose_from_plan(actor=officer, at=now, pair=plan.pairs.get(rank=1))
    assert tie.kind == "experience_transfer"


def test_why_not_answers_for_any_two(make, small, officer, now):
    isfahan, lyon = small.places["isfahan-ir"], small.places["lyon-fr"]
    actions.exclude_pair(
        actor=officer, at=now, network=small.network, places=(isfahan, lyon), reason="به درخواست دو شهر"
    )
    plan = make(total=1)

    def why(a, b):
        return why_for(officer, network=small.network, plan=plan, a=a, b=b)

    chosen = plan.pairs.get()
    told = why(chosen.place_a.slug, chosen.place_b.slug)
    assert (told.standing, told.score) == ("chosen", chosen.score)
    assert sum(part.value for part in told.parts) == pytest.approx(told.score, abs=1e-12)
    assert why("isfahan-ir", "linz-at").standing == "already_tied"
    excluded = why("isfahan-ir", "lyon-fr")
    assert (excluded.standing, "به درخواست دو شهر" in excluded.sentence) == ("excluded", True)
    assert why("isfahan-ir", "tabriz-ir").standing == "unknown"
    assert why("isfahan-ir", "isfahan-ir").standing == "self"
    assert excluded.score is None  # the terms say it, nothing is computed


def test_why_not_tells_what_the_whole_would_lose(make, small, officer, purpose):
    # Literature with gastronomy is worth 1, with crafts a half, and anything else nothing.
    purpose.field_pairs = [["literature", "gastronomy", 1.0], ["literature", "crafts-and-folk-art", 0.5]]
    plan = make(purpose=purpose, total=1, weights={"complementarity": 1.0}, cover_regions=False)
    chosen = pairs_of(plan)[0]
    assert chosen in {("edinburgh-gb", "rasht-ir"), ("lyon-fr", "rasht-ir")}
    other = {"edinburgh-gb": "lyon-fr", "lyon-fr": "edinburgh-gb"}[chosen[0]]
    for a, b, standing, loss, rank in (
        (other, "rasht-ir", "even", 0.0, 1),
        ("isfahan-ir", "lyon-fr", "not_chosen", 0.5, 3),
        ("rasht-ir", "isfahan-ir", "not_chosen", 1.0, 5),
    ):
        for _again in range(2):
            told = why_for(officer, network=small.network, plan=plan, a=a, b=b)
            assert (told.standing, told.loss, told.rank, told.candidates) == (standing, loss, rank, 6)
            assert told.loss_proven
            assert len(told.pushed_out) == 1


def test_why_not_knows_who_can_carry_nothing(make, small, officer, focal_point, now):
    actions.set_capacity(
        actor=focal_point, at=now, network=small.network, place=small.places["isfahan-ir"], year=1405,
        new_ties=0, asked=False, offers=[], needs=[],
    )  # fmt: skip
    told = why_for(officer, network=small.network, plan=make(), a="isfahan-ir", b="lyon-fr")
    assert (told.standing, told.score) == ("no_capacity", None)


def test_why_not_asks_the_plan_as_it_was_made_or_says_that_the_register_changed(
    make, small, officer, now, today
):
    plan = make(total=1)
    chosen = pairs_of(plan)[0]
    actions.set_capacity(
        actor=officer, at=now, network=small.network, place=small.places[chosen[0]], year=1405, new_ties=0,
        asked=False, offers=[], needs=[],
    )  # fmt: skip
    assert why_for(officer, network=small.network, plan=plan, a=chosen[0], b=chosen[1]).standing == "chosen"
    record_tie(
        actor=MACHINE,
        at=now,
        network=small.network,
        places=[small.places["rasht-ir"], small.places["lyon-fr"]],
        kind="sister_city",
        source="tests",
        since="2019",
    )
    changed = why_for(officer, network=small.network, plan=plan, a=chosen[0], b=chosen[1])
    assert (changed.standing, changed.score) == ("changed", None)


def test_the_plan_page_shows_sentences_and_pages_by_rank(make, small, officer):
    plan = make()
    with override("en"):
        first = plan_for(officer, network=small.network, pk=plan.pk, size=1)
        assert (first.total, first.next_after, len(first.pairs)) == (2, 1, 1)
        shown = first.pairs[0]
        assert len(shown.reasons) == len(shown.pair.reasons)
        assert any("its ties so far: 0" in sentence for sentence in shown.reasons)
        assert shown.parts[0].label == "complementarity"
        assert shown.parts[-1].start + shown.parts[-1].width == pytest.approx(100)
        second = plan_for(officer, network=small.network, pk=plan.pk, size=1, after=1)
        assert ([row.pair.rank for row in second.pairs], second.next_after) == ([2], None)
        headings, table = all_pairs_of(officer, network=small.network, pk=plan.pk)
    assert headings[:2] == ["Rank", "First member"]
    assert [row[0] for row in table] == [1, 2]
    assert plan_for(officer, network=small.network, pk=plan.pk + 1) is None
    assert [row.pair_count for row in plans_for(officer, network=small.network)] == [2]


def test_experience_and_heritage_come_from_the_registry(small, purpose, uccn, today):
    state = state_of(small.network, on=today)
    terms = terms_of(
        small.network,
        state,
        purpose=purpose,
        weights=purpose.weights,
        total=None,
        default_capacity=1,
        cover_regions=True,
    )
    assert terms.experience == dict.fromkeys(sorted(small.places), 1)  # all five are members of uccn
    assert terms.preparing == ()
    assert "linz-at" not in terms.heritage  # no craft title, so nothing is known
    assert dataclasses.replace(terms) == terms


def test_the_number_of_queries_does_not_grow(make, small, officer, now):
    small_plan, larger = make(total=1), make(total=None, default_capacity=2)
    assert (small_plan.pairs.count(), larger.pairs.count() >= 3) == (1, True)
    counts = []
    for plan in (small_plan, larger):
        with CaptureQueriesContext(connection) as seen:
            plan_for(officer, network=small.network, pk=plan.pk)
        counts.append(len(seen))
    assert counts[0] == counts[1]
