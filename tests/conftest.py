"""Fixtures of the whole suite: the clock, the people, and the reference data loaded once."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from girih.kernel.access import Actor, Role, Seat

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def pytest_configure() -> None:
    """Pages name static files without the manifest of a build; the journeys serve the real ones."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def machine() -> Actor:
    return Actor.machine("tests")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """The reference data are in the test database for every test; each test's own writes are rolled back."""
    from girih.networks.actions.reference import load_networks
    from girih.registry.actions.reference import load_registry

    with django_db_blocker.unblock():
        load_registry(actor=Actor.machine("tests"), at=NOW)
        load_networks(actor=Actor.machine("tests"), at=NOW)


@pytest.fixture
def reference(db: None) -> None:
    """Named by tests that read the reference data, for the reader's sake."""


@pytest.fixture
def uccn(reference: None) -> Any:
    from girih.networks.models import Network

    return Network.objects.select_related("secretariat").get(slug="uccn")


def _user(email: str, name: str) -> Any:
    from girih.kernel.accounts.models import User

    return User.objects.create_user(email, name=name, is_sample=True)


def _seat(user: Any, organisation: Any, role: Role) -> Actor:
    from girih.kernel.audit.recorder import verb
    from girih.registry.models import SeatHolding

    @verb("tests.seat")
    def hold(*, actor: Actor, at: datetime) -> None:
        SeatHolding.objects.create(
            user=user, organisation=organisation, role=role, valid_from=date(2020, 1, 1)
        )

    hold(actor=Actor.machine("tests"), at=NOW)
    seat = Seat(role, organisation.pk, organisation.place_id)
    return Actor(user_id=user.pk, label=user.name, seats=(seat,))


@pytest.fixture
def officer_user(reference: None) -> Any:
    return _user("officer@tests.invalid", "کارشناس دبیرخانه (نمونه)")


@pytest.fixture
def officer(officer_user: Any, uccn: Any) -> Actor:
    """Secretariat officer of the network `uccn`."""
    return _seat(officer_user, uccn.secretariat, Role.SECRETARIAT)


@pytest.fixture
def focal_point_user(reference: None) -> Any:
    return _user("isfahan@tests.invalid", "رابط اصفهان (نمونه)")


@pytest.fixture
def focal_point(focal_point_user: Any) -> Actor:
    """Focal point who speaks for Isfahan."""
    from girih.registry.models import Organisation

    municipality = Organisation.objects.get(place__slug="isfahan-ir", kind="municipality")
    return _seat(focal_point_user, municipality, Role.FOCAL_POINT)


@pytest.fixture
def viewer_user(reference: None) -> Any:
    return _user("viewer@tests.invalid", "بیننده (نمونه)")


@pytest.fixture
def viewer(viewer_user: Any, uccn: Any) -> Actor:
    """Viewer at the secretariat of `uccn`: sees, changes nothing."""
    return _seat(viewer_user, uccn.secretariat, Role.VIEWER)


@pytest.fixture
def visitor() -> Actor:
    return Actor()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test inputs that do not belong to the product; skips, saying so, where it is absent."""
    folder = Path(os.environ.get("GIRIH_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"test inputs not found beside the repository: {folder.name}/data (set GIRIH_SHARED)")
    return folder
