"""The steps of the checkout."""

import pytest

from store.engine.models import Checkout, ShippingMethodChannelListing, Stock
from tests.factories.stall import stall
from tests.storefront.buying import ADA, LONDON, Customer

pytestmark = pytest.mark.django_db


def test_without_a_cart_there_is_no_checkout() -> None:
    stall()
    customer = Customer()
    for step in ("checkout/", "checkout/delivery/", "checkout/review/"):
        answer = customer.get(step)
        assert (answer.status_code, answer["Location"]) == (303, "/us/cart/")


def test_a_chart_walks_through_three_steps() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    assert customer.details(ship=ADA)["Location"] == "/us/checkout/delivery/"
    delivery = customer.get("checkout/delivery/").content.decode()
    assert "3 to 6 working days" in delivery
    assert delivery.index("$5.00") < delivery.index("$9.00")
    assert customer.choose_delivery()["Location"] == "/us/checkout/review/"
    review = customer.get("checkout/review/").content.decode()
    assert "ada@example.com" in review
    assert "SAN FRANCISCO, CA 94105" in review
    assert "Pay $26.60" in review  # 20.00 + 8 % tax + 5.00 delivery


def test_the_telephone_number_is_kept_in_full() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    customer.details(ship=ADA)
    stored = Checkout.objects.get().shipping_address
    assert stored is not None
    assert stored.phone == "+14155552671"


def test_what_is_not_shipped_asks_for_the_bill_alone_and_skips_delivery() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.course)
    page = customer.get("checkout/").content.decode()
    assert "Nothing is shipped." in page
    assert 'name="shipping-street_address_1"' not in page
    assert ">Delivery<" not in page
    assert customer.details(bill=ADA)["Location"] == "/us/checkout/review/"
    assert customer.get("checkout/delivery/")["Location"] == "/us/checkout/review/"
    assert "Pay $54.00" in customer.get("checkout/review/").content.decode()


def test_only_countries_that_a_parcel_reaches_are_offered_for_a_parcel() -> None:
    shop, customer = stall(), Customer("intl")
    customer.add(shop.chart)
    parcel = customer.get("checkout/").content.decode()
    assert '<option value="DE">' in parcel
    assert '<option value="FR">' not in parcel
    customer.post("cart/lines/", line="x", quantity="1")
    other = Customer("intl")
    other.add(shop.course)
    assert '<option value="FR">' in other.get("checkout/").content.decode()


def test_mistakes_stand_at_their_fields_and_nothing_typed_is_lost() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    page = customer.post(
        "checkout/",
        same="on",
        email="ada@",
        **{
            f"shipping-{name}": value for name, value in {**ADA, "last_name": "", "phone": "12", "city": "Reno"}.items()
        },
    ).content.decode()
    assert "Please look at the marked fields." in page
    assert "Enter a valid email address." in page
    assert 'id="id_shipping-last_name_error"' in page
    assert 'id="id_shipping-phone_error"' in page
    assert 'value="ada@"' in page
    assert 'value="Reno"' in page
    assert 'value="12"' in page


def test_what_saleor_refuses_stands_at_its_field_too() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    page = customer.details(ship={**ADA, "postal_code": "1"}).content.decode()
    assert 'id="id_shipping-postal_code_error"' in page
    assert "This does not look right for the chosen country." in page
    assert 'value="1 Market St"' in page


def test_another_country_brings_its_own_fields_and_keeps_what_was_typed() -> None:
    shop, customer = stall(), Customer("intl")
    customer.add(shop.chart)
    page = customer.post(
        "checkout/",
        refresh="country",
        same="on",
        email="ada@",
        **{f"shipping-{name}": value for name, value in {**LONDON, "country": "JP"}.items()},
    ).content.decode()
    assert "Prefecture" in page
    assert "12 St James&#x27;s Square" in page
    assert "field-error" not in page
    assert not Checkout.objects.get().email


def test_htmx_gets_the_form_alone() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    page = customer.browser.post(
        "/us/checkout/", {"refresh": "country", "shipping-country": "US"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in page
    assert page.lstrip().startswith('<form class="form" id="details"')


def test_the_bill_may_go_elsewhere() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    data = {f"shipping-{name}": value for name, value in ADA.items()}
    asked = customer.post("checkout/", email="ada@example.com", **data).content.decode()
    assert 'name="billing-street_address_1"' in asked
    assert "1 Market St" in asked
    assert customer.details(ship=ADA, bill=LONDON)["Location"] == "/us/checkout/delivery/"
    checkout = Checkout.objects.get()
    assert checkout.billing_address is not None
    assert checkout.shipping_address is not None
    assert (checkout.billing_address.city, checkout.shipping_address.city) == ("LONDON", "SAN FRANCISCO")
    assert 'name="billing-street_address_1"' in customer.get("checkout/").content.decode()


def test_going_back_shows_what_was_entered() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    customer.details(ship=ADA)
    page = customer.get("checkout/").content.decode()
    assert 'value="ada@example.com"' in page
    assert 'value="1 Market St"' in page
    assert '<option value="CA" selected>California</option>' in page


def test_a_step_cannot_be_jumped_over() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    assert customer.get("checkout/delivery/")["Location"] == "/us/checkout/"
    assert customer.get("checkout/review/")["Location"] == "/us/checkout/"
    customer.details(ship=ADA)
    assert customer.get("checkout/review/")["Location"] == "/us/checkout/delivery/"


def test_a_delivery_must_be_one_of_those_offered() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    customer.details(ship=ADA)
    assert "Choose how it should be delivered." in customer.post("checkout/delivery/").content.decode()
    assert customer.post("checkout/delivery/", delivery="made-up").status_code == 200


def test_where_no_delivery_reaches_that_is_said_with_the_phone_number() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    customer.details(ship=ADA)
    ShippingMethodChannelListing.objects.all().delete()
    page = customer.get("checkout/delivery/").content.decode()
    assert "No delivery reaches this address" in page
    assert "tel:+18007415716" in page


def test_british_and_european_buyers_of_digital_items_agree_to_get_them_at_once() -> None:
    shop, customer = stall(), Customer("intl")
    customer.reach_review(shop.course)
    page = customer.get("checkout/review/").content.decode()
    assert "my 14-day right to cancel them ends" in page
    refused = customer.post("checkout/review/", note="Ring twice").content.decode()
    assert "Please tick this" in refused
    assert "Ring twice" in refused


def test_others_are_not_asked_for_a_consent() -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    assert "right to cancel" not in customer.get("checkout/review/").content.decode()
    british = Customer("intl")
    british.reach_review(shop.chart)
    assert "right to cancel" not in british.get("checkout/review/").content.decode()


def test_what_ran_out_meanwhile_blocks_the_payment() -> None:
    shop, customer = stall(chart_stock=2), Customer()
    customer.reach_review(shop.chart, 2)
    Stock.objects.update(quantity=0)
    page = customer.get("checkout/review/").content.decode()
    assert "Something in your cart cannot be bought as it is." in page
    assert 'class="button button-primary pay-button"' not in page


def test_steps_are_never_cached_or_indexed() -> None:
    shop, customer = stall(), Customer()
    customer.add(shop.chart)
    page = customer.get("checkout/")
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page.content.decode()
