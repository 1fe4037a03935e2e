"""A shop of one product per test, and the mutations that a shopper's way to an order is made of."""

from typing import Any

from store.engine.models import App, Channel, ProductVariant, User
from store.engine.schema.ids import to_global_id
from tests.engine.asking import data
from tests.factories import catalogue, shop
from tests.factories.checkout import ADDRESSES

CHECKOUT = """
fragment C on Checkout {
  id email quantity voucherCode discountName isShippingRequired chargeStatus authorizeStatus languageCode customerNote
  discount { amount } metadata { key value }
  lines { id quantity requiresShipping variant { id } unitPrice { gross { amount } } totalPrice { gross { amount } }
          metadata { key value } problems { __typename } }
  subtotalPrice { gross { amount } } shippingPrice { gross { amount } } totalPrice { gross { amount } net { amount } }
  delivery { id shippingMethod { id name price { amount } } }
  shippingAddress { city postalCode country { code } } billingAddress { city }
  problems { __typename }
}
"""
ERRORS = "errors { field code message variants lines addressType }"


def shelf(
    *, price: str = "20.00", stock: int = 5, shipped: bool = True, track_inventory: bool = True, rate: str = "5.00"
) -> tuple[Channel, ProductVariant]:
    """Return the `us` channel, where one delivery to the US costs `rate`, and a variant that is for sale there."""
    us = Channel.objects.filter(slug="us").first() or _open(rate)
    product = catalogue.product(prices={"us": price}, stock=stock, shipped=shipped, track_inventory=track_inventory)
    return us, product.variants.get()


def _open(rate: str) -> Channel:
    us = shop.channel(slug="us")
    zone = shop.shipping_zone(channels=[us], warehouses=[shop.warehouse(channels=[us])])
    shop.shipping_method(zone=zone, channel=us, price=rate)
    return us


def line_input(variant: ProductVariant, quantity: int, **facts: Any) -> dict[str, Any]:
    """Return a CheckoutLineInput."""
    return {"variantId": to_global_id("ProductVariant", variant.pk), "quantity": quantity, **facts}


def address_input(country: str = "US", **facts: Any) -> dict[str, Any]:
    """Return an AddressInput that is valid in the US or GB."""
    columns = {**ADDRESSES[country], **facts}
    camel = {
        name: "".join(part.capitalize() if place else part for place, part in enumerate(name.split("_")))
        for name in columns
    }
    return {camel[name]: value for name, value in columns.items()}


def change(
    mutation: str,
    arguments: str,
    variables: dict[str, Any],
    *,
    user: User | None = None,
    app: App | None = None,
) -> dict[str, Any]:
    """Run a mutation that answers with a checkout; `arguments` are `name: Type` pairs, passed on by their names."""
    declared = ", ".join(f"${part.strip()}" for part in arguments.split(","))
    passed = ", ".join(f"{name}: ${name}" for name in (part.split(":")[0].strip() for part in arguments.split(",")))
    document = f"{CHECKOUT} mutation({declared}) {{ {mutation}({passed}) {{ checkout {{ ...C }} {ERRORS} }} }}"
    answer: dict[str, Any] = data(document, variables, user=user, app=app)[mutation]
    return answer


def create(*, user: User | None = None, app: App | None = None, **given: Any) -> dict[str, Any]:
    """Run checkoutCreate in `us`."""
    variables = {"input": {"channel": "us", "lines": [], **given}}
    return change("checkoutCreate", "input: CheckoutCreateInput!", variables, user=user, app=app)


def faults(answer: dict[str, Any]) -> list[tuple[str | None, str]]:
    """Return field and code of every error."""
    return [(error["field"], error["code"]) for error in answer["errors"]]
