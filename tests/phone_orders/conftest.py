"""A shop with one line's worth of goods, and people at its desk."""

import pytest
from django.test import Client

from store.engine.models import User
from tests.factories import catalogue, people, shop

AGENT = ["MANAGE_ORDERS", "MANAGE_USERS"]
SUPERVISOR = [*AGENT, "HANDLE_PAYMENTS"]


class Shop:
    """Both channels with delivery, a chart that is shipped and a course that is not."""

    def __init__(self) -> None:
        self.us = shop.channel(slug="us")
        self.intl = shop.channel(slug="intl")
        room = shop.warehouse(channels=[self.us, self.intl])
        us_zone = shop.shipping_zone(channels=[self.us], warehouses=[room], countries=["US"])
        shop.shipping_method(zone=us_zone, channel=self.us, price="5.00", name="Parcel")
        gb_zone = shop.shipping_zone(channels=[self.intl], warehouses=[room], countries=["GB"])
        shop.shipping_method(zone=gb_zone, channel=self.intl, price="4.80", name="Royal parcel")
        shop.default_tax_rate(country="GB", rate="20")
        self.chart = catalogue.product(
            name="Calf chart", sku="CHT-CALF", prices={"us": "41.00", "intl": "36.00"}, stock=5
        )
        self.course = catalogue.product(
            name="Calf course", sku="CRS-CALF", prices={"us": "39.00"}, shipped=False, track_inventory=False
        )


@pytest.fixture
def goods(db: None) -> Shop:
    return Shop()


@pytest.fixture
def agent(goods: Shop) -> User:
    return people.user(
        email="us.agent@example.com", permissions=AGENT, channels=[goods.us], first_name="Uma", last_name="Reed"
    )


@pytest.fixture
def supervisor(goods: Shop) -> User:
    return people.user(email="supervisor@example.com", permissions=SUPERVISOR, first_name="Sam", last_name="Ode")


def signed_in(user: User) -> Client:
    """Return a browser in which this person has signed in at the desk."""
    browser = Client()
    answer = browser.post("/phone/sign-in/", {"email": user.email, "password": people.PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return browser


@pytest.fixture
def desk(agent: User) -> Client:
    return signed_in(agent)
