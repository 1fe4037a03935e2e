"""Flat-rate taxes: which rate applies where, and what an entered price comes to with and without tax."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from store.engine.models import Address, Channel, Product, TaxClassCountryRate, TaxConfiguration
from store.engine.money import TaxedMoney, quantize, taxed


class HasAddresses(Protocol):
    """A checkout or an order."""

    channel: Channel
    shipping_address: Address | None
    billing_address: Address | None


def tax_country(subject: HasAddresses) -> str:
    """Return the country that taxes and stock go by: of the shipping or the billing address, or the default."""
    address = subject.shipping_address or subject.billing_address
    return address.country if address else subject.channel.default_country


@dataclass(frozen=True)
class TaxRules:
    """How one channel taxes what goes to one country.

    `rates` are fractions (0.2 for 20 %) per tax class; under None stands the country's own, for what has no class or
    whose class has no rate there. Without `charge_taxes` a price entered with tax is sold for its net.
    """

    channel: Channel
    country: str
    entered_with_tax: bool
    display_gross: bool
    charge_taxes: bool
    rates: dict[int | None, Decimal] = field(default_factory=dict)

    def rate(self, tax_class_id: int | None) -> Decimal:
        """Return the rate charged, as a fraction."""
        return self._listed(tax_class_id) if self.charge_taxes else Decimal(0)

    def taxed(self, amount: Decimal, tax_class_id: int | None) -> TaxedMoney:
        """Return net and gross of an entered amount; both are rounded to the currency."""
        price = taxed(
            amount,
            rate=self._listed(tax_class_id),
            entered_with_tax=self.entered_with_tax,
            currency=self.channel.currency_code,
        )
        if self.charge_taxes:
            return price
        return TaxedMoney(price.net, price.net)

    def exact(self, amount: Decimal, tax_class_id: int | None) -> TaxedMoney:
        """Return net and gross of an entered amount, neither rounded: prices in lists, before anything is sold."""
        rate, currency = self._listed(tax_class_id), self.channel.currency_code
        if self.entered_with_tax:
            net, gross = amount / (1 + rate), amount
        else:
            net, gross = amount, amount * (1 + rate)
        return TaxedMoney.of(net, gross if self.charge_taxes else net, currency)

    def line(self, unit_amount: Decimal, quantity: int, tax_class_id: int | None) -> TaxedMoney:
        """Return net and gross of several units as orders count them: taxed exactly, multiplied, rounded once."""
        rate = self._listed(tax_class_id)
        net, gross = unit_amount, unit_amount
        if self.entered_with_tax:
            net = unit_amount / (1 + rate)
            gross = unit_amount if self.charge_taxes else net
        elif self.charge_taxes:
            gross = unit_amount * (1 + rate)
        currency = self.channel.currency_code
        return TaxedMoney.of(quantize(net * quantity, currency), quantize(gross * quantity, currency), currency)

    def entered(self, price: TaxedMoney) -> Decimal:
        """Return the side of a price on which this channel's prices are entered."""
        return price.gross.amount if self.entered_with_tax else price.net.amount

    def _listed(self, tax_class_id: int | None) -> Decimal:
        return self.rates.get(tax_class_id, self.rates.get(None, Decimal(0)))


def tax_rules(*, channel: Channel, country: str) -> TaxRules:
    """Read how a channel taxes what goes to a country; without a configuration, Saleor's defaults."""
    configuration = TaxConfiguration.objects.filter(channel=channel).first() or TaxConfiguration(channel=channel)
    rates = TaxClassCountryRate.objects.filter(country=country).values_list("tax_class_id", "rate")
    return TaxRules(
        channel=channel,
        country=country,
        entered_with_tax=configuration.prices_entered_with_tax,
        display_gross=configuration.display_gross_prices,
        charge_taxes=configuration.charge_taxes,
        rates={tax_class_id: rate / 100 for tax_class_id, rate in rates},
    )


def tax_class_of(product: Product) -> int | None:
    """Return the tax class of a product: its own, else its type's."""
    return product.tax_class_id or product.product_type.tax_class_id
