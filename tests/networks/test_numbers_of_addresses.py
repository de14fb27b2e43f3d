"""Numbers that stand in addresses."""

import pytest

from girih.networks.views.network import small_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("42", 42), ("۴۲", 42), ("٤٢", 42), ("007", 7), ("9" * 15, 10**15 - 1)],
)
def test_a_number_in_any_digits_is_read(text: str, number: int) -> None:
    assert small_number(text) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.5", " 1", "1_0", "²", "one", "9" * 16, "۹" * 5000])
def test_whatever_cannot_be_a_key_is_no_number(text: str) -> None:
    assert small_number(text) is None
