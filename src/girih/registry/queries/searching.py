"""Finding by name, whatever the spelling."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from django.db.models import Q

from girih.kernel.persian import end_of_day, fold, fold_words

__all__ = ["closest_name", "found_by", "in_force"]

_LONGEST = 100
_MOST_WORDS = 8
_LIKENESS = 0.6


def found_by(text: str, path: str = "") -> Q:
    """Rows of a `Named` table whose names hold every word of `text`; `path`, as in `place__`, leads there.

    A text without letters or digits finds nothing, an empty one everything.
    """
    if not text.strip():
        return Q()
    words = fold_words(text[:_LONGEST])[:_MOST_WORDS]
    if not words:
        return Q(pk__in=())
    condition = Q()
    for word in words:
        condition &= Q(**{f"{path}search_key__contains": word})
    return condition


def closest_name(text: str, names: Iterable[str]) -> str:
    """The name most like a text that found nothing, or an empty text when none is like it."""
    written = {fold(name): name for name in names if name}
    nearest = get_close_matches(fold(text[:_LONGEST]), written, n=1, cutoff=_LIKENESS)
    return written[nearest[0]] if nearest else ""


def in_force(day: date, path: str = "") -> Q:
    """Rows whose [valid_from, valid_until) holds `day`; a start that is not known counts as past."""
    text = end_of_day(day)
    return Q(**{f"{path}valid_from__lte": text}) & (
        Q(**{f"{path}valid_until": ""}) | Q(**{f"{path}valid_until__gt": text})
    )
