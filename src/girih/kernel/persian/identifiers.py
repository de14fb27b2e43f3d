"""Iranian identifiers: checked while they are typed, and explained when they are wrong.

Every check takes what a person typed (digits of any script, spaces and hyphens allowed) and answers with the
form to store, or with the reason why not. Identifiers of other countries are not judged here: let the form
offer another kind of identifier for them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from girih.kernel.persian.digits import to_ascii_digits

__all__ = [
    "Checked",
    "check_iban",
    "check_legal_id",
    "check_mobile",
    "check_national_id",
    "check_postal_code",
]


@dataclass(frozen=True, slots=True)
class Checked:
    """Either `value`, the canonical form in ASCII, or `code`, the reason for refusal with its `params`.

    `warning` is a code too: the value stands, and the person should look at it once more.
    """

    value: str | None
    code: str | None = None
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    warning: str | None = None

    @property
    def accepted(self) -> bool:
        return self.code is None


def _refused(code: str, **params: object) -> Checked:
    return Checked(value=None, code=code, params=MappingProxyType(params))


_IGNORED = re.compile("[\\s\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\\-‐‑–—−_.]")


def _bare(text: str) -> str:
    return _IGNORED.sub("", to_ascii_digits(text))


def _digits(text: str, lengths: tuple[int, ...]) -> str | Checked:
    """The bare digits, or the refusal `empty`, `not_digits` or `length`."""
    digits = _bare(text)
    if not digits:
        return _refused("empty")
    if not digits.isdecimal():
        return _refused("not_digits", found="".join(sorted(set(re.sub(r"\d", "", digits)))))
    if len(digits) not in lengths:
        return _refused("length", length=len(digits), expected=max(lengths))
    return digits


def check_national_id(text: str) -> Checked:
    """The ten-digit number of a person (کد ملی).

    Eight or nine digits are taken as a number whose leading zeros a spreadsheet has eaten: padded, with
    the warning `zeros_added`. Refusals: `empty`, `not_digits`, `length`, `repeated_digit`, `check_digit`. The
    first three digits (place of issue) are not judged, as the lists in circulation are incomplete.
    """
    digits = _digits(text, (8, 9, 10))
    if isinstance(digits, Checked):
        return digits
    value = digits.zfill(10)
    if len(set(value)) == 1:
        return _refused("repeated_digit", digit=value[0])
    remainder = sum(int(digit) * (10 - place) for place, digit in enumerate(value[:9])) % 11
    if int(value[9]) != (remainder if remainder < 2 else 11 - remainder):
        return _refused("check_digit")
    return Checked(value, warning=None if len(digits) == 10 else "zeros_added")


_LEGAL_WEIGHTS = (29, 27, 23, 19, 17)


def check_legal_id(text: str) -> Checked:
    """The eleven-digit number of a legal person (شناسه ملی). Refusals as for check_national_id."""
    digits = _digits(text, (11,))
    if isinstance(digits, Checked):
        return digits
    if len(set(digits)) == 1:
        return _refused("repeated_digit", digit=digits[0])
    added = int(digits[9]) + 2
    total = sum((added + int(digit)) * _LEGAL_WEIGHTS[place % 5] for place, digit in enumerate(digits[:10]))
    if int(digits[10]) != total % 11 % 10:
        return _refused("check_digit")
    return Checked(digits)


def check_iban(text: str) -> Checked:
    """An Iranian account number (شبا): IR and 24 digits, ISO 7064 mod 97.

    Without its IR it is accepted with the warning `prefix_added`. Refusals: `empty`, `country` (another
    country's IBAN), `not_digits`, `length` (of the digits), `checksum`.
    """
    bare = _bare(text).upper()
    prefix = re.match(r"[A-Z]{2}", bare)
    if prefix and prefix[0] != "IR":
        return _refused("country", country=prefix[0])
    digits = _digits(bare.removeprefix("IR"), (24,))
    if isinstance(digits, Checked):
        return digits
    # Moved behind the account number, I and R count 18 and 27.
    if int(f"{digits[2:]}1827{digits[:2]}") % 97 != 1:
        return _refused("checksum")
    return Checked(f"IR{digits}", warning=None if prefix else "prefix_added")


def check_mobile(text: str) -> Checked:
    """A mobile number, stored as +989XXXXXXXXX; 09…, 9…, 989…, 0098… and +98 (0) 9… are read.

    Refusals: `empty`, `not_digits`, `country` (a number with another country's code), `length` (counted
    from the 9), `landline` (a whole Iranian number that is no mobile), `not_mobile` (part of one). The
    operator cannot be told: numbers move.
    """
    bare = re.sub(r"[()]", "", _bare(text))
    international = bare.startswith(("+", "00"))
    bare = bare[1:] if bare.startswith("+") else bare[2:] if international else bare
    if not bare:
        return _refused("empty")
    if not bare.isdecimal():
        return _refused("not_digits", found="".join(sorted(set(re.sub(r"\d", "", bare)))))
    if bare.startswith("98") and (international or len(bare) > 10):
        bare = bare[2:]
    elif international:
        return _refused("country", prefix=bare[:3])
    subscriber = bare.removeprefix("0")
    if subscriber and not subscriber.startswith("9"):
        return _refused("landline") if len(subscriber) == 10 else _refused("not_mobile", begins=subscriber[0])
    if len(subscriber) != 10:
        return _refused("length", length=len(subscriber), expected=10)
    return Checked(f"+98{subscriber}")


# The published pattern: no 2 anywhere, no 0 in the first five places, no 5 in the fifth, and not four equal
# digits at the beginning. Newer codes may break it, so it only warns.
_USUAL_POSTAL_CODE = re.compile(r"(?!(\d)\1{3})[13-9]{4}[1346-9][013-9]{5}")


def check_postal_code(text: str) -> Checked:
    """A ten-digit postal code. Refusals: `empty`, `not_digits`, `length`; warning `unusual_pattern`."""
    digits = _digits(text, (10,))
    if isinstance(digits, Checked):
        return digits
    return Checked(digits, warning=None if _USUAL_POSTAL_CODE.fullmatch(digits) else "unusual_pattern")
