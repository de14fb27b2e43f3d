"""A state table as data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from girih.kernel.access import Actor, Verdict

Words = str | Promise


@dataclass(frozen=True, slots=True)
class State:
    """`tone` is a colour of the palette by meaning: quiet, active, attention, refused, done."""

    code: str
    label: Words
    tone: str = "quiet"
    next_step: Words = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must have happened before a step; `met(thing)` looks at the record."""

    code: str
    label: Words
    met: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Transition:
    verb: str
    label: Words
    sources: tuple[str, ...]
    target: str
    may: Callable[[Actor, Any], Verdict]
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """`column` is the model field that holds the state code."""

    name: str
    column: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    _by_code: dict[str, State] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {state.code: state for state in self.states})
        known = set(self._by_code)
        for step in self.transitions:
            unknown = ({*step.sources, step.target}) - known
            if unknown:
                raise ValueError(f"{self.name}.{step.verb} names unknown states: {sorted(unknown)}")

    def state(self, code: str) -> State:
        return self._by_code[code]

    def transition(self, verb: str) -> Transition:
        for step in self.transitions:
            if step.verb == verb:
                return step
        raise KeyError(f"{self.name} has no verb {verb!r}")

    def choices(self) -> list[tuple[str, Words]]:
        return [(state.code, state.label) for state in self.states]
