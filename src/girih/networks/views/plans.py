"""Pages of plans: the list with its form, one plan, why not, and what a member can carry."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from girih.kernel.access import require
from girih.kernel.exchange.export import write_csv, write_xlsx
from girih.kernel.persian import PartialDate, format_date, from_jalali, to_jalali
from girih.networks import rules
from girih.networks.actions import plans as actions
from girih.networks.forms.plans import CapacityForm, ExcludeForm, PlanForm, WhyForm
from girih.networks.models import Network, Plan, PlanPair
from girih.networks.queries.labels import PARTS, language
from girih.networks.queries.naming import MembersByName
from girih.networks.queries.plan_drafts import most_total_of, plan_draft_for
from girih.networks.queries.plan_rows import (
    exclusion_for,
    kept_plan_for,
    member_for,
    members_for,
    own_places_for,
    pair_for,
)
from girih.networks.queries.plan_why import why_for
from girih.networks.queries.plans import (
    all_pairs_of,
    capacity_for,
    plan_for,
    plans_for,
    purposes,
)
from girih.networks.queries.reasons import STATUS_BADGES, STATUSES
from girih.networks.views.network import network_or_404, small_number
from girih.registry.models import Place

__all__ = ["capacity", "exclude", "export", "lock", "plan", "plans", "propose", "why"]

# Beside which field of the form a refusal of the terms stands; any other stands above it.
FIELD_OF = {"bad_total": "total", "total_missing": "total", "bad_capacity": "default_capacity"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest, network: str) -> HttpResponse:
    """The plans of a network, and the form of a new one. ?purpose= shows that purpose's weights."""
    shown = network_or_404(request, network)
    known = purposes()
    asked = request.POST if request.method == "POST" else request.GET
    purpose = next((one for one in known if one.slug == asked.get("purpose")), known[0] if known else None)
    form = PlanForm(
        request.POST if request.method == "POST" else None, purpose=purpose, most_total=most_total_of(shown)
    )
    status = 200
    if request.method == "POST":
        require(rules.may_make_plan(request.actor, shown))
        made = _made(request, shown, form)
        if made is not None:
            return redirect("networks:plan", shown.slug, made.pk)
        status = 422
    context = {
        "network": shown,
        "plans": [
            (one, STATUS_BADGES[one.status], STATUSES[one.status][1])
            for one in plans_for(request.actor, network=shown)
        ],
        "form": form,
        "purpose": purpose,
        "purposes": known,
        "may": rules.may_make_plan(request.actor, shown),
        "own": own_places_for(request.actor, network=shown),
    }
    return render(request, "networks/plans.html", context, status=status)


def _made(request: HttpRequest, network: Network, form: PlanForm) -> Plan | None:
    """Solve, then keep; None: the form says why not."""
    if not form.is_valid():
        return None
    terms = form.cleaned_data
    based_on = None
    if terms["based_on"]:
        based_on = kept_plan_for(request.actor, network=network, pk=small_number(terms["based_on"]))
        if based_on is None:
            raise Http404(terms["based_on"])
    try:
        draft = plan_draft_for(
            request.actor,
            network=network,
            purpose=terms["purpose"],
            today=timezone.localdate(),
            weights=form.weights_given(),
            total=terms["total"],
            default_capacity=terms["default_capacity"],
            cover_regions=terms["cover_regions"],
            based_on=based_on,
        )
        return actions.make_plan(actor=request.actor, at=timezone.now(), draft=draft)
    except ValidationError as error:
        form.add_error(FIELD_OF.get(error.code), error)
        return None


@require_safe
def plan(request: HttpRequest, network: str, plan: int) -> HttpResponse:
    shown = network_or_404(request, network)
    return _plan_page(request, shown, plan)


def _plan_page(
    request: HttpRequest,
    network: Network,
    pk: int,
    *,
    exclude_form: ExcludeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    after = request.GET.get("after", "")
    page = plan_for(
        request.actor,
        network=network,
        pk=pk,
        after=small_number(after) or 0,
    )
    if page is None:
        raise Http404(pk)
    may_plan = rules.may_make_plan(request.actor, network)
    context = {
        "network": network,
        "page": page,
        "plan": page.plan,
        "rows": [
            {
                "shown": shown,
                "pair": shown.pair,
                "may_propose": rules.may_propose_tie(
                    request.actor, network, [shown.pair.place_a_id, shown.pair.place_b_id]
                ),
            }
            for shown in page.pairs
        ],
        "may_plan": may_plan,
        "weights": [(label, page.plan.weights.get(part, 0.0)) for part, label in PARTS.items()],
        "parts": list(PARTS.items()),
        "again": PlanForm(
            purpose=page.plan.purpose,
            most_total=most_total_of(network),
            initial={"total": page.plan.total},
        ),
        "exclude_form": exclude_form,
        "after": after,
    }
    return render(request, "networks/plan.html", context, status=status)


@require_safe
def export(request: HttpRequest, network: str, plan: int, form: str) -> HttpResponse:
    """The whole plan as CSV or XLSX."""
    shown = network_or_404(request, network)
    table = all_pairs_of(request.actor, network=shown, pk=plan)
    if table is None or form not in ("csv", "xlsx"):
        raise Http404(form)
    headings, rows = table
    if form == "csv":
        response = HttpResponse(write_csv(headings, rows), "text/csv; charset=utf-8")
    else:
        response = HttpResponse(write_xlsx(headings, rows, sheet=_("Partnership plan")), XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="plan-{shown.slug}-{plan}.{form}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def why(request: HttpRequest, network: str, plan: int) -> HttpResponse:
    """Why are these two not in the plan? ?a= and ?b= by name."""
    shown = network_or_404(request, network)
    found = kept_plan_for(request.actor, network=shown, pk=plan)
    if found is None:
        raise Http404(plan)
    is_asked = bool(request.GET.get("a") or request.GET.get("b"))
    form = WhyForm(request.GET if is_asked else None, network=shown)
    answer, status = None, 200
    if is_asked:
        if form.is_valid():
            pair = form.cleaned_data["member_a"].slug, form.cleaned_data["member_b"].slug
            answer = why_for(request.actor, network=shown, plan=found, a=pair[0], b=pair[1])
        else:
            status = 422
    context = {
        "network": shown,
        "plan": found,
        "form": form,
        "answer": answer,
        "members": _named(form.members),
        "may": rules.may_exclude_pair(request.actor, shown),
    }
    return render(request, "networks/plan_why.html", context, status=status)


def _named(members: MembersByName) -> list[str]:
    return sorted({member.shown for named in members.by_name.values() for member in named})


def _pair_or_404(request: HttpRequest, network: Network, plan: int, pair: int) -> PlanPair:
    found = pair_for(request.actor, network=network, plan=plan, pk=pair)
    if found is None:
        raise Http404(pair)
    return found


def _to_pair(request: HttpRequest, network: Network, pair: PlanPair) -> HttpResponse:
    """Back to the page on which the pair stands."""
    after = max(0, pair.rank - 1) // 50 * 50
    address = reverse("networks:plan", args=[network.slug, pair.plan_id])
    return redirect(f"{address}{f'?after={after}' if after else ''}#pair-{pair.pk}")


@require_POST
def lock(request: HttpRequest, network: str, plan: int, pair: int) -> HttpResponse:
    """Lock the pair, or unlock it with locked=0."""
    shown = network_or_404(request, network)
    found = _pair_or_404(request, shown, plan, pair)
    act = actions.unlock_pair if request.POST.get("locked") == "0" else actions.lock_pair
    act(actor=request.actor, at=timezone.now(), pair=found)
    return _to_pair(request, shown, found)


@require_POST
def propose(request: HttpRequest, network: str, plan: int, pair: int) -> HttpResponse:
    """One click: the tie is proposed and its page opens."""
    shown = network_or_404(request, network)
    found = _pair_or_404(request, shown, plan, pair)
    try:
        tie = actions.propose_from_plan(actor=request.actor, at=timezone.now(), pair=found)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _to_pair(request, shown, found)
    messages.success(request, _("The tie is proposed. Its sides confirm it next."))
    return redirect("networks:tie", tie.pk)


@require_POST
def exclude(request: HttpRequest, network: str) -> HttpResponse:
    """Exclude two members from being proposed, or lift that with lift=<id>; plan=<id> is the way back."""
    shown = network_or_404(request, network)
    back = reverse("networks:plans", args=[shown.slug])
    plan = kept_plan_for(request.actor, network=shown, pk=small_number(request.POST.get("plan", "")))
    if plan is not None:
        back = reverse("networks:plan", args=[shown.slug, plan.pk])
    if lift := request.POST.get("lift", ""):
        standing = exclusion_for(request.actor, network=shown, pk=small_number(lift))
        if standing is not None:
            actions.lift_exclusion(actor=request.actor, at=timezone.now(), exclusion=standing)
            messages.success(request, _("The exclusion is lifted; the next plan may propose the pair."))
        return redirect(back)
    form = ExcludeForm(request.POST, network=shown)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect(back)
    slugs = [form.cleaned_data[name].slug for name in ("member_a", "member_b")]
    found = members_for(request.actor, network=shown, slugs=slugs)
    if not found.keys() >= set(slugs):
        raise Http404(", ".join(slugs))
    try:
        actions.exclude_pair(
            actor=request.actor,
            at=timezone.now(),
            network=shown,
            places=(found[slugs[0]], found[slugs[1]]),
            reason=form.cleaned_data["reason"],
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The pair is excluded; compute the plan anew to fill its place."))
    return redirect(back)


@require_http_methods(["GET", "POST"])
def capacity(request: HttpRequest, network: str, place: str) -> HttpResponse:
    """What a member can carry, offers and needs this Jalali year."""
    shown = network_or_404(request, network)
    member = member_for(request.actor, network=shown, slug=place)
    if member is None:
        raise Http404(place)
    page = capacity_for(request.actor, network=shown, place=member, year=to_jalali(timezone.localdate())[0])
    initial: dict[str, Any] = {
        "new_ties": page.capacity.new_ties if page.capacity else 1,
        "asked": bool(page.capacity and page.capacity.asked),
        "offers": sorted(page.offers),
        "needs": sorted(page.needs),
    }
    form = CapacityForm(
        request.POST if request.method == "POST" else None, topics=page.topics, initial=initial
    )
    status = 200
    if request.method == "POST":
        if form.is_valid() and _capacity_set(request, shown, member, page.year, form):
            messages.success(request, _("It is recorded; the next plan uses it."))
            return redirect("networks:capacity", shown.slug, member.slug)
        status = 422
    context = {
        "network": shown,
        "place": member,
        "page": page,
        "year_said": format_date(PartialDate(from_jalali(page.year, 1, 1), "year"), language()),
        "form": form,
        "may": rules.may_set_capacity(request.actor, shown, member.pk),
    }
    return render(request, "networks/capacity.html", context, status=status)


def _capacity_set(
    request: HttpRequest, network: Network, place: Place, year: int, form: CapacityForm
) -> bool:
    try:
        actions.set_capacity(
            actor=request.actor,
            at=timezone.now(),
            network=network,
            place=place,
            year=year,
            **form.cleaned_data,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
