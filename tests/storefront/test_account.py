"""A customer's account: getting in, getting back in, orders, addresses."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection

from store.engine.models import Checkout, User
from store.payments.models import OrderLink
from tests.factories import order as orders
from tests.factories import people, shop
from tests.factories.stall import stall
from tests.storefront.buying import ADA, LONDON, Customer

pytestmark = pytest.mark.django_db
ADA_AT = "ada@example.com"


def person(*, email: str = ADA_AT, **facts: Any) -> User:
    return people.user(email=email, password="lovely lace", **facts)


def signed_in(*, email: str = ADA_AT, password: str = "lovely lace", channel: str = "us") -> Customer:
    customer = Customer(channel)
    answer = customer.post("account/sign-in/", email=email, password=password)
    assert answer.status_code == 303
    return customer


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def letter() -> str:
    """The path and query of the link in the newest mail."""
    found = re.search(r"http\S+", str(mail.outbox[-1].body))
    assert found is not None
    link = urlsplit(found[0])
    return f"{link.path}?{link.query}"


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/us/checkout/", "/us/checkout/"),
        ("/intl/account/addresses/?x=1", "/intl/account/addresses/?x=1"),
        ("https://evil.example/us/", "/us/account/"),
        ("//evil.example/us/", "/us/account/"),
        ("/\\evil.example/us/", "/us/account/"),
        ("/us\\@evil.example", "/us/account/"),
        ("us/checkout/", "/us/account/"),
        ("/admin/", "/us/account/"),
        ("", "/us/account/"),
    ],
)
def test_signing_in_leads_on_within_the_shop_only(wanted: str, led_to: str) -> None:
    person()
    answer = Customer().post("account/sign-in/", email=ADA_AT, password="lovely lace", next=wanted)
    assert (answer.status_code, answer["Location"]) == (303, led_to)


def test_who_is_not_signed_in_comes_back_to_the_page_after_signing_in() -> None:
    person()
    customer = Customer()
    door = customer.get("account/addresses/")
    assert door["Location"] == "/us/account/sign-in/?next=%2Fus%2Faccount%2Faddresses%2F"
    assert 'name="next" value="/us/account/addresses/"' in words(customer.browser.get(door["Location"]))


def test_what_keeps_somebody_out_is_said_plainly() -> None:
    person()
    person(email="new@example.com", is_confirmed=False)
    person(email="gone@example.com", is_active=False)
    customer = Customer()
    cases = [
        (ADA_AT, "wrong", "E-mail or password is not right."),
        (ADA_AT, "lovely lace", "Too many tries. Please wait a moment and try again."),
        ("new@example.com", "lovely lace", "Please confirm your e-mail address first"),
        ("gone@example.com", "lovely lace", "This account is closed."),
    ]
    for email, password, said in cases:
        if "Too many" not in said:
            cache.clear()
        page = words(customer.post("account/sign-in/", email=email, password=password))
        assert said in page
        assert f'value="{email}"' in page
        assert password not in page
    assert "shop_tokens" not in customer.browser.session


def test_guessing_is_stopped_after_twenty_tries() -> None:
    customer = Customer()
    for _ in range(21):
        page = words(customer.post("account/sign-in/", email="nobody@example.com", password="x"))
    person()
    assert "Too many tries" in page
    assert "Too many tries" in words(customer.post("account/sign-in/", email=ADA_AT, password="lovely lace"))


def test_the_header_leads_to_the_account_and_signing_out_forgets_the_cart() -> None:
    goods = stall()
    person()
    customer = Customer()
    customer.add(goods.chart)
    assert "Sign in" in words(customer.get("cart/"))
    customer.post("account/sign-in/", email=ADA_AT, password="lovely lace")
    assert Checkout.objects.get().user == User.objects.get()
    assert ">Account<" in words(customer.get("cart/"))
    assert customer.get("account/sign-out/").status_code == 405
    assert customer.post("account/sign-out/")["Location"] == "/us/"
    assert not {"shop_tokens", "us_checkout"} & set(customer.browser.session.keys())
    assert customer.get("account/").status_code == 303


def test_a_new_customer_confirms_and_signs_in() -> None:
    shop.channel(slug="us")
    customer = Customer()
    facts = {"first_name": "Ada", "last_name": "Byron", "email": ADA_AT, "password": "lovely lace"}
    sent = customer.browser.get(customer.post("account/register/", **facts)["Location"])
    assert f"If <strong>{ADA_AT}</strong> is new to us" in words(sent)
    opened = customer.browser.get(letter())
    assert (opened["Location"], opened["Referrer-Policy"]) == ("/us/account/confirm/", "no-referrer")
    assert ADA_AT in words(customer.get("account/confirm/"))
    assert not User.objects.get().is_confirmed
    assert customer.post("account/confirm/")["Location"] == "/us/account/sign-in/"
    assert User.objects.get().is_confirmed
    signed_in()
    customer.browser.get(letter())
    assert customer.post("account/confirm/").status_code == 410


def test_opening_an_account_never_tells_who_has_one() -> None:
    shop.channel(slug="us")
    person()
    customer = Customer()
    facts = {"first_name": "Ada", "last_name": "Byron", "password": "another one"}
    pages = []
    for email in (ADA_AT, "new@example.com"):
        answer = customer.post("account/register/", email=email, **facts)
        pages.append(words(customer.browser.get(answer["Location"])).replace(email, ""))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["new@example.com"]]


def test_a_password_that_is_too_short_is_refused_at_its_field() -> None:
    shop.channel(slug="us")
    facts = {"first_name": "Ada", "last_name": "Byron", "email": ADA_AT, "password": "lace"}
    page = words(Customer().post("account/register/", **facts))
    assert "Choose a longer password, of at least 8 characters." in page
    assert 'value="Byron"' in page
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_and_every_other_session_ends() -> None:
    shop.channel(slug="us")
    person()
    elsewhere, customer = signed_in(), Customer()
    pages = []
    for email in (ADA_AT, "nobody@example.com"):
        answer = customer.post("account/forgotten/", email=email)
        pages.append(words(customer.browser.get(answer["Location"])).replace(email, ""))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [[ADA_AT]]
    assert customer.browser.get(letter())["Location"] == "/us/account/new-password/"
    form = customer.get("account/new-password/")
    assert letter().rpartition("token=")[2] not in words(form)
    assert "Choose a longer password" in words(customer.post("account/new-password/", password="short"))
    assert customer.post("account/new-password/", password="finer lace")["Location"] == "/us/account/"
    assert customer.get("account/").status_code == 200
    assert elsewhere.get("account/").status_code == 303
    assert customer.post("account/new-password/", password="once more").status_code == 410


def test_the_account_is_in_no_cache_and_no_index_and_its_address_stays_here() -> None:
    person()
    for page in (Customer().get("account/sign-in/"), signed_in().get("account/")):
        assert "no-store" in page["Cache-Control"]
        assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "same-origin")


def test_orders_are_listed_with_their_pages_and_those_of_others_never() -> None:
    us, ada = shop.channel(slug="us"), person()
    mine = orders.order(channel=us, user=ada, total="48.20")
    orders.order(channel=us, user=ada, status="CANCELED")
    orders.order(channel=us, user=ada, status="DRAFT")
    orders.order(channel=us, user=person(email="eve@example.com"), total="66.60")
    orders.order(channel=us, user_email=ADA_AT, total="77.70")  # a guest's, which nobody has claimed
    customer = signed_in()
    page = words(customer.get("account/"))
    assert page.count('scope="row"') == 2
    assert "$48.20" in page
    assert "Waiting for payment" in page
    assert "Cancelled" in page
    assert OrderLink.objects.count() == 2
    link = OrderLink.objects.get(order_id=orders.global_id(mine))
    assert f'<a href="/us/orders/{link.token}/">#{mine.number}</a>' in page
    assert orders.global_id(mine) not in page
    assert customer.get("account/").content.count(link.token.encode()) == 1


def test_a_longer_list_of_orders_costs_no_more_queries(django_assert_num_queries: Any) -> None:
    us, ada = shop.channel(slug="us"), person()
    orders.order(channel=us, user=ada)
    customer = signed_in()
    customer.get("account/")
    for count in (1, 20):
        for _ in range(count - 1):
            orders.order(channel=us, user=ada)
        customer.get("account/")
        with django_assert_num_queries(11 if connection.vendor == "sqlite" else 15):  # see test_kept_answers
            customer.get("account/")


def test_earlier_orders_are_on_the_next_page() -> None:
    us, ada = shop.channel(slug="us"), person()
    for _ in range(21):
        orders.order(channel=us, user=ada)
    customer = signed_in()
    page = words(customer.get("account/"))
    assert page.count('scope="row"') == 20
    further = re.search(r'href="([^"]+)">Earlier orders', page)
    assert further is not None
    assert words(customer.browser.get(further[1])).count('scope="row"') == 1
    assert customer.get("account/?after=nonsense")["Location"] == "/us/account/"


def test_addresses_are_kept_changed_chosen_and_deleted() -> None:
    stall()
    ada = person()
    customer = signed_in()
    for facts in (ADA, LONDON):
        answer = customer.post("account/addresses/new/", **{f"address-{name}": fact for name, fact in facts.items()})
        assert answer["Location"] == "/us/account/addresses/"
    ada.refresh_from_db()
    first, second = ada.addresses.order_by("pk")
    assert (ada.default_shipping_address, ada.default_billing_address) == (first, first)
    page = words(customer.get("account/addresses/"))
    ids = re.findall(r"/account/addresses/([^/\"]+)/\">Edit", page)
    customer.post(f"account/addresses/{ids[1]}/default/", **{"for": "bills"})
    moved = {**LONDON, "street_address_1": "1 Ockham Park"}
    customer.post(f"account/addresses/{ids[1]}/", **{f"address-{name}": fact for name, fact in moved.items()})
    customer.post(f"account/addresses/{ids[0]}/delete/")
    ada.refresh_from_db()
    assert (ada.default_shipping_address, ada.default_billing_address) == (None, second)
    assert [kept.street_address_1 for kept in ada.addresses.all()] == ["1 Ockham Park"]


def test_another_country_shows_its_fields_and_keeps_what_was_typed() -> None:
    stall()
    person()
    typed = {f"address-{name}": fact for name, fact in {**ADA, "country": "GB", "phone": ""}.items()}
    page = words(signed_in().post("account/addresses/new/", refresh="country", **typed))
    assert 'value="1 Market St"' in page
    assert "address-country_area" not in page
    assert "field-wrong" not in page


def test_addresses_of_others_are_not_found() -> None:
    stall()
    person()
    eve = person(email="eve@example.com")
    people.address(of=eve)
    theirs = re.findall(
        r"/account/addresses/([^/\"]+)/\">Edit", words(signed_in(email="eve@example.com").get("account/addresses/"))
    )[0]
    customer = signed_in()
    assert customer.get(f"account/addresses/{theirs}/").status_code == 404
    for deed in ("", "delete/", "default/"):
        assert customer.post(f"account/addresses/{theirs}/{deed}", **{"for": "bills"}).status_code == 404
    assert eve.addresses.count() == 1


def test_name_and_password_are_changed() -> None:
    ada = person()
    elsewhere, customer = signed_in(), signed_in()
    customer.post("account/details/", first_name="Augusta", last_name="King")
    ada.refresh_from_db()
    assert (ada.first_name, ada.last_name) == ("Augusta", "King")
    page = words(customer.post("account/password/", old="not it", new="finer lace"))
    assert "This is not your password so far." in page
    assert customer.post("account/password/", old="lovely lace", new="finer lace").status_code == 303
    assert customer.get("account/").status_code == 200
    assert elsewhere.get("account/").status_code == 303
    signed_in(password="finer lace")
