"""From names as people write them to members, kinds and purposes; in memory, for lists of any length."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, override

from girih.kernel.persian import fold
from girih.networks.models import Membership, Network, Purpose, Tie
from girih.networks.queries.labels import listed
from girih.registry.models import Country
from girih.registry.queries import closest_name

__all__ = [
    "KINDS",
    "Member",
    "MembersByName",
    "Misnamed",
    "kind_of",
    "members_by_name",
    "near_name",
    "purposes_by_name",
]

# Likeness is worked out once for a name, and for no more names than a person would read suggestions for.
_SUGGESTIONS_FOR = 300


class Misnamed(Exception):
    """A name that is no one member: `code` with the `params` of its sentence in the importer."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Member:
    place_id: int
    slug: str
    name_fa: str
    name_en: str
    country: str
    fields: frozenset[str]
    keys: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The name with its country, as a suggestion."""
        return f"{self.name_en if get_language() == 'en' else self.name_fa} ({self.country})"


@dataclass(slots=True)
class MembersByName:
    """`by_name`: folded name → members so called. `countries`: folded name or code → ISO code."""

    by_name: Mapping[str, list[Member]]
    countries: Mapping[str, str]
    suggested: dict[str, str] = field(default_factory=dict)
    _found: dict[tuple[str, str, str], Member | Misnamed] = field(default_factory=dict)

    def resolve(self, name: str, country: str = "", creative_field: str = "") -> Member:
        """The member meant. Homonyms are told apart by country, then by field.

        Without a country of its own the name may carry one: «Granada (Spain)», «گرانادا، نیکاراگوئه».
        Raises `Misnamed`: unknown_member (with `nearest`), unknown_country, other_country, ambiguous (with
        `choices`).
        """
        asked = (name, country, creative_field)
        answer = self._found.get(asked)
        if answer is None:
            try:
                answer = self._resolve(*asked)
            except Misnamed as misnamed:
                answer = misnamed
            self._found[asked] = answer
        if isinstance(answer, Misnamed):
            raise Misnamed(answer.code, **answer.params)
        return answer

    def _resolve(self, name: str, country: str, creative_field: str) -> Member:
        candidates = self.by_name.get(fold(name), [])
        if not candidates:
            head, tail = _split(name)
            if tail and (code := self.countries.get(fold(tail))) and (named := self.by_name.get(fold(head))):
                candidates, country = named, country or code
        if not candidates:
            raise Misnamed("unknown_member", name=name, nearest=self._nearest(name))
        if country:
            code = self.countries.get(fold(country))
            if code is None:
                raise Misnamed("unknown_country", name=name, country=country)
            there = [member for member in candidates if member.country == code]
            if not there:
                raise Misnamed("other_country", name=name, country=country, choices=_shown(candidates))
            candidates = there
        if len(candidates) > 1 and creative_field:
            candidates = [m for m in candidates if fold(creative_field) in m.fields] or candidates
        if len(candidates) > 1:
            raise Misnamed("ambiguous", name=name, choices=_shown(candidates))
        return candidates[0]

    def members(self) -> list[Member]:
        """Every member once."""
        return list(
            {member.place_id: member for called in self.by_name.values() for member in called}.values()
        )

    def shown(self) -> list[str]:
        """Every member once, as `resolve` reads it back."""
        return sorted(member.shown for member in self.members())

    def _nearest(self, name: str) -> str:
        folded = fold(name)
        if folded not in self.suggested:
            close: Iterable[str] = ()
            if len(self.suggested) < _SUGGESTIONS_FOR:
                close = get_close_matches(folded, self.by_name, n=3, cutoff=0.7)
            near = {m.place_id: m for key in close for m in self.by_name[key]}
            self.suggested[folded] = _shown(near.values())
        return self.suggested[folded]


def _shown(members: Iterable[Member]) -> str:
    return listed(member.shown for member in members)


def _split(name: str) -> tuple[str, str]:
    for opening, closing in (("(", ")"), ("،", ""), (",", "")):
        head, sign, tail = name.rpartition(opening)
        if sign and head.strip():
            return head.strip(), tail.strip().removesuffix(closing).strip() if closing else tail.strip()
    return name, ""


def members_by_name(network: Network, *, on: date | None = None) -> MembersByName:
    """The members in force on a day under every name they have. Two queries.

    Without a day, those whose end is not known.
    """
    rows = Membership.objects.filter(network=network).select_related("place__country", "field")
    rows = rows.in_force(on) if on else rows.filter(valid_until="")
    fields: dict[int, set[str]] = {}
    places = {}
    for row in rows:
        places[row.place_id] = row.place
        if row.field:
            names = (row.field.slug, row.field.name_fa, row.field.name_en)
            fields.setdefault(row.place_id, set()).update(map(fold, names))
    by_name: dict[str, list[Member]] = {}
    for pk, place in places.items():
        names = (place.name_fa, place.name_en, *place.other_names(), place.slug)
        # «گرانادا (نیکاراگوئه)» is called «گرانادا» where its country stands in a column of its own.
        bare = [name.partition("(")[0] for name in names]
        keys = tuple(dict.fromkeys(key for key in map(fold, [*names, *bare]) if key))
        member = Member(
            place_id=pk,
            slug=place.slug,
            name_fa=place.name_fa,
            name_en=place.name_en,
            country=place.country.code,
            fields=frozenset(fields.get(pk, ())),
            keys=keys,
        )
        for key in keys:
            by_name.setdefault(key, []).append(member)
    countries: dict[str, str] = {}
    for country in Country.objects.all():
        for name in (country.code, country.name_fa, country.name_en):
            countries.setdefault(fold(name), country.code)
    return MembersByName(by_name=by_name, countries=countries)


def near_name(text: str, names: Iterable[str]) -> str:
    """The name that a text was probably meant for, or an empty text when none is near enough.

    Near is one slip of the hand in every four letters, at least one: «رشد» is near «رشت», «قالی» is not near
    «گالوی».
    """
    name = closest_name(text, names)
    typed, meant = fold(text), fold(name)
    near = bool(name) and _slips(typed, meant) <= max(1, min(len(typed), len(meant)) // 4)
    return name if near else ""


def _slips(a: str, b: str) -> int:
    """Letters added, left out, mistaken or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]


def purposes_by_name() -> dict[str, Purpose]:
    """Folded slug or name in either language → purpose."""
    named: dict[str, Purpose] = {}
    for purpose in Purpose.objects.filter(~Q(slug="")):
        for name in (purpose.slug, purpose.name_fa, purpose.name_en):
            named.setdefault(fold(name), purpose)
    return named


# What lists call each kind, beside its own code.
KINDS: Mapping[str, tuple[str, ...]] = {
    Tie.Kind.SISTER_CITY: (
        "sister city", "sister cities", "twin city", "twin town", "twinning", "partner city",
        "خواهرخوانده", "شهر خواهرخوانده", "خواهرخواندگی", "خواهر شهر", "شهر خواهر",
    ),
    Tie.Kind.MEMORANDUM: (
        "memorandum of understanding", "mou", "agreement",
        "تفاهم‌نامه", "یادداشت تفاهم", "تفاهم نامه همکاری", "توافق‌نامه",
    ),
    Tie.Kind.JOINT_PROJECT: (
        "project", "joint programme", "joint program",
        "پروژه مشترک", "طرح مشترک", "برنامه مشترک", "پروژه",
    ),
    Tie.Kind.EXPERIENCE_TRANSFER: (
        "experience exchange", "exchange of experience", "mentoring", "transfer of experience",
        "انتقال تجربه", "تبادل تجربه", "تجربه‌آموزی",
    ),
    Tie.Kind.EVENT: ("festival", "joint event", "رویداد", "رویداد مشترک", "جشنواره"),
    Tie.Kind.INFORMAL_CONTACT: ("contact", "informal", "آشنایی", "ارتباط غیررسمی", "تماس غیررسمی"),
}  # fmt: skip


@cache
def _kind_by_word() -> Mapping[str, str]:
    known = {
        fold(word): str(kind)
        for kind, words in KINDS.items()
        for word in (str(kind), kind.replace("_", " "), *words)
    }
    for language in ("fa", "en"):
        with override(language):
            known |= {fold(str(label)): kind for kind, label in Tie.Kind.choices}
    return known


def kind_of(word: str) -> str | None:
    """The kind a list means by `word`, None when it is none of ours."""
    return _kind_by_word().get(fold(word))
