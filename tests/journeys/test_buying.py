"""Buying in a real browser: both markets, small and large windows, with and without script, every kind of basket."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Visitor
from tests.storefront.buying import ADA, LONDON

pytestmark = pytest.mark.browser


WIDE, SMALL = 1440, 390
LARGE_WITH_SCRIPT_SMALL_WITHOUT = [(WIDE, True), (SMALL, False)]
SMALL_WITH_SCRIPT_LARGE_WITHOUT = [(SMALL, True), (WIDE, False)]


@pytest.fixture
def visitor(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Visitor]:
    width, script = request.param
    visitor = Visitor(chromium, site, width=width, script=script)
    yield visitor
    visitor.context.close()
    assert visitor.complaints == []


def add(visitor: Visitor, channel: str, *slugs: str) -> None:
    for slug in slugs:
        visitor.go(f"/{channel}/products/{slug}/")
        visitor.fits()
        visitor.press("Add to cart")
        visitor.sees("Your cart")
    visitor.fits()


def fill(visitor: Visitor, prefix: str, address: dict[str, str]) -> None:
    page = visitor.page
    for name, value in address.items():
        field = page.locator(f"[name={prefix}-{name}]")
        if name == "country":
            if field.input_value() != value:
                field.select_option(value)
        elif name == "country_area" and field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def details(visitor: Visitor, prefix: str, address: dict[str, str]) -> None:
    visitor.page.get_by_role("link", name="Checkout").click()
    visitor.page.locator("[name=email]").fill("ada@example.com")
    fill(visitor, prefix, address)
    visitor.fits()
    visitor.press("Continue")


def sees_thanks(visitor: Visitor) -> None:
    """The waiting page moves on by itself, by script or by refreshing."""
    visitor.page.wait_for_url("**/orders/**", timeout=30_000)
    visitor.sees("Your order is placed.")
    visitor.fits()
    expect(visitor.page.locator("#cart-count")).to_be_hidden()


@pytest.mark.parametrize("visitor", LARGE_WITH_SCRIPT_SMALL_WITHOUT, indirect=True)
def test_a_chart_with_a_promo_code_in_the_us(visitor: Visitor) -> None:
    add(visitor, "us", "calf-chart")
    visitor.page.get_by_text("Have a promo code?").click()
    visitor.page.get_by_label("Promo code", exact=True).fill("TENOFF")
    visitor.press("Apply")
    visitor.sees("You save with TENOFF")
    details(visitor, "shipping", ADA)
    visitor.sees("3 to 6 working days")
    visitor.fits()
    visitor.press("Continue")
    visitor.fits()
    visitor.press("Pay $24.44")  # 18.00 + 8 % + 5.00
    visitor.press("with card ending 4242")
    sees_thanks(visitor)


@pytest.mark.parametrize("visitor", SMALL_WITH_SCRIPT_LARGE_WITHOUT, indirect=True)
def test_a_course_abroad_with_3d_secure(visitor: Visitor) -> None:
    add(visitor, "intl", "calf-course")
    details(visitor, "billing", LONDON)
    visitor.press("Pay £50.00")
    visitor.sees("Please tick this")
    visitor.page.locator("[name=consent]").check()
    visitor.press("Pay £50.00")
    visitor.press("3-D Secure")
    visitor.press("Refuse payment")
    visitor.sees("Your bank did not confirm that it was you.")
    visitor.press("3-D Secure")
    visitor.press("Confirm payment")
    sees_thanks(visitor)


@pytest.mark.parametrize("visitor", LARGE_WITH_SCRIPT_SMALL_WITHOUT, indirect=True)
def test_both_at_once_with_a_declined_card_and_an_expired_page(visitor: Visitor) -> None:
    add(visitor, "intl", "calf-chart", "calf-course")
    details(visitor, "shipping", LONDON)
    visitor.press("Continue")
    visitor.page.locator("[name=consent]").check()
    visitor.press("Pay £75.00")
    visitor.press("declined")
    visitor.sees("Your card was declined.")
    visitor.page.get_by_role("link", name="Back to the shop").click()
    visitor.sees("Nothing was charged")
    visitor.press("Pay £75.00")
    visitor.press("Let this page expire")
    visitor.page.get_by_role("link", name="Return to the shop").click()
    visitor.press("Pay £75.00")
    visitor.press("with card ending 4242")
    sees_thanks(visitor)


@pytest.mark.parametrize("visitor", SMALL_WITH_SCRIPT_LARGE_WITHOUT, indirect=True)
def test_the_bill_goes_to_another_country(visitor: Visitor) -> None:
    add(visitor, "us", "calf-chart")
    page = visitor.page
    page.get_by_role("link", name="Checkout").click()
    page.locator("[name=email]").fill("ada@example.com")
    fill(visitor, "shipping", ADA)
    page.locator("[name=same]").uncheck()
    if not visitor.script:
        visitor.press("Continue")
    page.locator("[name=billing-country]").select_option("GB")
    if not visitor.script:
        visitor.page.locator("#billing").get_by_role("button", name="Show its fields").click()
    page.get_by_label("Postcode").wait_for()
    expect(page.locator("[name=shipping-street_address_1]")).to_have_value("1 Market St")
    fill(visitor, "billing", LONDON)
    visitor.press("Continue")
    visitor.press("Continue")
    visitor.sees("LONDON")
    visitor.press("Pay $26.60")
    visitor.press("with card ending 4242")
    sees_thanks(visitor)
