"""Tax classes with their rates, and how each channel charges tax."""

from decimal import Decimal

from catalog_seed.plan import Change, Shop, Step, accepted, created, differing
from catalog_seed.shapes import Channel, TaxClass
from store.saleor.client.enums import CountryCode, TaxCalculationStrategy
from store.saleor.client.fragments import SeedTaxClass, SeedTaxConfiguration
from store.saleor.client.input_types import (
    CountryRateInput,
    CountryRateUpdateInput,
    TaxClassCreateInput,
    TaxClassUpdateInput,
    TaxConfigurationUpdateInput,
)


def taxes(shop: Shop) -> list[Step]:
    """Return what to do about taxes."""
    answer = shop.app.seed_taxes()
    found = {edge.node.name: edge.node for edge in (answer.tax_classes.edges if answer.tax_classes else [])}
    set_up = {
        edge.node.channel.slug: edge.node
        for edge in (answer.tax_configurations.edges if answer.tax_configurations else [])
    }
    for tax_class in shop.content.tax_classes:
        if tax_class.name in found:
            shop.ids["tax class", tax_class.slug] = found[tax_class.name].id
    classes = [
        change for wanted in shop.content.tax_classes if (change := _class(shop, wanted, found.get(wanted.name)))
    ]
    channels = [
        change for channel in shop.content.channels if (change := _channel(shop, channel, set_up.get(channel.slug)))
    ]
    return [Step(classes), Step(channels)]


def _class(shop: Shop, wanted: TaxClass, found: SeedTaxClass | None) -> Change | None:
    what = f"tax class {wanted.slug}"

    def create() -> None:
        rates = [
            CountryRateInput(country_code=CountryCode(code), rate=float(rate)) for code, rate in wanted.rates.items()
        ]
        answer = accepted(
            shop.app.tax_class_create(TaxClassCreateInput(name=wanted.name, create_country_rates=rates)), what
        )
        shop.ids["tax class", wanted.slug] = created(answer.tax_class, what)

    if found is None:
        return Change("tax class", wanted.slug, create, is_new=True)
    there = {row.country.code: Decimal(str(row.rate)) for row in found.countries}
    differs = differing(dict(wanted.rates), dict(there)) + tuple(code for code in there if code not in wanted.rates)

    def update() -> None:
        changed = TaxClassUpdateInput(
            update_country_rates=[
                CountryRateUpdateInput(country_code=CountryCode(code), rate=float(rate))
                for code, rate in wanted.rates.items()
            ],
            remove_country_rates=[CountryCode(code) for code in there if code not in wanted.rates],
        )
        accepted(shop.app.tax_class_update(found.id, changed), what)

    return Change("tax class", wanted.slug, update, differs=differs) if differs else None


def _channel(shop: Shop, channel: Channel, found: SeedTaxConfiguration | None) -> Change | None:
    """Charge flat rates; prices are shown as they are entered."""
    wanted = {
        "charge_taxes": True,
        "tax_calculation_strategy": TaxCalculationStrategy.FLAT_RATES,
        "display_gross_prices": channel.prices_include_tax,
        "prices_entered_with_tax": channel.prices_include_tax,
    }
    differs = differing(wanted, found.model_dump() if found else {})

    def update() -> None:
        # A channel that this run made has its configuration only now.
        answer = shop.app.seed_taxes().tax_configurations
        ids = {edge.node.channel.slug: edge.node.id for edge in (answer.edges if answer else [])}
        changed = TaxConfigurationUpdateInput(
            charge_taxes=True,
            tax_calculation_strategy=TaxCalculationStrategy.FLAT_RATES,
            display_gross_prices=channel.prices_include_tax,
            prices_entered_with_tax=channel.prices_include_tax,
        )
        accepted(shop.app.tax_configuration_update(ids[channel.slug], changed), f"taxes of {channel.slug}")

    return Change("tax configuration", channel.slug, update, differs=differs) if differs else None
