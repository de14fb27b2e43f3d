"""`girih serve` on a home of its own: a real installation, without the demonstration's door and people."""

import contextlib
import sqlite3

import pytest
from browsing import Desk, fa, girih, running

PASSWORD = "زعفران-خراسان-1404"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    home = tmp_path_factory.mktemp("served")
    for command in ("migrate", "load-reference"):
        made = girih(command, home=home)
        assert made.returncode == 0, made.stderr
    made = girih(
        "manage", "createsuperuser", "--noinput", "--email", "keeper@served.invalid",
        "--name", "نگهبان سامانه",
        home=home, DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    with running("serve", home) as installation:
        yield installation


def people(home):
    with contextlib.closing(sqlite3.connect(f"file:{home / 'girih.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute("SELECT email, is_sample FROM accounts_user").fetchall()


def test_a_served_installation_knows_no_door_and_no_sample_person(served):
    for path in ("/demo/", "/demo/enter/", "/demo/enter/officer/"):
        assert served.answer(path)[0] == 404
    status, page = served.answer("/")
    assert status == 200
    assert "/demo/" not in page
    assert people(served.home) == [("keeper@served.invalid", 0)]


def test_a_person_signs_in_with_a_password_and_out_again_without_script(served, browser):
    with contextlib.closing(browser.new_context(java_script_enabled=False)) as context:
        desk = Desk(context.new_page(), served)
        page = desk.page
        desk.go("/networks/")
        desk.go("/accounts/login/?next=/members/")
        page.locator("#id_login").fill("keeper@served.invalid")
        page.locator("#id_password").fill("not this one")
        page.locator("main form button[type=submit]").click()
        assert desk.path.startswith("/accounts/login/")
        assert page.locator("main form [role=alert], main form .field-errors").first.is_visible()
        page.locator("#id_login").fill("keeper@served.invalid")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        assert desk.path == "/members/"
        page.locator("button[popovertarget=menu]").click()
        assert "نگهبان سامانه" in page.locator("#menu").inner_text()
        page.locator("#menu form[action='/accounts/logout/'] button").click()
        desk.go("/")
        assert page.locator("main").get_by_role("link", name=fa("Sign in"), exact=True).is_visible()
        assert desk.complaints == []


def test_nobody_makes_an_account_for_themselves(served):
    for path in ("/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/admin/"):
        assert served.answer(path)[0] == 404, path
    assert len(people(served.home)) == 1
