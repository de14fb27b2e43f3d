"""A verdict and its refusal."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is a translatable sentence that may hold %(names)s of `params`; `way_out` what to do."""

    allowed: bool
    code: str = ""
    reason: str | Promise = ""
    way_out: str | Promise = ""
    params: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.allowed

    def __str__(self) -> str:
        said = " ".join(str(part) for part in (self.reason, self.way_out) if part)
        # Without values the sentence is finished, and a % in it is a per cent sign.
        return said % self.params if self.params else said


ALLOWED = Verdict(True)


def refused(code: str, reason: str | Promise, way_out: str | Promise = "", **params: Any) -> Verdict:
    return Verdict(False, code, reason, way_out, params)


class Refused(Exception):
    """Raised by `require`; the web shell turns it into a page that says the reason."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.code)
        self.verdict = verdict

    def __str__(self) -> str:
        return str(self.verdict)


def require(verdict: Verdict) -> None:
    """Raise `Refused` unless the verdict allows."""
    if not verdict:
        raise Refused(verdict)
