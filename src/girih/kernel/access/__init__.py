"""Who may do what, as a verdict: allowed, or refused with a reason and the way out.

Rooms write `may_<verb>(actor, thing) -> Verdict` in their rules.py; actions call `require`; screens show the
refused button with its reason. An `Actor` is a person acting under the seats they hold.
"""

from girih.kernel.access.actor import Actor, Role, Seat
from girih.kernel.access.verdict import ALLOWED, Refused, Verdict, refused, require

__all__ = ["ALLOWED", "Actor", "Refused", "Role", "Seat", "Verdict", "refused", "require"]
