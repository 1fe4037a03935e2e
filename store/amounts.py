"""Amounts as people write them: in the habits of the currency's home."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

from store.markets import INTERNATIONAL, MARKETS
from store.saleor.client.fragments import Money

LOCALES = {market.currency: market.locale for market in MARKETS.values()}


def written(money: Money) -> str:
    """Write an exact amount: $19.95, £15.95."""
    return _written(money.exact, money.currency)


def written_minor(amount: int, currency: str) -> str:
    """Write whole minor units (cents, pence): 4428 of USD is $44.28."""
    return _written(major_units(amount, currency), currency)


def major_units(amount: int, currency: str) -> Decimal:
    """Return minor units as the major units that Saleor counts in: 3348 of USD is Decimal("33.48")."""
    return Decimal(amount).scaleb(-get_currency_precision(currency))


def _written(exact: Decimal, currency: str) -> str:
    return format_currency(exact, currency, locale=LOCALES.get(currency, INTERNATIONAL.locale))
