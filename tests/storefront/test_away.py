"""Customers' pages while Saleor does not answer: what is still there, what is said, and that nothing typed is lost."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.http import HttpResponse
from pytest_django.fixtures import Settings

from store.engine.models import Checkout, CheckoutLine
from tests.factories import people
from tests.factories.shelf import shelf
from tests.factories.stall import Stall, stall
from tests.fakes.saleor_server import SaleorServer, serve
from tests.storefront.buying import ADA, Customer

pytestmark = pytest.mark.django_db

NOTICE = "Ordering is paused for a moment.</strong> You can look around"
US, INTL = "1 800 741 5716", "+44 161 802 0161"
TECHNICAL = ("Saleor", "server", "503", "API", "GraphQL", "Connect", "Error")


@pytest.fixture
def goods() -> Stall:
    return stall()


@pytest.fixture
def tools(goods: Stall, saleor: SaleorServer) -> None:
    """A shelf to look at, which takes a moment to fill."""
    shelf()


@pytest.fixture
def saleor(goods: Stall, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SaleorServer:
    return serve(settings, monkeypatch, tmp_path)


@pytest.fixture
def customer(saleor: SaleorServer) -> Customer:
    return Customer()


def words(answer: HttpResponse) -> str:
    text = answer.content.decode()
    shown = text.split("<main", 1)[-1]
    assert not any(word in shown for word in TECHNICAL)
    return text


PAGES = ["", "categories/tools/", "products/ball-01/", "articles/", "articles/calf/", "sitemap.xml"]


def test_pages_that_were_looked_at_before_are_still_there_with_a_notice(
    tools: None, customer: Customer, saleor: SaleorServer
) -> None:
    before = {page: customer.get(page).content.decode() for page in PAGES}
    assert not any(NOTICE in text for text in before.values())
    saleor.goes_down()
    saleor.pause.failed(for_certain=True)  # as the first who met nobody told the others
    asked = len(saleor.asked)
    for page in PAGES:
        answer = customer.get(page)
        assert answer.status_code == 200, page
        assert NOTICE in answer.content.decode() or page == "sitemap.xml"
    assert "Pressure Ball 01" in words(customer.get("products/ball-01/"))
    assert US in customer.get("products/ball-01/").content.decode().split(NOTICE)[1].split("</p>")[0]
    assert len(saleor.asked) == asked


def test_the_notice_goes_away_by_itself_when_saleor_is_back(
    tools: None, customer: Customer, saleor: SaleorServer
) -> None:
    customer.get("categories/tools/")
    saleor.goes_down()
    saleor.pause.failed(for_certain=True)
    assert NOTICE in customer.get("categories/tools/").content.decode()
    saleor.comes_back()
    assert NOTICE not in customer.get("categories/tools/").content.decode()


def test_a_page_that_nobody_looked_at_before_says_so_politely(
    tools: None, customer: Customer, saleor: SaleorServer
) -> None:
    customer.get("")  # the frame is known
    saleor.goes_down()
    answer = customer.get("products/ball-02/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert "This page is not to be had for a moment" in words(answer)
    assert US in words(answer)
    assert "no-store" in answer["Cache-Control"]


def test_search_says_what_is_the_matter_and_shows_where_to_go(
    tools: None, customer: Customer, saleor: SaleorServer
) -> None:
    customer.get("")
    saleor.goes_down()
    answer = customer.get("search/?q=heel")
    assert answer.status_code == 503
    assert "Search is paused for a moment" in words(answer)
    assert "/us/categories/tools/" in words(answer)


def test_suggestions_say_it_below_the_field(customer: Customer, saleor: SaleorServer) -> None:
    saleor.goes_down()
    asked = {"HX-Request": "true", "HX-Target": "suggestions"}
    answer = customer.browser.get("/us/search/?q=heel", headers=asked)
    assert answer.status_code == 200
    assert "Search is paused for a moment" in answer.content.decode()


def test_a_list_that_cannot_be_narrowed_stays_with_a_line_above_it(
    tools: None, customer: Customer, saleor: SaleorServer
) -> None:
    saleor.goes_down()
    asked = {"HX-Request": "true", "HX-Target": "listing"}
    answer = customer.browser.get("/us/categories/tools/?level=advanced", headers=asked)
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Push-Url"]) == (200, "#said", "false")
    assert "not to be had for a moment" in answer.content.decode()


@pytest.mark.parametrize(("channel", "phone"), [("us", US), ("intl", INTL)])
@pytest.mark.parametrize("page", ["cart/", "checkout/", "checkout/delivery/", "checkout/review/"])
def test_cart_and_checkout_say_that_ordering_is_paused_and_whom_to_call(
    goods: Stall, saleor: SaleorServer, channel: str, phone: str, page: str
) -> None:
    customer = Customer(channel)
    customer.add(goods.chart)
    saleor.goes_down()
    answer = customer.get(page)
    assert answer.status_code == 503
    assert "Ordering is paused for a moment" in words(answer)
    assert phone in words(answer)
    assert "no-store" in answer["Cache-Control"]


def test_what_was_to_go_into_the_cart_goes_there_by_trying_again(
    goods: Stall, customer: Customer, saleor: SaleorServer
) -> None:
    saleor.goes_down()
    answer = customer.add(goods.chart, 3)
    fields = hidden(words(answer))
    assert fields["quantity"] == "3"
    assert 'action="/us/cart/add/"' in words(answer)
    saleor.comes_back()
    assert customer.post("cart/add/", **fields)["Location"] == "/us/cart/"
    assert CheckoutLine.objects.get().quantity == 3


def test_an_address_that_was_typed_while_saleor_went_away_is_sent_by_trying_again(
    goods: Stall, customer: Customer, saleor: SaleorServer
) -> None:
    customer.add(goods.chart)
    saleor.goes_down()
    answer = customer.details(ship=ADA)
    assert answer.status_code == 503
    saleor.comes_back()
    answer = customer.post("checkout/", **hidden(words(answer)))
    assert answer["Location"] == "/us/checkout/delivery/"
    checkout = Checkout.objects.get()
    assert checkout.shipping_address is not None
    assert (checkout.email, checkout.shipping_address.city) == ("ada@example.com", "SAN FRANCISCO")


def test_with_script_the_form_stays_as_it_is_below_a_line(
    goods: Stall, customer: Customer, saleor: SaleorServer
) -> None:
    customer.add(goods.chart)
    saleor.goes_down()
    answer = customer.browser.post("/us/checkout/", {"refresh": "country"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (200, "#said", "outerHTML")
    assert "What you typed is still here" in answer.content.decode()
    assert US in answer.content.decode()
    saleor.comes_back()
    asked = {"HX-Request": "true"}
    again = customer.browser.post("/us/checkout/", {"refresh": "country", "email": "a@example.com"}, headers=asked)
    assert '<div id="said" hx-swap-oob="true"></div>' in again.content.decode()


def test_a_basket_outlives_saleors_absence(goods: Stall, customer: Customer, saleor: SaleorServer) -> None:
    customer.add(goods.chart, 2)
    saleor.goes_down()
    customer.get("cart/")
    saleor.comes_back()
    assert "Calf chart" in words(customer.get("cart/")) or goods.chart.name in words(customer.get("cart/"))


def signed_in(customer: Customer) -> None:
    people.user(email="ada@example.com", first_name="Ada")
    customer.post("account/sign-in/", email="ada@example.com", password=people.PASSWORD)


@pytest.mark.parametrize("page", ["account/", "account/details/", "account/addresses/", "account/addresses/new/"])
def test_account_pages_say_it_and_the_person_stays_signed_in(
    customer: Customer, saleor: SaleorServer, page: str
) -> None:
    signed_in(customer)
    saleor.goes_down()
    answer = customer.get(page)
    assert answer.status_code == 503
    assert "Accounts are paused for a moment" in words(answer)
    assert answer["Referrer-Policy"] == "same-origin"
    saleor.comes_back()
    assert customer.get(page).status_code == 200


def test_a_changed_name_is_saved_by_trying_again(customer: Customer, saleor: SaleorServer) -> None:
    signed_in(customer)
    saleor.goes_down()
    answer = customer.post("account/details/", first_name="Augusta", last_name="King")
    saleor.comes_back()
    customer.post("account/details/", **hidden(words(answer)))
    assert 'value="Augusta"' in customer.get("account/details/").content.decode()


def test_who_signs_in_meanwhile_finds_the_form_as_it_was(customer: Customer, saleor: SaleorServer) -> None:
    people.user(email="ada@example.com")
    saleor.goes_down()
    answer = customer.post("account/sign-in/", email="ada@example.com", password=people.PASSWORD)
    assert answer.status_code == 200
    assert "Accounts are paused for a moment" in words(answer)
    assert 'value="ada@example.com"' in words(answer)
    assert people.PASSWORD not in words(answer)


def test_who_registers_meanwhile_keeps_what_was_typed(customer: Customer, saleor: SaleorServer) -> None:
    saleor.goes_down()
    typed = {"email": "ada@example.com", "first_name": "Ada", "last_name": "Byron", "password": "a long one 9"}
    answer = customer.post("account/register/", **typed)
    assert "Accounts are paused for a moment" in words(answer)
    assert 'value="Byron"' in words(answer)
    assert "a long one 9" not in words(answer)


def test_a_password_is_on_no_page_that_offers_to_try_again(customer: Customer, saleor: SaleorServer) -> None:
    signed_in(customer)
    saleor.goes_down()
    answer = customer.post("account/password/", old=people.PASSWORD, new="another 99 long", again="another 99 long")
    assert answer.status_code == 503
    assert "another 99 long" not in words(answer)
    assert 'href="/us/account/password/"' in words(answer)


def test_a_letter_is_not_used_up_while_nobody_reads_it(customer: Customer, saleor: SaleorServer) -> None:
    customer.get("account/confirm/?email=ada@example.com&token=abc")
    saleor.goes_down()
    assert customer.post("account/confirm/").status_code == 503
    saleor.comes_back()
    assert customer.get("account/confirm/").status_code == 200


def hidden(page: str) -> dict[str, str]:
    """Return what the page would send again."""
    form = page.split("<main", 1)[1].split("</form>", 1)[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}
