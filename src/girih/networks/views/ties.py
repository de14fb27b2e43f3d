"""Pages of ties."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from girih.kernel.access import Verdict, require
from girih.kernel.documents.serving import file_response
from girih.kernel.documents.unacceptable import Unacceptable
from girih.networks import rules
from girih.networks.actions import ties as actions
from girih.networks.forms.ties import ContactForm, EndForm, EventForm, FilterForm, ObjectiveForm, ProposeForm
from girih.networks.models import Network, Tie, TieParty
from girih.networks.queries.labels import listed
from girih.networks.queries.ladder import ladder_of, turn_of
from girih.networks.queries.naming import Member, MembersByName, Misnamed
from girih.networks.queries.ties import (
    members_spoken_for,
    my_ties_for,
    places_spoken_for,
    post_called,
    posts_beside,
    tie_for,
    ties_for,
    weaknesses_of,
)
from girih.networks.views.network import network_or_404
from girih.networks.views.tie_export import export
from girih.networks.views.tie_history import history_items
from girih.networks.views.weaknesses import WEAKNESSES
from girih.networks.workflow import LADDER, TIE_STATES

__all__ = [
    "answer",
    "contact",
    "event_file",
    "export",
    "move_tie",
    "my_ties",
    "objective",
    "propose",
    "record_event",
    "tie",
    "ties",
]


# What the days of a form may be refused for.
DAY = ("bad_day", "in_the_future", "lunar_like")


def tie_or_404(request: HttpRequest, pk: int) -> Tie:
    tie = tie_for(request.actor, pk=pk)
    if tie is None:
        raise Http404(pk)
    return tie


@require_safe
def ties(request: HttpRequest, network: str) -> HttpResponse:
    """The list of a network's ties."""
    shown = network_or_404(request, network)
    form = FilterForm(request.GET)
    page = ties_for(
        request.actor,
        network=shown,
        filters=form.filters(),
        now=timezone.now(),
        after=request.GET.get("after", ""),
    )
    query = request.GET.copy()
    query.pop("after", None)
    meant = query.copy()
    meant["search"] = page.suggestion
    context = {
        "network": shown,
        "form": form,
        "page": page,
        "rows": [_row(tie) for tie in page.ties],
        "query": query.urlencode(),
        "meant": f"?{meant.urlencode()}" if page.suggestion else "",
        "may_propose": _may_propose(request, shown),
        "is_filtered": any(value for name, value in query.items() if name != "order"),
    }
    return render(request, "networks/ties.html", context)


def _may_propose(request: HttpRequest, network: Network) -> Verdict:
    own = members_spoken_for(request.actor, network=network, today=timezone.localdate())
    return rules.may_propose_tie(request.actor, network, own)


def _row(tie: Tie) -> dict[str, Any]:
    return {
        "tie": tie,
        "state": TIE_STATES.state(tie.state),
        "maturity": LADDER.state(tie.maturity),
        "weaknesses": [WEAKNESSES[code] for code in weaknesses_of(tie, now=timezone.now())],
    }


@require_safe
def tie(request: HttpRequest, tie: int) -> HttpResponse:
    return _tie_page(request, tie_or_404(request, tie))


def _tie_page(request: HttpRequest, tie: Tie, status: int = 200, **forms: Any) -> HttpResponse:
    parties = [
        {
            "party": party,
            "may_answer": rules.may_answer_for(request.actor, party),
            "carriers": [
                f"{contact.post.name} — {contact.post.organisation.name}"
                if contact.post
                else contact.post_title
                for contact in party.contacts.all()
            ],
        }
        for party in tie.parties.all()
    ]
    may_record = rules.may_record_event(request.actor, tie)
    context = {
        "tie": tie,
        "network": tie.network,
        "state": TIE_STATES.state(tie.state),
        "maturity": LADDER.state(tie.maturity),
        "rungs": ladder_of(tie),
        "turn": turn_of(tie),
        "weaknesses": [WEAKNESSES[code] for code in weaknesses_of(tie, now=timezone.now())],
        "parties": parties,
        "posts": posts_beside(tie),
        "may_record": may_record,
        "may_end": rules.may_end_tie(request.actor, tie),
        "is_open": tie.state in ("proposed", "active"),
        "history": history_items(tie),
        "event_form": EventForm(),
        "objective_form": ObjectiveForm(
            initial={"objective": tie.objective, "purpose": tie.purpose.slug if tie.purpose else ""}
        ),
        "contact_form": ContactForm(),
        "end_form": EndForm(),
        **forms,
    }
    return render(request, "networks/tie.html", context, status=status)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, network: str) -> HttpResponse:
    """Propose a tie; ?a=, ?b= and ?purpose= fill the form, and a focal point's own member stands in it."""
    shown, today = network_or_404(request, network), timezone.localdate()
    spoken_for = members_spoken_for(request.actor, network=shown, today=today)
    may = rules.may_propose_tie(request.actor, shown, spoken_for)
    initial = {name: request.GET.get(name, "") for name in ("a", "b", "purpose", "objective", "kind")}
    initial["kind"] = initial["kind"] or Tie.Kind.JOINT_PROJECT
    form = ProposeForm(
        request.POST if request.method == "POST" else None,
        network=shown,
        on=today,
        initial=initial,
    )
    # The secretariat joins whom it will; a focal point only their own member with others.
    bound = not rules.may_propose_tie(request.actor, shown, ())
    own = [member for member in form.members.members() if member.place_id in spoken_for] if bound else []
    _put_own_side(form.initial, own, form.members)
    yours = ""
    if own:
        yours = _("One of the sides is %(names)s: you propose ties of your own member.") % {
            "names": listed(member.shown for member in own)
        }
    status = 200
    if request.method == "POST":
        require(may)
        if form.is_valid():
            facts = form.cleaned_data
            if not rules.may_propose_tie(request.actor, shown, [place.pk for place in facts["places"]]):
                form.add_error(None, yours)
        if form.is_valid():
            try:
                made = actions.propose_tie(
                    actor=request.actor,
                    at=timezone.now(),
                    network=shown,
                    places=facts["places"],
                    kind=facts["kind"],
                    purpose=facts["purpose"],
                    objective=facts["objective"],
                    since=facts["since"],
                )
            except ValidationError as error:
                form.add_error("since" if error.code in DAY else None, error)
            else:
                messages.success(request, _("The tie is proposed. Its other sides confirm it next."))
                return redirect("networks:tie", made.pk)
        status = 422
    context = {
        "network": shown,
        "form": form,
        "members": form.members.shown(),
        "may": may,
        "yours": yours,
    }
    return render(request, "networks/tie_propose.html", context, status=status)


def _put_own_side(initial: dict[str, Any], own: list[Member], members: MembersByName) -> None:
    """Write the member that a focal point speaks for into the first empty side, unless it has one already."""
    if not own or any(_is_among(own, initial[side], members) for side in "ab"):
        return
    if empty := next((side for side in "ab" if not initial[side]), None):
        initial[empty] = own[0].shown


def _is_among(own: list[Member], name: str, members: MembersByName) -> bool:
    try:
        return members.resolve(name) in own
    except Misnamed:
        return False


@require_safe
def my_ties(request: HttpRequest, network: str) -> HttpResponse:
    """A focal point's own ties, to be confirmed or corrected in place."""
    shown = network_or_404(request, network)
    mine = places_spoken_for(request.actor)
    rows = [_my_row(tie, mine) for tie in my_ties_for(request.actor, network=shown)]
    own = members_spoken_for(request.actor, network=shown, today=timezone.localdate())
    context = {
        "network": shown,
        "rows": rows,
        "speaks": bool(own),
        "may_propose": rules.may_propose_tie(request.actor, shown, own),
    }
    return render(request, "networks/my_ties.html", context)


def _my_row(tie: Tie, mine: list[int]) -> dict[str, Any]:
    parties = list(tie.parties.all())
    return {
        **_row(tie),
        "mine": [party for party in parties if party.place_id in mine],
        "others": [party for party in parties if party.place_id not in mine],
    }


@require_POST
def answer(request: HttpRequest, tie: int, party: int) -> HttpResponse:
    """Confirm or dispute in the name of one side."""
    shown = tie_or_404(request, tie)
    side = next((one for one in shown.parties.all() if one.pk == party), None)
    if side is None:
        raise Http404(party)
    try:
        actions.answer_tie(
            actor=request.actor,
            at=timezone.now(),
            party=side,
            answer=request.POST.get("answer", ""),
            remark=request.POST.get("remark", "")[:2000],
        )
    except ValidationError as error:
        refusal = error.messages[0]
        if request.htmx:
            return _my_row_again(request, tie, refusal)
        messages.error(request, refusal)
    else:
        if request.htmx:
            return _my_row_again(request, tie)
        messages.success(request, _("Your answer is recorded."))
    return redirect(_back(request, reverse("networks:tie", args=[tie])))


def _my_row_again(request: HttpRequest, tie: int, refusal: str = "") -> HttpResponse:
    row = _my_row(tie_or_404(request, tie), places_spoken_for(request.actor))
    return render(request, "networks/my_tie_row.html", {"row": row, "refusal": refusal})


def _back(request: HttpRequest, otherwise: str) -> str:
    back = request.POST.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return back
    return otherwise


@require_POST
def record_event(request: HttpRequest, tie: int) -> HttpResponse:
    shown = tie_or_404(request, tie)
    form = EventForm(request.POST, request.FILES)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            actions.record_event(actor=request.actor, at=timezone.now(), tie=shown, **facts)
        except ValidationError as error:
            form.add_error("happened_on" if error.code in DAY else None, error)
        except Unacceptable as error:
            form.add_error("upload", str(error))
        else:
            messages.success(request, _("The event is recorded."))
            return redirect("networks:tie", tie)
    return _tie_page(request, tie_or_404(request, tie), 422, event_form=form)


@require_safe
def event_file(request: HttpRequest, tie: int, event: int) -> FileResponse:
    """The file that proves an event, for whoever may see the tie."""
    shown = tie_or_404(request, tie)
    found = next((one for one in shown.events.all() if one.pk == event and one.file), None)
    if found is None:
        raise Http404(event)
    return file_response(found.file)


@require_POST
def objective(request: HttpRequest, tie: int) -> HttpResponse:
    shown = tie_or_404(request, tie)
    form = ObjectiveForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        actions.set_objective(
            actor=request.actor,
            at=timezone.now(),
            tie=shown,
            objective=facts["objective"],
            purpose=facts["purpose"],
        )
        messages.success(request, _("The objective is recorded."))
        return redirect("networks:tie", tie)
    return _tie_page(request, shown, 422, objective_form=form)


@require_POST
def contact(request: HttpRequest, tie: int) -> HttpResponse:
    """Add a post that carries the tie on one side; a title of the registry is taken as that post."""
    shown = tie_or_404(request, tie)
    form = ContactForm(request.POST)
    if form.is_valid():
        party = next((one for one in shown.parties.all() if one.pk == form.cleaned_data["party"]), None)
        if party is None:
            raise Http404(form.cleaned_data["party"])
        try:
            actions.add_contact(
                actor=request.actor, at=timezone.now(), party=party, **_post_named(party, form)
            )
        except ValidationError as error:
            form.add_error("post", error)
        else:
            messages.success(request, _("The post is recorded."))
            return redirect("networks:tie", tie)
    return _tie_page(request, tie_or_404(request, tie), 422, contact_form=form)


def _post_named(party: TieParty, form: ContactForm) -> dict[str, Any]:
    title = form.cleaned_data["post"]
    post = post_called(party, title)
    return {"post": post} if post else {"post_title": title}


@require_POST
def move_tie(request: HttpRequest, tie: int, verb: str) -> HttpResponse:
    """Decline a proposed tie, or end one in force."""
    shown = tie_or_404(request, tie)
    if verb == "decline":
        actions.decline_tie(actor=request.actor, at=timezone.now(), tie=shown)
        messages.success(request, _("The tie is declined."))
        return redirect("networks:tie", tie)
    if verb != "end":
        raise Http404(verb)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            actions.end_tie(
                actor=request.actor, at=timezone.now(), tie=shown, until=form.cleaned_data["until"]
            )
        except ValidationError as error:
            form.add_error("until", error)
        else:
            messages.success(request, _("The tie is ended."))
            return redirect("networks:tie", tie)
    return _tie_page(request, tie_or_404(request, tie), 422, end_form=form)
