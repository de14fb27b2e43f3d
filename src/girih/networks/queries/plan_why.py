"""Why two members are in a plan or not, and what the whole would lose with them in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from girih.kernel.access import Actor, require
from girih.networks import bridge, rules
from girih.networks.models import Network, Plan
from girih.networks.queries.entries import with_first_entry
from girih.networks.queries.labels import Labels, said
from girih.networks.queries.plan_terms import Terms, digest_of, fingerprint_of, request_of
from girih.networks.queries.plans import PartShown, parts_shown
from girih.networks.queries.reasons import STANDINGS, reason_sentence
from girih.networks.queries.remembered import Remembered
from girih.networks.queries.state import NetworkState, state_of

if TYPE_CHECKING:
    from girih.engines import matching

__all__ = ["WHY_SECONDS", "Why", "why_for"]

# A server with few workers must not wait long for one question; past this the loss is said to be unknown.
WHY_SECONDS = 5.0

_explained: "Remembered[matching.PairExplanation]" = Remembered(256)


@dataclass(frozen=True, slots=True)
class Why:
    """The answer to "why not these two?"; `loss` is what the whole would lose with them, None if none is."""

    a: str
    b: str
    standing: str
    sentence: str
    score: float | None = None
    parts: Sequence[PartShown] = ()
    reasons: Sequence[str] = ()
    rank: int | None = None
    candidates: int | None = None
    loss: float | None = None
    loss_proven: bool = False
    pushed_out: Sequence[tuple[str, str]] = ()
    brought_in: Sequence[tuple[str, str]] = ()
    clashes: Sequence[str] = ()


def why_for(actor: Actor, *, network: Network, plan: Plan, a: str, b: str) -> Why:
    """Where the members `a` and `b` (slugs) stand in a plan, and what the whole would lose with them in it.

    What the kept plan and its terms tell is answered from them at once; only for a pair that could have been
    chosen is the request made again and solved, in at most WHY_SECONDS, and remembered in this process. When
    members or ties of the day have changed in the register since, the answer says so and computes nothing.
    Writes nothing. Raises `Refused` by rules.may_see_network.
    """
    require(rules.may_see_network(actor, network))
    if a == b:
        return Why(a, b, "self", str(STANDINGS["self"]))
    terms = Terms.from_json(plan.terms)
    state = with_first_entry(network, state_of(network, on=date.fromisoformat(terms.on)))
    labels = Labels.of(state)
    names = {"a": labels.member(a), "b": labels.member(b)}
    if fingerprint_of(state) != terms.fingerprint:
        return Why(a, b, "changed", str(STANDINGS["changed"]))
    pair = (min(a, b), max(a, b))
    chosen = plan.pairs.filter(place_a__slug=pair[0], place_b__slug=pair[1]).first()
    if chosen is not None:
        best = plan.pairs.order_by("rank").values_list("score", flat=True)[0]
        return Why(
            a,
            b,
            "chosen",
            str(STANDINGS["chosen"]) % names,
            score=chosen.score,
            parts=parts_shown(chosen.parts, best),
            reasons=[reason_sentence(code, values, labels) for code, values in chosen.reasons],
        )
    plain = _plain_standing(state, terms, pair)
    if plain == "excluded":
        names["reason"] = _reason_of(network, pair)
    if plain:
        return Why(a, b, plain, str(STANDINGS[plain]) % names)
    key = (plan.pk, plan.made_at, digest_of(terms), pair)
    found = _explained.answer(
        key,
        lambda: bridge.explain_pair(request_of(state, terms, seconds=WHY_SECONDS), _as_solved(plan), *pair),
    )
    return _told(found, plan, labels, names, a, b)


def _plain_standing(state: NetworkState, terms: Terms, pair: tuple[str, str]) -> str:
    """Where a pair stands that could not be chosen; empty for one that could."""
    if not {row.slug for row in state.members}.issuperset(pair):
        return "unknown"
    if any(set(pair) <= set(tie.places) for tie in state.ties):
        return "already_tied"
    if pair in terms.under_way:
        return "under_way"
    if pair in terms.exclusions:
        return "excluded"
    if not all(terms.capacity.get(slug, terms.default_capacity) for slug in pair):
        return "no_capacity"
    return ""


def _told(
    found: "matching.PairExplanation", plan: Plan, labels: Labels, names: dict[str, str], a: str, b: str
) -> Why:
    standing = _standing(found.standing, found.loss)
    if found.loss is not None:
        names["loss"] = said(found.loss, 2)
    best = max((found.score or 0.0, *plan.pairs.order_by("rank").values_list("score", flat=True)[:1]))
    return Why(
        a=a,
        b=b,
        standing=standing,
        sentence=str(STANDINGS[standing]) % names,
        score=found.score,
        parts=parts_shown(found.parts, best) if found.parts else (),
        reasons=[reason_sentence(reason.code, reason.values, labels) for reason in found.reasons],
        rank=found.rank,
        candidates=found.candidates,
        loss=found.loss,
        loss_proven=found.loss_proven,
        pushed_out=_named(found.pushed_out, labels),
        brought_in=_named(found.brought_in, labels),
        clashes=[reason_sentence(reason.code, reason.values, labels) for reason in found.clashes],
    )


def _standing(standing: str, loss: float | None) -> str:
    if standing != "not_chosen":
        return standing
    if loss is None:
        return "not_computed"
    return "not_chosen" if loss > 0 else "even"


def _named(pairs: Iterable[tuple[str, str]], labels: Labels) -> list[tuple[str, str]]:
    return [(labels.member(one), labels.member(other)) for one, other in pairs]


def _reason_of(network: Network, pair: tuple[str, str]) -> str:
    exclusion = network.exclusions.filter(place_a__slug__in=pair, place_b__slug__in=pair).first()
    return exclusion.reason if exclusion else _("the exclusion has been lifted since.")


def _as_solved(plan: Plan) -> "matching.Plan":
    """The kept plan as the engine knew it, as far as explaining needs."""
    pairs = plan.pairs.order_by("rank").values_list("place_a__slug", "place_b__slug", "score", "parts")
    return bridge.solved_plan(
        list(pairs),
        objective=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        status=plan.status,
        given_up=plan.remarks.get("given_up", 0.0),
    )
