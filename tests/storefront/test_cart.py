"""The cart."""

import pytest
from django.test import Client

from store.engine.models import Checkout, CheckoutLine, Product, Stock
from store.engine.schema.ids import to_global_id
from tests.factories.stall import stall, variant_id
from tests.storefront.buying import ADA, Customer

pytestmark = pytest.mark.django_db


def line_id() -> str:
    return to_global_id("CheckoutLine", CheckoutLine.objects.get().pk)


def test_adding_leads_to_the_cart_which_shows_what_is_in_it() -> None:
    shop, customer = stall(), Customer()
    answer = customer.add(shop.chart, 2)
    assert (answer.status_code, answer["Location"]) == (303, "/us/cart/")
    page = customer.get("cart/")
    assert page.status_code == 200
    words = page.content.decode()
    assert "It is in your cart." in words
    assert "Calf chart" in words
    assert "$20.00" in words
    assert "$40.00" in words
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_checkouts_id_stays_on_the_server() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    checkout = Checkout.objects.get()
    for secret in (str(checkout.pk), to_global_id("Checkout", checkout.pk)):
        assert secret not in customer.get("cart/").content.decode()


def test_adding_again_adds_to_the_line() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    customer.add(shop.chart, 2)
    assert CheckoutLine.objects.get().quantity == 3


def test_each_market_has_a_cart_of_its_own() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    customer.channel = "intl"
    assert "There is nothing in it yet." in customer.get("cart/").content.decode()
    customer.add(shop.course)
    assert Checkout.objects.count() == 2


def test_american_prices_are_shown_without_tax_and_british_with_it() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.course)
    american = customer.get("cart/").content.decode()
    assert "Sales tax" in american
    assert "$54.00" in american
    customer.channel = "intl"
    customer.add(shop.course)
    british = customer.get("cart/").content.decode()
    assert "of which VAT" in british
    assert "£8.33" in british
    assert "Sales tax" not in british


def test_more_than_there_are_is_refused_on_the_products_page_with_the_choice_kept() -> None:
    shop, customer = stall(chart_stock=3), Customer()
    answer = customer.add(shop.chart, 4)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/us/products/calf-chart/?variant=")
    assert answer["Location"].endswith("&quantity=4")
    page = customer.browser.get(answer["Location"]).content.decode()
    assert "Only 3 left." in page
    assert 'name="quantity" value="4"' in page
    assert not Checkout.objects.exists()


@pytest.mark.parametrize("quantity", ["0", "-1", "51", "many", ""])
def test_a_number_that_is_none_is_refused(quantity: str) -> None:
    shop, customer = stall(), Customer()
    answer = customer.post("cart/add/", variant=variant_id(shop.chart), quantity=quantity, product="calf-chart")
    assert answer["Location"].startswith("/us/products/calf-chart/")
    assert not Checkout.objects.exists()


def test_a_made_up_variant_is_refused_without_a_fault() -> None:
    stall()
    customer = Customer()
    for made_up in ("nonsense", to_global_id("ProductVariant", 999_999), to_global_id("Product", 1)):
        answer = customer.post("cart/add/", variant=made_up, quantity="1")
        assert (answer.status_code, answer["Location"]) == (303, "/us/cart/")


def test_a_line_is_changed_and_removed() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    assert customer.post("cart/lines/", line=line_id(), quantity="4")["Location"] == "/us/cart/"
    assert CheckoutLine.objects.get().quantity == 4
    customer.post("cart/lines/", line=line_id(), quantity="4", remove="yes")
    assert not CheckoutLine.objects.exists()
    assert "There is nothing in it yet." in customer.get("cart/").content.decode()


def test_too_many_of_a_line_are_told_at_the_line_with_the_number_kept() -> None:
    shop, customer = stall(chart_stock=3), Customer()
    customer.add(shop.chart)
    page = customer.post("cart/lines/", line=line_id(), quantity="9").content.decode()
    assert "Only 3 left." in page
    assert 'value="9" aria-invalid="true"' in page
    assert CheckoutLine.objects.get().quantity == 1


def test_what_was_sold_meanwhile_is_marked_and_blocks_the_checkout() -> None:
    shop, customer = stall(chart_stock=5), Customer()
    customer.add(shop.chart, 3)
    Stock.objects.update(quantity=1)
    page = customer.get("cart/").content.decode()
    assert "Only 1 left. Please lower the quantity." in page
    assert "Please look at the marked item first." in page
    assert 'href="/us/checkout/"' not in page


def test_htmx_gets_the_cart_alone_and_the_count_of_the_header() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    page = customer.browser.post(
        "/us/cart/lines/", {"line": line_id(), "quantity": "2"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in page
    assert page.lstrip().startswith('<div id="cart">')
    assert 'hx-swap-oob="true"' in page


def test_a_promo_code_lowers_the_price_and_can_be_taken_off() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.course)
    customer.post("cart/promo/", promo_code=" TENOFF ")
    page = customer.get("cart/").content.decode()
    assert "You save with TENOFF" in page
    assert "$5.00" in page
    assert "$48.60" in page
    customer.post("cart/promo/", remove="TENOFF")
    assert "$54.00" in customer.get("cart/").content.decode()


@pytest.mark.parametrize(("code", "words"), [("NOPE", "This code is not valid."), ("", "Write the code first.")])
def test_a_wrong_promo_code_is_told_at_the_field(code: str, words: str) -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.course)
    page = customer.post("cart/promo/", promo_code=code).content.decode()
    assert words in page
    assert f'value="{code}"' in page


def test_guessing_promo_codes_is_slowed_down() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.course)
    for number in range(20):
        assert "This code is not valid." in customer.post("cart/promo/", promo_code=f"NOPE{number}").content.decode()
    customer.post("cart/promo/", promo_code="NOPE")
    page = customer.post("cart/promo/", promo_code="TENOFF").content.decode()
    assert "Too many codes" in page
    assert "You save with TENOFF" not in page


def test_a_cart_that_became_an_order_is_renewed_without_a_word() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    Checkout.objects.all().delete()
    assert "There is nothing in it yet." in customer.get("cart/").content.decode()
    customer.add(shop.chart)
    Checkout.objects.all().delete()
    assert customer.add(shop.course)["Location"] == "/us/cart/"
    assert Checkout.objects.get().lines.get().variant.product == shop.course


def test_a_change_of_a_cart_that_is_gone_leads_to_the_empty_cart() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    old = line_id()
    Checkout.objects.all().delete()
    answer = customer.post("cart/lines/", line=old, quantity="2")
    assert (answer.status_code, answer["Location"]) == (303, "/us/cart/")


def test_when_saleor_is_silent_ordering_is_paused_with_the_phone_number(monkeypatch: pytest.MonkeyPatch) -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    pause(monkeypatch)
    page = customer.get("cart/")
    assert page.status_code == 503
    assert "Ordering is paused for a moment" in page.content.decode()
    assert "1 800 741 5716" in page.content.decode()


def pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody answer as Saleor."""
    from store import backend  # noqa: PLC0415
    from tests.fakes.saleor import FakeSaleor  # noqa: PLC0415

    silent = FakeSaleor()
    silent.silent = True
    monkeypatch.setattr(backend, "_transport", lambda *_, **__: silent)


def test_a_form_from_elsewhere_is_refused() -> None:
    shop = stall()
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/us/cart/add/", {"variant": variant_id(shop.chart), "quantity": "1"})
    assert answer.status_code == 403


def test_the_count_in_the_header_follows() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart, 2)
    assert '>2<span class="visually-hidden"> in the cart' in customer.get("cart/").content.decode()
    assert Product.objects.count() == 3
    assert ADA["country"] == "US"
