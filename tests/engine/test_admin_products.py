"""Admins manage products in one form; whoever lacks the permission sees nothing of it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from store.engine.admin.rich_text import as_document, as_text
from store.engine.models import (
    Category,
    Product,
    ProductType,
    ProductVariant,
    ProductVariantChannelListing,
    User,
    Voucher,
)
from store.privacy.card_numbers import TOLD
from tests.engine.admin_asking import form_of, product, signed_in
from tests.factories import shop

pytestmark = pytest.mark.django_db


def test_a_product_is_changed_with_price_stock_and_text_and_found_by_its_new_words(client: Client) -> None:
    us = shop.channel()
    warehouse = shop.warehouse(channels=[us])
    made = product()
    signed_in(client, "MANAGE_PRODUCTS")
    address = f"/admin/engine/product/{made.pk}/change/"
    sent = form_of(client, address)

    answer = client.post(
        address,
        {
            **sent,
            "name": "Soleus chart",
            "description": "First paragraph.\n\n## Muscles\n\n- Soleus\n- Gastrocnemius",
            f"variants-0-price_{us.pk}": "24.50",
            f"variants-0-stock_{warehouse.pk.hex}": "9",
        },
    )

    assert answer.status_code == 302, answer.context["errors"]
    made.refresh_from_db()
    variant = made.variants.get()
    assert variant.channel_listings.get().price_amount == Decimal("24.50")
    assert variant.stocks.get().quantity == 9
    assert made.description is not None
    assert [block["type"] for block in made.description["blocks"]] == ["paragraph", "header", "list"]
    assert " soleus " in made.search_document


def test_a_product_is_made_with_a_variant(client: Client) -> None:
    us, kind = shop.channel(), ProductType.objects.create(name="Book", slug="book")
    warehouse = shop.warehouse(channels=[us])
    signed_in(client, "MANAGE_PRODUCTS")
    sent = form_of(client, f"/admin/engine/product/add/?product_type={kind.pk}")

    answer = client.post(
        f"/admin/engine/product/add/?product_type={kind.pk}",
        {
            **sent,
            "name": "Atlas",
            "slug": "atlas",
            "product_type": kind.pk,
            "variants-TOTAL_FORMS": 1,
            "variants-0-name": "Hardcover",
            "variants-0-sku": "ATLAS-H",
            "variants-0-sort_order": 0,
            "variants-0-track_inventory": "on",
            f"variants-0-price_{us.pk}": "30",
            f"variants-0-stock_{warehouse.pk.hex}": "4",
        },
    )

    assert answer.status_code == 302, answer.context["errors"]
    made = Product.objects.get(slug="atlas")
    assert made.default_variant == made.variants.get()
    assert made.variants.get().channel_listings.get().price_amount == 30
    assert made.variants.get().stocks.get().quantity == 4
    assert " atlas " in made.search_document


def test_mistakes_stand_at_their_fields_and_nothing_is_saved(client: Client) -> None:
    us = shop.channel()
    product("other")
    made = product("chart")
    signed_in(client, "MANAGE_PRODUCTS")
    address = f"/admin/engine/product/{made.pk}/change/"
    sent = form_of(client, address)

    answer = client.post(
        address,
        {**sent, "slug": "other", "variants-0-sku": "OTHER-L", f"variants-0-price_{us.pk}": "-1"},
    )

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors == {"slug": ["Product with this Slug already exists."]}
    variants = next(row for row in answer.context["inline_admin_formsets"] if row.opts.model is ProductVariant)
    assert variants.formset.errors == [
        {
            "sku": ["Product variant with this Sku already exists."],
            f"price_{us.pk}": ["Ensure this value is greater than or equal to 0."],
        }
    ]
    made.refresh_from_db()
    assert made.slug == "chart"


def test_a_card_number_is_told_at_its_field_and_what_else_was_typed_stays(client: Client) -> None:
    shop.channel()
    made = product("chart")
    signed_in(client, "MANAGE_PRODUCTS")
    address = f"/admin/engine/product/{made.pk}/change/"
    typed = {
        "name": "A new name",
        "seo_title": "Paid with 4242 4242 4242 4242 by phone",
        "variants-0-name": "4242424242424242",
        "variants-0-sku": "NEW-SKU",
    }

    answer = client.post(address, {**form_of(client, address), **typed})

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors == {"seo_title": [TOLD]}
    variants = next(row for row in answer.context["inline_admin_formsets"] if row.opts.model is ProductVariant)
    assert variants.formset.errors == [{"name": [TOLD]}]
    page = answer.content.decode()
    for kept in ("A new name", "Paid with  by phone", "NEW-SKU"):
        assert f'value="{kept}"' in page
    assert page.count(TOLD) == 2
    assert "4242" not in page
    made.refresh_from_db()
    assert made.name == "Chart"


def test_a_card_number_that_is_looked_for_is_told_above_the_whole_list(client: Client) -> None:
    product("chart")
    signed_in(client, "MANAGE_PRODUCTS")

    page = client.get("/admin/engine/product/", {"q": "4242 4242 4242 4242"}, follow=True)

    assert page.redirect_chain == [("/admin/engine/product/", 302)]
    assert TOLD in page.content.decode()
    assert "4242" not in page.content.decode()


def test_an_empty_price_takes_the_variant_out_of_the_channel(client: Client) -> None:
    us = shop.channel()
    made = product()
    signed_in(client, "MANAGE_PRODUCTS")
    address = f"/admin/engine/product/{made.pk}/change/"

    answer = client.post(address, {**form_of(client, address), f"variants-0-price_{us.pk}": ""})

    assert answer.status_code == 302, answer.context["errors"]
    assert not ProductVariantChannelListing.objects.exists()


def test_the_list_takes_as_many_queries_for_two_products_as_for_ten(client: Client) -> None:
    us, intl = shop.channel(), shop.channel(slug="intl")
    shop.warehouse(channels=[us, intl])
    signed_in(client, "MANAGE_PRODUCTS")

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/admin/engine/product/").status_code == 200
        return len(counted)

    for number in range(2):
        product(f"few-{number}")
    few = queries()
    for number in range(8):
        product(f"many-{number}")

    assert queries() == few


def test_the_list_shows_price_stock_and_where_it_is_published(client: Client) -> None:
    us = shop.channel()
    shop.warehouse(channels=[us])
    product(price="20", stock=7)
    signed_in(client, "MANAGE_PRODUCTS")

    page = client.get("/admin/engine/product/?q=CHART-L").content.decode()

    for shown in ("CHART-L", "USD 20.00", ">7<", "us"):
        assert shown in page


@pytest.mark.parametrize(
    "section",
    [
        "product",
        "category",
        "collection",
        "producttype",
        "page",
        "pagetype",
        "menu",
        "shippingzone",
        "shippingmethod",
        "taxclass",
        "taxconfiguration",
        "channel",
        "warehouse",
        "voucher",
        "order",
        "user",
        "staffmember",
        "group",
    ],
)
def test_every_section_opens_for_an_admin_and_stays_shut_without_a_permission(client: Client, section: str) -> None:
    shop.shipping_method(zone=shop.shipping_zone(channels=[(us := shop.channel())]), channel=us)
    shop.warehouse(channels=[us])
    product()
    Category.objects.create(name="Charts", slug="charts")
    Voucher.objects.create(name="Ten off")
    address = f"/admin/engine/{section}/"
    signed_in(client)
    shut = client.get(address).status_code
    client.force_login(User.objects.create_superuser("admin@example.com", "password"))

    opened = client.get(address)

    assert shut == 403
    assert opened.status_code == 200
    rows = opened.context["cl"].result_list
    if rows:
        assert client.get(f"{address}{rows[0].pk}/change/").status_code == 200
    if opened.context["has_add_permission"]:
        assert client.get(f"{address}add/").status_code == 200


def test_call_staff_read_orders_and_see_no_products(client: Client) -> None:
    signed_in(client, "MANAGE_ORDERS")

    page = client.get("/admin/").content.decode()

    assert "/admin/engine/order/" in page
    assert "/admin/engine/product/" not in page
    assert client.get("/admin/engine/order/add/").status_code == 403


def test_a_text_survives_being_read_and_written_again() -> None:
    document = {
        "blocks": [
            {"type": "header", "data": {"text": "Calf", "level": 2}},
            {"type": "paragraph", "data": {"text": "One<br>two <b>three</b>"}},
            {"type": "list", "data": {"style": "ordered", "items": ["a", "b"]}},
            {"type": "table", "data": {"content": [["1", "2"]]}},
            {"type": "paragraph", "data": {"text": "- not a list"}},
        ]
    }

    text = as_text(document)

    assert text == "## Calf\n\nOne\ntwo <b>three</b>\n\n1. a\n2. b\n\n[[table 4]]\n\n[[paragraph 5]]"
    assert as_document(text, document) == document


def test_no_text_is_no_document() -> None:
    assert as_document(" \n\n ", None) is None
    assert as_text(None) == ""
