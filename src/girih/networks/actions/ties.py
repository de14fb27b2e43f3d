"""What is done to a tie: proposed, recorded, answered, furthered, ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Actor, refused, require
from girih.kernel.audit import verb
from girih.kernel.documents.actions import store_file
from girih.kernel.persian import InvalidDate, PartialDate, format_date, normalise
from girih.kernel.workflow import move, verdict_on
from girih.networks import rules
from girih.networks.models import Network, Purpose, Tie, TieContact, TieEvent, TieParty
from girih.networks.models.identity import SEVERAL, freed_identity, identity_of
from girih.networks.queries.days import is_stored_day, lies_ahead, looks_lunar, sentence_on
from girih.networks.queries.labels import language, listed
from girih.networks.workflow import LADDER, TIE_STATES
from girih.registry.models import Place, Post

__all__ = [
    "CLOSED",
    "add_contact",
    "answer_tie",
    "decline_tie",
    "end_tie",
    "propose_tie",
    "record_event",
    "record_tie",
    "set_objective",
]

Answer = TieParty.Answer
CLOSED = ("declined", "ended")


@verb("networks.propose_tie")
def propose_tie(
    *,
    actor: Actor,
    at: datetime,
    network: Network,
    places: Sequence[Place],
    kind: str,
    purpose: Purpose | None = None,
    objective: str = "",
    since: str = "",
    source: str = "",
) -> Tie:
    """Propose a tie between members of `network`; it waits for every side's confirmation.

    The side of a focal point who proposes is confirmed at once. `since` is a stored partial date.
    Raises `Refused` by rules.may_propose_tie, `ValidationError` for fewer than two members, one of them
    twice, a place outside the network, an unknown kind, a malformed or future day, or a tie that stands.
    """
    require(rules.may_propose_tie(actor, network, [place.pk for place in places]))
    tie = _new_tie(
        actor=actor,
        at=at,
        network=network,
        places=places,
        state="proposed",
        kind=kind,
        purpose=purpose,
        objective=objective,
        since=since,
        source=source,
    )
    for place in places:
        own = actor.speaks_for(place.pk)
        TieParty.objects.create(
            tie=tie,
            place=place,
            answer=Answer.CONFIRMED if own else Answer.PENDING,
            answered_at=at if own else None,
            answered_by=actor.label if own else "",
        )
    return _activated(tie, actor=actor)


@verb("networks.record_tie")
def record_tie(
    *,
    actor: Actor,
    at: datetime,
    network: Network,
    places: Sequence[Place],
    kind: str,
    source: str,
    purpose: Purpose | None = None,
    objective: str = "",
    since: str = "",
) -> Tie:
    """Record a tie that already stands, with where this is known from; its sides have yet to confirm it.

    Raises `Refused` by rules.may_import_ties, and `ValidationError` as `propose_tie` does.
    """
    require(rules.may_import_ties(actor, network))
    tie = _new_tie(
        actor=actor,
        at=at,
        network=network,
        places=places,
        state="active",
        kind=kind,
        purpose=purpose,
        objective=objective,
        since=since,
        source=source,
    )
    for place in places:
        TieParty.objects.create(tie=tie, place=place)
    return tie


def _new_tie(
    *, actor: Actor, at: datetime, network: Network, places: Sequence[Place], state: str, **facts: Any
) -> Tie:
    kind, objective = facts["kind"], normalise(facts["objective"])
    _check_members(network, places, at=at)
    if kind not in Tie.Kind.values:
        raise ValidationError(
            _("“%(kind)s” is not a kind of tie."), code="unknown_kind", params={"kind": kind}
        )
    if since := facts["since"]:
        _check_day(since, at=at)
        if lies_ahead(since, timezone.localtime(at).date()):
            raise ValidationError(_("A tie cannot begin in the future."), code="in_the_future")
    identity = identity_of(
        kind,
        [place.slug for place in places],
        purpose=facts["purpose"].slug if facts["purpose"] else "",
        objective=objective,
    )
    _make_way(network, identity)
    return Tie.objects.create(
        network=network,
        identity=identity,
        state=state,
        recorded_by=actor.label,
        recorded_at=at,
        touched_at=at,
        **{**facts, "objective": objective, "source": normalise(facts["source"])[:300]},
    )


def _check_day(stored: str, *, at: datetime) -> None:
    """Refuse what is no stored day, and a day ahead that was probably meant in the lunar calendar."""
    if not is_stored_day(stored):
        raise ValidationError(_("“%(text)s” is not a day."), code="bad_day", params={"text": stored})
    if looks_lunar(stored, timezone.localtime(at).date()):
        written = format_date(PartialDate.from_stored(stored), language(), "short")
        sentence, params = sentence_on(InvalidDate("lunar_like"), written)
        raise ValidationError(sentence, code="lunar_like", params=params)


def _check_members(network: Network, places: Sequence[Place], *, at: datetime) -> None:
    ids = [place.pk for place in places]
    if len(set(ids)) < len(ids):
        raise ValidationError(_("A member has no tie with itself."), code="tie_with_itself")
    if len(ids) < 2:
        raise ValidationError(_("A tie joins at least two members."), code="fewer_than_two")
    current = network.memberships.in_force(timezone.localtime(at).date())
    members = set(current.filter(place__in=ids).values_list("place_id", flat=True))
    outside = [place.name for place in places if place.pk not in members]
    if outside:
        raise ValidationError(
            _("Not a member of “%(network)s”: %(names)s."),
            code="not_a_member",
            params={"network": network.name, "names": listed(outside)},
        )


def _make_way(network: Network, identity: str) -> None:
    """Refuse a tie that stands; an ended or declined one gives its word to the tie that comes after it."""
    standing = network.ties.select_for_update().filter(identity=identity).first()
    if standing is None:
        return
    if standing.state not in CLOSED:
        message = _("This tie already stands between these members.")
        if standing.kind in SEVERAL:
            message = _(
                "This tie already stands between these members."
                " Write an objective that tells the new one apart."
            )
        raise ValidationError(message, code="already_stands", params={"tie": standing.pk})
    standing.identity = freed_identity(identity, standing.pk)
    standing.save(update_fields=["identity"])


@verb("networks.answer_tie")
def answer_tie(*, actor: Actor, at: datetime, party: TieParty, answer: str, remark: str = "") -> Tie:
    """Confirm or dispute a tie in the name of one side.

    When every side of a proposed tie confirms, it is put in force. A disputed tie stays where it is, visible
    as disputed. Raises `Refused` by rules.may_answer_for or when the tie is declined or ended,
    `ValidationError` for another answer or a dispute without a remark.
    """
    tie = _locked(party.tie)
    party = TieParty.objects.select_related("tie__network", "place").get(pk=party.pk)
    require(rules.may_answer_for(actor, party))
    _require_open(tie)
    if answer not in (Answer.CONFIRMED, Answer.DISPUTED):
        raise ValidationError(_("Answer with “confirm” or “dispute”."), code="unknown_answer")
    remark = normalise(remark)
    if answer == Answer.DISPUTED and not remark:
        raise ValidationError(
            _("Write what is not right, so that it can be put right."), code="remark_missing"
        )
    party.answer, party.remark = answer, remark
    party.answered_at, party.answered_by = at, actor.label[:200]
    party.save()
    return _touched(_climbed(_activated(tie, actor=actor), actor=actor), at=at)


@verb("networks.decline_tie")
def decline_tie(*, actor: Actor, at: datetime, tie: Tie) -> Tie:
    """Decline a proposed tie. Raises `Refused` when it may not be, or is no longer proposed."""
    return _touched(move(TIE_STATES, "decline", actor=actor, thing=tie), at=at)


@verb("networks.end_tie")
def end_tie(*, actor: Actor, at: datetime, tie: Tie, until: str) -> Tie:
    """End a tie in force as of `until` (a stored partial date, after its beginning)."""
    _check_day(until, at=at)
    tie = move(TIE_STATES, "end", actor=actor, thing=tie)
    if tie.since and until <= tie.since:
        raise ValidationError(_("A tie ends after it begins."), code="ends_before_it_begins")
    tie.until = until
    return _touched(tie, at=at)


@verb("networks.record_event")
def record_event(
    *,
    actor: Actor,
    at: datetime,
    tie: Tie,
    kind: str,
    happened_on: str,
    note: str = "",
    reference: str = "",
    url: str = "",
    upload: UploadedFile | None = None,
) -> TieEvent:
    """Record what happened in a tie with what proves it; the tie climbs its ladder as far as it may.

    `happened_on` is a stored partial date, not after `at`. Raises `Refused` by rules.may_record_event or when
    the tie is not in force, `ValidationError` for a malformed or future day or an unknown kind, and
    `Unacceptable` with the reason why the file is not taken.
    """
    tie = _locked(tie)
    require(rules.may_record_event(actor, tie))
    if tie.state != "active":
        require(
            refused(
                "not_in_force",
                _("Events are recorded in a tie in force; this one is %(state)s."),
                state=TIE_STATES.state(tie.state).label,
            )
        )
    if kind not in TieEvent.Kind.values:
        raise ValidationError(
            _("“%(kind)s” is not a kind of event."), code="unknown_kind", params={"kind": kind}
        )
    _check_day(happened_on, at=at)
    if lies_ahead(happened_on, timezone.localtime(at).date()):
        raise ValidationError(_("What lies ahead has not happened yet."), code="in_the_future")
    event = TieEvent(
        tie=tie,
        kind=kind,
        happened_on=happened_on,
        note=normalise(note),
        reference=normalise(reference),
        url=url,
        recorded_by=actor.label[:200],
        recorded_at=at,
    )
    if upload is not None:
        event.file = store_file(
            actor=actor, at=at, upload=upload, name=upload.name or "", limit=settings.GIRIH_UPLOAD_LIMIT
        )
    event.save()
    _touched(_climbed(tie, actor=actor), at=at)
    return event


@verb("networks.set_objective")
def set_objective(
    *, actor: Actor, at: datetime, tie: Tie, objective: str, purpose: Purpose | None = None
) -> Tie:
    """Write what the tie is to achieve; `purpose` stays as it was when None."""
    tie = _locked(tie)
    require(rules.may_record_event(actor, tie))
    _require_open(tie)
    tie.objective = normalise(objective)
    tie.purpose = purpose or tie.purpose
    tie.save(update_fields=["objective", "purpose"])
    return _touched(_climbed(tie, actor=actor), at=at)


@verb("networks.add_contact")
def add_contact(
    *, actor: Actor, at: datetime, party: TieParty, post: Post | None = None, post_title: str = ""
) -> TieContact:
    """Name a post that carries the tie on one side: one of the registry, or a title it lacks."""
    tie = _locked(party.tie)
    require(rules.may_record_event(actor, tie))
    _require_open(tie)
    title = "" if post else normalise(post_title)
    if post is None and not title:
        raise ValidationError(_("Name the post, not the person in it."), code="post_missing")
    if party.contacts.filter(post=post, post_title=title).exists():
        raise ValidationError(_("This post already carries the tie."), code="contact_stands")
    contact = TieContact.objects.create(party=party, post=post, post_title=title[:200])
    _touched(tie, at=at)
    return contact


def _locked(tie: Tie) -> Tie:
    return Tie.objects.select_for_update(of=("self",)).select_related("network").get(pk=tie.pk)


def _require_open(tie: Tie) -> None:
    if tie.state in CLOSED:
        require(
            refused(
                "closed",
                _("This tie is %(state)s; nothing more is said of it."),
                state=TIE_STATES.state(tie.state).label,
            )
        )


def _activated(tie: Tie, *, actor: Actor) -> Tie:
    if verdict_on(TIE_STATES, "activate", actor=actor, thing=tie):
        return move(TIE_STATES, "activate", actor=actor, thing=tie)
    return tie


def _climbed(tie: Tie, *, actor: Actor) -> Tie:
    """Up the ladder one audited step after another, as far as the needs are met."""
    for step in LADDER.transitions:
        if verdict_on(LADDER, step.verb, actor=actor, thing=tie):
            tie = move(LADDER, step.verb, actor=actor, thing=tie)
    return tie


def _touched(tie: Tie, *, at: datetime) -> Tie:
    tie.touched_at = at
    tie.save()
    return tie
