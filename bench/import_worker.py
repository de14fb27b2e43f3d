"""One measured import in a fresh process: prints check=, ours= and floor= in seconds."""

import csv
import io
import sys
import time
from datetime import UTC, datetime

import django

MEMBERS = 408


def table(count: int, slugs: list[tuple[str, str]]) -> bytes:
    """A CSV of `count` distinct ties among the members of uccn, told apart by their objective."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["city_a", "country_a", "city_b", "country_b", "kind", "objective"])
    for number in range(count):
        a = number % MEMBERS
        b = (a + 1 + (number // MEMBERS) % (MEMBERS - 1)) % MEMBERS
        writer.writerow([*slugs[a], *slugs[b], "joint_project", f"joint work number {number}"])
    return text.getvalue().encode()


def floor(count: int) -> float:
    """Seconds to write the bare rows of `count` ties and their parties, the database's fastest way."""
    from django.db import connection

    ties = [
        (i, 1, "joint_project", "active", "acquaintance", f"joint_project:a:b:{i}", "2026-01-01")
        for i in range(count)
    ]
    parties = [(i // 2, i // 2, i % 2, "pending") for i in range(count * 2)]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_tie (id integer, network integer, kind text, state text, maturity text,"
            " identity text, at text)"
        )
        cursor.execute("CREATE TABLE bench_party (id integer, tie integer, place integer, answer text)")
        began = time.perf_counter()
        if connection.vendor == "postgresql":
            with cursor.copy("COPY bench_tie FROM STDIN") as copy:
                for row in ties:
                    copy.write_row(row)
            with cursor.copy("COPY bench_party FROM STDIN") as copy:
                for row in parties:
                    copy.write_row(row)
        else:
            cursor.execute("BEGIN IMMEDIATE")
            connection.connection.executemany("INSERT INTO bench_tie VALUES (?,?,?,?,?,?,?)", ties)
            connection.connection.executemany("INSERT INTO bench_party VALUES (?,?,?,?)", parties)
            cursor.execute("COMMIT")
        return time.perf_counter() - began


def main() -> None:
    django.setup()
    from django.core.files.base import ContentFile
    from django.core.management import call_command

    from girih.kernel.access import Actor
    from girih.networks.actions.imports import bring_ties, check_ties, load_ties
    from girih.networks.actions.reference import load_networks
    from girih.networks.models import Membership, Network, Tie
    from girih.registry.actions.reference import load_registry

    count = int(sys.argv[1])
    at, actor = datetime(2026, 11, 22, tzinfo=UTC), Actor.machine("bench")
    call_command("migrate", verbosity=0)
    load_registry(actor=actor, at=at)
    load_networks(actor=actor, at=at)
    network = Network.objects.get(slug="uccn")
    members = Membership.objects.filter(network=network, valid_until="").order_by("place__slug")
    places = list(members.values_list("place__name_en", "place__country__code"))
    data = table(count, places)
    batch = bring_ties(
        actor=actor, at=at, network=network, upload=ContentFile(data), name="ties.csv", kind="joint_project"
    )
    began = time.perf_counter()
    batch = check_ties(actor=actor, at=at, batch=batch)
    checked = time.perf_counter()
    load_ties(actor=actor, at=at, batch=batch)
    loaded = time.perf_counter()
    assert Tie.objects.filter(network=network).count() == count
    sys.stdout.write(f"check={checked - began:.3f} ours={loaded - checked:.3f} floor={floor(count):.3f}\n")


if __name__ == "__main__":
    main()
