"""Ordering again: a new checkout with an order's lines, as far as they can be had today."""

from dataclasses import dataclass

from django.db import transaction

from store.engine.actions.checkout import start_checkout
from store.engine.actions.checkout_lines import Wish, add_lines, first_hindrance, quantity_limit
from store.engine.actions.stock import OutOfStock, check_stock
from store.engine.actions.tax import tax_country
from store.engine.models import Checkout, Order, OrderLine, User


@dataclass(frozen=True)
class LeftOut:
    """A line that cannot be had, with Saleor's code and words."""

    line: OrderLine
    code: str
    message: str


@transaction.atomic
def checkout_from_order(*, order: Order, user: User | None = None) -> tuple[Checkout, list[LeftOut]]:
    """Start a checkout with what an order held, at today's prices; return it and the lines that were left out.

    Lines whose variant was deleted have no place in the answer, because Saleor's names the variant.
    """
    lines = [line for line in order.lines.select_related("variant__product") if line.variant is not None]
    left_out: list[LeftOut] = []
    lines = _leave_out_not_for_sale(order, lines, left_out)
    lines = _leave_out_too_many(lines, left_out)
    lines = _leave_out_short(order, lines, left_out)
    checkout = start_checkout(channel=order.channel, user=user)
    wishes: dict[int, Wish] = {}
    for line in lines:
        if line.variant is not None:
            wish = wishes.setdefault(line.variant.pk, Wish(line.variant, quantity=0))
            wish.quantity = (wish.quantity or 0) + line.quantity
    if wishes:
        add_lines(checkout=checkout, wishes=list(wishes.values()))
    return checkout, left_out


def _leave_out_not_for_sale(order: Order, lines: list[OrderLine], left_out: list[LeftOut]) -> list[OrderLine]:
    while hindrance := first_hindrance(
        [line.variant for line in lines if line.variant is not None], channel=order.channel
    ):
        hindered = set(hindrance.variant_ids)
        left_out += [LeftOut(line, hindrance.code, hindrance.message) for line in lines if line.variant_id in hindered]
        lines = [line for line in lines if line.variant_id not in hindered]
    return lines


def _leave_out_too_many(lines: list[OrderLine], left_out: list[LeftOut]) -> list[OrderLine]:
    limit_of_shop = quantity_limit()
    kept = []
    for line in lines:
        limit = (line.variant.quantity_limit_per_customer if line.variant else None) or limit_of_shop
        if limit is not None and line.quantity > limit:
            message = f"Cannot add more than {limit} times this item: {line.variant}."
            left_out.append(LeftOut(line, "QUANTITY_GREATER_THAN_LIMIT", message))
        else:
            kept.append(line)
    return kept


def _leave_out_short(order: Order, lines: list[OrderLine], left_out: list[LeftOut]) -> list[OrderLine]:
    wanted: dict[int, int] = {}
    for line in lines:
        wanted[line.variant_id or 0] = wanted.get(line.variant_id or 0, 0) + line.quantity
    try:
        # The new checkout has no address yet, so the channel's own country counts there.
        check_stock(quantities=wanted, channel=order.channel, country=tax_country(order))
        check_stock(quantities=wanted, channel=order.channel, country=order.channel.default_country)
    except OutOfStock as out:
        left = {shortage.variant.pk: shortage.left for shortage in out.shortages}
        left_out += [
            LeftOut(
                line,
                "INSUFFICIENT_STOCK",
                f"Could not add items {line.variant}. Only {left[line.variant_id]} remaining in stock.",
            )
            for line in lines
            if line.variant_id in left
        ]
        return _leave_out_short(order, [line for line in lines if line.variant_id not in left], left_out)
    return lines
