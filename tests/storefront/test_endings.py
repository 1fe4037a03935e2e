"""The endings of a payment that `test_paying` does not tell: each has a page that says what became of the money."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from store.engine.models import Order
from store.payments.models import OrderLink, Payment, PaymentStatus
from store.payments.pay_links import link_state, make_link
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from tests.factories.stall import stall
from tests.storefront.buying import Customer
from tests.storefront.test_order_status import unpaid_phone_order
from tests.storefront.test_paying import back

pytestmark = pytest.mark.usefixtures("stripe")
Bank = Callable[[str], None]


def at_the_bank() -> tuple[Customer, str]:
    """A customer who has come to the hosted page, and the page's path."""
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    address = customer.post("checkout/review/")["Location"]
    return customer, address[address.index("/sandbox/") :]


def test_three_d_secure_that_passes_places_the_order() -> None:
    customer, page = at_the_bank()
    assert "Your bank wants to know" in customer.browser.post(page, {"choice": "secure"}).content.decode()
    assert customer.browser.post(page, {"choice": "confirm"})["Location"].endswith(back(customer))
    SandboxControl.release()
    assert Order.objects.get().charge_status == "FULL"


def test_three_d_secure_that_fails_is_told_and_another_card_pays() -> None:
    customer, page = at_the_bank()
    assert "did not confirm" in customer.browser.post(page, {"choice": "refuse"}).content.decode()
    SandboxControl.release()
    assert "Nothing was charged; you can try another card" in customer.get("checkout/review/").content.decode()
    customer.browser.post(page, {"choice": "pay"})
    SandboxControl.release()
    assert Order.objects.count() == 1


def test_three_d_secure_that_is_left_alone_charges_nothing_and_can_be_paid_later() -> None:
    customer, page = at_the_bank()
    customer.browser.post(page, {"choice": "secure"})
    assert "I have not paid yet: back to my order" in customer.get(back(customer)).content.decode()
    assert customer.get("checkout/review/").status_code == 200
    assert customer.post("checkout/pay/")["Location"].endswith(page)  # the same page, still open
    assert not SandboxObject.objects.filter(kind="charge").exists()


def test_who_closes_the_window_after_paying_gets_the_order_by_mail(bank: Bank) -> None:
    at_the_bank()
    bank("pay")
    SandboxControl.release()
    address = f"/us/orders/{OrderLink.objects.get().token}/"
    assert address in mail.outbox[0].body
    assert f"#{Order.objects.get().number}" in Client().get(address).content.decode()


@pytest.mark.parametrize("path", ["cart/", "checkout/", "checkout/review/"])
def test_who_closes_the_window_and_comes_back_to_the_shop_sees_the_order_once(bank: Bank, path: str) -> None:
    customer, _ = at_the_bank()
    bank("pay")
    SandboxControl.release()
    assert customer.get(path)["Location"] == f"/us/{back(customer)}"
    assert customer.get(back(customer))["Location"] == f"/us/orders/{OrderLink.objects.get().token}/?thanks"
    assert "There is nothing in it yet." in customer.get("cart/").content.decode()


def test_who_comes_back_before_the_event_is_not_told_that_nothing_was_charged(bank: Bank) -> None:
    customer, _ = at_the_bank()
    bank("pay")
    page = customer.get("checkout/review/").content.decode()
    assert "We have not heard of a payment yet." in page
    assert "Nothing was charged" not in page
    assert customer.post("checkout/review/")["Location"] == f"/us/{back(customer)}"
    assert SandboxObject.objects.filter(kind="charge").count() == 1


def test_another_amount_than_agreed_is_never_completed_silently(bank: Bank) -> None:
    customer, _ = at_the_bank()
    session = SandboxObject.objects.get(kind="checkout.session")
    session.data["amount_total"] += 1
    session.save()
    bank("pay")
    SandboxControl.release()
    page = customer.get(back(customer)).content.decode()
    assert "We are looking at your payment" in page
    assert "please do not pay again" in page
    assert "1 800 741 5716" in page
    assert Payment.objects.get().status == PaymentStatus.REVIEW
    assert not Order.objects.exists()
    assert customer.post("checkout/pay/")["Location"].endswith(back(customer))  # and no second page is opened


def test_who_waits_long_hears_that_the_money_is_safe_and_whom_to_call(bank: Bank) -> None:
    customer, _ = at_the_bank()
    bank("pay")
    page = customer.get(back(customer)).content.decode()
    assert f'hx-get="/us/{back(customer)}?asked=1"' in page
    late = customer.get(f"{back(customer)}?asked=20").content.decode()
    assert "This takes longer than usual" in late
    assert "please do not pay again" in late
    assert "1 800 741 5716" in late
    assert 'hx-trigger="every 10000ms"' in late
    SandboxControl.release()
    assert customer.get(f"{back(customer)}?asked=21").status_code == 303


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PaymentStatus.OPEN, "Just a moment"),
        (PaymentStatus.PAID, "Just a moment"),
        (PaymentStatus.REVIEW, "We are looking at your payment"),
        (PaymentStatus.REFUNDED, "This payment could not be used for order"),
        (PaymentStatus.PLACED, "is paid"),
    ],
)
def test_each_ending_of_a_pay_link_is_told(bank: Bank, status: PaymentStatus, words: str) -> None:
    link = make_link(order_id=unpaid_phone_order(bank))
    Client().post(f"/p/{link.code}/")
    Payment.objects.filter(subject_id=link.order_id).update(status=status)
    page = Client().get(f"/p/{link.code}/done/").content.decode()
    assert words in page
    assert ("1 800 741 5716" in page.split('id="state"')[1].split("</main>")[0]) is ("Just a moment" not in page)


def test_the_desk_sees_that_a_link_was_opened_before_anybody_pays(bank: Bank) -> None:
    link = make_link(order_id=unpaid_phone_order(bank))
    assert link_state(order_id=link.order_id) == "sent"
    assert "This is what you agreed with us" in Client().get(f"/p/{link.code}/").content.decode()
    assert link_state(order_id=link.order_id) == "opened"
    assert not Payment.objects.filter(subject_id=link.order_id).exists()


def test_a_pay_link_whose_page_expired_leads_back_to_the_payment(bank: Bank) -> None:
    link = make_link(order_id=unpaid_phone_order(bank))
    first = Client().post(f"/p/{link.code}/")["Location"]
    bank("expire")
    SandboxControl.release()
    assert f'href="/p/{link.code}/"' in Client().get(f"/p/{link.code}/done/").content.decode()
    again = Client().post(f"/p/{link.code}/")["Location"]
    assert "/sandbox/stripe/pay/" in again
    assert again != first
