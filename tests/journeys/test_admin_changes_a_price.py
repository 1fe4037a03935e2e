"""An admin changes a price in a real browser: the next page of the shop and the next search at the desk show it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.factories.people import PASSWORD
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def admin(chromium: Browser, site: str) -> Iterator[Visitor]:
    visitor = Visitor(chromium, site, width=1440, script=True)
    visitor.go("/admin/login/")
    visitor.page.locator("[name=username]").fill("admin@example.com")
    visitor.page.locator("[name=password]").fill(PASSWORD)
    visitor.press("Log in")
    yield visitor
    visitor.context.close()
    assert visitor.complaints == []


def test_a_new_price_is_on_the_next_page_and_at_the_desk(admin: Visitor) -> None:
    page = admin.page
    admin.go("/admin/engine/product/?q=calf-course")
    page.get_by_role("link", name="Calf course").click()
    page.locator("#tabs-items").get_by_text("Variants, prices, stock").click()
    price = page.locator("[name^='variants-0-price_']").last  # channels stand by their slugs: intl, us
    expect(page.get_by_text("Price us (USD)").first).to_be_visible()
    price.fill("-1")
    admin.press("Save and continue editing")
    admin.sees("Ensure this value is greater than or equal to 0.")
    price.fill("61.50")
    admin.press("Save and continue editing")
    admin.sees("was changed successfully")

    admin.go("/us/products/calf-course/")
    admin.sees("$61.50")
    admin.go("/phone/")
    page.get_by_label("E-mail").fill("agent@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    admin.press("Sign in")
    page.get_by_label("USA").check()
    page.get_by_label("Caller's number").fill("415 555 2671")
    page.keyboard.press("Enter")
    page.locator("#find-product").fill("calf co")
    expect(page.locator("#products")).to_contain_text("$66.42")  # the desk reads prices out with 8 % tax
