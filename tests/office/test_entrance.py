"""Who comes into the office."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from store.engine.models import User
from tests.factories import people
from tests.office.conftest import payment, signed_in

PAGES = ["/office/", "/office/money.csv", "/office/payments/", "/office/payments.csv", "/office/review/"]
PAGES += ["/office/differences/"]


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_the_money_without_signing_in(client: Client, db: None, page: str) -> None:
    answer = client.get(page)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/office/sign-in/?next=%2Foffice%2F")


@pytest.mark.parametrize("page", PAGES)
def test_staff_who_may_not_handle_payments_are_told_so(db: None, page: str) -> None:
    browser = signed_in(people.user(email="agent@example.com", permissions=["MANAGE_ORDERS"]))

    answer = browser.get(page)

    assert answer.status_code == 403
    assert "may not see the shop’s money" in answer.content.decode()


def test_a_customer_is_told_so_too(db: None) -> None:
    assert signed_in(people.user(email="customer@example.com")).get("/office/").status_code == 403


def test_nobody_acts_on_a_payment_without_signing_in(client: Client, db: None) -> None:
    held = payment(status="review")
    for act in ("try-again", "give-back", "resolve"):
        assert client.post(f"/office/payments/{held.pk}/{act}/", {"note": "x"}).status_code == 302
    held.refresh_from_db()
    assert held.status == "review"


def test_signing_in_leads_nowhere_outside_the_office(client: Client, admin: User) -> None:
    data = {"email": admin.email, "password": people.PASSWORD, "next": "https://evil.example/office/"}

    assert client.post("/office/sign-in/", data).headers["Location"] == "/office/"


def test_a_wrong_password_is_told_at_the_form(client: Client, admin: User) -> None:
    page = client.post("/office/sign-in/", {"email": admin.email, "password": "guess"}).content.decode()

    assert "E-mail or password is wrong." in page
    assert admin.email in page


def test_whoever_keeps_guessing_has_to_wait(client: Client, db: None, settings: Settings) -> None:
    said = [client.post("/office/sign-in/", {"email": f"a{n}@example.com", "password": "x"}) for n in range(21)]

    assert "Too many attempts" in said[-1].content.decode()


def test_an_admin_who_is_signed_in_at_the_admin_need_not_sign_in_again(client: Client, admin: User) -> None:
    client.force_login(admin)

    assert client.get("/office/").status_code == 200


def test_signing_out_of_the_office_ends_the_admin_too_but_not_the_basket(client: Client, admin: User) -> None:
    client.force_login(admin)
    session = client.session
    session["us_cart_count"] = 3
    session.save()

    client.post("/office/sign-out/")

    assert client.get("/office/").status_code == 302
    assert client.get("/admin/").status_code == 302
    assert client.session["us_cart_count"] == 3


def test_signing_out_of_the_admin_ends_the_office_too(client: Client, admin: User) -> None:
    client.force_login(admin)
    client.post("/admin/logout/")

    assert client.get("/office/").status_code == 302


def test_where_a_saleor_server_answers_the_admin_of_the_engine_opens_nothing(
    client: Client, admin: User, settings: Settings
) -> None:
    client.force_login(admin)
    settings.SALEOR_API_URL = "http://127.0.0.1:1/graphql/"

    assert client.get("/office/").status_code == 302


def test_the_admins_menu_leads_here(client: Client, admin: User) -> None:
    client.force_login(admin)

    assert 'href="/office/"' in client.get("/admin/").content.decode()


def test_answers_are_kept_by_nobody(office: Client) -> None:
    assert office.get("/office/").headers["Cache-Control"] == "no-store"
