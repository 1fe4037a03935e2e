"""What admins changed after the seed: texts, prices and stock of products that both sides have."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from store.moving.side import Row, Side

TEXTS = ("name", "description", "seoTitle", "seoDescription")


@dataclass
class Shelf:
    """What is to be sent, and what has nowhere to go."""

    changes: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)  # what it is, operation, variables
    missing: list[str] = field(default_factory=list)


def compare_shelf(engine: Side, server: Side) -> Shelf:
    """Compare the products of both sides, by slug and SKU.

    The stock sent is what the engine can still promise: units of orders that are not fulfilled stay out of it.
    """
    shelf = Shelf()
    there = {product["slug"]: product for product in server.every("MovingProducts")}
    warehouses = {row["slug"]: row["id"] for row in _nodes(server.ask("MovingPlaces")["warehouses"])}
    for product in engine.every("MovingProducts"):
        twin = there.get(product["slug"])
        if twin is None:
            shelf.missing.append(f"product {product['slug']}")
            continue
        texts = {key: product[key] for key in TEXTS if _said(key, product) != _said(key, twin)}
        if texts:
            shelf.changes.append(("texts", "MoveTexts", {"id": twin["id"], "input": texts}))
        twins = {variant["sku"]: variant for variant in _nodes(twin["productVariants"])}
        for variant in _nodes(product["productVariants"]):
            if variant["sku"] not in twins:
                shelf.missing.append(f"SKU {variant['sku']}")
                continue
            shelf.changes += _prices(variant, twins[variant["sku"]])
            shelf.changes += _stock(variant, twins[variant["sku"]], warehouses)
    return shelf


def _said(key: str, product: Row) -> Any:
    """Return a text to be compared: a description as what its JSON says, without the moment it was written."""
    if key != "description" or not product[key]:
        return product[key] or ""
    return json.loads(product[key]).get("blocks")


def _prices(variant: Row, twin: Row) -> Iterator[tuple[str, str, dict[str, Any]]]:
    there = {listing["channel"]["slug"]: listing for listing in twin["channelListings"] or []}
    changed = [
        {"channelId": there[slug]["channel"]["id"], "price": listing["price"]["amount"]}
        for listing in variant["channelListings"] or []
        if (slug := listing["channel"]["slug"]) in there
        and listing["price"]
        and _exact(listing["price"]) != _exact(there[slug]["price"])
    ]
    if changed:
        yield "prices", "MovePrices", {"id": twin["id"], "input": changed}


def _stock(variant: Row, twin: Row, warehouses: dict[str, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    there = {stock["warehouse"]["slug"]: stock["quantity"] for stock in twin["stocks"] or []}
    changed = [
        {"warehouse": warehouses[slug], "quantity": left}
        for stock in variant["stocks"] or []
        if (slug := stock["warehouse"]["slug"]) in warehouses
        and (left := max(stock["quantity"] - stock["quantityAllocated"], 0)) != there.get(slug)
    ]
    if changed:
        yield "stock", "MoveStock", {"id": twin["id"], "stocks": changed}


def _exact(money: Row | None) -> Decimal | None:
    return None if money is None else Decimal(str(money["amount"]))


def _nodes(connection: Row) -> list[Row]:
    return [edge["node"] for edge in connection["edges"]]
