"""Browsing in a real browser: every kind of page on the smallest screen, filters, suggestions, the keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.browser

SMALLEST, WIDE = 320, 1440
PAGES = [
    "/",
    "/us/",
    "/intl/",
    "/us/categories/tools/",
    "/us/search/?q=pressure+ball",
    "/us/search/?q=nothing+xyzzy",
    "/us/products/ball-01/",
    "/us/articles/",
    "/us/articles/calf/",
    "/us/pages/faq/",
    "/us/cart/",
]


@pytest.fixture
def visitor(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Visitor]:
    width, script = request.param
    visitor = Visitor(chromium, site, width=width, script=script)
    yield visitor
    visitor.context.close()
    assert visitor.complaints == []


@pytest.mark.parametrize("visitor", [(SMALLEST, True)], indirect=True)
def test_every_page_fits_the_smallest_screen(visitor: Visitor) -> None:
    for path in PAGES:
        visitor.go(path)
        visitor.fits()
        if path != "/":
            expect(visitor.page.locator("header .phone")).to_be_visible()


@pytest.mark.parametrize("visitor", [(SMALLEST, True), (WIDE, True)], indirect=True)
def test_a_menu_opens_below_its_name_and_leads_on(visitor: Visitor) -> None:
    visitor.go("/us/")
    visitor.page.locator("summary", has_text="By body region").click()
    expect(visitor.page.get_by_role("link", name="Leg and foot")).to_be_in_viewport()
    visitor.fits()


@pytest.mark.parametrize("visitor", [(WIDE, True)], indirect=True)
def test_a_chosen_filter_narrows_at_once_and_stays_in_the_address(visitor: Visitor) -> None:
    visitor.go("/us/categories/tools/")
    visitor.page.get_by_label("Advanced").check()
    expect(visitor.page.get_by_role("status")).to_have_text("15 products")
    visitor.page.get_by_label("Sort by").select_option("-price")
    expect(visitor.page.locator(".product-card-name").first).to_have_text("Pressure Ball 29")
    assert "level=advanced" in visitor.page.url
    assert "sort=-price" in visitor.page.url
    visitor.page.get_by_role("link", name="Advanced remove").click()
    expect(visitor.page.get_by_role("status")).to_have_text("30 products")


@pytest.mark.parametrize("visitor", [(SMALLEST, False)], indirect=True)
def test_filters_order_and_further_pages_work_without_script(visitor: Visitor) -> None:
    visitor.go("/us/categories/tools/")
    expect(visitor.page.locator(".product-card")).to_have_count(24)
    visitor.page.get_by_role("link", name="Show more products").click()
    expect(visitor.page.locator(".product-card")).to_have_count(6)
    visitor.go("/us/categories/tools/")
    visitor.page.locator("summary", has_text="Filter").click()
    visitor.page.get_by_label("Advanced").check()
    visitor.press("Show results")
    expect(visitor.page.locator(".product-card")).to_have_count(15)
    visitor.page.get_by_label("Sort by").select_option("price")
    visitor.press("Sort")
    expect(visitor.page.locator(".product-card-name").first).to_have_text("Pressure Ball 01")


@pytest.mark.parametrize("visitor", [(WIDE, True)], indirect=True)
def test_more_products_are_added_below_and_the_reader_stays(visitor: Visitor) -> None:
    visitor.go("/us/categories/tools/")
    visitor.page.get_by_role("link", name="Show more products").click()
    expect(visitor.page.locator(".product-card")).to_have_count(30)


@pytest.mark.parametrize("visitor", [(WIDE, True)], indirect=True)
def test_suggestions_follow_the_words_that_are_typed(visitor: Visitor) -> None:
    visitor.go("/us/")
    visitor.page.get_by_label("Search the shop").press_sequentially("pressure ball 07")
    visitor.page.locator(".suggestion", has_text="Pressure Ball 07").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Pressure Ball 07")


@pytest.mark.parametrize("visitor", [(WIDE, True)], indirect=True)
def test_the_first_tab_offers_to_skip_to_the_content(visitor: Visitor) -> None:
    visitor.go("/us/categories/tools/")
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main")).to_be_focused()
