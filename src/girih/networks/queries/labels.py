"""What slugs and figures are called in the reader's language."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from girih.kernel.persian import format_number, format_percent
from girih.networks.models import Purpose
from girih.networks.queries.state import MemberRow, NetworkState
from girih.registry.models import CraftField, CreativeField

__all__ = ["PARTS", "Labels", "language", "listed", "said", "said_percent"]

PARTS = {
    "complementarity": _("complementarity"),
    "affinity": _("affinity"),
    "experience": _("experience"),
    "network_value": _("value to the network"),
}


def language() -> str:
    """The reader's language: fa or en."""
    return "en" if get_language() == "en" else "fa"


def said(value: float, decimals: int | None = None) -> str:
    """A figure in the reader's digits."""
    return format_number(value, language(), decimals)


def said_percent(ratio: float) -> str:
    """A ratio as a percentage; below a hundredth with one decimal, or little would be said to be nothing."""
    return format_percent(ratio, language(), 1 if 0 < abs(ratio) < 0.01 else 0)


def listed(names: Iterable[str]) -> str:
    return (", " if language() == "en" else "، ").join(names)


@dataclass(frozen=True)
class Labels:
    """Names of members, regions, creative fields, crafts, topics and languages.

    Members and regions come with the state; the others are read when first asked for, one query each. A slug
    that has no name is shown as it is.
    """

    members: Mapping[str, MemberRow]

    @classmethod
    def of(cls, *states: NetworkState) -> "Labels":
        """Labels of everything in `states`; of a member in several, the first state names it."""
        rows: dict[str, MemberRow] = {}
        for state in states:
            for row in state.members:
                rows.setdefault(row.slug, row)
        return cls(rows)

    def member(self, slug: str) -> str:
        row = self.members.get(slug)
        if row is None:
            return slug
        return row.name_en if language() == "en" else row.name_fa

    def region(self, slug: str) -> str:
        return self.regions.get(slug, slug)

    def field(self, slug: str | None) -> str:
        return self.fields.get(slug, slug) if slug else str(_("no field recorded"))

    def craft(self, slug: str) -> str:
        return self._crafts.get(slug, slug)

    def topic(self, slug: str) -> str:
        return self._topics.get(slug, slug)

    def tongue(self, code: str) -> str:
        from babel import Locale

        return Locale(language()).languages.get(code, code)

    def part(self, slug: str) -> str:
        return str(PARTS.get(slug, slug))

    def ordered(self, slugs: Collection[str]) -> list[str]:
        """Slugs of members by the alphabet of the reader's language."""
        from girih.kernel.persian import collation_key

        return sorted(slugs, key=lambda slug: (collation_key(self.member(slug)), slug))

    @cached_property
    def regions(self) -> Mapping[str, str]:
        english = language() == "en"
        return {
            row.region: row.region_en if english else row.region_fa
            for row in self.members.values()
            if row.region
        }

    @cached_property
    def fields(self) -> Mapping[str, str]:
        return {field.slug: field.name for field in CreativeField.objects.all()[:500]}

    @cached_property
    def _crafts(self) -> Mapping[str, str]:
        return {craft.slug: craft.name for craft in CraftField.objects.all()[:2000]}

    @cached_property
    def _topics(self) -> Mapping[str, str]:
        purposes = Purpose.objects.exclude(topic="").order_by("-id")[:500]
        return {purpose.topic: purpose.name for purpose in purposes}
