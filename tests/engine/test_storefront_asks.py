"""What ordinary Saleor clients ask and this shop has not: it is answered as Saleor answers where nothing was set up."""

import pytest

from store.engine.models import Product, ProductChannelListing
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import catalogue, people, shop
from tests.factories import order as orders

pytestmark = pytest.mark.django_db

LIST = """mutation($id: ID!, $rows: [ProductChannelListingAddInput!]) {
  productChannelListingUpdate(id: $id, input: {updateChannels: $rows}) {
    product { channelListings { publicationDate publishedAt } } errors { field code channels } } }"""


def product() -> Product:
    shop.channel()
    return catalogue.product(slug="chart", prices={"us": "10.00"})


def test_nothing_is_translated_and_slugs_are_of_no_language() -> None:
    product()
    document = """query($language: LanguageCodeEnum) {
      product(slug: "chart", channel: "us", slugLanguageCode: $language) {
        name translation(languageCode: DE) { name slug } productType { name } } }"""

    plain = data(document)["product"]
    german = data(document, {"language": "DE"})["product"]

    assert plain["translation"] is None
    assert german is None


def test_a_day_of_publication_means_its_midnight_and_not_both_are_taken() -> None:
    made, caller = product(), people.app(permissions=["MANAGE_PRODUCTS"])
    key = to_global_id("Product", made.pk)
    channel = to_global_id("Channel", ProductChannelListing.objects.get().channel_id)
    row = {"channelId": channel, "publicationDate": "2026-01-31"}

    listed = data(LIST, {"id": key, "rows": [row]}, app=caller)["productChannelListingUpdate"]
    both = {**row, "publishedAt": "2026-01-31T12:00:00Z"}
    refused = data(LIST, {"id": key, "rows": [both]}, app=caller)["productChannelListingUpdate"]

    assert listed["product"]["channelListings"] == [
        {"publicationDate": "2026-01-31", "publishedAt": "2026-01-31T00:00:00+00:00"}
    ]
    assert refused["errors"] == [{"field": "publicationDate", "code": "INVALID", "channels": [channel]}]


def test_why_a_discount_was_given_is_for_those_who_manage_orders() -> None:
    placed = orders.order(channel=shop.channel())
    placed.discounts.create(type="MANUAL", value=1, amount_value=1, currency="USD", reason="Called twice")
    document = "query($id: ID!) { order(id: $id) { discounts { reason } } }"
    variables = {"id": orders.global_id(placed)}

    seen = data(document, variables, app=people.app(permissions=["MANAGE_ORDERS"]))
    hidden = ask(document, variables)

    assert seen["order"]["discounts"] == [{"reason": "Called twice"}]
    assert hidden["data"]["order"]["discounts"] == [{"reason": None}]
    assert hidden["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
