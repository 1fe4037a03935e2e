"""Amounts: one rounding rule for the whole engine."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from babel.numbers import get_currency_precision


def fraction_digits(currency: str) -> int:
    """Return how many decimal places a currency has: 2 for USD and GBP."""
    return int(get_currency_precision(currency))


def quantize(amount: Decimal, currency: str) -> Decimal:
    """Round an amount in major units to the currency's precision, half up, as Saleor does."""
    return amount.quantize(Decimal(1).scaleb(-fraction_digits(currency)), rounding=ROUND_HALF_UP)


def shown(amount: Decimal, currency: str) -> Decimal:
    """Round an amount that nothing was rounded of before, such as a price in a list, half even, as Saleor does.

    What is sold has been rounded by `quantize` when it was computed, and stays as it is.
    """
    return amount.quantize(Decimal(1).scaleb(-fraction_digits(currency)), rounding=ROUND_HALF_EVEN)


class Money(NamedTuple):
    """An amount in major units and its ISO 4217 currency."""

    amount: Decimal
    currency: str

    def rounded(self) -> "Money":
        """Return the amount at the currency's precision."""
        return Money(quantize(self.amount, self.currency), self.currency)


class TaxedMoney(NamedTuple):
    """The same price without and with tax, both exact at the currency's precision."""

    net: Money
    gross: Money

    @property
    def currency(self) -> str:
        """The currency of both."""
        return self.gross.currency

    @property
    def tax(self) -> Money:
        """The difference."""
        return Money(self.gross.amount - self.net.amount, self.gross.currency)

    @classmethod
    def of(cls, net: Decimal, gross: Decimal, currency: str) -> "TaxedMoney":
        """Build one from two amounts in major units."""
        return cls(Money(net, currency), Money(gross, currency))


class TaxedMoneyRange(NamedTuple):
    """The cheapest and the dearest of several prices."""

    start: TaxedMoney
    stop: TaxedMoney


def taxed(amount: Decimal, *, rate: Decimal, entered_with_tax: bool, currency: str) -> TaxedMoney:
    """Return net and gross of an amount that was entered with or without tax.

    `rate` is a fraction (0.2 for 20 %). The side that was entered is kept as it is (rounded to the currency); the
    other is computed from it and rounded once.
    """
    entered = quantize(amount, currency)
    if entered_with_tax:
        return TaxedMoney.of(quantize(entered / (1 + rate), currency), entered, currency)
    return TaxedMoney.of(entered, quantize(entered * (1 + rate), currency), currency)
