"""Steps that many scenarios begin with."""

from typing import Any

from tests.contract.documents import COMPLETE, CREATE, DELIVERIES, REPORT, TRANSACTION_CREATE, checkout_mutation
from tests.contract.playing import APP, Play

COLUMBUS = {
    "firstName": "Ann",
    "lastName": "Lee",
    "streetAddress1": "12 Oak Street",
    "city": "Columbus",
    "postalCode": "43215",
    "countryArea": "OH",
    "country": "US",
    "phone": "+16145550123",
}
LONDON = {
    "firstName": "Bea",
    "lastName": "Hill",
    "streetAddress1": "5 High Street",
    "city": "London",
    "postalCode": "SW1A 1AA",
    "country": "GB",
    "phone": "+442071838750",
}
BERLIN = {
    "firstName": "Carl",
    "lastName": "Weber",
    "streetAddress1": "Torstrasse 1",
    "city": "Berlin",
    "postalCode": "10119",
    "country": "DE",
}
VARIANT = """query Variant($sku: [String!], $channel: String) {
  productVariants(first: 1, filter: {sku: $sku}, channel: $channel) { edges { node { id product { id } } } }
}"""
STOCK = """query Stock($sku: [String!]) {
  productVariants(first: 1, filter: {sku: $sku}) {
    edges { node { id stocks { quantityAllocated warehouse { id slug } } } }
  }
}"""
SET_STOCK = """mutation Stock($stocks: [StockBulkUpdateInput!]!) {
  stockBulkUpdate(stocks: $stocks) { errors { code message } results { errors { code message } } }
}"""
PROMO = checkout_mutation("checkoutAddPromoCode", promoCode="String!")
CHOOSE = checkout_mutation("checkoutDeliveryMethodUpdate", deliveryMethodId="ID")

VOUCHER = """mutation Voucher($input: VoucherInput!) {
  voucherCreate(input: $input) { voucher { id } errors { field message code } }
}"""
LISTING = """mutation Listing($id: ID!, $input: VoucherChannelListingInput!) {
  voucherChannelListingUpdate(id: $id, input: $input) { errors { field message code } }
}"""
CHANNEL = "query Channel($slug: String!) { channel(slug: $slug) { id } }"


def variant(play: Play, sku: str, channel: str = "us") -> str:
    """Return a variant's id."""
    found = play.prepare(VARIANT, {"sku": [sku], "channel": channel})
    return str(found["productVariants"]["edges"][0]["node"]["id"])


def product(play: Play, sku: str, channel: str = "us") -> str:
    """Return the id of a variant's product."""
    found = play.prepare(VARIANT, {"sku": [sku], "channel": channel})
    return str(found["productVariants"]["edges"][0]["node"]["product"]["id"])


def stock(play: Play, sku: str, **sellable: int) -> None:
    """Let this many units of a variant be sellable in each warehouse (`us`, `gb`)."""
    node = play.prepare(STOCK, {"sku": [sku]})["productVariants"]["edges"][0]["node"]
    rows = [
        {
            "variantId": node["id"],
            "warehouseId": row["warehouse"]["id"],
            "quantity": row["quantityAllocated"] + sellable.get(row["warehouse"]["slug"].partition("-")[0], 0),
        }
        for row in node["stocks"]
    ]
    play.prepare(SET_STOCK, {"stocks": rows})


def lines(play: Play, channel: str, **quantities: int) -> list[dict[str, Any]]:
    """Return checkout or order lines out of SKUs whose dashes are written as underscores."""
    return [
        {"variantId": variant(play, sku.replace("_", "-"), channel), "quantity": quantity}
        for sku, quantity in quantities.items()
    ]


def basket(play: Play, channel: str, *, given: dict[str, Any], **skus: int) -> str:
    """Create a checkout with lines, and with what else is `given`; returns its id."""
    asked = {"channel": channel, "lines": lines(play, channel, **skus), **given}
    return str(play.ask("fill a basket", CREATE, {"input": asked})["checkoutCreate"]["checkout"]["id"])


def addressed(play: Play, channel: str, place: dict[str, Any], *, name: str = "ann", **skus: int) -> str:
    """Create a checkout that has an e-mail and both addresses; returns its id."""
    given = {"email": play.email(name), "shippingAddress": place, "billingAddress": place}
    return basket(play, channel, given=given, **skus)


def deliver(play: Play, checkout: str, name: str) -> None:
    """Ask for the ways of delivery and choose one by its name."""
    ways = play.ask("ask for ways of delivery", DELIVERIES, {"id": checkout})["deliveryOptionsCalculate"]["deliveries"]
    way = next(way["id"] for way in ways if way["shippingMethod"]["name"] == name)
    play.ask("choose a way of delivery", CHOOSE, {"id": checkout, "deliveryMethodId": way})


def pay(play: Play, target: str, amount: float, *, psp: str = "pi") -> str:
    """Report a charge as the shop does, first without an amount; returns the transaction's id."""
    reference = play.unique(psp)
    made = play.ask(
        "open a transaction",
        TRANSACTION_CREATE,
        {"id": target, "transaction": {"name": "Card", "pspReference": reference, "availableActions": []}},
        by=APP,
    )["transactionCreate"]["transaction"]["id"]
    play.ask(
        "report a charge",
        REPORT,
        {"id": made, "psp": reference, "type": "CHARGE_SUCCESS", "amount": amount, "actions": ["REFUND"]},
        by=APP,
    )
    return str(made)


def total(play: Play, checkout: str) -> float:
    """Return what a checkout costs now."""
    found = play.prepare(
        "query Total($id: ID!) { checkout(id: $id) { totalPrice { gross { amount } } } }", {"id": checkout}
    )
    return float(found["checkout"]["totalPrice"]["gross"]["amount"])


def complete(play: Play, checkout: str, step: str = "complete") -> dict[str, Any]:
    """Complete a checkout as a visitor; returns the order, empty when refused."""
    answer = play.ask(step, COMPLETE, {"id": checkout})["checkoutComplete"]
    return answer["order"] or {}


def voucher(play: Play, code: str, value: str, **facts: object) -> str:
    """Make a voucher for one run, in `us`; returns its code."""
    unique = play.unique(code)
    asked = {"name": code, "addCodes": [unique], "type": "ENTIRE_ORDER", "discountValueType": "PERCENTAGE", **facts}
    made = play.prepare(VOUCHER, {"input": asked})["voucherCreate"]["voucher"]["id"]
    channel = play.prepare(CHANNEL, {"slug": "us"})["channel"]["id"]
    play.prepare(LISTING, {"id": made, "input": {"addChannels": [{"channelId": channel, "discountValue": value}]}})
    return unique
