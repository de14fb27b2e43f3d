"""Bringing a list of ties into a network: upload, check, load, undo, discard."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Actor, require
from girih.kernel.audit import verb
from girih.kernel.audit.recorder import open_verb
from girih.kernel.documents.actions import Upload
from girih.kernel.exchange import actions as exchange
from girih.kernel.exchange.bulk import insert_rows, reserve_ids
from girih.kernel.exchange.importer import Kept, Outcome, RowVerdict, Undone
from girih.kernel.exchange.models import Import
from girih.kernel.persian import InvalidDate, fold, normalise
from girih.networks import rules
from girih.networks.actions.ties import CLOSED
from girih.networks.models import Network, PlanPair, Tie, TieContact, TieImport, TieParty
from girih.networks.models.identity import freed_identity, identity_of
from girih.networks.queries.columns import SHAPE
from girih.networks.queries.days import lies_ahead, looks_lunar, sentence_on, stored_day
from girih.networks.queries.naming import MembersByName, Misnamed, kind_of, members_by_name, purposes_by_name
from girih.networks.queries.sentences import sentence_of

__all__ = [
    "KIND",
    "TieImporter",
    "bring_ties",
    "check_ties",
    "discard_ties",
    "load_ties",
    "undo_ties",
]

KIND = "networks.ties"


class _Ready(NamedTuple):
    """A new tie, read and resolved; `posts` beside each place."""

    identity: str
    kind: str
    places: tuple[int, int]
    posts: tuple[str, str]
    purpose_id: int | None
    objective: str
    since: str
    until: str
    source: str


class TieImporter:
    """Lists of ties of one network. `default_kind` is the kind of rows that name none, and `today` the day
    on which they are judged.

    A hundred thousand rows cost the five queries of `judge` and the bulk writes of `load`.
    """

    kind = KIND
    shape = SHAPE

    def __init__(self, network: Network, default_kind: str, *, today: date) -> None:
        self.network, self.default_kind, self.today = network, default_kind, today

    @classmethod
    def of(cls, batch: Import) -> "TieImporter":
        """The importer that reads this list as it was brought and judged."""
        brought = TieImport.objects.select_related("network").get(batch=batch)
        return cls(brought.network, brought.default_kind, today=_day_of(batch.checked_at or batch.created_at))

    def judge(self, rows: Sequence[Mapping[str, Any]]) -> list[RowVerdict]:
        members = members_by_name(self.network, on=self.today)
        purposes = purposes_by_name()
        standing, ended = self._register()
        seen: set[str] = set()
        verdicts = []
        for row in rows:
            try:
                ready = self._read(row, members, purposes)
            except Misnamed as reason:
                verdicts.append(RowVerdict(Outcome.REJECTED, reason.code, reason.params))
                continue
            record = standing.get(ready.identity)
            if record is None and self._is_over(ready):
                record = ended.get(ready.identity)
            if record is not None:
                verdict = RowVerdict(Outcome.SAME, "same_in_register", record_id=record)
            elif ready.identity in seen:
                verdict = RowVerdict(Outcome.SAME, "same_in_file")
            else:
                seen.add(ready.identity)
                verdict = RowVerdict(Outcome.NEW, prepared=ready)
            verdicts.append(verdict)
        return verdicts

    def _register(self) -> tuple[dict[str, int], dict[str, int]]:
        """Identity → id of the ties that stand, and of those that ended under the word they had before."""
        standing: dict[str, int] = {}
        ended: dict[str, int] = {}
        for identity, pk, state in self.network.ties.values_list("identity", "pk", "state"):
            if state == "ended":
                ended[identity.removesuffix(freed_identity("", pk))] = pk
            elif state not in CLOSED:
                standing[identity] = pk
        return standing, ended

    def _is_over(self, tie: _Ready) -> bool:
        return bool(tie.until) and tie.until <= self.today.isoformat()

    def _read(self, row: Mapping[str, Any], members: MembersByName, purposes: Mapping[str, Any]) -> _Ready:
        a, b = (
            members.resolve(
                _text(row[f"city_{side}"]), _text(row[f"country_{side}"]), _text(row[f"field_{side}"])
            )
            for side in "ab"
        )
        if a.place_id == b.place_id:
            raise Misnamed("tie_with_itself", name=_text(row["city_a"]))
        kind = self.default_kind
        if word := _text(row["kind"]):
            kind = kind_of(word) or ""
            if not kind:
                raise Misnamed("unknown_kind", kind=word)
        purpose = None
        if word := _text(row["purpose"]):
            purpose = purposes.get(fold(word))
            if purpose is None:
                raise Misnamed("unknown_purpose", purpose=word)
        since, until = self._day(row, "since"), self._day(row, "until")
        if since and lies_ahead(since, self.today):
            raise Misnamed("begins_ahead", since=_text(row["since"]))
        if since and until and until <= since:
            raise Misnamed("ends_before_it_begins", since=_text(row["since"]), until=_text(row["until"]))
        objective = _kept(row["objective"])
        return _Ready(
            identity=identity_of(
                kind, (a.slug, b.slug), purpose=purpose.slug if purpose else "", objective=objective
            ),
            kind=kind,
            places=(a.place_id, b.place_id),
            posts=(_kept(row["post_a"])[:200], _kept(row["post_b"])[:200]),
            purpose_id=purpose.pk if purpose else None,
            objective=objective,
            since=since,
            until=until,
            source=_kept(row["source"])[:300],
        )

    def _day(self, row: Mapping[str, Any], key: str) -> str:
        cell = row[key]
        if isinstance(cell, datetime):
            cell = cell.date()
        if isinstance(cell, date):
            return cell.isoformat()
        text = _text(cell)
        try:
            day = stored_day(text)
        except InvalidDate as error:
            raise Misnamed("bad_date", key=key, why=error.code, text=text) from error
        if looks_lunar(day, self.today, text):
            raise Misnamed("bad_date", key=key, why="lunar_like", text=text)
        return day

    def load(self, *, batch_id: int, prepared: Sequence[_Ready], actor: Actor, at: datetime) -> Sequence[int]:
        self._make_way({tie.identity for tie in prepared})
        ids = reserve_ids(Tie, len(prepared))
        label = actor.label[:200]
        insert_rows(
            Tie,
            (
                "id", "network_id", "kind", "state", "maturity", "purpose_id", "objective", "since", "until",
                "source", "identity", "batch_id", "recorded_by", "recorded_at", "touched_at",
            ),
            (
                (
                    pk, self.network.pk, tie.kind, "ended" if self._is_over(tie) else "active",
                    "acquaintance", tie.purpose_id, tie.objective, tie.since, tie.until,
                    tie.source, tie.identity, batch_id, label, at, at,
                )
                for pk, tie in zip(ids, prepared, strict=True)
            ),
        )  # fmt: skip
        party_ids = iter(reserve_ids(TieParty, 2 * len(prepared)))
        parties = [
            (next(party_ids), pk, place, "pending", "", "", post)
            for pk, tie in zip(ids, prepared, strict=True)
            for place, post in zip(tie.places, tie.posts, strict=True)
        ]
        insert_rows(
            TieParty,
            ("id", "tie_id", "place_id", "answer", "answered_by", "remark"),
            (party[:6] for party in parties),
        )
        insert_rows(
            TieContact, ("party_id", "post_title"), ((party[0], party[6]) for party in parties if party[6])
        )
        return ids

    def _make_way(self, identities: set[str]) -> None:
        """Ended and declined ties give their word to the new ones, as when a tie is proposed."""
        closed = self.network.ties.select_for_update().filter(state__in=CLOSED).values_list("pk", "identity")
        pks = [pk for pk, identity in closed if identity in identities]
        for start in range(0, len(pks), 500):
            for tie in self.network.ties.filter(pk__in=pks[start : start + 500]):
                tie.identity = freed_identity(tie.identity, tie.pk)
                tie.save(update_fields=["identity"])

    def undo(self, *, batch_id: int, actor: Actor, at: datetime) -> Undone:
        """Remove the ties of the batch that nothing was done to since; the rest is kept with its reason."""
        ties = self.network.ties.filter(batch=batch_id)
        loaded_at = Import.objects.values_list("loaded_at", flat=True).get(pk=batch_id)
        untouched = Q(touched_at__lte=loaded_at) & ~Exists(PlanPair.objects.filter(tie=OuterRef("pk")))
        touched = (
            ties.exclude(untouched)
            .annotate(
                happened=Count("events", distinct=True),
                answered=Count("parties", filter=~Q(parties__answer="pending"), distinct=True),
            )
            .order_by("pk")
        )
        kept = tuple(
            Kept(tie.pk, "has_events" if tie.happened else "answered" if tie.answered else "edited")
            for tie in touched
        )
        going = ties.filter(untouched)
        count = going.count()
        _remove(TieContact.objects.filter(party__tie__in=going))
        _remove(TieParty.objects.filter(tie__in=going))
        _remove(going)
        return Undone(count, kept)

    def reason_text(self, code: str, params: Mapping[str, Any]) -> str:
        if code == "bad_date":
            text = params["text"]
            sentence, filled = sentence_on(InvalidDate(params["why"]), text)
            return sentence_of(
                code, {"column": SHAPE.column(params["key"]).label, "why": str(sentence) % filled}
            )
        return sentence_of(code, params)


def _day_of(at: datetime) -> date:
    return timezone.localtime(at).date()


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


_normalised = lru_cache(maxsize=20_000)(normalise)


def _kept(cell: Any) -> str:
    return "" if cell is None else _normalised(str(cell))


def _remove(rows: QuerySet[Any]) -> None:
    """Delete in one statement. Nothing hangs on these rows; if something does, the database refuses."""
    count = rows._raw_delete(rows.db)
    open_verb().note_many(rows.model, "removed", count)


@verb("networks.bring_ties")
def bring_ties(
    *, actor: Actor, at: datetime, network: Network, upload: Upload, name: str, kind: str
) -> Import:
    """Keep a list of ties; `kind` is the kind of rows that name none.

    Raises `Refused` by rules.may_import_ties, `Unacceptable` for what is no table, `ValidationError` for an
    unknown kind; nothing is kept then.
    """
    require(rules.may_import_ties(actor, network))
    if kind not in Tie.Kind.values:
        raise ValidationError(
            _("“%(kind)s” is not a kind of tie."), code="unknown_kind", params={"kind": kind}
        )
    batch = exchange.upload(actor=actor, at=at, upload=upload, name=name, kind=KIND, target=network.slug)
    TieImport.objects.create(batch=batch, network=network, default_kind=kind)
    return batch


@verb("networks.check_ties")
def check_ties(
    *,
    actor: Actor,
    at: datetime,
    batch: Import,
    mapping: Mapping[str, int] | None = None,
    kind: str = "",
) -> Import:
    """Dry run, with the columns and the kind that a person chose or as guessed. May be repeated."""
    brought = _brought(actor, batch)
    if kind and kind != brought.default_kind:
        if kind not in Tie.Kind.values:
            raise ValidationError(
                _("“%(kind)s” is not a kind of tie."), code="unknown_kind", params={"kind": kind}
            )
        brought.default_kind = kind
        brought.save()
    importer = TieImporter(brought.network, brought.default_kind, today=_day_of(at))
    return exchange.check(actor=actor, at=at, batch=batch, importer=importer, mapping=mapping)


@verb("networks.load_ties")
def load_ties(*, actor: Actor, at: datetime, batch: Import) -> Import:
    """Load the rows that are new, in one transaction. Raises `Refused`, having changed nothing."""
    brought = _brought(actor, batch)
    importer = TieImporter(brought.network, brought.default_kind, today=_day_of(at))
    return exchange.load(actor=actor, at=at, batch=batch, importer=importer)


@verb("networks.undo_ties")
def undo_ties(*, actor: Actor, at: datetime, batch: Import) -> Import:
    """Take back the ties that nothing was done to since."""
    brought = _brought(actor, batch)
    importer = TieImporter(brought.network, brought.default_kind, today=_day_of(at))
    return exchange.undo(actor=actor, at=at, batch=batch, importer=importer)


@verb("networks.discard_ties")
def discard_ties(*, actor: Actor, at: datetime, batch: Import) -> Import:
    _brought(actor, batch)
    return exchange.discard(actor=actor, at=at, batch=batch)


def _brought(actor: Actor, batch: Import) -> TieImport:
    brought = TieImport.objects.select_related("network").get(batch=batch)
    require(rules.may_import_ties(actor, brought.network))
    return brought
