"""An order by its secret link, and the link on which a phone order is paid."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from store.engine.models import Order
from store.engine.schema.ids import to_global_id
from store.payments.messages.notices import send_pay_link, tell_customer_of_order
from store.payments.models import OrderLink, PayLink
from store.payments.pay_links import make_link
from store.payments.sandbox.events import SandboxControl
from tests.factories.stall import stall
from tests.storefront.buying import Customer

pytestmark = pytest.mark.usefixtures("stripe")
Bank = Callable[[str], None]


def bought(bank: Bank, channel: str = "us") -> Customer:
    """A customer who bought two charts."""
    shop, customer = stall(), Customer(channel)
    customer.reach_review(shop.chart, 2)
    customer.post("checkout/review/")
    bank("pay")
    SandboxControl.release()
    return customer


def unpaid_phone_order(bank: Bank) -> str:
    """An order that the desk took and nobody paid yet; its Saleor id."""
    bought(bank)
    order = Order.objects.get()
    order.payment_transactions.all().delete()
    order.total_charged_amount, order.charge_status, order.origin = 0, "NONE", "DRAFT"
    order.save()
    mail.outbox.clear()
    return to_global_id("Order", order.pk)


def test_the_page_shows_what_was_ordered_and_how_it_stands(bank: Bank) -> None:
    customer = bought(bank)
    page = customer.get(f"orders/{OrderLink.objects.get().token}/")
    words = page.content.decode()
    assert f"Order #{Order.objects.get().number}" in words
    assert "Calf chart" in words
    assert "$48.20" in words
    assert "SAN FRANCISCO" in words
    assert "We pack your parcel" in words
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert "no-store" in page["Cache-Control"]


def test_saleors_id_is_not_in_the_page(bank: Bank) -> None:
    customer = bought(bank)
    words = customer.get(f"orders/{OrderLink.objects.get().token}/").content.decode()
    order = Order.objects.get()
    assert to_global_id("Order", order.pk) not in words
    assert str(order.pk) not in words


def test_a_wrong_link_is_not_found_and_guessing_is_slowed_down(bank: Bank) -> None:
    customer = bought(bank)
    token = OrderLink.objects.get().token
    for _ in range(20):
        assert customer.get(f"orders/{token[:-1]}x/").status_code == 404
    assert customer.get("orders/another/").status_code == 429
    assert customer.get(f"orders/{token}/").status_code == 429
    assert customer.browser.get("/p/ACDEFGHJKMNP/").status_code == 429


def test_a_link_shows_its_order_in_its_own_market_only(bank: Bank) -> None:
    customer = bought(bank)
    customer.channel = "intl"
    assert customer.get(f"orders/{OrderLink.objects.get().token}/").status_code == 404


def test_before_the_order_is_placed_the_link_leads_to_the_waiting_page(bank: Bank) -> None:
    shop, customer = stall(), Customer()
    customer.reach_review(shop.course)
    customer.post("checkout/review/")
    token = OrderLink.objects.get().token
    assert customer.get(f"orders/{token}/")["Location"] == f"/us/checkout/paying/{token}/"


def test_a_confirmation_is_sent_once_however_often_it_is_asked_for(bank: Bank) -> None:
    bought(bank)
    order_id = to_global_id("Order", Order.objects.get().pk)
    tell_customer_of_order(order_id=order_id)
    tell_customer_of_order(order_id=order_id)
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert "Thank you for your order" in str(sent.alternatives[0][0])


def test_a_phone_order_gets_a_link_and_a_mail_like_any_other(bank: Bank) -> None:
    order_id = unpaid_phone_order(bank)
    OrderLink.objects.all().delete()
    from store.payments.models import Notice  # noqa: PLC0415

    Notice.objects.all().delete()
    tell_customer_of_order(order_id=order_id)
    assert "This order is not paid yet" in str(mail.outbox[0].body)
    assert f"/us/orders/{OrderLink.objects.get().token}/" in str(mail.outbox[0].body)


def test_an_unpaid_order_offers_its_pay_link(bank: Bank) -> None:
    order_id = unpaid_phone_order(bank)
    link = make_link(order_id=order_id)
    page = Client().get(f"/us/orders/{OrderLink.objects.get().token}/").content.decode()
    assert f'href="/p/{link.code}/"' in page
    assert "Pay $48.20" in page


def test_a_pay_link_shows_number_and_amount_and_takes_the_payment(bank: Bank) -> None:
    order_id = unpaid_phone_order(bank)
    link = make_link(order_id=order_id)
    browser = Client()
    page = browser.get(f"/p/{link.spoken_code.lower()}/").content.decode()
    assert f"Order #{link.order_number}" in page
    assert "Pay $48.20" in page
    assert "1 800 741 5716" in page
    assert "/sandbox/stripe/pay/" in browser.post(f"/p/{link.code}/")["Location"]
    bank("pay")
    assert "Just a moment" in browser.get(f"/p/{link.code}/done/").content.decode()
    SandboxControl.release()
    done = browser.get(f"/p/{link.code}/done/")
    assert done["Location"] == f"/us/orders/{OrderLink.objects.get().token}/?thanks"
    assert Order.objects.get().charge_status == "FULL"


def test_another_browser_does_not_get_from_the_pay_link_to_the_order(bank: Bank) -> None:
    order_id = unpaid_phone_order(bank)
    link = make_link(order_id=order_id)
    Client().post(f"/p/{link.code}/")
    bank("pay")
    SandboxControl.release()
    page = Client().get(f"/p/{link.code}/", follow=True)
    assert f"Order #{link.order_number} is paid" in page.content.decode()
    assert OrderLink.objects.get().token not in page.content.decode()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(hours=1)}, "This link has expired"),
        ({"cancelled_at": timezone.now()}, "This link no longer works"),
    ],
)
def test_a_dead_pay_link_says_why(bank: Bank, facts: dict[str, object], words: str) -> None:
    link = make_link(order_id=unpaid_phone_order(bank))
    PayLink.objects.update(**facts)
    page = Client().get(f"/p/{link.code}/")
    assert page.status_code == 410
    assert words in page.content.decode()
    assert Client().post(f"/p/{link.code}/").status_code == 410


def test_a_pay_link_dies_when_its_order_changes(bank: Bank) -> None:
    link = make_link(order_id=unpaid_phone_order(bank))
    Order.objects.update(total_gross_amount="10.00")
    page = Client().get(f"/p/{link.code}/")
    assert (page.status_code, "Your order was changed" in page.content.decode()) == (410, True)
    assert Client().post(f"/p/{link.code}/").status_code == 410


def test_a_pay_link_travels_by_mail(bank: Bank) -> None:
    link = make_link(order_id=unpaid_phone_order(bank))
    send_pay_link(link=link, email="ada@example.com")
    assert f"/p/{link.code}/" in str(mail.outbox[0].body)
    assert "$48.20" in str(mail.outbox[0].body)
