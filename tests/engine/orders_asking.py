"""Asks order mutations in few words, and makes a market in which orders can be placed."""

from dataclasses import dataclass
from typing import Any

from store.engine.models import Channel, Order, OrderLine, ProductVariant, ShippingMethod, Warehouse
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import catalogue, shop

ORDER = """fragment O on Order { id number status origin canFinalize userEmail voucherCode chargeStatus
  total { gross { amount } net { amount } } subtotal { gross { amount } net { amount } }
  shippingPrice { gross { amount } net { amount } } undiscountedTotal { gross { amount } }
  shippingMethods { id name price { amount } }
  lines { id quantity productName variantName isPriceOverridden unitPrice { gross { amount } }
    totalPrice { gross { amount } } unitDiscount { amount } unitDiscountType taxRate }
  discounts { id type total { amount } }
  errors { field code orderLines variants } }"""
US_ADDRESS = {
    "firstName": "Ada",
    "lastName": "Byron",
    "streetAddress1": "600 Montgomery St",
    "city": "San Francisco",
    "postalCode": "94111",
    "country": "US",
    "countryArea": "CA",
}


@dataclass
class Market:
    """The `us` channel: prices without tax, 8 % tax, one warehouse, delivery for 5.00."""

    channel: Channel
    warehouse: Warehouse
    method: ShippingMethod

    @property
    def channel_id(self) -> str:
        """The channel's id."""
        return to_global_id("Channel", self.channel.pk)

    @property
    def method_id(self) -> str:
        """The id of the way of delivery, as orders know it."""
        return to_global_id("ShippingMethod", self.method.pk)


def open_market(*, tax: str = "0", **facts: Any) -> Market:
    """Make the market; `facts` are the channel's."""
    channel = shop.channel(**facts)
    warehouse = shop.warehouse(channels=[channel])
    zone = shop.shipping_zone(channels=[channel], warehouses=[warehouse])
    shop.default_tax_rate(country="US", rate=tax)
    return Market(channel, warehouse, shop.shipping_method(zone=zone, channel=channel, price="5.00"))


def on_sale(*, price: str = "10.00", stock: int = 5, **facts: Any) -> ProductVariant:
    """Make a variant that is sold in the market."""
    return catalogue.variant(prices={"us": price}, stock=stock, **facts)


def line_input(variant: ProductVariant, quantity: int = 1, **facts: Any) -> dict[str, Any]:
    """Return an OrderLineCreateInput."""
    return {"variantId": to_global_id("ProductVariant", variant.pk), "quantity": quantity, **facts}


def mutate(name: str, arguments: str, variables: dict[str, Any], *, extra: str = "", **caller: Any) -> dict[str, Any]:
    """Run an order mutation and return its payload: the order, and the errors with their codes.

    `arguments` declares the variables, such as `id: ID!`; each is passed on under its own name.
    """
    declared = ", ".join(f"${part}" for part in arguments.split(", "))
    passed = ", ".join(f"{part.split(':')[0]}: ${part.split(':')[0]}" for part in arguments.split(", "))
    document = f"""mutation({declared}) {{ {name}({passed}) {{ order {{ ...O }} {extra}
        errors {{ field code message orderLines variants }} }} }} {ORDER}"""
    payload: dict[str, Any] = data(document, variables, **caller)[name]
    return payload


def draft(market: Market, *variants: ProductVariant, caller: dict[str, Any], **facts: Any) -> Order:
    """Make a draft with one unit of each variant, that lacks nothing, and return its row."""
    facts = {
        "channelId": market.channel_id,
        "userEmail": "buyer@example.com",
        "lines": [line_input(variant) for variant in variants],
        "shippingAddress": US_ADDRESS,
        "billingAddress": US_ADDRESS,
        "shippingMethod": market.method_id,
        **facts,
    }
    payload = mutate("draftOrderCreate", "input: DraftOrderCreateInput!", {"input": facts}, **caller)
    assert payload["errors"] == []
    return Order.objects.get(number=payload["order"]["number"])


def complete(order: Order, **caller: Any) -> dict[str, Any]:
    """Place a draft."""
    return mutate("draftOrderComplete", "id: ID!", {"id": key(order)}, **caller)


def refused(document: str, variables: dict[str, Any], **caller: Any) -> str:
    """Return the code of the error at the top of an answer."""
    code: str = ask(document, variables, **caller)["errors"][0]["extensions"]["exception"]["code"]
    return code


def codes(payload: dict[str, Any]) -> list[tuple[str | None, str]]:
    """Return field and code of each error."""
    return [(error["field"], error["code"]) for error in payload["errors"]]


def key(row: Order | OrderLine) -> str:
    """Return a row's id."""
    return to_global_id(type(row).__name__, row.pk)


def history(order: Order) -> list[str]:
    """Return the types of what happened to an order."""
    return list(order.events.order_by("pk").values_list("type", flat=True))
