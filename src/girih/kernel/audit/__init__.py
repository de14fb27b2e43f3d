"""Who did what, when, to which record: written by the machine, refused to change by the database.

An action is a function decorated with `@verb("room.verb_noun")`. The decorator opens one transaction and an
entry; every save of an `Audited` model inside it is noted with its old and new values. A save outside any
verb raises `UnauditedWrite`, so forgetting is impossible.
"""

from girih.kernel.audit.recorder import UnauditedWrite, verb

__all__ = ["UnauditedWrite", "verb"]
