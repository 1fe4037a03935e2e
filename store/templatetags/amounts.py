"""Amounts as people write them."""

from decimal import Decimal
from typing import Protocol

from babel.numbers import format_currency
from django import template

register = template.Library()

LOCALES = {"USD": "en_US", "GBP": "en_GB"}


class Amount(Protocol):
    """An amount out of Saleor: whole minor units and a currency."""

    currency: str
    fractional_amount: int
    fraction_digits: int


@register.filter
def amount(money: Amount) -> str:
    """Write a Saleor amount: $44.28, £36.00."""
    return minor(money.fractional_amount, money.currency, money.fraction_digits)


@register.filter
def minor_amount(minor_units: int, currency: str) -> str:
    """Write whole minor units of a currency with two decimal places: 4428 USD is $44.28."""
    return minor(minor_units, currency, 2)


def minor(units: int, currency: str, digits: int) -> str:
    """Write whole minor units in the habits of the currency's home."""
    return str(format_currency(Decimal(units).scaleb(-digits), currency, locale=LOCALES.get(currency, "en_GB")))
