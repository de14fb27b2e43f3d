"""Sorting by the Persian alphabet with nothing but plain string order."""

import unicodedata

from girih.kernel.persian.text import fold

__all__ = ["collation_key"]

_FIGURES = "0123456789abcdefghijklmnopqrstuvwxyz"
_ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyzآاءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_END_OF_LETTERS = "00"


def _figures(number: int, width: int) -> str:
    written = ""
    for _ in range(width):
        number, figure = divmod(number, 36)
        written = _FIGURES[figure] + written
    return written


# Two figures a letter, all beginning with 0 or 1; "00" is below every letter.
_CODES = {letter: _figures(place, 2) for place, letter in enumerate(_ALPHABET, start=1)}
# These are letters of their own for sorting, although searching drops the difference.
_SORTED_AS_THEMSELVES = {"آ": _CODES["آ"], "ء": _CODES["ء"]}


def _code_of_letter(folded: str) -> str:
    # Greek, Cyrillic, Chinese … come after Persian, in the order of their code points.
    return _CODES.get(folded) or "z" + _figures(ord(folded), 4)


def _is_gap(character: str) -> bool:
    return unicodedata.category(character)[0] in "ZPSC" and unicodedata.category(character) != "Cf"


class _CodeTable(dict[str, str]):
    """The codes of each character met: none for marks and half-spaces, one for a gap between words."""

    def __missing__(self, character: str) -> str:
        if character in _SORTED_AS_THEMSELVES:
            code = _SORTED_AS_THEMSELVES[character]
        elif _is_gap(character):
            code = _CODES[" "]
        else:
            code = "".join(map(_code_of_letter, fold(character)))
        self[character] = code
        return code


_CODE_TABLE = _CodeTable()


def _variant(place: int, character: str) -> str:
    # Places count down: of two texts, the one that is plain for longer comes first.
    return _figures(max(36 * 36 - 1 - place, 0), 2) + _figures(ord(character), 4)


def collation_key(text: str, max_length: int = 200) -> str:
    """A key of only 0–9 and a–z whose plain order is the order of the Persian alphabet.

    Binary, glibc and ICU collations agree on such strings, so SQLite and PostgreSQL sort alike. Order:
    spaces and punctuation (a run counts once, none at the ends), digits, Latin letters without case and
    accents, then آ ا ء ب پ … ه ی, then other scripts. Half-spaces, vowel signs and tatweel do not
    count, and كاشي is beside کاشی. Where two texts are equal so far, "00" and a tail decide: place and code
    point of every character that is not the plain form of its letter. The plain spelling comes first, and
    different texts have different keys as long as these fit in `max_length` characters; they are cut there.
    """
    letters: list[str] = []
    variants: list[str] = []
    gap = _CODES[" "]
    pending_gap = False
    for place, character in enumerate(unicodedata.normalize("NFC", text)):
        code = _CODE_TABLE[character]
        if code == gap:
            plain = character == " " and bool(letters) and not pending_gap
            pending_gap = bool(letters)
        elif code:
            if pending_gap:
                letters.append(gap)
                pending_gap = False
            letters.append(code)
            plain = _CODES.get(character) == code
        else:
            plain = False
        if not plain and len(variants) * 6 < max_length:
            variants.append(_variant(place, character))
    if pending_gap:  # at the end after all, where it does not count
        variants.append(_variant(len(text), " "))
    key = "".join(letters)
    if variants:
        key += _END_OF_LETTERS + "".join(variants)
    return key[:max_length]
