"""The chooser of markets, the home page, and what surrounds every page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from store.engine.models import Channel
from tests.factories import catalogue, pages

pytestmark = pytest.mark.django_db


def order_of(html: str, *words: str) -> list[str]:
    return sorted(words, key=html.index)


def test_the_chooser_puts_the_market_of_the_browser_s_language_first(client: Client) -> None:
    american = client.get("/", headers={"Accept-Language": "en-US,en;q=0.9"}).content.decode()
    british = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).content.decode()
    assert order_of(american, 'href="/us/"', 'href="/intl/"') == ['href="/us/"', 'href="/intl/"']
    assert order_of(british, 'href="/us/"', 'href="/intl/"') == ['href="/intl/"', 'href="/us/"']


def test_a_visited_market_is_remembered(client: Client) -> None:
    catalogue.market("us")
    client.get("/us/")
    html = client.get("/", headers={"Accept-Language": "en-GB"}).content.decode()
    assert order_of(html, 'href="/us/"', 'href="/intl/"')[0] == 'href="/us/"'


@pytest.mark.parametrize(
    ("channel", "line"),
    [
        ("us", 'href="tel:+18007415716"'),
        ("intl", 'href="tel:+441618020161"'),
    ],
)
def test_every_page_s_header_carries_its_market_s_phone_line(client: Client, channel: str, line: str) -> None:
    catalogue.market(channel)
    header = client.get(f"/{channel}/").content.decode().split("</header>", 1)[0]
    words = {"us": "Order by Phone (USA)", "intl": "Order by Phone (Int)"}[channel]
    number = {"us": "1 800 741 5716", "intl": "+44 161 802 0161"}[channel]
    assert line in header
    assert f"{words} <strong>{number}</strong>" in header


def test_a_channel_that_is_no_market_is_not_found(client: Client) -> None:
    Channel.objects.create(slug="wholesale", name="Wholesale", currency_code="USD", is_active=True)
    assert client.get("/wholesale/").status_code == 404


def test_the_home_page_shows_shelves_membership_regions_and_articles(client: Client) -> None:
    cane = catalogue.product(name="Trigger Point Cane", slug="cane", prices={"us": "31.95"})
    member = catalogue.product(
        name="Campus Membership", slug="nat-global-campus-monthly", prices={"us": "19.95"}, shipped=False
    )
    catalogue.collection(name="Bestsellers", slug="bestsellers", products=[cane])
    catalogue.collection(name="New", slug="new", products=[member])
    catalogue.collection(name="Head and Neck", slug="head-neck")
    pages.page(title="Calf trigger points", slug="calf", kind="article", summary="Where they hurt.")
    html = client.get("/us/").content.decode()
    assert 'href="/us/products/cane/"' in html
    assert '<span class="membership-price">$19.95</span> a month' in html
    assert 'href="/us/collections/head-neck/"' in html
    assert 'href="/us/articles/calf/"' in html


def test_an_empty_shop_still_has_a_home_page(client: Client) -> None:
    catalogue.market()
    html = client.get("/us/").content.decode()
    assert "Find the point." in html
    assert "Bestsellers" not in html


def test_menus_lead_to_what_they_name_and_mark_the_page_that_is_shown(client: Client) -> None:
    catalogue.market()
    pages.page(title="Delivery", slug="delivery")
    pages.menu(
        slug="navbar", entries={"Courses": {"All": "/categories/online-courses/"}, "Delivery": "/pages/delivery/"}
    )
    pages.menu(slug="footer", entries={"Help": {"Delivery": "/pages/delivery/"}})
    html = client.get("/us/pages/delivery/").content.decode()
    header, footer = html.split("</header>", 1)
    assert "<summary>Courses</summary>" in header
    assert 'href="/us/categories/online-courses/"' in header
    assert '<a href="/us/pages/delivery/" aria-current="page">Delivery</a>' in header
    assert '<nav class="footer-column" aria-label="Help">' in footer


def test_without_a_menu_the_categories_lead_the_way(client: Client) -> None:
    catalogue.market()
    catalogue.category(name="Books", slug="books")
    assert '<a href="/us/categories/books/">Books</a>' in client.get("/us/").content.decode()


def test_the_same_page_is_offered_in_the_other_market(client: Client) -> None:
    catalogue.product(name="Cane", slug="cane", prices={"us": "31.95", "intl": "24.99"})
    html = client.get("/us/products/cane/").content.decode()
    assert 'href="/intl/products/cane/" hreflang="en-GB"' in html
    assert '<link rel="alternate" hreflang="en-GB" href="http://127.0.0.1:8000/intl/products/cane/">' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/us/products/cane/">' in html


def test_a_home_page_costs_the_same_few_queries_whatever_stands_on_it(client: Client) -> None:
    kind = catalogue.product_type(name="Tool")

    def asked(number: int) -> int:
        products = [catalogue.product(of_type=kind, name=f"Tool {number}-{place}") for place in range(number)]
        catalogue.collection(name=f"Shelf {number}", slug="bestsellers" if number == 2 else "new", products=products)
        client.get("/us/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/us/")
        return len(queries)

    few = asked(2)
    assert asked(4) <= few + 1  # the second shelf itself
    assert few <= 40


def test_the_error_page_asks_nothing_and_names_both_lines(client: Client) -> None:
    from django.template.loader import get_template  # noqa: PLC0415 - rendered as Django's handler does, bare

    html = get_template("500.html").render()
    assert "1 800 741 5716" in html
    assert "+44 161 802 0161" in html
