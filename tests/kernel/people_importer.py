"""An importer of the kernel's own table of users: the machinery is tested without any room above it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from girih.kernel.access import Actor
from girih.kernel.accounts.models import User
from girih.kernel.exchange.columns import Column, Shape
from girih.kernel.exchange.importer import Kept, Outcome, RowVerdict, Undone


class PeopleImporter:
    kind = "tests.people"
    shape = Shape(
        (
            Column("email", "Address", ("نشانی", "e-mail"), required=True),
            Column("name", "Name", ("نام",), required=True),
        )
    )

    def __init__(self, kept: Sequence[str] = ()) -> None:
        self.kept = kept

    def judge(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[RowVerdict]:
        there = dict(User.objects.values_list("email", "pk"))
        seen: set[str] = set()
        verdicts = []
        for row in rows:
            email = str(row["email"])
            if email in there:
                verdicts.append(RowVerdict(Outcome.SAME, record_id=there[email]))
            elif email in seen:
                verdicts.append(RowVerdict(Outcome.REJECTED, "twice", {"email": email}))
            elif row["name"] == "?":
                verdicts.append(RowVerdict(Outcome.MAYBE, "unclear", {}))
            else:
                seen.add(email)
                verdicts.append(RowVerdict(Outcome.NEW, prepared=(email, row["name"])))
        return verdicts

    def load(self, *, batch_id: int, prepared: Sequence[Any], actor: Actor, at: datetime) -> Sequence[int]:
        users = [
            User(email=email, name=name, password=f"!{batch_id}", joined_at=at) for email, name in prepared
        ]
        return [user.pk for user in User.objects.bulk_create(users)]

    def undo(self, *, batch_id: int, actor: Actor, at: datetime) -> Undone:
        made = User.objects.filter(password=f"!{batch_id}")
        kept = tuple(
            Kept(user.pk, "in_use", {"email": user.email}) for user in made.filter(email__in=self.kept)
        )
        count, _ = made.exclude(email__in=self.kept).delete()
        return Undone(count, kept)

    def reason_text(self, code: str, params: Mapping[str, Any]) -> str:
        sentences = {
            "twice": "%(email)s stands twice",
            "unclear": "who is it",
            "in_use": "%(email)s is in use",
        }
        return sentences[code] % params
