"""The one who acts, as plain data."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    SECRETARIAT = "secretariat"
    FOCAL_POINT = "focal_point"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class Seat:
    """A role held in an organisation; `speaks_for` is the id of the place in whose name the seat speaks."""

    role: Role
    organisation_id: int
    speaks_for: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person with their seats, an anonymous visitor (`user_id` None), or the machine itself."""

    user_id: int | None = None
    label: str = ""
    seats: tuple[Seat, ...] = ()
    is_machine: bool = False

    @classmethod
    def machine(cls, label: str) -> "Actor":
        """A command or task started by whoever runs the server; rules let it pass, audit names it."""
        return cls(label=label, is_machine=True)

    def holds(self, role: Role, organisation_id: int | None) -> bool:
        return any(seat.role == role and seat.organisation_id == organisation_id for seat in self.seats)

    def speaks_for(self, place_id: int) -> bool:
        return any(seat.speaks_for == place_id and seat.role == Role.FOCAL_POINT for seat in self.seats)

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and not self.is_machine
