"""A tie from proposal to results, and what is refused on the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from girih.kernel.access import Refused
from girih.kernel.audit.models import Entry
from girih.kernel.audit.queries import history_of
from girih.kernel.documents.models import StoredFile
from girih.networks.actions import ties as actions
from girih.networks.models import Network, Purpose, Tie, TieContact, TieEvent, TieParty
from girih.networks.models.identity import identity_of
from girih.networks.queries.ladder import ladder_of, turn_of
from girih.networks.queries.ties import tie_for
from girih.registry.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def isfahan(reference):
    return Place.objects.get(slug="isfahan-ir")


@pytest.fixture
def linz(reference):
    return Place.objects.get(slug="linz-at")


@pytest.fixture
def proposed(focal_point, uccn, isfahan, linz, now):
    return actions.propose_tie(
        actor=focal_point, at=now, network=uccn, places=[isfahan, linz], kind="joint_project"
    )


def party_of(tie, place):
    return TieParty.objects.get(tie=tie, place=place)


def answers(tie):
    return dict(TieParty.objects.filter(tie=tie).values_list("place__slug", "answer"))


def counts():
    return (Tie.objects.count(), TieParty.objects.count(), TieEvent.objects.count(), Entry.objects.count())


def test_a_focal_point_proposes_and_their_own_side_is_confirmed(proposed, focal_point, now):
    assert (proposed.state, proposed.maturity) == ("proposed", "acquaintance")
    assert proposed.identity == "joint_project:isfahan-ir+linz-at"
    assert answers(proposed) == {"isfahan-ir": "confirmed", "linz-at": "pending"}
    own = TieParty.objects.get(tie=proposed, answer="confirmed")
    assert (own.answered_at, own.answered_by) == (now, focal_point.label)
    assert [touch.entry.verb for touch in history_of(proposed)] == ["networks.propose_tie"]


def test_the_last_confirmation_puts_a_tie_in_force(proposed, officer, linz, now):
    later = now + timedelta(hours=1)
    tie = actions.answer_tie(actor=officer, at=later, party=party_of(proposed, linz), answer="confirmed")
    assert (tie.state, tie.touched_at) == ("active", later)
    assert answers(proposed) == {"isfahan-ir": "confirmed", "linz-at": "confirmed"}


def test_a_dispute_stays_visible_and_the_tie_stays_proposed(proposed, officer, linz, now):
    tie = actions.answer_tie(
        actor=officer, at=now, party=party_of(proposed, linz), answer="disputed", remark="  تاریخ درست نيست  "
    )
    assert tie.state == "proposed"
    side = party_of(proposed, linz)
    assert (side.answer, side.remark) == ("disputed", "تاریخ درست نیست")
    turn = turn_of(tie_for(officer, pk=tie.pk))
    assert (turn.code, [place.slug for place in turn.places]) == ("settle", ["linz-at"])


def test_a_dispute_says_what_is_wrong(proposed, officer, linz, now):
    before = counts()
    with pytest.raises(ValidationError) as refusal:
        actions.answer_tie(
            actor=officer, at=now, party=party_of(proposed, linz), answer="disputed", remark=" "
        )
    assert refusal.value.code == "remark_missing"
    assert (answers(proposed)["linz-at"], counts()) == ("pending", before)


def test_two_cities_climb_from_acquaintance_to_results(proposed, officer, isfahan, linz, now):
    """The whole ladder, one audited step after another, and no step before its needs are met."""
    party = party_of(proposed, linz)
    tie = actions.answer_tie(actor=officer, at=now, party=party, answer="confirmed")

    def record(kind, **facts):
        actions.record_event(actor=officer, at=now, tie=tie, kind=kind, happened_on="2025", **facts)
        return Tie.objects.get(pk=tie.pk).maturity

    assert record("contact") == "acquaintance"
    assert record("contact") == "regular_contact"
    assert record("agreement") == "regular_contact"
    assert record("agreement", reference="۱۲۳/ص") == "regular_contact"
    actions.set_objective(actor=officer, at=now, tie=tie, objective="قلم‌زنی با طراحی دیجیتال")
    assert Tie.objects.get(pk=tie.pk).maturity == "agreement"
    assert record("outcome", url="https://example.org/result") == "agreement"
    assert record("programme") == "results"
    steps = [touch.fields["maturity"] for touch in reversed(history_of(tie)) if "maturity" in touch.fields]
    assert steps == [
        [None, "acquaintance"],
        ["acquaintance", "regular_contact"],
        ["regular_contact", "agreement"],
        ["agreement", "joint_programme"],
        ["joint_programme", "results"],
    ]


def test_the_ladder_says_what_the_next_step_needs(proposed, officer):
    rungs = ladder_of(tie_for(officer, pk=proposed.pk))
    assert [(rung.code, rung.standing) for rung in rungs] == [
        ("acquaintance", "current"),
        ("regular_contact", "next"),
        ("agreement", "ahead"),
        ("joint_programme", "ahead"),
        ("results", "ahead"),
    ]
    assert [[need.met for need in rung.needs] for rung in rungs] == [
        [], [False], [False, False, False], [False], [False],
    ]  # fmt: skip


def test_evidence_is_kept_as_a_file(proposed, officer, linz, now):
    tie = actions.answer_tie(actor=officer, at=now, party=party_of(proposed, linz), answer="confirmed")
    upload = ContentFile(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", name="mou.pdf")
    event = actions.record_event(
        actor=officer, at=now, tie=tie, kind="agreement", happened_on="2025-05", upload=upload
    )
    assert event.has_evidence
    assert (event.file.media_type, event.file.name) == ("application/pdf", "mou.pdf")


def test_what_lies_ahead_has_not_happened(proposed, officer, linz, now):
    tie = actions.answer_tie(actor=officer, at=now, party=party_of(proposed, linz), answer="confirmed")
    before = counts()
    with pytest.raises(ValidationError) as refusal:
        actions.record_event(actor=officer, at=now, tie=tie, kind="contact", happened_on="2026-11-23")
    assert (refusal.value.code, counts()) == ("in_the_future", before)


def test_nothing_is_recorded_in_a_tie_not_in_force(proposed, officer, now):
    before = counts()
    with pytest.raises(Refused) as refusal:
        actions.record_event(actor=officer, at=now, tie=proposed, kind="contact", happened_on="2025")
    assert (refusal.value.verdict.code, counts()) == ("not_in_force", before)


@pytest.mark.parametrize(
    ("slugs", "code"),
    [
        (["isfahan-ir", "isfahan-ir"], "tie_with_itself"),
        (["isfahan-ir"], "fewer_than_two"),
        (["isfahan-ir", "saravan-ir"], "not_a_member"),
    ],
)
def test_who_cannot_be_joined(officer, uccn, now, slugs, code):
    before = counts()
    places = [Place.objects.get(slug=slug) for slug in slugs]
    with pytest.raises(ValidationError) as refusal:
        actions.propose_tie(actor=officer, at=now, network=uccn, places=places, kind="memorandum")
    assert (refusal.value.code, counts()) == (code, before)


def test_one_memorandum_between_two_members(proposed, officer, uccn, isfahan, linz, now):
    actions.propose_tie(actor=officer, at=now, network=uccn, places=[isfahan, linz], kind="memorandum")
    before = counts()
    with pytest.raises(ValidationError) as refusal:
        actions.propose_tie(
            actor=officer,
            at=now,
            network=uccn,
            places=[linz, isfahan],
            kind="memorandum",
            objective="another",
        )
    assert (refusal.value.code, counts()) == ("already_stands", before)


def test_several_joint_projects_are_told_apart_by_objective(proposed, officer, uccn, isfahan, linz, now):
    second = actions.propose_tie(
        actor=officer,
        at=now,
        network=uccn,
        places=[linz, isfahan],
        kind="joint_project",
        objective="كاشي و نور",
        purpose=Purpose.objects.get(slug="building-crafts"),
    )
    assert second.identity == "joint_project:isfahan-ir+linz-at:building-crafts:کاشیونور"
    assert Tie.objects.filter(network=uccn).count() == 2


def test_a_declined_tie_may_be_proposed_again(proposed, officer, focal_point, uccn, isfahan, linz, now):
    declined = actions.decline_tie(actor=officer, at=now, tie=proposed)
    assert declined.state == "declined"
    with pytest.raises(Refused) as refusal:
        actions.answer_tie(actor=officer, at=now, party=party_of(proposed, linz), answer="confirmed")
    assert refusal.value.verdict.code == "closed"
    again = actions.propose_tie(
        actor=focal_point, at=now, network=uccn, places=[isfahan, linz], kind="joint_project"
    )
    proposed.refresh_from_db()
    assert again.identity == "joint_project:isfahan-ir+linz-at"
    assert proposed.identity == f"joint_project:isfahan-ir+linz-at~{proposed.pk}"


def test_a_tie_ends_after_it_begins(officer, uccn, isfahan, linz, now):
    tie = actions.record_tie(
        actor=officer,
        at=now,
        network=uccn,
        places=[isfahan, linz],
        kind="sister_city",
        source="letter",
        since="2020-05-01",
    )
    assert (tie.state, answers(tie)) == ("active", {"isfahan-ir": "pending", "linz-at": "pending"})
    with pytest.raises(ValidationError) as refusal:
        actions.end_tie(actor=officer, at=now, tie=tie, until="2020-05")
    assert refusal.value.code == "ends_before_it_begins"
    assert Tie.objects.get(pk=tie.pk).state == "active"
    ended = actions.end_tie(actor=officer, at=now, tie=tie, until="2024")
    assert (ended.state, ended.until) == ("ended", "2024")


def test_a_post_carries_a_tie_once(proposed, officer, isfahan, now):
    party = party_of(proposed, isfahan)
    contact = actions.add_contact(actor=officer, at=now, party=party, post_title="دبير شهر خلاق")
    assert (contact.post_title, contact.post) == ("دبیر شهر خلاق", None)
    with pytest.raises(ValidationError) as refusal:
        actions.add_contact(actor=officer, at=now, party=party, post_title="دبیر شهر خلاق")
    assert refusal.value.code == "contact_stands"
    with pytest.raises(ValidationError) as refusal:
        actions.add_contact(actor=officer, at=now, party=party, post_title="  ")
    assert refusal.value.code == "post_missing"
    assert TieContact.objects.count() == 1


def test_a_viewer_changes_nothing(proposed, viewer, uccn, isfahan, linz, now):
    before, tie = counts(), proposed
    party = party_of(tie, linz)
    deeds = [
        lambda: actions.propose_tie(
            actor=viewer, at=now, network=uccn, places=[isfahan, linz], kind="memorandum"
        ),
        lambda: actions.record_tie(
            actor=viewer, at=now, network=uccn, places=[isfahan, linz], kind="memorandum", source="x"
        ),
        lambda: actions.answer_tie(actor=viewer, at=now, party=party, answer="confirmed"),
        lambda: actions.decline_tie(actor=viewer, at=now, tie=tie),
        lambda: actions.end_tie(actor=viewer, at=now, tie=tie, until="2026"),
        lambda: actions.record_event(actor=viewer, at=now, tie=tie, kind="contact", happened_on="2025"),
        lambda: actions.set_objective(actor=viewer, at=now, tie=tie, objective="x"),
        lambda: actions.add_contact(actor=viewer, at=now, party=party, post_title="x"),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            deed()
    assert counts() == before
    assert answers(tie)["linz-at"] == "pending"


def test_a_focal_point_answers_for_no_other_side(proposed, focal_point, linz, now):
    with pytest.raises(Refused) as refusal:
        actions.answer_tie(actor=focal_point, at=now, party=party_of(proposed, linz), answer="confirmed")
    assert refusal.value.verdict.code == "not_your_side"
    assert answers(proposed)["linz-at"] == "pending"


def test_a_tie_of_three_waits_for_all(officer, uccn, now):
    places = [Place.objects.get(slug=slug) for slug in ("isfahan-ir", "linz-at", "jaipur-in")]
    tie = actions.propose_tie(actor=officer, at=now, network=uccn, places=places, kind="event")
    for slug, state in (("linz-at", "proposed"), ("jaipur-in", "proposed"), ("isfahan-ir", "active")):
        party = TieParty.objects.get(tie=tie, place__slug=slug)
        assert actions.answer_tie(actor=officer, at=now, party=party, answer="confirmed").state == state


def test_a_refused_file_leaves_no_event(proposed, officer, linz, now):
    from girih.kernel.documents.unacceptable import Unacceptable

    tie = actions.answer_tie(actor=officer, at=now, party=party_of(proposed, linz), answer="confirmed")
    before = counts()
    with pytest.raises(Unacceptable) as refusal:
        actions.record_event(
            actor=officer,
            at=now,
            tie=tie,
            kind="agreement",
            happened_on="2025",
            upload=ContentFile(b"<!doctype html><html><body>hello</body></html>", name="mou.pdf"),
        )
    assert refusal.value.code == "html_page"
    assert (counts(), StoredFile.objects.count()) == (before, 0)


def test_networks_stand_apart(officer, isfahan, linz, now):
    other = Network.objects.get(slug="free-zones")
    before = counts()
    with pytest.raises(Refused):
        actions.propose_tie(actor=officer, at=now, network=other, places=[isfahan, linz], kind="event")
    assert counts() == before


@pytest.mark.parametrize("kind", ["sister_city", "memorandum", "informal_contact"])
def test_kinds_that_stand_once_ignore_the_objective(kind):
    assert identity_of(kind, ["b", "a"], objective="x") == identity_of(kind, ["a", "b"]) == f"{kind}:a+b"


def test_a_long_identity_ends_in_a_digest_and_still_tells_apart():
    slugs = [f"{'x' * 70}-{number}" for number in range(10)]
    first, second = identity_of("event", slugs), identity_of("event", slugs[:-1] + ["y"])
    assert len(first) == 360
    assert first != second
    assert first == identity_of("event", reversed(slugs))
