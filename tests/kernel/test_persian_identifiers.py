from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from girih.kernel.persian import (
    Checked,
    check_iban,
    check_legal_id,
    check_mobile,
    check_national_id,
    check_postal_code,
    to_persian_digits,
)

IBAN = "IR820540102680020817909002"


@pytest.mark.parametrize(
    ("check", "text", "value", "warning"),
    [
        (check_national_id, "0499370899", "0499370899", None),
        (check_national_id, "0684159414", "0684159414", None),
        (check_national_id, "0013542419", "0013542419", None),
        (check_national_id, "۰۴۹-۹۳۷۰۸۹-۹", "0499370899", None),
        (check_national_id, "499370899", "0499370899", "zeros_added"),
        (check_national_id, "13542419", "0013542419", "zeros_added"),
        (check_legal_id, "10380284790", "10380284790", None),
        (check_legal_id, "١٤٠٠٧٦٥٠٩١٢", "14007650912", None),
        (check_iban, IBAN, IBAN, None),
        (check_iban, "ir82 0540 1026 8002 0817 9090 02", IBAN, None),
        (check_iban, "\u2066IR" + to_persian_digits(IBAN[2:]) + "\u2069", IBAN, None),
        (check_iban, IBAN[2:], IBAN, "prefix_added"),
        (check_mobile, "09121234567", "+989121234567", None),
        (check_mobile, "9121234567", "+989121234567", None),
        (check_mobile, "989121234567", "+989121234567", None),
        (check_mobile, "00989121234567", "+989121234567", None),
        (check_mobile, "+98 (0) 912-123-4567", "+989121234567", None),
        (check_mobile, "۰۹۱۲ ۱۲۳ ۴۵۶۷", "+989121234567", None),
        (check_mobile, "9812345678", "+989812345678", None),
        (check_postal_code, "16197-35744", "1619735744", None),
        (check_postal_code, "1234567890", "1234567890", "unusual_pattern"),
        (check_postal_code, "1111435744", "1111435744", "unusual_pattern"),
    ],
)
def test_accepted(check: Callable[[str], Checked], text: str, value: str, warning: str | None) -> None:
    assert check(text) == Checked(value, None, {}, warning)
    assert check(text).accepted


@pytest.mark.parametrize(
    ("check", "text", "code", "params"),
    [
        (check_national_id, " ", "empty", {}),
        (check_national_id, "04993708x9", "not_digits", {"found": "x"}),
        (check_national_id, "1234567", "length", {"length": 7, "expected": 10}),
        (check_national_id, "04993708990", "length", {"length": 11, "expected": 10}),
        (check_national_id, "1111111111", "repeated_digit", {"digit": "1"}),
        (check_national_id, "00000000", "repeated_digit", {"digit": "0"}),
        (check_national_id, "0499370898", "check_digit", {}),
        (check_legal_id, "1038028479", "length", {"length": 10, "expected": 11}),
        (check_legal_id, "10380284791", "check_digit", {}),
        (check_legal_id, "11111111111", "repeated_digit", {"digit": "1"}),
        (check_iban, "", "empty", {}),
        (check_iban, "DE89370400440532013000", "country", {"country": "DE"}),
        (check_iban, IBAN[:-1], "length", {"length": 23, "expected": 24}),
        (check_iban, IBAN[:-1] + "3", "checksum", {}),
        (check_iban, IBAN[:-1] + "O", "not_digits", {"found": "O"}),
        (check_mobile, "+", "empty", {}),
        (check_mobile, "0912abc4567", "not_digits", {"found": "abc"}),
        (check_mobile, "+4915112345678", "country", {"prefix": "491"}),
        (check_mobile, "0912123456", "length", {"length": 9, "expected": 10}),
        (check_mobile, "091212345678", "length", {"length": 11, "expected": 10}),
        (check_mobile, "02188888888", "landline", {}),
        (check_mobile, "88888888", "not_mobile", {"begins": "8"}),
        (check_postal_code, "12345", "length", {"length": 5, "expected": 10}),
        (check_postal_code, "1234S67890", "not_digits", {"found": "S"}),
    ],
)
def test_refused_with_a_reason(
    check: Callable[[str], Checked], text: str, code: str, params: dict[str, object]
) -> None:
    assert check(text) == Checked(None, code, params)
    assert not check(text).accepted


@given(st.sampled_from(["0499370899", "0684159414", "0013542419"]), st.integers(0, 8), st.integers(1, 9))
def test_every_single_mistyped_digit_of_a_national_id_is_noticed(
    national_id: str, place: int, change: int
) -> None:
    # The weights 10 … 2 are prime to 11, so the remainder changes; only 1 and 10 share a check digit, 1.
    digits = [int(digit) for digit in national_id]
    digits[place] = (digits[place] + change) % 10
    assert check_national_id("".join(map(str, digits))).code == "check_digit"


@given(st.integers(2, 25), st.integers(1, 9))
def test_every_single_mistyped_digit_of_an_iban_is_noticed(place: int, change: int) -> None:
    mistyped = IBAN[:place] + str((int(IBAN[place]) + change) % 10) + IBAN[place + 1 :]
    assert check_iban(mistyped).code == "checksum"


@given(st.text())
def test_nothing_typed_breaks_a_check(text: str) -> None:
    for check in (check_national_id, check_legal_id, check_iban, check_mobile, check_postal_code):
        checked = check(text)
        assert (checked.value is None) == (checked.code is not None)
