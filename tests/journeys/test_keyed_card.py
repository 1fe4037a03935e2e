"""A card that is read out over the telephone: the recording rests, one card is declined, the next one pays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories.people import PASSWORD
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Visitor]:
    visitor = Visitor(chromium, site, width=request.param[0], script=request.param[1])
    visitor.go("/phone/")
    visitor.page.get_by_label("E-mail").fill("chief@example.com")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Sign in")
    yield visitor
    visitor.context.close()
    assert visitor.complaints == []


def take_an_order(desk: Visitor) -> None:
    page = desk.page
    page.get_by_label("USA").check()
    desk.press("Start the call")
    page.get_by_text("New customer").click()
    page.get_by_label("Last name").fill("Byron")
    desk.press("Take as customer")
    desk.sees("No e-mail")
    page.get_by_label("SKU or name").fill("calf course")
    desk.press("Add")
    page.locator("[name=billing-first_name]").fill("Ada")
    page.locator("[name=billing-street_address_1]").fill("1 Market St")
    page.locator("[name=billing-city]").fill("San Francisco")
    page.locator("[name=billing-country_area]").select_option("CA")
    page.locator("[name=billing-postal_code]").fill("94105")
    desk.press("Take the address")
    desk.sees("May I place the order?")
    desk.press("Place the order")
    page.locator(".spoken").wait_for()


def key(page: Page, number: str) -> None:
    field = page.frame_locator("iframe[title='Secure card payment input frame']")
    field.get_by_label("Card number").fill(number)
    field.get_by_label("Expiry").fill("1234")
    field.get_by_label("CVC").fill("123")
    page.get_by_role("button", name="Charge").click()


@pytest.mark.parametrize("desk", [(1440, True)], indirect=True)
def test_a_declined_card_then_another_pays_and_the_recording_rests_meanwhile(desk: Visitor) -> None:
    page = desk.page
    take_an_order(desk)

    page.get_by_label("I have paused the recording of this call").check()
    desk.press("Open the card pane")
    desk.sees("The recording is paused")
    desk.fits()
    key(page, "4000 0000 0000 9995")
    desk.sees("The card was declined: there is not enough money on it.")
    desk.sees("Ask for another card.")
    key(page, "4242 4242 4242 4242")

    desk.sees("Nothing more to do.")
    desk.sees("Visa •••• 4242")
    desk.sees("Switch the recording on again.")
    desk.press("It is on again")
    expect(page.get_by_text("on again").last).to_contain_text("the card was charged")
    desk.fits()


@pytest.mark.parametrize("desk", [(390, True)], indirect=True)
def test_leaving_the_pane_closes_it(desk: Visitor) -> None:
    page = desk.page
    take_an_order(desk)
    page.get_by_label("I have paused the recording of this call").check()
    desk.press("Open the card pane")
    desk.sees("The recording is paused")
    page.locator("iframe").wait_for()
    desk.fits()
    call = page.url.removesuffix("card/")

    page.goto(f"{desk.site}/phone/")
    page.goto(call)

    desk.sees("Switch the recording on again.")
    desk.sees("the card pane was closed")


@pytest.mark.parametrize("desk", [(390, False)], indirect=True)
def test_without_script_the_pane_leads_back_to_the_link(desk: Visitor) -> None:
    page = desk.page
    take_an_order(desk)
    page.get_by_label("I have paused the recording of this call").check()
    desk.press("Open the card pane")
    desk.sees("needs a browser with script")

    desk.press("Send a pay-link instead")

    page.locator(".spoken").wait_for()
    desk.sees("Switch the recording on again.")
