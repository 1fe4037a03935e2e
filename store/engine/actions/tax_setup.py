"""Setting up flat-rate taxes: classes, their rates per country, and a country's default rate. Rates are in percent."""

from collections.abc import Iterable
from decimal import Decimal

from store.engine.actions.checks import save_checked
from store.engine.models import TaxClass, TaxClassCountryRate
from store.engine.refusals import Refusal


def save_tax_class(
    *, tax_class: TaxClass, rates: dict[str, Decimal | None], remove_countries: Iterable[str] = ()
) -> None:
    """Save a tax class and set its rates by country; None takes a country's rate away.

    Raises Refusal: INVALID for a negative rate, DUPLICATED_INPUT_ITEM for a country to set and to remove.
    """
    gone = set(remove_countries)
    twice = sorted(gone & rates.keys())
    if twice:
        raise Refusal(
            f"Duplicated country codes were provided: {', '.join(twice)}",
            code="DUPLICATED_INPUT_ITEM",
            country_codes=twice,
        )
    negative = sorted(country for country, rate in rates.items() if rate is not None and rate < 0)
    if negative:
        raise Refusal("A rate cannot be negative.", code="INVALID", field="rate", country_codes=negative)
    save_checked(tax_class)
    for country, rate in rates.items():
        set_rate(tax_class=tax_class, country=country, rate=rate)
    tax_class.country_rates.filter(country__in=gone).delete()


def set_rate(*, tax_class: TaxClass | None, country: str, rate: Decimal | None) -> None:
    """Set a class's rate in a country, or the country's default without a class; None takes it away."""
    if rate is None:
        TaxClassCountryRate.objects.filter(tax_class=tax_class, country=country).delete()
    else:
        TaxClassCountryRate.objects.update_or_create(tax_class=tax_class, country=country, defaults={"rate": rate})
