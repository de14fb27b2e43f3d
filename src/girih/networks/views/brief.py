"""The brief of a network on the screen and as a file."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from girih.networks.models import Network
from girih.networks.queries.brief import MOST_PAIRS, Brief, brief_for, brief_json
from girih.networks.queries.brief_files import brief_csv, brief_pdf, method_of
from girih.networks.queries.cards import cards_of
from girih.networks.queries.plan_rows import kept_plan_for
from girih.networks.queries.reasons import STATUS_BADGES, STATUSES
from girih.networks.views.diagnosis import HEAD_FIGURES, evidence_of
from girih.networks.views.network import network_or_404, small_number

__all__ = ["brief", "brief_file"]

PAIRS_SHOWN = 24


def _brief(
    request: HttpRequest, network: Network, *, pairs: int | None = MOST_PAIRS, computed: bool = True
) -> Brief:
    """With the plan that ?plan= names, or the newest."""
    plan = None
    if asked := request.GET.get("plan", ""):
        plan = kept_plan_for(request.actor, network=network, pk=small_number(asked))
        if plan is None:
            raise Http404(asked)
    today = timezone.localdate()
    return brief_for(request.actor, network=network, today=today, plan=plan, pairs=pairs, computed=computed)


@require_safe
def brief(request: HttpRequest, network: str) -> HttpResponse:
    shown = network_or_404(request, network)
    # A page that is only looked at waits for no solver.
    page = _brief(request, shown, pairs=PAIRS_SHOWN, computed=False)
    figures = [(figure, evidence_of(shown, figure)) for figure in page.diagnosis.figures]
    context = {
        "network": shown,
        "brief": page,
        "shown": cards_of(page.diagnosis),
        "figures": [row for row in figures if row[0].code in HEAD_FIGURES],
        "more_figures": [row for row in figures if row[0].code not in HEAD_FIGURES],
        "status": STATUSES[page.plan.status] if page.plan else None,
        "badge": STATUS_BADGES[page.plan.status] if page.plan else "",
        "method": method_of(page),
        "query": f"?plan={page.plan.id}" if page.plan and page.plan.id else "",
    }
    return render(request, "networks/brief.html", context)


@require_safe
def brief_file(request: HttpRequest, network: str, form: str) -> HttpResponse:
    """brief.pdf, brief.csv or brief.json; ?lang=fa or ?lang=en instead of the language of the screen."""
    shown = network_or_404(request, network)
    lang = request.GET.get("lang", "")
    if form not in ("pdf", "csv", "json") or lang not in ("", "fa", "en"):
        raise Http404(form)
    with override(lang or request.LANGUAGE_CODE):
        page = _brief(request, shown, pairs=None if form == "csv" else MOST_PAIRS)
        if form == "json":
            response: HttpResponse = JsonResponse(brief_json(page), json_dumps_params={"ensure_ascii": False})
        elif form == "csv":
            response = HttpResponse(brief_csv(page), "text/csv; charset=utf-8")
        else:
            response = HttpResponse(brief_pdf(page, at=timezone.now()), "application/pdf")
    name = f"brief-{shown.slug}-{page.on.isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
