"""Orders by telephone in a real browser: with hands on the keyboard, and without script on a small window."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.factories.people import PASSWORD
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Visitor]:
    width, script = request.param
    visitor = Visitor(chromium, site, width=width, script=script)
    visitor.go("/phone/")
    visitor.page.get_by_label("E-mail").fill("agent@example.com")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Sign in")
    yield visitor
    visitor.context.close()
    assert visitor.complaints == []


@pytest.mark.parametrize("desk", [(1440, True)], indirect=True)
def test_an_order_is_taken_by_keyboard_and_paid_on_the_link(desk: Visitor) -> None:
    page, keys = desk.page, desk.page.keyboard
    page.get_by_label("USA").check()
    page.get_by_label("Caller's number").fill("415 555 2671")
    keys.press("Enter")
    page.get_by_text("New customer").click()
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Byron")
    page.get_by_label("E-mail").fill("ada.by.phone@example.com")
    keys.press("Enter")
    expect(page.locator("#find-product")).to_be_focused()

    keys.type("calf ch")
    page.locator("#products .found-row").first.wait_for()
    keys.press("ArrowDown")
    keys.press("Enter")
    desk.sees("Calf chart")
    expect(page.locator("#find-product")).to_be_focused()

    keys.press("Alt+3")
    page.locator("[name=billing-street_address_1]").fill("1 Market St")
    page.locator("[name=billing-city]").fill("San Francisco")
    page.locator("[name=billing-country_area]").select_option("CA")
    page.locator("[name=billing-postal_code]").fill("nonsense")
    keys.press("Enter")
    desk.sees("This does not look right for the chosen country.")
    expect(page.locator("[name=billing-postal_code]")).to_be_focused()
    page.locator("[name=billing-postal_code]").fill("94105")
    keys.press("Enter")
    expect(page.locator("[name=delivery]").first).to_be_focused()
    keys.press("Space")
    page.locator(".read-out").wait_for()
    desk.fits()
    keys.press("Alt+5")
    keys.press("Enter")
    page.locator(".spoken").wait_for()
    desk.fits()

    customer = desk.context.new_page()
    customer.goto(page.locator(".link-address a").get_attribute("href") or "")
    customer.get_by_role("button", name="Pay").first.click()
    customer.get_by_role("button", name="with card ending 4242").click()
    expect(page.get_by_text("Nothing more to do.")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("desk", [(390, False)], indirect=True)
def test_an_order_is_taken_without_script_on_a_small_window(desk: Visitor) -> None:
    page = desk.page
    page.get_by_label("USA").check()
    desk.press("Start the call")
    page.get_by_text("New customer").click()
    page.get_by_label("Last name").fill("Byron")
    desk.press("Take as customer")
    desk.sees("No e-mail")
    page.get_by_label("SKU or name").fill("2*calf course")
    desk.press("Add")
    desk.sees("Calf course")
    page.locator("[name=billing-first_name]").fill("Ada")
    page.locator("[name=billing-street_address_1]").fill("1 Market St")
    page.locator("[name=billing-city]").fill("San Francisco")
    page.locator("[name=billing-country_area]").select_option("CA")
    page.locator("[name=billing-postal_code]").fill("94105")
    desk.press("Take the address")
    desk.sees("May I place the order?")
    desk.press("Place the order")
    page.locator(".spoken").wait_for()


@pytest.mark.parametrize("desk", [(1440, True)], indirect=True)
def test_what_is_typed_while_an_answer_is_on_its_way_stays(desk: Visitor) -> None:
    page = desk.page
    page.get_by_label("USA").check()
    desk.press("Start the call")
    page.get_by_text("New customer").click()
    page.get_by_label("Last name").fill("Byron")
    desk.press("Take as customer")
    desk.sees("No e-mail")
    page.get_by_label("SKU or name").fill("calf course")
    desk.press("Add")
    page.locator("[name=billing-city]").wait_for()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/phone/calls/**", hold)
    page.get_by_label("SKU or name").fill("calf chart")
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Add", exact=True).click()
    page.locator("[name=billing-street_address_1]").fill("1 Market St")
    page.locator("[name=billing-city]").fill("San Franc")
    [held] = waiting
    held.continue_()
    expect(page.get_by_label("SKU or name")).to_have_value("")  # the answer is there

    expect(page.locator("[name=billing-street_address_1]")).to_have_value("1 Market St")
    expect(page.locator("[name=billing-city]")).to_have_value("San Franc")
    expect(page.locator("[name=billing-city]")).to_be_focused()
