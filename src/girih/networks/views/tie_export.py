"""Taking the list of ties home, exactly as it is shown."""

from collections.abc import Iterator
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from girih.kernel.exchange.export import write_csv, write_xlsx
from girih.networks.forms.ties import FilterForm
from girih.networks.models import Tie
from girih.networks.queries.labels import listed
from girih.networks.queries.ties import all_ties_for, weaknesses_of
from girih.networks.views.network import network_or_404
from girih.networks.views.weaknesses import WEAKNESSES
from girih.networks.workflow import LADDER, TIE_STATES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def export(request: HttpRequest, network: str, form: str) -> HttpResponse:
    """CSV or XLSX of the ties that the filters of the address leave. Read back, it gives the same ties."""
    shown = network_or_404(request, network)
    now = timezone.now()
    ties = all_ties_for(request.actor, network=shown, filters=FilterForm(request.GET).filters(), now=now)
    headings = [
        _("first member"),
        _("country of the first member"),
        _("second member"),
        _("country of the second member"),
        _("further members"),
        _("kind"),
        _("state"),
        _("maturity"),
        _("since"),
        _("until"),
        _("purpose"),
        _("objective"),
        _("source"),
        _("weaknesses"),
    ]
    if form == "csv":
        body, kind = write_csv(headings, _rows(ties, now)), "text/csv; charset=utf-8"
    elif form == "xlsx":
        body, kind = write_xlsx(headings, _rows(ties, now), sheet=_("Ties")), XLSX
    else:
        raise Http404(form)
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="ties-{shown.slug}.{form}"'},
    )


def _rows(ties: Iterator[Tie], now: datetime) -> Iterator[list[str]]:
    for tie in ties:
        places = [party.place for party in tie.parties.all()]
        yield [
            places[0].name,
            places[0].country.code,
            places[1].name,
            places[1].country.code,
            listed(place.name for place in places[2:]),
            str(tie.get_kind_display()),
            str(TIE_STATES.state(tie.state).label),
            str(LADDER.state(tie.maturity).label),
            tie.since,
            tie.until,
            tie.purpose.name if tie.purpose else "",
            tie.objective,
            tie.source,
            listed(str(WEAKNESSES[code]) for code in weaknesses_of(tie, now=now)),
        ]
