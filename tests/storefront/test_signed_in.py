"""Buying while signed in."""

import pytest

from store.backend import visitor_client
from store.engine.models import Checkout, User
from tests.factories import people
from tests.factories.checkout import address
from tests.factories.stall import stall
from tests.storefront.buying import Customer

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Customer:
    """A browser in which this person has signed in."""
    customer = Customer()
    answer = visitor_client("192.0.2.7").token_create(email=person.email, password="demo")
    assert answer is not None
    session = customer.browser.session
    session["shop_tokens"] = [answer.token, answer.refresh_token]
    session.save()
    return customer


def test_the_cart_belongs_to_the_person_and_the_form_knows_them() -> None:
    shop = stall()
    person = people.user(email="grace@example.com", password="demo")
    home = address("US")
    person.addresses.add(home)
    person.default_shipping_address = person.default_billing_address = home
    person.save()
    customer = signed_in(person)
    customer.add(shop.chart)
    assert Checkout.objects.get().user == person
    page = customer.get("checkout/").content.decode()
    assert 'value="grace@example.com"' in page
    assert f'value="{home.street_address_1}"' in page


def test_someone_without_addresses_fills_them_in() -> None:
    shop = stall()
    customer = signed_in(people.user(email="grace@example.com", password="demo"))
    customer.add(shop.course)
    page = customer.get("checkout/").content.decode()
    assert 'value="grace@example.com"' in page
    assert 'name="billing-street_address_1"' in page
