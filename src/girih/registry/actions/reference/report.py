"""What a load did, file by file."""

from dataclasses import dataclass
from typing import Any

__all__ = ["FieldChange", "FileReport", "LoadReport", "RowChange"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """`new` and `gone` name rows. A row that is gone from the file stays in the database."""

    file: str
    new: tuple[str, ...] = ()
    changed: tuple[RowChange, ...] = ()
    same: int = 0
    gone: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.new) + len(self.changed) + self.same

    def joined(self, other: "FileReport") -> "FileReport":
        """One report of two tables that the same rows of one file fill."""
        new = set(self.new) | set(other.new)
        fields: dict[str, tuple[FieldChange, ...]] = {}
        for change in (*self.changed, *other.changed):
            if change.name not in new:
                fields[change.name] = (*fields.get(change.name, ()), *change.fields)
        return FileReport(
            self.file,
            tuple(name for name in dict.fromkeys((*self.new, *other.new))),
            tuple(RowChange(name, changes) for name, changes in fields.items()),
            self.rows - len(new) - len(fields),
            tuple(dict.fromkeys((*self.gone, *other.gone))),
        )

    def followed_by(self, other: "FileReport") -> "FileReport":
        """One report of two parts of the same file."""
        return FileReport(
            self.file,
            (*self.new, *other.new),
            (*self.changed, *other.changed),
            self.same + other.same,
            tuple(name for name in self.gone if name in other.gone),
        )


@dataclass(frozen=True, slots=True)
class LoadReport:
    files: tuple[FileReport, ...]

    @property
    def wrote(self) -> bool:
        return any(file.new or file.changed for file in self.files)

    def file(self, name: str) -> FileReport:
        return next(file for file in self.files if file.file == name)
