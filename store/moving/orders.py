"""Placed orders, open and past, by Saleor's import of histories; known again by their external reference."""

import base64
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from store.moving.customers import address_input
from store.moving.side import MoveRefused, Row, Side

AT_ONCE = 20  # Saleor takes 50
NO_MAIL = "no-mail.invalid"  # of phone orders without an e-mail address: Saleor's import wants one


def reference_of(order: Row) -> str:
    """Return the reference under which the server keeps an order: the desk's, or one made of the order's id."""
    return order["externalReference"] or f"moved-{order['id']}"


class Places:
    """What an imported order refers to on the server, by names that both sides share."""

    def __init__(self, server: Side) -> None:
        found = server.ask("MovingPlaces")
        self.warehouses = [edge["node"]["id"] for edge in found["warehouses"]["edges"]]
        self.tax_classes = {edge["node"]["name"]: edge["node"]["id"] for edge in found["taxClasses"]["edges"]}
        self.deliveries = {
            method["name"]: _delivery_id(method["id"])
            for edge in found["shippingZones"]["edges"]
            for method in edge["node"]["shippingMethods"] or []
        }
        self.variants = {  # by SKU; Saleor's import does not find a variant by its SKU, although it says so
            edge["node"]["sku"]: edge["node"]["id"]
            for product in server.every("MovingProducts")
            for edge in product["productVariants"]["edges"]
        }
        if not self.warehouses or not self.tax_classes:
            raise MoveRefused("The server has no warehouse or no tax class. Run the seed on it first.")


def order_input(order: Row, places: Places) -> dict[str, Any]:
    """Return an order as Saleor imports it. Raises MoveRefused for one that it cannot take, with the reason."""
    billing, shipping = order["billingAddress"], order["shippingAddress"]
    if not billing and not shipping:
        raise MoveRefused("it has no address")
    entered: dict[str, Any] = {
        "externalReference": reference_of(order),
        "channel": order["channel"]["slug"],
        "createdAt": order["created"],
        "status": order["status"],
        "user": {"email": (order["user"] or {}).get("email") or order["userEmail"] or f"{order['number']}@{NO_MAIL}"},
        "billingAddress": _as_it_stands(billing or shipping),
        "currency": order["total"]["gross"]["currency"],
        "languageCode": order["languageCodeEnum"],
        "displayGrossPrices": order["displayGrossPrices"],
        "customerNote": order["customerNote"],
        "metadata": [*order["metadata"], {"key": "moved_order_number", "value": order["number"]}],
        "privateMetadata": order["privateMetadata"],
        "lines": [_line(line, order, places) for line in order["lines"]],
        "fulfillments": list(_fulfillments(order, places)),
        "transactions": [_transaction(paid, order) for paid in order["transactions"]],
    }
    if order["voucherCode"]:
        entered["metadata"].append({"key": "moved_voucher_code", "value": order["voucherCode"]})
    if shipping:
        entered["shippingAddress"] = _as_it_stands(shipping)
    if any(line["isShippingRequired"] for line in order["lines"]):
        entered["deliveryMethod"] = _delivery(order, places)
    return entered


def move_orders(server: Side, entered: list[dict[str, Any]]) -> Iterator[tuple[Row | None, str]]:
    """Send orders; give each one's order on the server, or why it was not taken, in the order of what was sent."""
    done = server.ask("MoveOrders", orders=entered)["done"]
    if len(done["results"]) != len(entered):
        raise MoveRefused(f"MoveOrders: {done['errors'][0]['message'] if done['errors'] else 'no answer'}")
    for result in done["results"]:
        errors = result["errors"] or []
        yield result["order"], "; ".join(f"{error['path']}: {error['message']}" for error in errors)


def find_moved(server: Side, order: Row) -> Row | None:
    """Return the order on the server that this one became, if it was moved."""
    found: Row | None = server.ask("MovingOrderByReference", reference=reference_of(order))["order"]
    return found


def same_total(order: Row, moved: Row) -> bool:
    """Tell whether both sides say the same total, to the cent."""
    return all(
        Decimal(str(order["total"][key]["amount"])) == Decimal(str(moved["total"][key]["amount"])) for key in KINDS
    )


KINDS = ("gross", "net")


def _as_it_stands(address: Row) -> dict[str, Any]:
    """Return an address that is not looked at once more: it was good enough to order with."""
    return {**address_input(address), "skipValidation": True}


def _line(line: Row, order: Row, places: Places) -> dict[str, Any]:
    entered = {
        "productName": line["productName"],
        "variantName": line["variantName"],
        "productSku": line["productSku"],
        "createdAt": order["created"],
        "isShippingRequired": line["isShippingRequired"],
        "isGiftCard": False,
        "quantity": line["quantity"],
        "totalPrice": _price(line["totalPrice"]),
        "undiscountedTotalPrice": _dearer(line["undiscountedTotalPrice"], line["totalPrice"]),
        "warehouse": places.warehouses[0],
        "taxRate": line["taxRate"],
    }
    if line["productSku"] in places.variants:
        entered["variantId"] = places.variants[line["productSku"]]
    if line["unitDiscountReason"]:
        entered["unitDiscountReason"] = line["unitDiscountReason"]
    if line["taxClassName"] in places.tax_classes:
        entered |= {"taxClassId": places.tax_classes[line["taxClassName"]], "taxClassName": line["taxClassName"]}
    return entered


def _fulfillments(order: Row, places: Places) -> Iterator[dict[str, Any]]:
    index = {line["id"]: place for place, line in enumerate(order["lines"])}
    for fulfillment in order["fulfillments"]:
        if fulfillment["status"] == "FULFILLED":
            lines = []
            for part in fulfillment["lines"]:
                place = index[part["orderLine"]["id"]]
                line = {"quantity": part["quantity"], "warehouse": places.warehouses[0], "orderLineIndex": place}
                if order["lines"][place]["productSku"] in places.variants:
                    line["variantId"] = places.variants[order["lines"][place]["productSku"]]
                lines.append(line)
            yield {"trackingCode": fulfillment["trackingNumber"], "lines": lines}


def _transaction(paid: Row, order: Row) -> dict[str, Any]:
    currency = order["total"]["gross"]["currency"]
    return {
        "name": paid["name"],
        "message": paid["message"],
        "pspReference": paid["pspReference"],
        "availableActions": paid["actions"],
        **{
            field: {"amount": paid[key]["amount"], "currency": currency}
            for field, key in (
                ("amountAuthorized", "authorizedAmount"),
                ("amountCharged", "chargedAmount"),
                ("amountRefunded", "refundedAmount"),
                ("amountCanceled", "canceledAmount"),
            )
            if paid[key]["amount"]
        },
    }


def _delivery(order: Row, places: Places) -> dict[str, Any]:
    name = order["shippingMethodName"]
    if name not in places.deliveries:
        raise MoveRefused(f"the server has no delivery called “{name}”")
    return {
        "shippingMethodId": places.deliveries[name],
        "shippingMethodName": name,
        "shippingPrice": _price(order["shippingPrice"]),
        "shippingTaxRate": order["shippingTaxRate"],
        # Saleor's import fails without one; it says nothing about the amounts.
        "shippingTaxClassId": next(iter(places.tax_classes.values())),
    }


def _price(price: Row) -> dict[str, Any]:
    return {"gross": price["gross"]["amount"], "net": price["net"]["amount"]}


def _dearer(undiscounted: Row, price: Row) -> dict[str, Any]:
    """Return the price before discounts; Saleor refuses one below what was paid, such as after a price was raised."""
    return {key: max(undiscounted[key]["amount"], price[key]["amount"]) for key in KINDS}


def _delivery_id(type_id: str) -> str:
    """Return the id under which an order knows a delivery; lists of zones give that of its settings."""
    pk = base64.b64decode(type_id).decode().split(":", 1)[1]
    return base64.b64encode(f"ShippingMethod:{pk}".encode()).decode()
