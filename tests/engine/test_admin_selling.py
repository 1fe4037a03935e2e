"""Vouchers, delivery, taxes, menus and orders in the admin: rules stand at their fields, channels stay apart."""

from decimal import Decimal

import pytest
from django.test import Client

from store.engine.models import Menu, Order, ShippingMethod, User, Voucher
from tests.engine.admin_asking import form_of, product, signed_in
from tests.factories import shop

pytestmark = pytest.mark.django_db


def test_a_voucher_is_made_with_a_code_and_a_value_in_one_channel(client: Client) -> None:
    intl, us = shop.channel(slug="intl"), shop.channel()
    signed_in(client, "MANAGE_DISCOUNTS")
    address = "/admin/engine/voucher/add/"
    sent = {
        **form_of(client, address),
        "name": "Spring",
        "discount_value_type": "PERCENTAGE",
        "countries": ["US", "CA"],
        "codes-0-code": "SPRING10",
        "codes-0-is_active": "on",
        "channel_listings-1-discount_value": "10",
    }

    refused = client.post(
        address,
        {
            **sent,
            "end_date_0": "2020-01-01",
            "end_date_1": "00:00",
            "channel_listings-1-discount_value": "110",
            "channel_listings-0-discount_value": "5",
            "channel_listings-0-min_spent_amount": "-1",
        },
    )
    made = client.post(address, sent)

    values = next(row.formset for row in refused.context["inline_admin_formsets"] if "channel" in row.opts.fields)
    assert refused.context["adminform"].form.errors == {"end_date": ["The end cannot be before the start."]}
    assert values.errors == [
        {"min_spent_amount": ["It cannot be below zero."]},
        {"discount_value": ["It cannot be more than 100 percent."]},
    ]
    assert made.status_code == 302, made.context["errors"]
    voucher = Voucher.objects.get(name="Spring")
    assert voucher.countries == ["CA", "US"]
    assert voucher.codes.get().code == "SPRING10"
    assert [(row.channel, row.discount_value) for row in voucher.channel_listings.all()] == [(us, Decimal(10))]
    assert intl not in [row.channel for row in voucher.channel_listings.all()]


def test_a_used_voucher_keeps_its_limit(client: Client) -> None:
    us = shop.channel()
    voucher = Voucher.objects.create(name="Spring", usage_limit=5)
    voucher.codes.create(code="SPRING")
    Order.objects.create(number=1, channel=us, currency="USD", voucher_code="SPRING")
    signed_in(client, "MANAGE_DISCOUNTS")
    address = f"/admin/engine/voucher/{voucher.pk}/change/"

    answer = client.post(address, {**form_of(client, address), "usage_limit": "50"})

    assert list(answer.context["adminform"].form.errors) == ["usage_limit"]


def test_delivery_is_priced_per_channel_and_never_below_zero(client: Client) -> None:
    us = shop.channel()
    method = shop.shipping_method(zone=shop.shipping_zone(channels=[us]), channel=us)
    signed_in(client, "MANAGE_SHIPPING")
    address = f"/admin/engine/shippingmethod/{method.pk}/change/"
    sent = form_of(client, address)

    refused = client.post(address, {**sent, "name": "", "channel_listings-0-price_amount": "-1"})
    saved = client.post(address, {**sent, "channel_listings-0-price_amount": "7.50"})

    assert list(refused.context["adminform"].form.errors) == ["name"]
    assert refused.context["inline_admin_formsets"][0].formset.errors == [
        {"price_amount": ["It cannot be below zero."]}
    ]
    assert saved.status_code == 302
    assert ShippingMethod.objects.get().channel_listings.get().price_amount == Decimal("7.50")


def test_countries_of_a_zone_are_chosen_by_name(client: Client) -> None:
    zone = shop.shipping_zone(channels=[shop.channel()])
    signed_in(client, "MANAGE_SHIPPING")
    address = f"/admin/engine/shippingzone/{zone.pk}/change/"

    answer = client.post(address, {**form_of(client, address), "countries": ["MX", "CA"]})

    assert answer.status_code == 302, answer.context["errors"]
    zone.refresh_from_db()
    assert zone.countries == ["CA", "MX"]
    assert "Canada, Mexico" in client.get("/admin/engine/shippingzone/").content.decode()


def test_a_link_of_a_menu_leads_to_one_thing(client: Client) -> None:
    menu = Menu.objects.create(name="Main", slug="main")
    menu.items.create(name="Books", url="/books/")
    signed_in(client, "MANAGE_MENUS", "MANAGE_PAGES")
    address = f"/admin/engine/menu/{menu.pk}/change/"

    answer = client.post(address, {**form_of(client, address), "items-0-url": "/charts/", "items-0-name": "Charts"})

    assert answer.status_code == 302, answer.context["errors"]
    assert [(item.name, item.url) for item in menu.items.all()] == [("Charts", "/charts/")]


def test_orders_of_other_channels_are_neither_listed_nor_opened(client: Client) -> None:
    us, intl = shop.channel(), shop.channel(slug="intl")
    own = Order.objects.create(number=1, channel=us, currency="USD", user_email="ada@example.com")
    other = Order.objects.create(number=2, channel=intl, currency="GBP", user_email="bob@example.com")
    signed_in(client, "MANAGE_ORDERS")
    group = User.objects.get(email="staff@example.com").groups.get()
    group.restricted_access_to_channels = True
    group.save()
    group.channels.add(us)

    for page in ("/admin/", "/admin/engine/order/", "/admin/engine/order/?q=example"):
        shown = client.get(page).content.decode()
        assert ("ada@example.com" in shown, "bob@example.com" in shown) == (True, False), page
    assert client.get(f"/admin/engine/order/{own.pk}/change/").status_code == 200
    assert client.get(f"/admin/engine/order/{other.pk}/change/").status_code == 302


def test_the_start_page_tells_what_needs_attention(client: Client) -> None:
    shop.warehouse(channels=[shop.channel()])
    product(stock=2)
    product("hidden", stock=50).channel_listings.all().delete()
    signed_in(client, "MANAGE_PRODUCTS")

    page = client.get("/admin/")

    assert [(card["title"], card["count"]) for card in page.context["cards"]] == [
        ("Almost sold out", 1),
        ("Seen in no channel", 1),
        ("Without a picture", 2),
    ]
    assert page.context["orders"] is None
