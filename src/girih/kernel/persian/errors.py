"""The one shape of refusal in this package: a code and its parameters, never a sentence."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["InvalidDate", "InvalidNumber", "Unreadable"]


class Unreadable(ValueError):
    """What a person typed could not be read.

    `code` names the reason, `params` carries the figures and words that a sentence about it needs.
    The sentence itself belongs to the screen, in the reader's language.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, object] = MappingProxyType(params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({details})" if details else self.code


class InvalidDate(Unreadable):
    """Not a day, month or year that can be placed on the calendar without guessing."""


class InvalidNumber(Unreadable):
    """Not a number, or a number that could be read in two ways."""
