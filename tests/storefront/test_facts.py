"""Facts and amounts, written for people."""

from store.amounts import written
from store.saleor.client.fragments import CardPricing
from store.storefront.facts import written_minutes, written_number
from store.storefront.prices import price_of


def taxed(net: int, gross: int, currency: str) -> dict[str, object]:
    def money(cents: int) -> dict[str, object]:
        return {"currency": currency, "amount": cents / 100, "fractionalAmount": cents, "fractionDigits": 2}

    return {"net": money(net), "gross": money(gross), "tax": money(gross - net)}


def pricing(
    *, start: dict[str, object], stop: dict[str, object], before: dict[str, object], gross: bool
) -> CardPricing:
    return CardPricing.model_validate(
        {
            "displayGrossPrices": gross,
            "priceRange": {"start": start, "stop": stop},
            "priceRangeUndiscounted": {"start": before},
        }
    )


def test_numbers_and_durations_are_written_without_noise() -> None:
    assert [written_number(8.0), written_number(4.5)] == ["8", "4.5"]
    assert [written_minutes(31), written_minutes(170), written_minutes(120)] == ["31 min", "2 h 50 min", "2 h"]


def test_the_us_sees_net_prices_and_the_rest_of_the_world_gross_ones() -> None:
    dollars = taxed(1995, 2194, "USD")
    pounds = taxed(1329, 1595, "GBP")
    us = price_of(pricing(start=dollars, stop=dollars, before=dollars, gross=False))
    abroad = price_of(pricing(start=pounds, stop=pounds, before=pounds, gross=True))
    assert us is not None
    assert abroad is not None
    assert [written(us.now), us.varies, us.before] == ["$19.95", False, None]
    assert [written(abroad.now), abroad.varies, abroad.before] == ["£15.95", False, None]


def test_a_discounted_range_tells_what_was_asked_before() -> None:
    price = price_of(
        pricing(
            start=taxed(900, 900, "USD"), stop=taxed(1200, 1200, "USD"), before=taxed(1000, 1000, "USD"), gross=False
        )
    )
    assert price is not None
    assert price.before is not None
    assert [written(price.now), price.varies, written(price.before)] == ["$9.00", True, "$10.00"]


def test_what_is_not_sold_here_has_no_price() -> None:
    assert price_of(None) is None
