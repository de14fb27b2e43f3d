"""What a title obliges a place to do, computed from the year of its designation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from girih.registry.models import Standing, Title, TitleKind

__all__ = ["Duty", "duties_of"]

MONITORING_REPORT = "unesco_monitoring_report"
MONITORING_YEARS = 4
MONITORING_SOURCE = "docslib.org/doc/6188368 (UNESCO, 2021)"
CRAFT_CITY_REPORT = "world_craft_city_report"
CRAFT_CITY_YEARS = (2, 4)
CRAFT_CITY_SOURCE = "wcc-europe.org/craft-cities-application-guidelines"


@dataclass(frozen=True, slots=True)
class Duty:
    """The next report that falls due. Whether the reports of `earlier_years` were handed in is not recorded.

    `standing` is computed, or that of the year it is counted from where that is not verified.
    """

    code: str
    due_year: int
    earlier_years: tuple[int, ...]
    counted_from: int
    standing: str
    source: str
    title: Title


def duties_of(titles: Iterable[Title], *, today: date) -> tuple[Duty, ...]:
    """The next duties that the titles in force carry, the earliest first.

    UNESCO: a Membership Monitoring Report every four years from the year of first designation, whatever the
    field became since. World Crafts Council: reports two and four years after designation. A title whose year
    is not known gives no duty.
    """
    dated = sorted((title for title in titles if title.valid_from), key=lambda title: title.valid_from)
    duties = []
    creative = [title for title in dated if title.kind == TitleKind.UNESCO_CREATIVE_CITY]
    if any(title.in_force_on(today) for title in creative):
        first = creative[0]
        due = _year(first) + MONITORING_YEARS
        years = []
        while due < today.year:
            years.append(due)
            due += MONITORING_YEARS
        duties.append(_duty(MONITORING_REPORT, first, due, tuple(years), MONITORING_SOURCE))
    for title in dated:
        if title.kind in (TitleKind.WORLD_CRAFT_CITY, TitleKind.WORLD_CRAFT_VILLAGE) and title.in_force_on(
            today
        ):
            reports = [_year(title) + years for years in CRAFT_CITY_YEARS]
            coming = [year for year in reports if year >= today.year]
            if coming:
                earlier = tuple(year for year in reports if year < today.year)
                duties.append(_duty(CRAFT_CITY_REPORT, title, coming[0], earlier, CRAFT_CITY_SOURCE))
    return tuple(sorted(duties, key=lambda duty: (duty.due_year, duty.code)))


def _year(title: Title) -> int:
    return int(title.valid_from[:4])


def _duty(code: str, title: Title, due: int, earlier: tuple[int, ...], source: str) -> Duty:
    sure = title.standing == Standing.VERIFIED
    standing = Standing.COMPUTED if sure else title.standing
    return Duty(code, due, earlier, _year(title), str(standing), source, title)
