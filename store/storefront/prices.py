"""Prices as shown: which of a taxed amount's two faces, and what was asked before."""

from dataclasses import dataclass

from store.saleor.client.fragments import CardPricing, Money, TaxedMoney


@dataclass(frozen=True)
class Price:
    """A price as shown: what is asked, what was asked before, and whether tax is in it."""

    now: Money
    before: Money | None
    varies: bool
    gross: bool


def shown(amount: TaxedMoney, *, gross: bool) -> Money:
    """Return the face of an amount that this market shows."""
    return amount.gross if gross else amount.net


def price_of(pricing: CardPricing | None) -> Price | None:
    """Return a product's price in its market; None when it is not sold there."""
    if pricing is None or pricing.price_range is None or pricing.price_range.start is None:
        return None
    gross = pricing.display_gross_prices
    now = shown(pricing.price_range.start, gross=gross)
    most = shown(pricing.price_range.stop, gross=gross) if pricing.price_range.stop else now
    before = None
    if pricing.price_range_undiscounted and pricing.price_range_undiscounted.start:
        before = shown(pricing.price_range_undiscounted.start, gross=gross)
    return Price(
        now=now,
        before=before if before and before.exact > now.exact else None,
        varies=most.exact != now.exact,
        gross=gross,
    )
