"""A small market of two channels, made through Saleor's API: what can be bought, and how much of it there is."""

from dataclasses import dataclass
from typing import Any

from store.payments.sandbox.simulation.asking import Refused, ask, pages

CHANNELS = {"us": ("USD", "US"), "intl": ("GBP", "GB")}
PLACES: dict[str, dict[str, str]] = {
    "us": {
        "firstName": "Ada",
        "lastName": "Byron",
        "streetAddress1": "600 Montgomery St",
        "city": "San Francisco",
        "postalCode": "94111",
        "countryArea": "CA",
        "country": "US",
    },
    "intl": {
        "firstName": "Mary",
        "lastName": "Somerville",
        "streetAddress1": "10 Deansgate",
        "city": "Manchester",
        "postalCode": "M3 1AZ",
        "country": "GB",
    },
}
CHANNEL = """mutation Asked($input: ChannelCreateInput!) {
  channelCreate(input: $input) { channel { id } errors { field code message } } }"""
WAREHOUSE = """mutation Asked($input: WarehouseCreateInput!) {
  createWarehouse(input: $input) { warehouse { id } errors { field code message } } }"""
SERVED = """mutation Asked($id: ID!, $input: ChannelUpdateInput!) {
  channelUpdate(id: $id, input: $input) { channel { id } errors { field code message } } }"""
ZONE = """mutation Asked($input: ShippingZoneCreateInput!) {
  shippingZoneCreate(input: $input) { shippingZone { id } errors { field code message } } }"""
METHOD = """mutation Asked($input: ShippingPriceInput!) {
  shippingPriceCreate(input: $input) { shippingMethod { id } errors { field code message } } }"""
METHOD_PRICES = """mutation Asked($id: ID!, $input: ShippingMethodChannelListingInput!) {
  shippingMethodChannelListingUpdate(id: $id, input: $input) { errors { field code message } } }"""
KIND = """mutation Asked($input: ProductTypeInput!) {
  productTypeCreate(input: $input) { productType { id } errors { field code message } } }"""
PRODUCTS = """mutation Asked($products: [ProductBulkCreateInput!]!) {
  productBulkCreate(products: $products) { results { errors { code message } } errors { code message } } }"""
SHELVES = """query Asked($after: String) {
  productVariants(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node {
      id trackInventory
      product { productType { isShippingRequired } }
      stocks { quantity quantityAllocated }
    } } } }"""


@dataclass(frozen=True)
class Shelf:
    """One variant: whether it goes by post, how many there are (None where nobody counts), how many are promised."""

    variant_id: str
    is_shipped: bool
    quantity: int | None
    allocated: int


def build_market(*, goods: int, scarce: int) -> dict[str, str]:
    """Make channels, delivery and products: `goods` units of four common things, `scarce` of two others.

    Returns the channels' ids by slug.
    """
    channels = {
        slug: ask(
            CHANNEL,
            input={
                "name": slug,
                "slug": slug,
                "currencyCode": currency,
                "defaultCountry": country,
                "isActive": True,
                "checkoutSettings": {"useLegacyErrorFlow": False},
                "orderSettings": {
                    "automaticallyConfirmAllNewOrders": True,
                    "allowUnpaidOrders": False,
                    "markAsPaidStrategy": "TRANSACTION_FLOW",
                },
                "paymentSettings": {"defaultTransactionFlowStrategy": "CHARGE"},
            },
        )["channel"]["id"]
        for slug, (currency, country) in CHANNELS.items()
    }
    house = ask(WAREHOUSE, input={"name": "Room", "slug": "room", "address": PLACES["us"]})["warehouse"]["id"]
    for channel_id in channels.values():
        ask(SERVED, id=channel_id, input={"addWarehouses": [house]})
    for slug, (_, country) in CHANNELS.items():
        zone = ask(
            ZONE,
            input={"name": slug, "countries": [country], "addChannels": [channels[slug]], "addWarehouses": [house]},
        )["shippingZone"]["id"]
        method = ask(METHOD, input={"name": "Post", "shippingZone": zone, "type": "PRICE"})["shippingMethod"]["id"]
        price = {"channelId": channels[slug], "price": "4.95"}
        ask(METHOD_PRICES, id=method, input={"addChannels": [price]})
    shipped = ask(KIND, input={"name": "Goods", "slug": "goods", "isShippingRequired": True})["productType"]["id"]
    taught = ask(KIND, input={"name": "Courses", "slug": "courses", "isShippingRequired": False})["productType"]["id"]
    rows = [
        *(_product(f"Book {n}", shipped, f"{17 + n}.50", channels, house, goods) for n in range(2)),
        *(_product(f"Seat {n}", taught, f"{49 + n}.00", channels, house, goods) for n in range(2)),
        *(_product(f"Rare {n}", shipped, f"{30 + n}.99", channels, house, scarce) for n in range(2)),
        *(_product(f"Course {n}", taught, f"{99 + n}.95", channels, house, None) for n in range(3)),
    ]
    for result in ask(PRODUCTS, products=rows)["results"]:
        if result["errors"]:
            raise Refused(result["errors"])
    return channels


def shelves() -> list[Shelf]:
    """Return what there is, in a fixed order."""
    return [
        Shelf(
            node["id"],
            node["product"]["productType"]["isShippingRequired"],
            sum(stock["quantity"] for stock in node["stocks"]) if node["trackInventory"] else None,
            sum(stock["quantityAllocated"] for stock in node["stocks"]),
        )
        for node in pages(SHELVES)
    ]


def _product(name: str, kind: str, price: str, channels: dict[str, str], house: str, stock: int | None) -> Any:
    slug = name.lower().replace(" ", "-")
    return {
        "name": name,
        "slug": slug,
        "productType": kind,
        "channelListings": [
            {"channelId": channel, "isPublished": True, "visibleInListings": True, "isAvailableForPurchase": True}
            for channel in channels.values()
        ],
        "variants": [
            {
                "sku": slug.upper(),
                "name": name,
                "trackInventory": stock is not None,
                "attributes": [],
                "stocks": [{"warehouse": house, "quantity": 1000 if stock is None else stock}],
                "channelListings": [{"channelId": channel, "price": price} for channel in channels.values()],
            }
        ],
    }
