"""Catalogue pages are answered out of memory, and a saved change is on the next page view all the same."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from store.engine.actions.stock import available_quantities
from store.engine.models import Menu, MenuItem, Product, ProductVariant
from store.engine.schema.ids import to_global_id
from store.kept_answers import KEPT_OPERATIONS
from store.saleor.client import operations
from tests.engine.admin_asking import form_of
from tests.engine.asking import data
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db
PAGES = ("/us/products/cane/", "/us/categories/tools/")


@pytest.fixture
def cane() -> Product:
    return catalogue.product(
        name="Cane",
        slug="cane",
        sku="CANE",
        prices={"us": "20.00"},
        stock=3,
        in_category=catalogue.category(name="Tools", slug="tools"),
    )


def html(client: Client, page: str) -> str:
    return client.get(page).content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL a test's own transaction is never saved")
def test_the_second_view_asks_only_whether_the_catalogue_has_changed(client: Client, cane: Product) -> None:
    for page in PAGES:
        html(client, page)
        with CaptureQueriesContext(connection) as queries:
            assert "$20.00" in html(client, page)
        assert {query["sql"].split(" WHERE")[0] for query in queries} == {
            'SELECT "engine_catalogueversion"."token" AS "token" FROM "engine_catalogueversion"'
        }


def test_a_price_changed_through_the_api_is_on_the_next_view(client: Client, cane: Product) -> None:
    assert all("$20.00" in html(client, page) for page in PAGES)
    ids: dict[str, Any] = {
        "id": to_global_id("ProductVariant", cane.variants.get().pk),
        "channel": to_global_id("Channel", catalogue.market("us").pk),
    }
    data(
        """mutation($id: ID!, $channel: ID!) { productVariantChannelListingUpdate(id: $id,
        input: [{channelId: $channel, price: 21.50}]) { errors { code } } }""",
        ids,
        user=people.superuser(),
    )
    for page in PAGES:
        assert "$21.50" in html(client, page)
        assert "$20.00" not in html(client, page)


def test_a_price_changed_in_the_admin_is_on_the_next_view(client: Client, admin_client: Client, cane: Product) -> None:
    assert all("$20.00" in html(client, page) for page in PAGES)
    address = f"/admin/engine/product/{cane.pk}/change/"
    price = f"variants-0-price_{catalogue.market('us').pk}"
    answer = admin_client.post(address, {**form_of(admin_client, address), price: "22.50"})
    assert answer.status_code == 302
    for page in PAGES:
        assert "$22.50" in html(client, page)
        assert "$20.00" not in html(client, page)


def test_the_last_unit_is_gone_from_the_next_view(client: Client, cane: Product) -> None:
    before = html(client, PAGES[0])
    variant = ProductVariant.objects.get(sku="CANE")
    variant.stocks.update(quantity=0)
    assert available_quantities(variant_ids=[variant.pk], channel=catalogue.market("us"), country=None) == {
        variant.pk: 0
    }
    after = html(client, PAGES[0])
    assert "Add to cart" in before
    assert "Add to cart" not in after


def test_only_questions_of_the_catalogue_are_kept() -> None:
    documents = {name: getattr(operations, _constant(name)) for name in KEPT_OPERATIONS}
    assert all(document.lstrip().startswith("query") for document in documents.values())


def _constant(name: str) -> str:
    return (
        "".join(f"_{letter}" if letter.isupper() and place else letter for place, letter in enumerate(name)).upper()
        + "_GQL"
    )


def test_a_changed_menu_is_on_the_next_page(client: Client, cane: Product) -> None:
    menu = Menu.objects.create(name="Navigation", slug="navbar")
    item = MenuItem.objects.create(menu=menu, name="Canes", url="/search/?q=cane")
    assert "Canes" in client.get("/us/").content.decode()

    item.name = "Sticks"
    item.save()

    page = client.get("/us/").content.decode()
    assert "Sticks" in page
    assert "Canes" not in page
