"""Who and what a tie joins, in one word.

`kind:slug+slug…` with the slugs in order, so that a tie brought from either side is one tie. Sister cities,
memoranda and informal contacts stand once between the same members. Joint projects, transfers of experience
and events may be several; they are told apart by purpose and objective as first recorded, and keep that word
when the objective is rewritten later, so a list brought again still finds them.
"""

import hashlib
from collections.abc import Iterable

from girih.kernel.persian import fold

__all__ = ["SEVERAL", "freed_identity", "identity_of"]

SEVERAL = frozenset({"joint_project", "experience_transfer", "event"})
_LONGEST = 360


def identity_of(kind: str, slugs: Iterable[str], *, purpose: str = "", objective: str = "") -> str:
    """At most 360 characters; what is longer ends in a digest of the whole."""
    word = f"{kind}:{'+'.join(sorted(slugs))}"
    if kind in SEVERAL and (purpose or objective):
        word += f":{purpose}:{fold(objective)}"
    if len(word) <= _LONGEST:
        return word
    digest = hashlib.sha256(word.encode()).hexdigest()[:32]
    return f"{word[: _LONGEST - 33]}~{digest}"


def freed_identity(identity: str, pk: int) -> str:
    """What a closed tie is called once a later tie between the same members has taken its word."""
    return f"{identity}~{pk}"
