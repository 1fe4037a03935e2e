"""An account in a real browser: opened, confirmed by the letter, an address with fields that follow its country."""

import re
from collections.abc import Iterator
from email import message_from_string
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Visitor
from tests.storefront.buying import LONDON

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Visitor]:
    width, script = request.param
    visitor = Visitor(chromium, site, width=width, script=script)
    yield visitor
    visitor.context.close()
    assert visitor.complaints == []


def link_in(mails: Path, to: str) -> str:
    """The link in the newest letter to an address."""
    letters = [message_from_string(file.read_text()) for file in sorted(mails.iterdir())]
    body = next(str(letter.get_payload()) for letter in reversed(letters) if letter["To"] == to)
    found = re.search(r"http\S+token=\S+", body)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("visitor", [(1440, True), (320, False)], indirect=True)
def test_an_account_from_opening_it_to_signing_out(visitor: Visitor, mails: Path) -> None:
    page, email = visitor.page, f"ada{'' if visitor.script else '.plain'}@example.com"
    visitor.go("/intl/account/addresses/")
    page.get_by_role("link", name="Open an account").click()
    for label, words in (("First name", "Ada"), ("Last name", "Byron"), ("E-mail", email), ("Password", "lovely lace")):
        page.get_by_label(label).fill(words)
    visitor.fits()
    visitor.press("Open account")
    visitor.sees("Look into your mail")
    page.goto(link_in(mails, email))
    visitor.press("Yes, confirm it")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("lovely lace")
    page.locator("main").get_by_role("button", name="Sign in").click()
    visitor.sees("Nothing yet.")
    visitor.fits()
    page.get_by_role("link", name="Addresses").click()
    page.get_by_role("link", name="Add an address").click()
    page.get_by_label("Address", exact=True).fill(LONDON["street_address_1"])
    page.get_by_label("Country").select_option("US")
    if not visitor.script:
        visitor.press("Show its fields")
    page.get_by_label("State").wait_for()
    page.get_by_label("Country").select_option("GB")
    if not visitor.script:
        visitor.press("Show its fields")
    page.get_by_label("Postcode").fill(LONDON["postal_code"])
    page.get_by_label("Town or city").fill(LONDON["city"])
    visitor.fits()
    visitor.press("Save address")
    visitor.sees("For parcels")
    expect(page.locator("address")).to_contain_text(LONDON["street_address_1"])
    visitor.fits()
    visitor.press("Sign out")
    visitor.sees("You are signed out.")
