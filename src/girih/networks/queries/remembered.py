"""What a process remembers of answers that take seconds to compute."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["Remembered"]

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """The `most` answers asked for last. Each key must hold everything its answer depends on."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def answer(self, key: Hashable, compute: Callable[[], Answer]) -> Answer:
        """The answer remembered for `key`, or else the computed one, from now on remembered."""
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        answer = self._answers[key] = compute()
        if len(self._answers) > self._most:
            self._answers.popitem(last=False)
        return answer
