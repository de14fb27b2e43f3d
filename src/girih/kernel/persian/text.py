"""Two forms of every text: the one that is searched (`fold`) and the one that is kept (`normalise`)."""

import re
import unicodedata

__all__ = ["fold", "fold_words", "normalise"]

# Letters that look or sound alike to a Persian reader but have no Unicode decomposition to each other.
# Hamza carriers (أ إ آ ؤ ئ ۀ) need no row: they decompose into the bare letter and a mark, and marks go.
_SAME_LETTER = {
    "ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ێ": "ی", "ے": "ی", "ۑ": "ی", "ؠ": "ی",
    "ك": "ک", "ڪ": "ک", "ګ": "گ",
    "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه",
    "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ۆ": "و", "ۇ": "و", "ۋ": "و", "ۈ": "و", "ڤ": "و",
    "ڵ": "ل", "ڕ": "ر",
    "ء": "", "ٴ": "", "ـ": "",
    # Latin letters whose stroke or shape is not a combining mark
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ə": "e",
    "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip

_ZWNJ = "\u200c"
_LETTER_NUMBER_MARK = frozenset("LNM")


def _folded_character(character: str) -> str:
    # Unicode's compatibility caseless match: decompose, case-fold, and both again, since either
    # step can produce characters on which the other still has work to do.
    decomposed = unicodedata.normalize("NFKD", character)
    for _ in range(2):
        decomposed = unicodedata.normalize("NFKD", decomposed.casefold())
    folded = []
    for part in decomposed:
        category = unicodedata.category(part)
        if part in _SAME_LETTER:
            folded.append(_SAME_LETTER[part])
        elif category == "Nd":
            folded.append(str(unicodedata.decimal(part)))
        elif "\u02b0" <= part <= "\u02ff":  # ʻ ʼ of Uzbek and Arabic transliteration: apostrophes
            continue
        elif category[0] in "LN" or category == "Mc":
            folded.append(part)
    return "".join(folded)


class _FoldTable(dict[int, str]):
    """Remembers the folded form of each character met, so that `str.translate` does the work."""

    def __missing__(self, codepoint: int) -> str:
        folded = self[codepoint] = _folded_character(chr(codepoint))
        return folded


_FOLD_TABLE = _FoldTable()


def fold(text: str) -> str:
    """The search key of a text: two spellings that a person would call the same give the same key.

    Arabic and Persian letter forms become one, hamza carriers their bare letter, Latin letters lose
    case and accents, digits of any script become ASCII. Vowel signs, tatweel, half-spaces, bidi
    controls, spaces, punctuation and symbols are nothing, because texts lose their half-spaces on the
    way («برنامه‌ریزی», «برنامه ریزی», «برنامهریزی»). The key works character by character:
    `fold(a + b) == fold(a) + fold(b)`, so a prefix of a text has a prefix of its key, and it is
    idempotent. It is for comparing, never for showing.
    """
    return text.translate(_FOLD_TABLE)


def _joins_a_word(character: str) -> bool:
    # An apostrophe stays inside the word: «Sana'a», «Qo'qon» are searched as one.
    return (
        unicodedata.category(character)[0] in _LETTER_NUMBER_MARK
        or unicodedata.category(character) == "Cf"
        or character in "'’‘`´"
        or fold(character) != ""  # signs that stand for letters: ™ ℃
    )


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in their order. Split at spaces and punctuation, not at half-spaces."""
    spaced = "".join(character if _joins_a_word(character) else " " for character in text)
    return tuple(word for word in map(fold, spaced.split()) if word)


# What follows is the form that is kept. It repairs what keyboards, PDFs and copy-paste do to a text
# and leaves alone whatever a person may have meant.
_REPLACED: dict[int, str | None] = {
    # Bidi controls come along with copied text, are invisible, and make equal names unequal; direction is
    # the page's business. The byte-order mark and the soft hyphen likewise.
    **dict.fromkeys(
        [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0x00AD], None
    ),
    # Tatweel only stretches a line of type; it is no letter.
    0x0640: None,
    # The zero-width space and Word's old «¬» stand in for the half-space in Persian files.
    0x200B: _ZWNJ,
    0x0085: "\n",
    0x2028: "\n",
    0x2029: "\n",
    # Control characters: PostgreSQL refuses NUL, and no person types the others.
    **{code: None for code in [*range(0x20), *range(0x7F, 0xA0)] if code not in (0x09, 0x0A, 0x0D, 0x85)},
    # Half of a surrogate pair cannot be written as UTF-8.
    **dict.fromkeys(range(0xD800, 0xE000), None),
}
# Persian has one ye and one kaf; a keyboard set to Arabic gives others that look the same. Hamza on its
# carrier (ئ ؤ أ), ة, ۀ and the vowel signs are spelling, and stay.
_PERSIAN_FORMS = {ord("ي"): "ی", ord("ى"): "ی", ord("ك"): "ک"}
# Letter shapes copied out of PDF files. Words in one sign (﷼ ﷲ ﷺ, from U+FDF0) are meant, and stay, and so
# do the signs that decompose into a space and a mark.
_SHAPES = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in [*range(0xFB50, 0xFDD0), *range(0xFE70, 0xFEFD)]
    if unicodedata.category(chr(code)) == "Lo" and " " not in unicodedata.normalize("NFKC", chr(code))
}
_CLEANED = {**_SHAPES, **_REPLACED}
_ARABIC_LETTER = "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
_WORDS_HALF_SPACE = re.compile(f"(?<=[{_ARABIC_LETTER}])¬+(?=[{_ARABIC_LETTER}])")


def normalise(text: str) -> str:
    """The form in which a text is stored. Idempotent; digits and the choice of words stay as typed.

    Composes characters (NFC, so that equal texts are equal bytes), turns the Arabic ye and kaf into
    the Persian ones, removes tatweel, bidi controls and control characters, keeps one half-space between
    two letters and none beside a space, a sign or an end (where it shows nothing), and makes runs of
    spaces one. Line breaks stay; each line is trimmed.
    """
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANED)
    composed = unicodedata.normalize("NFC", _without_stray_half_spaces(cleaned)).translate(_PERSIAN_FORMS)
    repaired = _WORDS_HALF_SPACE.sub(_ZWNJ, composed)
    return "\n".join(" ".join(line.split()) for line in repaired.split("\n")).strip()


def _without_stray_half_spaces(text: str) -> str:
    """The text with half-spaces only between two letters or digits, one at a time."""
    if _ZWNJ not in text:
        return text
    kept = []
    in_word = half_space = False
    for character in text:
        if character == _ZWNJ:
            half_space = in_word
            continue
        kind = unicodedata.category(character)[0]
        if half_space and kind in "LN":
            kept.append(_ZWNJ)
        half_space = False
        if kind != "M":  # a vowel sign belongs to the letter before it
            in_word = kind in "LN"
        kept.append(character)
    return "".join(kept)
