"""Staff sign in to the admin, not too often, and land where they wanted to be."""

import pytest
from django.core.cache import cache
from django.test import Client

from store.engine.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    cache.clear()


def test_signing_in_leads_to_the_start_of_the_admin(client: Client) -> None:
    User.objects.create_user("staff@example.com", "password", is_staff=True)

    answer = client.post(LOGIN, {"username": "Staff@Example.com", "password": "password"})

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_guessing_is_slowed_down_even_for_who_then_knows_the_password(client: Client) -> None:
    User.objects.create_user("staff@example.com", "password", is_staff=True)
    client.post(LOGIN, {"username": "staff@example.com", "password": "guess"})

    answer = client.post(LOGIN, {"username": "staff@example.com", "password": "password"})

    assert answer.context["form"].non_field_errors() == ["Too many attempts. Please wait a little and try again."]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("email", "facts"), [("customer@example.com", {}), ("gone@example.com", {"is_active": False})])
def test_customers_and_former_staff_stay_out(client: Client, email: str, facts: dict[str, bool]) -> None:
    User.objects.create_user(email, "password", is_staff=email.startswith("gone"), **facts)

    answer = client.post(LOGIN, {"username": email, "password": "password"})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_admin_has_a_policy_of_its_own(client: Client) -> None:
    policy = client.get(LOGIN)["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["script-src"] == "'self' 'unsafe-eval'"
    assert directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in client.get("/us/")["Content-Security-Policy"]
