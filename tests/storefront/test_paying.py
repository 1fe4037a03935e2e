"""Paying, and every ending of it, on the pages of the shop, with the embedded engine behind them."""

from collections.abc import Callable

import pytest
from django.core import mail

from store.engine.models import Checkout, Order, Stock
from store.payments.models import OrderLink, Payment, PaymentStatus
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from tests.factories.stall import stall
from tests.fakes.stripe_http import InProcessStripe
from tests.storefront.buying import Customer

pytestmark = pytest.mark.usefixtures("stripe")
Bank = Callable[[str], None]


def back(customer: Customer) -> str:
    """The address on which the hosted page lets a customer come back, without the host."""
    link = OrderLink.objects.latest("created_at")
    return f"checkout/paying/{link.token}/"


def test_paying_goes_to_the_hosted_page_and_the_event_places_the_order(bank: Bank) -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.chart, 2)
    answer = customer.post("checkout/review/", note="Ring twice")
    assert answer.status_code == 303
    assert "/sandbox/stripe/pay/cs_test_" in answer["Location"]
    assert not Order.objects.exists()
    bank("pay")
    waiting = customer.get(back(customer))
    assert "Just a moment" in waiting.content.decode()
    assert not Order.objects.exists()  # coming back completes nothing
    SandboxControl.release()
    done = customer.get(back(customer))
    link = OrderLink.objects.get()
    assert (done.status_code, done["Location"]) == (303, f"/us/orders/{link.token}/?thanks")
    order = Order.objects.get()
    assert (str(order.total_gross_amount), order.charge_status, order.customer_note) == ("48.200", "FULL", "Ring twice")
    assert Stock.objects.get(product_variant__product=shop.chart).quantity_allocated == 2
    assert mail.outbox[0].subject == f"Your order #{order.number}"
    assert "There is nothing in it yet." in customer.get("cart/").content.decode()  # the order was shown


def test_the_waiting_page_asks_again_with_and_without_script(bank: Bank) -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    customer.post("checkout/review/")
    bank("pay")
    page = customer.get(back(customer)).content.decode()
    assert 'hx-trigger="every 1500ms"' in page
    assert '<noscript><meta http-equiv="refresh" content="3; url=' in page
    SandboxControl.release()
    moved = customer.browser.get(customer.at(back(customer)), headers={"HX-Request": "true"})
    assert moved["HX-Redirect"].endswith("?thanks")


def test_paying_twice_opens_one_page_and_makes_one_order(bank: Bank) -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    first, second = customer.post("checkout/review/", note="Hi"), customer.post("checkout/review/", note="Hi")
    assert first["Location"] == second["Location"]
    bank("pay")
    assert customer.post("checkout/review/", note="Hi")["Location"].endswith(back(customer))
    SandboxControl.release()
    SandboxControl.release()
    assert Order.objects.count() == 1
    assert Payment.objects.get().status == PaymentStatus.PLACED


def test_a_declined_card_is_told_and_the_order_can_still_be_paid(bank: Bank) -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    page = customer.post("checkout/review/")["Location"]
    bank("decline")
    SandboxControl.release()
    assert "The card was declined" in customer.get("checkout/review/").content.decode()
    assert "A card was declined before." in customer.get(back(customer)).content.decode()  # and it goes on waiting
    assert customer.post("checkout/pay/")["Location"] == page
    bank("pay")
    SandboxControl.release()
    assert Order.objects.count() == 1


def test_an_expired_page_is_told_and_paid_anew(bank: Bank) -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    page = customer.post("checkout/review/")["Location"]
    bank("expire")
    SandboxControl.release()
    assert "The payment page has expired" in customer.get(back(customer)).content.decode()
    again = customer.post("checkout/pay/")["Location"]
    assert again != page
    assert "/sandbox/stripe/pay/" in again


def test_stock_that_ran_out_while_paying_is_refunded_and_told_plainly(bank: Bank) -> None:
    shop, customer = stall(chart_stock=1), Customer()
    customer.reach_review(shop.chart)
    customer.post("checkout/review/")
    Stock.objects.update(quantity=0)
    bank("pay")
    SandboxControl.release()
    page = customer.get(back(customer)).content.decode()
    assert "Your money is on its way back" in page
    assert "The last units were sold while you were paying" in page
    assert not Order.objects.exists()
    assert SandboxObject.objects.get(kind="refund").data["amount"] == 2660
    assert mail.outbox[0].subject == "Your payment has been refunded"
    checkout = Checkout.objects.get()
    assert checkout.charge_status == "NONE"


def test_changing_the_cart_closes_the_open_page_first() -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    customer.post("checkout/review/")
    customer.add(shop.chart)
    assert SandboxObject.objects.get(kind="checkout.session").data["status"] == "expired"
    assert Payment.objects.get().status == PaymentStatus.EXPIRED


def test_a_cart_that_was_just_paid_cannot_be_changed(bank: Bank) -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    customer.post("checkout/review/")
    bank("pay")
    answer = customer.add(shop.chart)
    assert answer["Location"] == f"/us/{back(customer)}"
    SandboxControl.release()
    assert [line.product_name for line in Order.objects.get().lines.all()] == ["Calf course"]


def test_what_costs_nothing_is_placed_without_a_payment() -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.gift)
    assert "Place order" in customer.get("checkout/review/").content.decode()
    answer = customer.post("checkout/review/")
    assert answer["Location"] == f"/us/orders/{OrderLink.objects.get().token}/?thanks"
    assert Order.objects.get().charge_status == "FULL"
    assert not Payment.objects.exists()
    assert len(mail.outbox) == 1


def test_a_consent_goes_with_the_order_and_into_its_mail(bank: Bank) -> None:
    shop, customer = stall(), Customer("intl")
    customer.reach_review(shop.course)
    customer.post("checkout/review/", consent="on")
    bank("pay")
    SandboxControl.release()
    assert "my 14-day right to cancel them ends" in Order.objects.get().metadata["digital_consent"]
    assert "You asked for access at once" in str(mail.outbox[0].body)


def test_when_stripe_is_down_the_customer_is_told_and_loses_nothing(stripe: InProcessStripe) -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    SandboxControl.set(mode="hold", is_down=True)
    answer = customer.post("checkout/review/")
    assert answer["Location"] == "/us/checkout/review/"
    page = customer.get("checkout/review/").content.decode()
    assert "cannot be reached just now, and your order is as it was" in page
    assert "We have not heard of a payment yet" not in page
    SandboxControl.set(mode="hold")
    assert "/sandbox/stripe/pay/" in customer.post("checkout/review/")["Location"]


def test_a_payment_that_needs_a_person_asks_not_to_pay_again(bank: Bank) -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    customer.post("checkout/review/")
    Payment.objects.update(status=PaymentStatus.REVIEW)
    assert "please do not pay again" in customer.get(back(customer)).content.decode()
    assert customer.get("checkout/review/")["Location"] == f"/us/{back(customer)}"


def test_a_card_statement_shows_lines_that_add_up() -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.chart, 2)
    customer.post("checkout/review/")
    session = SandboxObject.objects.get(kind="checkout.session").data
    lines = session["stand_in"]["lines"]
    assert [(line["name"], line["unit_amount"]) for line in lines] == [("Calf chart × 2", 4320), ("Delivery", 500)]
    assert session["amount_total"] == 4820
    assert session["customer_email"] == "ada@example.com"
