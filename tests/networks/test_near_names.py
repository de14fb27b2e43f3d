"""Which name a mistyped text was meant for."""

import pytest

from girih.networks.queries.naming import near_name

NAMES = ["رشت", "شیراز", "گالوی", "Galway", "Linz", "Isfahan"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("رشد", "رشت"),
        ("شیارز", "شیراز"),
        ("Lintz", "Linz"),
        ("isfhaan", "Isfahan"),
        ("قالی", ""),
        ("Gallery", ""),
        ("Lin", "Linz"),
        ("", ""),
        ("؟", ""),
    ],
)
def test_one_slip_in_four_letters_is_near(typed: str, meant: str) -> None:
    assert near_name(typed, NAMES) == meant
