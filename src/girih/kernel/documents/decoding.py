"""In which encoding a text file is written.

Office files of the last thirty years arrive as UTF-8 with and without mark, UTF-16 from "Unicode text", the
Windows Arabic page, the Macintosh Farsi page and Western pages. What is valid UTF-8 is UTF-8; between the
single-byte pages the text itself decides: the page under which its letters are distributed as in a language.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from math import log

__all__ = ["Decoded", "decode", "looks_like_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ARABIC_PAGES = ("cp1256", "iso8859_6", "mac_farsi")
_WESTERN_PAGES = ("cp1252", "cp1254", "cp1250", "mac_roman")
_SAMPLE = 200_000

# Share of each letter in running Persian text, per thousand. Only the order of magnitude matters.
_PERSIAN_SHARE: dict[str, float] = {
    "ا": 140, "ی": 95, "ر": 75, "ن": 70, "د": 68, "ه": 65, "م": 55, "و": 60, "ت": 48, "ب": 40, "س": 35,
    "ل": 30, "ش": 32, "ک": 28, "ز": 25, "ف": 15, "گ": 12, "خ": 12, "ق": 11, "پ": 9, "ع": 14, "ح": 11,
    "ج": 11, "چ": 5, "ص": 9, "ط": 8, "ض": 5, "غ": 3, "ذ": 3, "ژ": 1, "ث": 2, "ظ": 2, "آ": 9, "ي": 60,
    "ك": 20, "ئ": 2, "ء": 1, "أ": 1, "ؤ": 1, "ة": 1, "إ": 0.5, "ى": 1, "‌": 15, "،": 5, "؛": 1, "؟": 1,
}  # fmt: skip
# Accented letters of the languages that Western pages write; whatever is absent is a rare sign.
_WESTERN_SHARE: dict[str, float] = {
    **dict.fromkeys("éèêëáàâãäåçíìîïñóòôõöøúùûüýÿßæœÉÈÊÁÀÂÃÄÅÇÍÎÑÓÔÕÖØÚÜÆŒ", 20),
    **dict.fromkeys("ğışİŞĞăąćčďęěłńňőřśšťůűźżžțȚșȘŁŚŠŽŻČĆĄĘŐŰ", 6),
    **dict.fromkeys("–—’‘“”«»…°·€£§©®ºª¿¡", 4),
}
_RARE = 0.05


@dataclass(frozen=True, slots=True)
class Decoded:
    """`lost` counts the bytes that no reading made sense of; they stand in `text` as U+FFFD."""

    text: str
    encoding: str
    lost: int = 0


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes of a file are text in some encoding, without stray control characters."""
    decoded = decode(head, is_whole=False)
    return decoded is not None and not _CONTROLS.search(decoded.text)


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, *, is_whole: bool = True) -> Decoded | None:
    """The text of a file, or None when it is not text in any encoding known here.

    `is_whole=False` says that the data may end in the middle of a character.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, is_whole) or _leniently(data[len(mark) :], encoding)
    wide = _unmarked_utf16(data)
    if wide is not None:
        return _strictly(data, wide, is_whole)
    if b"\0" in data:
        return None
    utf8 = _strictly(data, "utf-8", is_whole)
    if utf8 is not None:
        return utf8
    # A file glued together from pieces may hold a stray byte; a few are lost and said so, many mean another
    # page.
    lenient = _leniently(data, "utf-8")
    meant = sum(character > "\x7f" for character in lenient.text) - lenient.lost
    if lenient.lost * 50 <= meant:
        return lenient
    return _by_letters(data)


def _strictly(data: bytes, encoding: str, is_whole: bool) -> Decoded | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return Decoded(decoder.decode(data, final=is_whole), encoding)
    except UnicodeDecodeError:
        return None


def _leniently(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows in the ASCII of a table (separators, line ends): one byte in two is 0."""
    sample = data[: _SAMPLE // 2 * 2]
    for encoding, high, low in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        zeros = high.count(0)
        if zeros and zeros >= len(high) * 0.05 and low.count(0) * 20 < zeros:
            text = sample.decode(encoding, errors="replace")
            strange = sum(unicodedata.category(c) in ("Cn", "Co", "Cc") and c not in "\t\r\n" for c in text)
            if strange * 50 < len(text):
                return encoding
    return None


def _by_letters(data: bytes) -> Decoded | None:
    sample = data[:_SAMPLE]
    scored = []
    for encoding in (*_ARABIC_PAGES, *_WESTERN_PAGES):
        text = sample.decode(encoding, errors="replace")
        share = _PERSIAN_SHARE if encoding in _ARABIC_PAGES else _WESTERN_SHARE
        scored.append((_likelihood(text, share, is_arabic=encoding in _ARABIC_PAGES), encoding))
    best, encoding = max(scored, key=lambda pair: pair[0])
    if best < log(_RARE):
        encoding = _guessed_elsewhere(sample) or encoding
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")


def _likelihood(text: str, share: dict[str, float], *, is_arabic: bool) -> float:
    """Mean logarithm of the share of characters beyond ASCII; words of two scripts count against the page."""
    beyond = [character for character in text if character > "\x7f"]
    total = sum(log(share.get(character, _RARE)) for character in beyond)
    for word in _WORD.findall(text):
        ascii_letters = sum(character < "\x80" for character in word)
        accented = len(word) - ascii_letters
        if is_arabic and ascii_letters and accented:
            total -= 6 * min(ascii_letters, accented)
        # No Western language writes words of accented letters alone.
        if not is_arabic and accented > max(3, ascii_letters * 2):
            total -= 4 * (accented - ascii_letters)
    return total / max(1, len(beyond))


def _guessed_elsewhere(sample: bytes) -> str | None:
    """Cyrillic, Chinese and the rest of the world, left to a library that knows them."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else None
