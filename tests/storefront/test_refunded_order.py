"""An order's page after money went back: how much, when, and of which lines."""

import pytest
from django.test import Client

from store.engine.schema.ids import to_global_id
from store.payments.models import Payment, PaymentStatus, Refund, RefundStatus
from store.payments.order_links import link_of_order
from tests.factories import catalogue, shop
from tests.factories import order as orders

pytestmark = pytest.mark.django_db


def test_what_went_back_is_said_per_line_and_in_all() -> None:
    channel = shop.channel(slug="us")
    order = orders.order(channel=channel, total="30.00", charge_status="FULL")
    line = orders.line(of=order, variant=catalogue.variant(), quantity=3, price="10.00")
    order_id = to_global_id("Order", order.pk)
    payment = Payment.objects.create(
        kind="order",
        subject_id=order_id,
        order_id=order_id,
        channel="us",
        currency="USD",
        amount=3000,
        charged=3000,
        refunded=1000,
        status=PaymentStatus.PLACED,
    )
    refund = Refund.objects.create(
        payment=payment, amount=1000, status=RefundStatus.SUCCEEDED, request_key="1", asked_by="shop", refund_id="re_1"
    )
    refund.lines.create(line_id=to_global_id("OrderLine", line.pk), name="Chart", quantity=1, ordered=3, amount=1000)
    address = f"/us/orders/{link_of_order(order_id=order_id, channel='us').token}/"

    page = Client().get(address).content.decode()
    assert "$10.00 went back to your card on" in page
    assert ", 1 refunded" in page
    assert "Everything that you paid" not in page

    Payment.objects.update(refunded=3000)
    Refund.objects.create(payment=payment, amount=2000, status=RefundStatus.PENDING, request_key="2", asked_by="shop")
    page = Client().get(address).content.decode()
    assert "$20.00 is on its way back to your card." in page
    assert "Everything that you paid for this order has been given back." in page
    assert "We pack your parcel" not in page
